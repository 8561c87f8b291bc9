"""Who acts: a signed-in person with her seats, the clock, the system itself, or nobody."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from xunjiasao.kernel.errors import Unauthenticated


@dataclass(frozen=True, slots=True)
class Seat:
    """A role, in an organization or over a division; the same person may hold several.

    :param role: a value of `people.terms.Role`
    :param path: the division path that bounds it; "" when the organization does
    """

    role: str
    organization_id: UUID | None = None
    path: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    kind: Literal["person", "clock", "system", "anonymous"]
    account_id: UUID | None = None
    seats: tuple[Seat, ...] = ()
    session_id: UUID | None = None

    @classmethod
    def person(cls, account_id: UUID, seats: tuple[Seat, ...] = (), session_id: UUID | None = None) -> "Actor":
        return cls("person", account_id, seats, session_id)

    @classmethod
    def clock(cls) -> "Actor":
        return cls("clock")

    @classmethod
    def system(cls) -> "Actor":
        return cls("system")

    @classmethod
    def anonymous(cls) -> "Actor":
        return cls("anonymous")

    @property
    def signed_in(self) -> bool:
        return self.kind == "person"

    @property
    def who(self) -> UUID:
        """The account that acts.

        :raises Unauthenticated: nobody is signed in
        """
        if self.account_id is None:
            raise Unauthenticated
        return self.account_id

    def sits(self, *roles: str) -> tuple[Seat, ...]:
        """List the seats with one of these roles."""
        return tuple(seat for seat in self.seats if seat.role in roles)
