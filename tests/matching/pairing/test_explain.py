import pytest
from hypothesis import given

from matching.pairing import check, solve
from matching.pairing.explain import Answer, explain
from matching.pairing.fair import Fair
from matching.pairing.seating import Seating
from matching.refusal import Refused
from tests.matching.pairing import makers
from tests.matching.pairing.makers import unhurried

FAIR = Fair.of(
    seats=[0, 1, 1, 1, 2],
    wishes=[[4], [0, 1, 2, 3, 4], [2], [3]],
    choices=[[1], [0], [2, 1], [1, 3], [0, 1]],
)


def test_each_wish_before_her_seat_has_its_reason():
    assert explain(FAIR, Seating((4, 4, 2, 3)), 1) == (
        Answer(0, "no seats"),
        Answer(1, "not chosen"),
        Answer(2, "all preferred", last=2),
        Answer(3, "would be taken", last=3),
    )


def test_a_free_seat_would_take_her_and_put_nobody_out():
    assert explain(FAIR, Seating((4, None, 2, 3)), 1)[-1] == Answer(4, "would be taken")


def test_who_has_her_first_wish_has_nothing_to_be_told():
    assert explain(FAIR, Seating((4, 3, 2, None)), 0) == ()


@pytest.mark.parametrize("seeker", [-1, 4])
def test_a_seeker_who_is_not_there_is_refused(seeker):
    with pytest.raises(Refused) as refused:
        explain(FAIR, Seating((4, 3, 2, None)), seeker)
    assert refused.value.field == "seeker"


@unhurried
@given(makers.fairs())
def test_it_agrees_with_the_checker_about_who_would_be_taken(fair):
    seating = solve.placement(fair)
    taken = tuple(
        (seeker, answer.vacancy)
        for seeker in range(fair.seekers)
        for answer in explain(fair, seating, seeker)
        if answer.reason == "would be taken"
    )
    assert taken == check.blocking(fair, seating)
