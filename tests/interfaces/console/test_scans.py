"""Pictures of papers: made anew, kept where no path reaches, shown to whom they concern and to nobody else."""

import io
import struct
import zlib
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests import makers
from tests.interfaces.browser import Browser
from tests.interfaces.console.test_enrolment import paper
from tests.makers import NOW
from xunjiasao.domains.journal import queries as journal
from xunjiasao.domains.people.models import Seat
from xunjiasao.domains.people.terms import Role
from xunjiasao.domains.workers import actions
from xunjiasao.domains.workers.models import Credential
from xunjiasao.domains.workers.terms import Doubt
from xunjiasao.integrations import files

GPS = 0x8825


def drawn(form="JPEG", size=(600, 400), **more):
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, form, **more)
    return out.getvalue()


def with_exif():
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    exif.get_ifd(GPS)[1] = "N"
    return drawn(exif=exif)


def flood():
    """A PNG of a few bytes that says it has 900 million pixels."""
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    chunk = lambda kind, body: struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))  # noqa: E731  # one shape
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


def sent(data, name="健康证.jpg", kind="image/jpeg"):
    return SimpleUploadedFile(name, data, kind)


def kept():
    """The names of all files that lie in the store."""
    return [each.name for each in settings.MEDIA_ROOT.rglob("*") if each.is_file()]


@pytest.fixture(autouse=True)
def empty_store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    files.store.cache_clear()
    yield
    files.store.cache_clear()


@pytest.fixture
def hers(house):
    return house.workers[0]


@pytest.fixture
def scanned(desk, hers):
    """A paper with a picture."""
    desk.get(f"/desk/people/{hers.id}/papers/add")
    assert desk.post(f"/desk/people/{hers.id}/papers/add", picture=sent(with_exif()), **paper()).status_code == 302
    return Credential.objects.order_by("-id").first()


def fetch(browser, credential_id):
    return browser.client.get(f"/desk/scans/{credential_id}")


def test_a_picture_is_made_anew_and_says_nothing_of_where_it_was_taken(desk, scanned):
    answer = fetch(desk, scanned.id)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    with Image.open(io.BytesIO(answer.content)) as picture:
        assert picture.format == "JPEG"
        assert picture.size == (600, 400)
        assert not picture.getexif()
    assert b"taken at home" not in answer.content
    assert answer.content != with_exif()


def test_nothing_keeps_a_picture_on_its_way(desk, scanned):
    answer = fetch(desk, scanned.id)
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Content-Disposition"] == 'inline; filename="scan.jpg"'
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


def test_her_enterprise_the_federation_of_her_county_and_she_see_it(desk, federation, house, scanned):
    for viewer in (desk, federation, Browser(house.them[0])):
        assert fetch(viewer, scanned.id).status_code == 200


def test_who_looks_at_anothers_picture_stands_in_the_journal(federation, house, scanned, hers):
    def looks():
        return [told.actor_id for told in journal.timeline("worker", hers.id) if told.name == "worker.scan_seen"]

    assert fetch(Browser(house.them[0]), scanned.id).status_code == 200
    assert fetch(Browser(house.them[1]), scanned.id).status_code == 404
    assert looks() == []
    assert fetch(federation, scanned.id).status_code == 200
    [who] = looks()
    assert Seat.objects.get(account_id=who).role == Role.FEDERATION


def test_for_anybody_else_it_is_not_there(elsewhere, house, scanned):
    firm = makers.enterprise()
    strangers = [
        elsewhere, Browser(house.resident), Browser(house.them[1]),
        Browser(makers.person(Role.ENTERPRISE, organization_id=firm.id)),
        Browser(makers.person(Role.STATION, organization_id=house.enterprise.id)),
        Browser(makers.person(Role.OPERATOR)),
    ]  # fmt: skip
    for stranger in strangers:
        assert fetch(stranger, scanned.id).status_code == 404
    assert fetch(Browser(), scanned.id).status_code == 302


def test_who_let_her_go_sees_it_no_more(desk, house, hers, scanned):
    actions.release(worker_id=hers.id, actor=house.desk, now=NOW)
    assert fetch(desk, scanned.id).status_code == 404


@pytest.mark.parametrize(
    "trick",
    ["../../etc/passwd", "..%2f..%2fetc%2fpasswd", "%2e%2e/keys.json", "x", "019a0000-0000-7000-8000-000000000000", "key"],
)  # fmt: skip
def test_no_path_and_no_key_leads_to_a_file(desk, scanned, trick):
    assert fetch(desk, scanned.scan if trick == "key" else trick).status_code == 404


def test_a_paper_without_a_picture_has_none_to_show(desk, house):
    assert fetch(desk, Credential.objects.first().id).status_code == 404


@pytest.mark.parametrize(
    ("data", "name", "told"),
    [
        (b"%PDF-1.7 ...", "a.jpg", "Please send a picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "a.svg", "Please send a picture"),
        (b"GIF89a", "a.gif", "Please send a picture"),
        (drawn()[:200], "cut.jpg", "Please send a picture"),
        (b"", "empty.jpg", ""),
        (flood(), "flood.png", "at most 24 million pixels"),
        (b"\xff\xd8" + b"\0" * (8 * 1024 * 1024), "large.jpg", "at most 8 MB"),
    ],
    ids=["pdf", "svg", "gif", "cut", "empty", "flood", "large"],
)  # fmt: skip
def test_what_is_no_picture_leaves_neither_paper_nor_file(desk, hers, data, name, told):
    desk.get(f"/desk/people/{hers.id}/papers/add")
    was = Credential.objects.count()
    page = desk.post(f"/desk/people/{hers.id}/papers/add", picture=sent(data, name), **paper())
    assert page.status_code == 422
    assert told in page.words
    assert 'id="picture-error"' in page.html
    assert 'value="九江市第一医院"' in page.html
    assert Credential.objects.count() == was
    assert kept() == []


def test_a_body_beyond_all_measure_is_not_even_read(desk, hers):
    desk.get(f"/desk/people/{hers.id}/papers/add")
    was = Credential.objects.count()
    page = desk.post(f"/desk/people/{hers.id}/papers/add", picture=sent(b"\0" * (17 * 1024 * 1024)), **paper())
    assert page.status_code == 413
    assert Credential.objects.count() == was


def test_a_fault_elsewhere_stores_no_picture_and_asks_for_it_again(desk, hers):
    desk.get(f"/desk/people/{hers.id}/papers/add")
    page = desk.post(f"/desk/people/{hers.id}/papers/add", picture=sent(drawn()), **paper(expires_on="2026-10-01"))
    assert page.status_code == 422
    assert "Please choose the picture again." in page.words
    assert kept() == []


def test_names_that_people_give_their_files_lead_nowhere(desk, hers):
    desk.get(f"/desk/people/{hers.id}/papers/add")
    odd = sent(drawn("PNG"), "../../../x\0.php", "text/html")
    assert desk.post(f"/desk/people/{hers.id}/papers/add", picture=odd, **paper()).status_code == 302
    [key] = kept()
    assert key.endswith(".jpg")
    assert "php" not in key


def test_a_paper_entered_without_a_picture_gets_one_once(desk, house, hers):
    added = actions.add_credential(
        worker_id=hers.id, kind="ability", issuer="医院", issued_on=NOW.date() - timedelta(days=1), expires_on=None, actor=house.desk, now=NOW
    )  # fmt: skip
    at = f"/desk/people/{hers.id}/papers/{added.id}/scan"
    desk.get(at)
    assert "Please choose a picture." in desk.post(at).words
    assert desk.post(at, picture=sent(b"no")).status_code == 422
    assert kept() == []
    assert desk.post(at, picture=sent(drawn())).url == f"/desk/people/{hers.id}"
    first = fetch(desk, added.id).content
    page = desk.post(at, picture=sent(drawn(size=(50, 50))))
    assert page.status_code == 409
    assert "This paper has its picture already." in page.words
    assert fetch(desk, added.id).content == first
    assert len(kept()) == 1


def test_a_decided_paper_gets_no_other_picture(desk, federation, house, hers):
    added = actions.add_credential(
        worker_id=hers.id, kind="ability", issuer="医院", issued_on=NOW.date() - timedelta(days=1), expires_on=None, actor=house.desk, now=NOW
    )  # fmt: skip
    actions.refuse_credential(credential_id=added.id, why=Doubt.UNREADABLE, actor=makers.SYSTEM, now=NOW)
    at = f"/desk/people/{hers.id}/papers/{added.id}/scan"
    desk.get(at)
    assert desk.post(at, picture=sent(drawn())).status_code == 409
    assert kept() == []


def test_the_paper_of_another_archive_is_not_there(desk, house, scanned):
    at = f"/desk/people/{house.workers[1].id}/papers/{scanned.id}/scan"
    assert desk.get(at).status_code == 404
    desk.get("/desk/people/add")
    assert desk.post(at, picture=sent(drawn())).status_code == 404
