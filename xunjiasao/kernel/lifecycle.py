"""The life of a thing as one table. Pure: no database, no clock, no request.

Each row is a step: its name, where it may start, where it ends, which part may take it, what the
button says, and which rules may block it. The write path, the buttons, the refusals, the diagram and
the golden matrix are all read from it.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from xunjiasao.kernel.errors import Forbidden, Missing, Refused
from xunjiasao.kernel.text import _

Rule = Callable[[Any], Refused | None]
Tell = Callable[[Any], str | None]


class StepNotOpen(Refused):
    code, says = "step_not_open", _("That step isn't open as it stands now. Please look again.")


class StepNotYours(Forbidden):
    code, says = "step_not_yours", _("That step is for someone else to take.")


class NoSuchStep(Missing):
    code, says = "no_such_step", _("There is no such step.")


class Stay:
    """The step leaves the stage as it is."""


STAY = Stay()


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    starts: frozenset[StrEnum]
    ends: Mapping[StrEnum, StrEnum]
    by: frozenset[str]
    label: Any
    blocks: tuple[Rule, ...] = ()
    tells: Tell | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A button: the step, why it can't be pressed now, and what pressing it will cost."""

    step: Step
    blocked: Refused | None
    tells: str | None


def step(
    name: str,
    starts: StrEnum | Iterable[StrEnum],
    ends: StrEnum | Stay | Mapping[StrEnum, StrEnum],
    by: str,
    label: Any,
    *blocks: Rule,
    tells: Tell | None = None,
) -> Step:
    """Write one row of a life-cycle.

    :param ends: one stage; STAY; or a stage for each start
    :param by: the parts that may take it, parted by spaces
    :param blocks: rules that look at the situation and give the reason why not, or None
    :param tells: what must be said before it is confirmed, or None
    """
    here = frozenset([starts] if isinstance(starts, StrEnum) else starts)
    if isinstance(ends, Mapping):
        there: Mapping[StrEnum, StrEnum] = {stage: ends.get(stage, stage) for stage in here}
    else:
        there = {stage: stage if isinstance(ends, Stay) else ends for stage in here}
    return Step(name, here, there, frozenset(by.split()), label, blocks, tells)


@dataclass(frozen=True)
class LifeCycle:
    name: str
    first: StrEnum
    last: frozenset[StrEnum]
    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        names = [each.name for each in self.steps]
        assert len(names) == len(set(names)), f"{self.name}: two steps share a name"
        reached, frontier = {self.first}, [self.first]
        while frontier:
            here = frontier.pop()
            new = {each.ends[here] for each in self.steps if here in each.starts} - reached
            reached |= new
            frontier += new
        assert reached == set(self.stages), f"{self.name}: never reached: {set(self.stages) - reached}"
        dead = {stage for stage in self.stages if not any(stage in each.starts for each in self.steps)}
        assert dead == self.last, f"{self.name}: dead ends are {dead}, not {set(self.last)}"

    @property
    def stages(self) -> tuple[StrEnum, ...]:
        return tuple(type(self.first))

    def step(self, name: str) -> Step:
        """:raises NoSuchStep:"""
        for each in self.steps:
            if each.name == name:
                return each
        raise NoSuchStep

    def offers(self, stage: StrEnum, parts: Collection[str], situation: Any) -> list[Offer]:
        """List the buttons that these parts have at this stage, in the table's order."""
        return [
            Offer(each, _first_reason(each, situation), each.tells(situation) if each.tells else None)
            for each in self.steps
            if stage in each.starts and not each.by.isdisjoint(parts)
        ]

    def take(self, name: str, *, stage: StrEnum, parts: Collection[str], situation: Any) -> StrEnum:
        """Give the stage that a step leads to.

        :raises NoSuchStep:
        :raises StepNotYours: another part takes this step
        :raises StepNotOpen: not at this stage
        :raises Refused: the reason a rule gave
        """
        taken = self.step(name)
        if taken.by.isdisjoint(parts):
            raise StepNotYours(step=name)
        if stage not in taken.starts:
            raise StepNotOpen(step=name, stage=stage.value)
        if reason := _first_reason(taken, situation):
            raise reason
        return taken.ends[stage]

    def mermaid(self) -> str:
        """Draw the table as a state diagram."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.first.value}"]
        for each in self.steps:
            for stage in self.stages:
                if stage in each.starts:
                    lines.append(
                        f"    {stage.value} --> {each.ends[stage].value}: {each.name} ({', '.join(sorted(each.by))})"
                    )
        return "\n".join([*lines, *(f"    {stage.value} --> [*]" for stage in self.stages if stage in self.last)])

    def matrix(self) -> str:
        """Write who may do what at every stage, a line each: the golden file of the behaviour."""
        parts = sorted({part for each in self.steps for part in each.by})
        return "\n".join(
            f"{stage.value:<12} {part:<12} {' '.join(each.name for each in self.steps if stage in each.starts and part in each.by) or '-'}"
            for stage in self.stages
            for part in parts
        )


def _first_reason(taken: Step, situation: Any) -> Refused | None:
    return next((reason for rule in taken.blocks if (reason := rule(situation))), None)
