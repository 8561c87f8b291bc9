"""A stage table checks itself, and decides who may do what."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pytest

from xunjiasao.kernel.errors import Refused
from xunjiasao.kernel.lifecycle import STAY, LifeCycle, NoSuchStep, StepNotOpen, StepNotYours, step


class S(StrEnum):
    NEW = "new"
    OPEN = "open"
    DONE = "done"


class Locked(Refused):
    code, says = "locked", "It is locked."


@dataclass(frozen=True)
class Situation:
    locked: bool = False


def locked(situation: Situation) -> Refused | None:
    return Locked() if situation.locked else None


STEPS = (
    step("open", S.NEW, S.OPEN, "owner clerk", "Open"),
    step("note", (S.NEW, S.OPEN), STAY, "clerk", "Note"),
    step("close", {S.NEW, S.OPEN}, S.DONE, "owner", "Close", locked, tells=lambda situation: "It costs 5 yuan."),
    step("turn", {S.NEW, S.OPEN}, {S.NEW: S.OPEN, S.OPEN: S.NEW}, "owner", "Turn"),
)
THING = LifeCycle(name="thing", first=S.NEW, last=frozenset({S.DONE}), steps=STEPS)


def made(**said: Any) -> LifeCycle:
    return LifeCycle(**({"name": "thing", "first": S.NEW, "last": frozenset({S.DONE}), "steps": STEPS} | said))


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"steps": (*STEPS, step("open", S.OPEN, S.DONE, "owner", "Open"))}, "share a name"),
        ({"steps": (step("close", {S.NEW, S.OPEN}, S.DONE, "owner", "Close"),)}, "never reached"),
        ({"last": frozenset()}, "dead ends"),
        ({"last": frozenset({S.DONE, S.OPEN})}, "dead ends"),
        ({"first": S.DONE}, "never reached"),
    ],
)
def test_a_table_with_a_fault_doesnt_even_import(said: dict[str, Any], why: str):
    with pytest.raises(AssertionError, match=why):
        made(**said)


def test_a_step_leads_where_the_table_says():
    take = {"parts": {"owner"}, "situation": Situation()}
    assert THING.take("open", stage=S.NEW, **take) == S.OPEN
    assert THING.take("close", stage=S.OPEN, **take) == S.DONE
    assert [THING.take("turn", stage=stage, **take) for stage in (S.NEW, S.OPEN)] == [S.OPEN, S.NEW]
    assert THING.take("note", stage=S.OPEN, parts={"clerk"}, situation=Situation()) == S.OPEN


def test_each_refusal_has_its_kind():
    with pytest.raises(NoSuchStep):
        THING.take("fly", stage=S.NEW, parts={"owner"}, situation=Situation())
    with pytest.raises(StepNotYours):
        THING.take("close", stage=S.NEW, parts={"clerk"}, situation=Situation())
    with pytest.raises(StepNotYours):
        THING.take("close", stage=S.NEW, parts=set(), situation=Situation())
    with pytest.raises(StepNotOpen):
        THING.take("open", stage=S.DONE, parts={"owner"}, situation=Situation())
    with pytest.raises(Locked):
        THING.take("close", stage=S.NEW, parts={"owner"}, situation=Situation(locked=True))


def test_the_buttons_are_those_of_ones_parts_with_the_reason_and_the_cost():
    offers = THING.offers(S.OPEN, {"owner"}, Situation(locked=True))
    assert [(each.step.name, type(each.blocked), each.tells) for each in offers] == [
        ("close", Locked, "It costs 5 yuan."),
        ("turn", type(None), None),
    ]
    assert THING.offers(S.DONE, {"owner", "clerk"}, Situation()) == []


def test_the_table_draws_itself():
    assert "    open --> done: close (owner)" in THING.mermaid().splitlines()
    assert THING.mermaid().splitlines()[-1] == "    done --> [*]"
    assert [" ".join(line.split()) for line in THING.matrix().splitlines()] == [
        "new clerk open note", "new owner open close turn", "open clerk note", "open owner close turn", "done clerk -", "done owner -",
    ]  # fmt: skip
