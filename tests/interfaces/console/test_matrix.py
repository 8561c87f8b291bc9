"""Every page, opened and sent, by every role, on own and foreign things: who is let in, and that a refusal does nothing."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from tests.copies import copy
from tests.house.test_routes import ADMIN, api_of
from tests.interfaces.api.caller import stop_clock
from tests.interfaces.api.world import ROLES, contents, table
from tests.interfaces.console.asked import PAGES, SIGN_IN, Pages, address, pages
from xunjiasao.integrations import files
from xunjiasao.kernel.text import speaking

pytestmark = pytest.mark.django_db

GOLDEN = Path(__file__).parents[2] / "golden" / "page-matrix.txt"
OPEN, SENT = "GET", "POST"
DOOR = "door"
"""sent to sign in"""


@pytest.fixture(scope="module")
def prepared(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Pages]:
    before, room = settings.XJS, settings.MEDIA_ROOT
    with django_db_blocker.unblock(), copy(), speaking("en"):
        stop_clock(settings, tmp_path_factory.mktemp("clock"))
        settings.MEDIA_ROOT = tmp_path_factory.mktemp("files")
        files.store.cache_clear()
        yield pages()
    settings.XJS, settings.MEDIA_ROOT = before, room
    files.store.cache_clear()


def names(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    """Find the pages by walking the routes, but for the API (its own matrix) and the machine room (its own tests)."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if pattern.app_name not in {ADMIN, "ninja"}:
                yield from names(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else space)
        elif api_of(pattern.callback) is None:
            yield f"{space}{pattern.name}"


def ask(name: str, method: str, made: Pages, role: str, before: dict[str, Any]) -> str:
    """Ask a page as a role.

    :param before: the contents of the world
    :returns: the answer's status, `DOOR`, or "!" for a refusal that changed something
    """
    where, page, browser = address(name, made), PAGES[name], made.browsers[role]
    with copy():
        cookies = browser.cookies.copy()
        answer = browser.get(where) if method == OPEN else browser.post(where, page.form(made) if page.form else {})
        browser.cookies = cookies
        assert answer.status_code < 500, (name, method, role)
        at_door = answer.status_code == 302 and answer.url.startswith(SIGN_IN)
        if (at_door and name != "console:sign-out") or answer.status_code >= 400:
            if contents() != before and not _counts_tries(name):
                return "!"
            return DOOR if at_door else str(answer.status_code)
        return str(answer.status_code)


def _counts_tries(name: str) -> bool:
    """Wrong passwords are counted: that is what is left of a refusal there."""
    return name in {"console:sign-in", "console:password"}


def rows() -> Iterator[tuple[str, str]]:
    for name, page in PAGES.items():
        if page.opens:
            yield name, OPEN
        if page.form:
            yield name, SENT


def test_no_page_is_unclassified() -> None:
    assert sorted(names(get_resolver().url_patterns)) == sorted(PAGES)


def test_who_is_let_in_is_as_the_golden_file_says(prepared: Pages, tmp_path: Path) -> None:
    lines = []
    before = contents()
    for name, method in rows():
        answers = {role: ask(name, method, prepared, role, before) for role in ROLES}
        assert "!" not in answers.values(), f"{method} {name}: refused, but not without effect: {answers}"
        lines.append((f"{method} {name}", answers.values()))
    made = table(lines)
    (tmp_path / GOLDEN.name).write_text(made)
    assert made == GOLDEN.read_text(), f"look at what changed in {tmp_path / GOLDEN.name}, then copy it to {GOLDEN}"


def test_a_page_that_takes_no_form_refuses_one_from_everybody(prepared: Pages) -> None:
    before = contents()
    for name, page in PAGES.items():
        if page.form is None:
            for role in ("enterprise", "city", "operator"):
                assert ask(name, SENT, prepared, role, before) in {"403", "404", "405"}, (name, role)
        if not page.opens:
            assert ask(name, OPEN, prepared, "city", before) == "405", name


def test_the_matrix_means_what_the_policy_says() -> None:
    """The golden file is only as good as whoever read it last: the rules themselves, said once more."""
    head, *lines = [line.split() for line in GOLDEN.read_text().splitlines()]
    assert tuple(head) == ROLES
    table = {f"{method} {name}": dict(zip(ROLES, answers, strict=True)) for method, name, *answers in lines}
    assert len(table) == len(list(rows()))
    for page, answers in table.items():
        name = page.partition(":")[2]
        let_in = {role for role, answer in answers.items() if answer in {"200", "204", "302"}}
        if not page.split()[1].startswith("console:") or name in {"sign-in", "demo-sign-in", "sign-out"}:
            assert len(set(answers.values()) - {"302"}) <= 1, page
            continue
        assert answers["anonymous"] == DOOR, page
        if name in {"desk", "sessions", "password", "end-session", "scan"}:
            continue  # one's own things; each has its tests
        theirs = _whose(PAGES_AT[name])
        assert let_in <= theirs, page
        assert let_in, (page, "nobody can")
        if let_in & {"other_enterprise", "other_county"}:
            assert "<" not in PAGES_AT[name], (page, "what one may not see isn't there")
        for role in theirs - let_in:
            assert answers[role] in {"403", "404"}, (page, role)


def _whose(at: str) -> set[str]:
    """Name the roles whose desk has a page at this address."""
    if at.startswith(("all/", "overview")):
        return {"county", "other_county", "city"}
    return {"station"} if at == "station" else {"enterprise", "other_enterprise"}


PAGES_AT = {
    pattern.name: str(pattern.pattern) for pattern in get_resolver("xunjiasao.interfaces.console.urls").url_patterns
}
