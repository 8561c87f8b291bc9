"""Every route, every method, every role, own and foreign things: who is let in, and that a refusal does nothing."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.urls import get_resolver

from tests.copies import copy
from tests.house.test_routes import api_of, leaves
from tests.interfaces.api.caller import stop_clock
from tests.interfaces.api.world import PROBES, ROLES, World, contents, table, world
from xunjiasao.kernel.text import speaking

pytestmark = pytest.mark.django_db

GOLDEN = Path(__file__).parents[2] / "golden" / "api-matrix.txt"
METHODS = ("get", "post", "put", "patch", "delete")
PUBLIC_PAGES = {"api/v1/openapi.json", "api/v1/docs", "api/v1/"}
"""What ninja serves by itself: the document, its viewer, the root."""


@pytest.fixture(scope="module")
def prepared(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    before = settings.XJS
    with django_db_blocker.unblock(), copy(), speaking("en"):
        stop_clock(settings, tmp_path_factory.mktemp("clock"))
        yield world()
    settings.XJS = before


def operations() -> dict[str, tuple[str, str]]:
    """Find every operation of the API by walking the routes: id → method, path below /api/v1."""
    api = next(found for _address, callback in leaves(get_resolver().url_patterns) if (found := api_of(callback)))
    found = {}
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                [method] = operation.methods
                found[str(operation.operation_id)] = (method.lower(), f"{prefix}{path}")
    return found


def address(name: str, path: str, made: World) -> str:
    probe = PROBES[name]
    for key, value in probe.path(made).items():
        path = path.replace(f"{{{key}}}", str(value))
    query = probe.query(made)
    return f"{path}?{urlencode(query)}" if query else path


def ask(name: str, made: World, role: str, before: dict[str, Any]) -> int:
    """Ask a route as a role; 0 stands for a refusal that changed something.

    :param before: the contents of the world
    """
    method, path = operations()[name]
    probe = PROBES[name]
    with copy():
        answer = made.callers[role](method, address(name, path, made), probe.body(made), headers=probe.headers)
        assert answer.status_code < 500, (name, role, answer.content)
        if answer.status_code >= 400:
            assert answer.headers["Content-Type"] == "application/problem+json", (name, role)
            assert set(answer.said) >= {"type", "title", "status", "code", "detail"}, (name, role)
            return 0 if contents() != before else int(answer.status_code)
        return int(answer.status_code)


def test_no_route_is_unclassified() -> None:
    assert sorted(operations()) == sorted(PROBES)
    api_pages = {
        where
        for where, callback in leaves(get_resolver().url_patterns)
        if where.startswith("api/") and api_of(callback)
    }
    assert api_pages == PUBLIC_PAGES


def test_who_is_let_in_is_as_the_golden_file_says(prepared: World, tmp_path: Path) -> None:
    lines = []
    before = contents()
    for name, (method, path) in sorted(operations().items(), key=lambda each: (each[1][1], each[1][0])):
        answers = [ask(name, prepared, role, before) for role in ROLES]
        assert 0 not in answers, (
            f"{method} {path}: refused, but not without effect: {dict(zip(ROLES, answers, strict=True))}"
        )
        lines.append((f"{method.upper()} {path}", answers))
    made = table(lines)
    (tmp_path / GOLDEN.name).write_text(made)
    assert made == GOLDEN.read_text(), f"look at what changed in {tmp_path / GOLDEN.name}, then copy it to {GOLDEN}"


def test_a_method_that_a_route_doesnt_have_is_refused_to_everybody(prepared: World) -> None:
    offered: dict[str, set[str]] = {}
    for method, path in operations().values():
        offered.setdefault(path, set()).add(method)
    with copy():
        before = contents()
        for name, (_method, path) in operations().items():
            where, body = address(name, path, prepared), PROBES[name].body(prepared)
            for method in set(METHODS) - offered[path]:
                for role in ("anonymous", "resident", "enterprise", "operator"):
                    answer = prepared.callers[role](method, where, body)
                    assert (answer.status_code, answer.said["code"]) == (405, "method_not_allowed"), (
                        method,
                        path,
                        role,
                    )
        assert contents() == before


def test_the_matrix_means_what_the_policy_says(prepared: World) -> None:
    """The golden file is only as good as whoever read it last: the rules themselves, said once more."""
    rows = [line.split() for line in GOLDEN.read_text().splitlines()[1:]]
    table = {f"{method} {path}": dict(zip(ROLES, map(int, answers), strict=True)) for method, path, *answers in rows}
    assert len(table) == len(PROBES)
    parts = {"resident", "worker", "enterprise", "county", "city"}
    for route, answers in table.items():
        public = answers["anonymous"] < 400 or len(set(answers.values())) == 1
        assert public or answers["anonymous"] == 401, route
        if "/orders/{order_id}" in route:
            for role in set(ROLES) - parts - {"anonymous"}:
                assert answers[role] in {403, 404}, (route, role, "whoever plays no part never learns that it is there")
            for role in ("other_resident", "other_worker", "other_enterprise", "other_county"):
                kind = role.removeprefix("other_")
                assert answers[role] == 404 or answers[kind] == 403, (route, role, "a hidden order isn't there")
    steps = {route: answers for route, answers in table.items() if route.startswith("POST /orders/{order_id}/")}
    for route, answers in steps.items():
        name = route.rpartition("/")[2]
        by = {
            "resident": {"approve", "review", "cancel", "reschedule"}, "worker": {"accept", "decline", "depart", "arrive", "finish"},
            "enterprise": {"confirm", "assign", "cancel", "reschedule", "payment"},
        }  # fmt: skip
        for role in ROLES:
            assert (answers[role] == 200) == (name in by.get(role, set())), (route, role, answers[role])
