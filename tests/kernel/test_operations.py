"""An action is whole or not at all; a refusal that is returned keeps what was written."""

import pytest
from django.db import connection

from tests import makers
from xunjiasao.domains.people.models import Limit
from xunjiasao.kernel.errors import Invalid, Limited, Refused
from xunjiasao.kernel.operations import operation

pytestmark = pytest.mark.django_db


def write(key: str) -> None:
    Limit(key=key, until=makers.NOW).save(force_insert=True)


def kept() -> set[str]:
    return set(Limit.objects.values_list("key", flat=True))


@operation
def act(key: str, *, then: object = None) -> object:
    write(key)
    if isinstance(then, type):
        raise then
    return then


def test_what_is_raised_leaves_nothing_and_what_is_returned_stays():
    with pytest.raises(Refused):
        act("raised", then=Refused)
    with pytest.raises(ZeroDivisionError):
        act("a bug", then=ZeroDivisionError)
    with pytest.raises(Refused):
        act("returned", then=Refused())
    assert act("done", then=5) == 5
    assert kept() == {"returned", "done"}


def test_an_action_inside_another_stands_or_falls_with_it():
    @operation
    def outer() -> None:
        act("inner")
        write("outer")
        raise Refused

    with pytest.raises(Refused):
        outer()
    assert kept() == set()


def test_only_the_outermost_action_opens_a_transaction():
    depths = []

    @operation
    def inner() -> None:
        depths.append(len(connection.savepoint_ids))

    @operation
    def outer() -> None:
        depths.append(len(connection.savepoint_ids))
        inner()

    outer()
    assert depths[0] == depths[1]


def test_errors_say_their_sentence_with_their_facts():
    assert Limited(minutes=5).sentence == "That was too often. Please try again in 5 min."
    assert Invalid(fields={"a": "b"}).fields == {"a": "b"}
    assert (Refused("No {thing}.", code="no", thing="way").sentence, Refused(code="no").code) == ("No way.", "no")
