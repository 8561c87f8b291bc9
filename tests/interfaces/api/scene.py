"""A house whose people call the API at a clock that the test moves."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests import makers as city
from tests.domains.orders import makers
from tests.domains.orders.makers import House
from tests.interfaces.api.caller import Caller, stop_clock
from tests.makers import NOW
from xunjiasao.domains.people.terms import Role
from xunjiasao.kernel.time import in_city


@dataclass
class Scene:
    """Each caller speaks Chinese, as the clients do, unless she is asked for by `speaking`."""

    house: House
    settings: Any
    folder: Path

    def __post_init__(self) -> None:
        self.at(NOW)
        self.resident = Caller(self.house.resident)
        self.hers = [Caller(her) for her in self.house.them]
        self.stranger = Caller(city.person(name="路人"))
        self.nobody = Caller()

    def at(self, when: datetime) -> None:
        """Move the clock; the desk signs in anew, for its sessions are short."""
        stop_clock(self.settings, self.folder, when)
        self.desk = Caller(self.house.desk, at=when)

    def speaking(self, language: str) -> Caller:
        """The resident, in another language."""
        return Caller(self.house.resident, language=language)

    def her(self, order: dict[str, Any]) -> Caller:
        """The worker of an order."""
        return self.hers[[str(each.id) for each in self.house.workers].index(order["worker"]["id"])]

    def quote(self, *, caller: Caller | None = None, **said: Any) -> Any:
        return (caller or self.resident)("post", "/quotes", self.body(**said))

    def body(self, **said: Any) -> dict[str, Any]:
        """What is asked for: two hours, tomorrow at ten."""
        given = {
            "offering": str(self.house.offering.id), "address": str(self.house.address.id), "starts_at": wire(makers.TOMORROW_TEN),
            "quantity": 2, "extras": [],
        }  # fmt: skip
        return given | {name: wire(value) if isinstance(value, datetime) else value for name, value in said.items()}

    def place(self, *, key: str | None = None, caller: Caller | None = None, **said: Any) -> Any:
        """Book as a client does: ask the price, then place; `quote=` and `worker=` may be said too."""
        worker, quote = said.pop("worker", None), said.pop("quote", None)
        quoted = quote or self.quote(caller=caller, **said).said["id"]
        body = self.body(**said) | {"worker": worker, "quote": quoted}
        return (caller or self.resident)("post", "/orders", body, headers={"Idempotency-Key": key or uuid4().hex})

    def placed(self, **said: Any) -> dict[str, Any]:
        answer = self.place(**said)
        assert answer.status_code == 201, answer.content.decode()
        return dict(answer.said)

    def step(self, caller: Caller, order: dict[str, Any], name: str, **said: Any) -> Any:
        """Take a step; one without a body is sent without."""
        return caller("post", f"/orders/{order['id']}/{name}", said or None)

    def taken(self, caller: Caller, order: dict[str, Any], name: str, **said: Any) -> dict[str, Any]:
        answer = self.step(caller, order, name, **said)
        assert answer.status_code == 200, answer.content.decode()
        return dict(answer.said)

    def assigned(self, **said: Any) -> dict[str, Any]:
        order = self.placed(**said)
        self.taken(self.desk, order, "confirm")
        return self.taken(self.desk, order, "assign", worker=order["worker"]["id"])

    def accepted(self, **said: Any) -> dict[str, Any]:
        order = self.assigned(**said)
        return self.taken(self.her(order), order, "accept")

    def on_the_way(self, **said: Any) -> dict[str, Any]:
        order = self.accepted(**said)
        self.at(makers.TOMORROW_TEN - timedelta(minutes=20))
        return self.taken(self.her(order), order, "depart")

    def serving(self, **said: Any) -> dict[str, Any]:
        order = self.on_the_way(**said)
        code = self.get(self.resident, order)["door_code"]
        self.at(makers.TOMORROW_TEN)
        return self.taken(self.her(order), order, "arrive", code=code)

    def finished(self, **said: Any) -> dict[str, Any]:
        order = self.serving(**said)
        self.at(makers.TOMORROW_TEN + timedelta(hours=2))
        return self.taken(self.her(order), order, "finish", checklist=[point["key"] for point in order["checklist"]])

    def get(self, caller: Caller, order: dict[str, Any]) -> dict[str, Any]:
        answer = caller("get", f"/orders/{order['id']}")
        assert answer.status_code == 200, answer.content.decode()
        return dict(answer.said)

    def other_desk(self) -> Caller:
        return Caller(city.person(Role.ENTERPRISE, organization_id=city.enterprise().id))


def wire(at: datetime) -> str:
    """Write an instant as the API does."""
    return in_city(at).isoformat(timespec="seconds")
