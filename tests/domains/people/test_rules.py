"""Who has which power, on one screen; waiting times."""

from datetime import timedelta

import pytest

from tests.makers import NOW
from xunjiasao.domains.people import access, rules
from xunjiasao.domains.people.terms import Power, Role
from xunjiasao.kernel.actor import Actor, Seat
from xunjiasao.kernel.errors import Forbidden, Unauthenticated
from xunjiasao.kernel.ids import new

MATRIX = """
                resident worker enterprise station federation operator
book            x        .      .          .       .          .
serve           .        x      .          .       .          .
follow_orders   x        x      x          .       x          .
run_orders      .        .      x          .       .          .
run_people      .        .      x          .       .          .
run_offerings   .        .      x          .       .          .
receive         .        .      .          x       .          .
oversee         .        .      .          .       x          .
keep_register   .        .      .          .       x          .
verify          .        .      .          .       x          .
operate         .        .      .          .       .          x
"""


def test_each_role_has_exactly_its_powers():
    rows = [[power, *("x" if power in rules.POWERS[role] else "." for role in Role)] for power in Power]
    assert [row.split() for row in MATRIX.strip().splitlines()] == [list(Role), *rows]


@pytest.mark.parametrize("power", list(Power))
def test_nobody_has_a_power_without_a_seat(power):
    assert isinstance(access.may_use(Actor.anonymous(), power), Unauthenticated)
    assert isinstance(access.may_use(Actor.person(new()), power), Forbidden)


def test_powers_of_several_seats_add_up():
    both = (Seat(Role.RESIDENT), Seat(Role.OPERATOR))
    assert rules.powers(both) == {Power.BOOK, Power.FOLLOW_ORDERS, Power.OPERATE}
    assert rules.is_staff(both)
    assert not rules.is_staff((Seat(Role.RESIDENT), Seat(Role.WORKER)))


@pytest.mark.parametrize(("seconds", "minutes"), [(0.1, 1), (1, 1), (59.9, 1), (60, 1), (60.1, 2), (3600, 60), (-5, 1)])
def test_waiting_is_told_in_whole_minutes_rounded_up(seconds, minutes):
    assert rules.minutes_left(NOW + timedelta(seconds=seconds), NOW) == minutes
