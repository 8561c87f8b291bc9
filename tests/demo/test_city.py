"""The demo city holds what it promises."""

import json
import re
from collections import Counter
from io import StringIO
from pathlib import Path

import pyotp
import pytest
from django.core.management import CommandError, call_command

from demo.build import Made, NotEmpty
from tests.demo.conftest import NOW, TINY, make
from xunjiasao.domains.journal.models import DayHead, Delivery, Entry
from xunjiasao.domains.notices.models import Notice
from xunjiasao.domains.orders.models import Order, Review
from xunjiasao.domains.orders.terms import Stage
from xunjiasao.domains.organizations.models import Organization
from xunjiasao.domains.people import actions as people
from xunjiasao.domains.people import queries as people_queries
from xunjiasao.domains.people.models import Account, Seat
from xunjiasao.domains.places import queries as places
from xunjiasao.domains.places.models import Address
from xunjiasao.domains.workers.models import Credential, Worker
from xunjiasao.domains.workers.queries import papers
from xunjiasao.domains.workers.rules import trust
from xunjiasao.integrations import sms
from xunjiasao.kernel.crypto import unseal
from xunjiasao.kernel.time import day_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tiny")]
BLOCK = re.compile(r"1990000\d{4}")


def test_it_has_as_many_of_everything_as_it_should():
    kinds = Counter(Organization.objects.values_list("kind", flat=True))
    assert kinds == {"federation": 14, "association": 1, "enterprise": TINY.enterprises, "station": TINY.stations}
    assert Worker.objects.count() == TINY.workers
    assert Seat.objects.filter(role="resident").count() == TINY.residents
    assert Order.objects.count() == TINY.orders
    assert (
        len(
            {
                path.split("/")[2]
                for path in Organization.objects.filter(kind="enterprise").values_list("path", flat=True)
            }
        )
        == 13
    )


def test_orders_stand_at_every_stage_in_past_present_and_future():
    assert set(Order.objects.values_list("stage", flat=True)) == {stage.value for stage in Stage}
    starts = sorted(day_of(at) for at in Order.objects.values_list("starts_at", flat=True))
    today = day_of(NOW)
    assert (today - starts[0]).days > 30
    assert (starts[-1] - today).days >= 3
    assert len({path.split("/")[2] for path in Order.objects.values_list("path", flat=True)}) >= 6
    assert Review.objects.exclude(text="").exists()


def test_everything_that_can_happen_to_an_order_happened():
    names = set(Entry.objects.filter(name__startswith="order.").values_list("name", flat=True))
    told = "placed confirmed assigned accepted declined departed arrived finished approved reviewed rescheduled cancelled code_refused promise_refused"
    assert names >= {f"order.{name}" for name in told.split()}
    cancelled = Order.objects.filter(stage=Stage.CANCELLED)
    assert cancelled.filter(fee_fen=0).exists()
    assert cancelled.filter(fee_fen__gt=0).exists()
    assert Entry.objects.filter(name="order.approved", actor_kind="clock").exists()


def test_nothing_in_the_journal_lies_ahead_and_every_past_day_is_signed():
    assert not Entry.objects.filter(at__gt=NOW).exists()
    assert DayHead.objects.count() == 60
    assert not Delivery.objects.filter(done_at=None).exists()
    assert Notice.objects.filter(read_at=None).exists()
    assert Notice.objects.exclude(read_at=None).exists()
    assert not Delivery.objects.filter(failed_at__isnull=False).exists()


def test_journal_and_calendars_are_whole(heads: Path):
    out = StringIO()
    call_command("check_journal", heads=heads, stdout=out)
    call_command("check_calendar", stdout=out)
    assert out.getvalue().splitlines() == ["The journal is as it was written.", "Every calendar is as the orders say."]


def test_archives_have_every_colour_and_only_made_up_numbers():
    held = papers(Worker.objects.values_list("id", flat=True))
    assert {trust(each, day_of(NOW)).color.value for each in held.values()} == {"green", "yellow", "red"}
    assert Credential.objects.filter(verified_at=None).exists()
    for worker in Worker.objects.all():
        assert unseal(worker.identity_sealed, place=f"workers_worker.identity:{worker.id}").startswith("360499")
    assert all("示例" in name for name in Organization.objects.values_list("name", flat=True))
    assert all(
        code[2:8] == "360499"
        for code in Organization.objects.exclude(credit_code=None).values_list("credit_code", flat=True)
    )


def test_every_phone_is_of_the_made_up_block():
    phones = people_queries.phones(Account.objects.values_list("id", flat=True))
    assert all(BLOCK.fullmatch(phone) for phone in phones.values())
    assert all(BLOCK.fullmatch(places.card(each).contact_phone) for each in Address.objects.select_related("division"))
    assert all(phone.startswith("0792-0000") for phone in Organization.objects.values_list("phone", flat=True))


def test_the_journal_names_nobody():
    said = "\n".join(
        json.dumps(payload, ensure_ascii=False) for payload in Entry.objects.values_list("payload", flat=True)
    )
    names = set(Account.objects.values_list("name", flat=True)) | set(
        Organization.objects.values_list("name", flat=True)
    )
    assert [name for name in names if name in said] == []
    assert not re.search(r"199\d{8}|360499\d{10}", said)
    assert not re.search(r"[\u4e00-\u9fff]", said)


def test_every_account_of_the_list_can_sign_in(tiny: Made):
    roles = Counter(account["role"] for account in tiny.accounts)
    assert roles == {"resident": 3, "worker": 5, "enterprise": 3, "station": 2, "federation": 2, "operator": 1}
    for account in tiny.accounts:
        if "password" in account:
            signed = people.sign_in_by_password(
                phone=account["phone"], password=account["password"], otp=pyotp.TOTP(account["totp_secret"]).at(NOW), device="", address=account["phone"], now=NOW
            )  # fmt: skip
        else:
            sent = people.send_code(phone=account["phone"], address=account["phone"], sms=sms.gateway(), now=NOW)
            signed = people.sign_in_by_code(
                phone=account["phone"], code=sent.code, device="", address=account["phone"], now=NOW
            )
        assert [seat.role for seat in signed.actor.seats] == [account["role"]]
        assert account["name"]
        assert "虚构" in account["note"]
        assert "invented" in account["note_en"]
        if "address" in account:
            default = places.default_address(signed.actor.who)
            assert default
            assert str(default.id) == account["address"]


def test_a_city_is_not_made_twice(heads: Path):
    with pytest.raises(NotEmpty):
        make(heads=heads)
    with pytest.raises(CommandError, match="empty"):
        call_command("demo")


def test_a_wrong_mask_in_a_calendar_is_a_failure():
    order = Order.objects.filter(stage=Stage.FINISHED).first()
    assert order
    assert order.worker_id
    Order.objects.filter(id=order.id).update(spans=[])
    with pytest.raises(CommandError, match="1 fault"):
        call_command("check_calendar", stdout=StringIO())
