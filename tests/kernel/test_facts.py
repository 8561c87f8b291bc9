"""Facts know their holes, hold plain values only, and are said with names when they are read."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from enum import StrEnum
from uuid import UUID

import pytest

from xunjiasao.kernel import facts
from xunjiasao.kernel.facts import REGISTRY, Fact, fact

ID = UUID("01900000-0000-7000-8000-000000000001")
AT = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)


class Kind(StrEnum):
    A = "a"


@pytest.fixture(autouse=True)
def registry() -> Iterator[None]:
    before = dict(REGISTRY)
    yield
    REGISTRY.clear()
    REGISTRY.update(before)


def planted() -> type[Fact]:
    @fact(
        "planted.moved",
        says="{worker} moved to {starts} for {fee} yuan ({count}), said {actor}.",
        told_to="resident worker",
    )
    class Moved(Fact):
        worker_id: UUID | None
        starts_at: datetime
        fee_fen: int
        count: int = 1

    return Moved


def test_a_fact_is_said_with_names_times_and_yuan():
    told = planted()(worker_id=ID, starts_at=AT, fee_fen=7050)
    assert told.payload() == {
        "worker_id": str(ID),
        "starts_at": "2026-11-26T01:00:00+00:00",
        "fee_fen": 7050,
        "count": 1,
    }
    names = {str(ID): "王桂花", "actor": "李敏"}
    assert (
        facts.sentence("planted.moved", told.payload(), names)
        == "王桂花 moved to 26 Nov 9:00 for 70.50 yuan (1), said 李敏."
    )
    assert facts.told("planted.moved") == {"resident", "worker"}


def test_a_name_that_is_gone_leaves_a_sentence():
    told = planted()(worker_id=None, starts_at=AT, fee_fen=0)
    assert facts.sentence("planted.moved", told.payload(), {}) == " moved to 26 Nov 9:00 for 0 yuan (1), said ."
    assert facts.sentence("planted.forgotten", {}, {}) == "planted.forgotten"
    assert facts.told("planted.forgotten") == frozenset()


def test_a_hole_that_no_field_fills_doesnt_import():
    with pytest.raises(AssertionError, match="no field fills"):

        @fact("planted.wrong", says="{worker} left.", told_to="worker")
        class Wrong(Fact):
            workers_id: UUID


def test_a_name_is_used_once():
    planted()
    with pytest.raises(AssertionError, match="registered twice"):
        planted()


def test_a_fact_never_changes():
    told = planted()(worker_id=ID, starts_at=AT, fee_fen=1)
    with pytest.raises(AttributeError):
        told.fee_fen = 2


def test_values_become_plain_json_and_others_are_refused():
    @fact("planted.held", says="Held.", told_to="")
    class Held(Fact):
        what: object

    plain = {Kind.A: "a", date(2026, 11, 26): "2026-11-26", (ID, 1): [str(ID), 1], None: None, True: True}
    for value, said in plain.items():
        assert Held(what=value).payload() == {"what": said}
        assert type(Held(what=value).payload()["what"]) is type(said)
    for value in (1.5, {"a": 1}, b"x", {1}):
        with pytest.raises(TypeError):
            Held(what=value).payload()


def test_no_fact_has_a_field_for_personal_data():
    personal = {"name", "phone", "address", "detail", "text", "contact_name", "contact_phone", "number"}
    found = {name for name, kind in REGISTRY.items() if personal & set(kind.__annotations__)}
    assert len(REGISTRY) > 30, "the lint would be reading an empty house"
    assert found == set()
