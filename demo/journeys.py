"""One order's way, from the quote to the review, or to where the present finds it."""

from collections import deque
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from demo import words
from demo.city import City, Firm
from demo.clockwork import Life
from demo.hands import Hand, skilled
from demo.homes import Family, Home
from xunjiasao.domains.catalogue import actions as catalogue
from xunjiasao.domains.catalogue import queries as catalogue_queries
from xunjiasao.domains.catalogue.rules import Asked
from xunjiasao.domains.dispatch import queries as dispatch
from xunjiasao.domains.orders import actions, queries
from xunjiasao.domains.orders.rules import CodeLocked, TooFarBetween, WrongCode
from xunjiasao.domains.orders.terms import APPROVED_BY_CLOCK, CODE_TRIES
from xunjiasao.domains.workers.rules import Promise, PromiseNotMet
from xunjiasao.kernel.time import CITY_ZONE

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NEVER = datetime.max.replace(tzinfo=CITY_ZONE)


@dataclass(frozen=True, slots=True)
class Wish:
    """A visit that somebody wants."""

    family: Family
    home: Home
    firm: Firm
    service: str
    starts_at: datetime
    quantity: int
    extras: tuple[str, ...] = ()
    hand: Hand | None = None


@dataclass(frozen=True, slots=True)
class Turns:
    """How a journey goes on; None of a time lets chance say.

    :param quits_at: when it is cancelled, by the resident or, if `firm_quits`, by the enterprise
    :param shares: when it is confirmed, assigned, accepted, as shares of the time until an hour before the visit
    """

    confirm_at: datetime | None = None
    assign_at: datetime | None = None
    accept_at: datetime | None = None
    depart_at: datetime | None = None
    approve_at: datetime | None = None
    clock_approves: bool = False
    review_at: datetime | None = None
    quits_at: datetime = NEVER
    firm_quits: bool = False
    declines: bool = False
    swaps: bool = False
    tries_unfit: bool = False
    moves_by: timedelta | None = None
    wrong_codes: int = 0
    skips: int = 0
    stars: tuple[int, int, int] | None = None


class Journey:
    """The life of one order.

    :ivar of_cast: it is part of the plan for those whose days are kept free of chance
    """

    def __init__(
        self, city: City, hands: dict[UUID, Hand], wish: Wish, turns: Turns, *, number: int, of_cast: bool = False
    ) -> None:
        self.city, self.hands, self.wish, self.turns, self.number = city, hands, wish, turns, number
        self.of_cast = of_cast
        self.rng = city.rng
        self.order: Any = None

    def life(self, placed_at: datetime) -> Life:
        """Book at an instant and go on from there."""
        now = yield placed_at
        if self.book(now):
            yield from self.go_on(now)

    def book(self, now: datetime) -> bool:
        """Do as the booking page does: quote, candidates, place.

        :returns: whether somebody was free
        """
        wish, actor = self.wish, self.wish.family.actor
        offer = wish.firm.offers[wish.service]
        needed = catalogue_queries.needs(offer, quantity=wish.quantity, extras=wish.extras)
        kept = needed.promise
        promise = Promise(kept["occupation_code"], kept["grade"], kept["label"]) if kept else None
        point = (wish.home.row.lat_e6, wish.home.row.lng_e6)
        asked = dispatch.Ask(
            wish.firm.id, actor.who, wish.home.row.path, point, promise, needed.lead_min, needed.minutes
        )
        found = dispatch.candidates(
            asked, starts_at=wish.starts_at, worker_id=wish.hand.id if wish.hand else None, now=now
        )
        able = [each.worker.id for each in found if not self._reserved(each.worker.id)]
        if not able:
            return False
        wanted = Asked(offer.offering.id, wish.home.row.id, wish.starts_at, wish.quantity, wish.extras)
        quote = catalogue.quote(asked=wanted, actor=actor, now=now - MINUTE)
        self.order = actions.place(
            asked=wanted, quote_id=quote.id, candidates=able, chosen=wish.hand is not None, request_key=f"demo-{self.number}", body={"quote": str(quote.id)},
            actor=actor, now=now,
        )  # fmt: skip
        return True

    def go_on(self, now: datetime) -> Life:
        """Take step after step, until it is over or somebody cancels."""
        steps = deque(self._until_accepted(now))
        while steps:
            name, at = steps.popleft()
            if at >= self.turns.quits_at:
                now = yield self.turns.quits_at
                self._cancel(now)
                return
            now = yield max(at, now)
            follow = getattr(self, f"_{name}")(now)
            if follow is not None:
                steps = deque(follow)

    def _until_accepted(self, now: datetime) -> list[tuple[str, datetime]]:
        turns, rng = self.turns, self.rng
        room = min(self.order.starts_at - 70 * MINUTE - now, rng.uniform(3, 26) * HOUR)
        at = [
            self._awake(now + room * share)
            for share in (rng.uniform(0.02, 0.25), rng.uniform(0.27, 0.5), rng.uniform(0.55, 0.95))
        ]
        return [
            ("confirm", turns.confirm_at or at[0]),
            ("assign", turns.assign_at or at[1]),
            ("accept", turns.accept_at or at[2]),
        ]

    def _visit(self) -> list[tuple[str, datetime]]:
        order, rng = self.order, self.rng
        departs = self.turns.depart_at or order.starts_at - rng.randint(12, 35) * MINUTE
        arrives = order.starts_at + rng.randint(-6, 9) * MINUTE
        return [("depart", departs), ("arrive", arrives)]

    def _confirm(self, now: datetime) -> None:
        self.order = actions.confirm(order_id=self.order.id, actor=self.wish.firm.desk.actor, now=now)

    def _assign(self, now: datetime) -> list[tuple[str, datetime]] | None:
        worker_id, desk = self.order.worker_id, self.wish.firm.desk.actor
        if self.turns.tries_unfit:
            self._try_unfit(now)
        if self.turns.swaps or worker_id is None:
            others = dispatch.candidates(dispatch.ask_of(self.order), starts_at=self.order.starts_at, now=now)
            free = [each.worker.id for each in others if not self._reserved(each.worker.id)]
            worker_id = free[0] if free else worker_id
        if worker_id is None:
            self.turns = replace(self.turns, quits_at=now + 20 * MINUTE, firm_quits=True)
            return [("confirm", NEVER)]
        self.order = actions.assign(order_id=self.order.id, worker_id=worker_id, actor=desk, now=now)
        if self.turns.declines:
            return [("decline", self._awake(now + self.rng.randint(8, 50) * MINUTE))]
        return None

    def _try_unfit(self, now: datetime) -> None:
        """The enterprise names somebody whose papers don't do; the attempt stays in the journal."""
        offer, firm = self.wish.firm.offers[self.wish.service], self.wish.firm
        unfit = next((hand for hand in self.hands.values() if hand.firm is firm and not skilled(hand, offer)), None)
        if unfit:
            try:
                actions.assign(order_id=self.order.id, worker_id=unfit.id, actor=self.wish.firm.desk.actor, now=now)
            except PromiseNotMet:
                return

    def _decline(self, now: datetime) -> list[tuple[str, datetime]]:
        self.city.deliver(now)  # who declines has heard that she was asked
        others = dispatch.candidates(dispatch.ask_of(self.order), starts_at=self.order.starts_at, now=now)
        free = [each.worker.id for each in others if not self._reserved(each.worker.id)]
        self.order = actions.decline(order_id=self.order.id, candidates=free, actor=self._hers(), now=now)
        self.turns = replace(self.turns, declines=False, swaps=False)
        room = max(self.order.starts_at - 65 * MINUTE - now, 20 * MINUTE)
        return [("assign", now + min(room * 0.3, 50 * MINUTE)), ("accept", now + min(room * 0.8, 3 * HOUR))]

    def _accept(self, now: datetime) -> list[tuple[str, datetime]]:
        self.order = actions.accept(order_id=self.order.id, actor=self._hers(), now=now)
        if self.turns.moves_by and self.order.starts_at - now > 5 * HOUR:
            return [("move", self._awake(now + self.rng.randint(20, 80) * MINUTE))]
        return self._visit()

    def _move(self, now: datetime) -> list[tuple[str, datetime]]:
        by, self.turns = self.turns.moves_by, replace(self.turns, moves_by=None)
        if by is None or self.order.starts_at - now < 3 * HOUR:
            return self._visit()
        starts_at, actor = self.order.starts_at + by, self.wish.family.actor
        able = [
            one for one in dispatch.for_move(self.order, starts_at=starts_at, now=now) if one == self.order.worker_id
        ]
        try:
            total_fen, _tells = queries.move_preview(actor, self.order, starts_at=starts_at, now=now)
            moved = actions.reschedule(
                order_id=self.order.id, starts_at=starts_at, candidates=able, agreed_fen=total_fen, actor=actor, now=now
            )
        except (actions.SlotTaken, TooFarBetween):  # she can't come then: it stays as it was
            return self._visit()
        self.order = moved
        return [("accept", self._awake(now + self.rng.randint(10, 60) * MINUTE))]

    def _depart(self, now: datetime) -> None:
        self.order = actions.depart(order_id=self.order.id, actor=self._hers(), now=now)

    def _arrive(self, now: datetime) -> list[tuple[str, datetime]]:
        code = queries.door_code(self.wish.family.actor, self.order)
        assert code, "the family has a code"
        wrong = self.turns.wrong_codes
        self.turns = replace(self.turns, wrong_codes=0)
        for tries in range(wrong):
            told = f"{(int(code) + 1 + tries) % 10_000:04d}"
            try:
                actions.arrive(order_id=self.order.id, code=told, actor=self._hers(), now=now)
            except (WrongCode, CodeLocked):
                continue
        if wrong >= CODE_TRIES:
            return [("arrive", now + 11 * MINUTE)]
        self.order = actions.arrive(order_id=self.order.id, code=code, actor=self._hers(), now=now)
        return [("finish", self.order.ends_at + self.rng.randint(-12, 15) * MINUTE)]

    def _finish(self, now: datetime) -> list[tuple[str, datetime]]:
        planned = [point["key"] for point in self.order.snapshot["checklist"]]
        done = planned[: len(planned) - self.turns.skips] or planned
        self.order = actions.finish(order_id=self.order.id, checklist=done, actor=self._hers(), now=now)
        if self.turns.clock_approves:
            return [("overdue", now + APPROVED_BY_CLOCK + 5 * MINUTE)]
        return [("approve", self.turns.approve_at or self._awake(now + self.rng.uniform(0.2, 20) * HOUR))]

    def _overdue(self, now: datetime) -> None:
        actions.approve_overdue(now=now)

    def _approve(self, now: datetime) -> list[tuple[str, datetime]]:
        self.order = actions.approve(order_id=self.order.id, actor=self.wish.family.actor, now=now)
        return [("review", self.turns.review_at or self._awake(now + self.rng.uniform(0.02, 30) * HOUR))]

    def _review(self, now: datetime) -> None:
        safe, cared, at_ease = self.turns.stars or words.stars(self.rng)
        text = words.review(self.rng, min(safe, cared, at_ease))
        actions.review(
            order_id=self.order.id,
            safe=safe,
            cared=cared,
            at_ease=at_ease,
            text=text,
            actor=self.wish.family.actor,
            now=now,
        )

    def _cancel(self, now: datetime) -> None:
        by_firm = self.turns.firm_quits
        actor = self.wish.firm.desk.actor if by_firm else self.wish.family.actor
        reason = self.rng.choice(words.FIRM_QUITS if by_firm else words.FAMILY_QUITS)
        self.order = actions.cancel(order_id=self.order.id, reason=reason, actor=actor, now=now)

    def _hers(self) -> Any:
        return self.hands[self.order.worker_id].staff.actor

    def _reserved(self, worker_id: UUID) -> bool:
        return self.hands[worker_id].reserved and not self.of_cast and self.wish.starts_at > self.city.day(-24)

    def _awake(self, at: datetime) -> datetime:
        """Move what would happen at night to the next morning, if the visit leaves time for that."""
        local = at.astimezone(CITY_ZONE)
        if 7 <= local.hour < 22:
            return at
        morning = (
            local.replace(hour=7, minute=0)
            + (DAY if local.hour >= 22 else 0 * DAY)
            + self.rng.randint(20, 110) * MINUTE
        )
        return morning if self.order.starts_at - morning > 70 * MINUTE or at > self.order.ends_at else at
