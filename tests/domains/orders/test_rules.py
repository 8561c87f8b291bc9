"""Decisions about an order, by hand-computed examples."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from xunjiasao.domains.orders import events, rules
from xunjiasao.domains.orders.lifecycle import ORDER
from xunjiasao.domains.orders.rules import Situation
from xunjiasao.domains.orders.terms import HEADLINES, OFFICE, STAGE_LABELS, Stage
from xunjiasao.kernel.lifecycle import LifeCycle, StepNotOpen, StepNotYours, step

START = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
GOLDEN = Path(__file__).parents[2] / "golden" / "order-matrix.txt"


def seen(**said: object) -> Situation:
    given = {
        "now": START - timedelta(days=2),
        "stage": Stage.ACCEPTED,
        "starts_at": START,
        "total_fen": 12_345,
        "kept_by": "王桂花",
    }
    return Situation(**(given | said))  # type: ignore[arg-type]  # plain values


@pytest.mark.parametrize(
    ("before", "fee_fen"),
    [
        (timedelta(hours=24), 0),
        (timedelta(hours=24) - timedelta(seconds=1), 1_235),  # 10 % of 123.45 yuan is 12.345, rounded half up
        (timedelta(hours=2), 1_235),
        (timedelta(hours=2) - timedelta(seconds=1), 3_704),  # 30 % is 37.035
        (timedelta(0), 3_704),
        (timedelta(minutes=-15), 3_704),
        (timedelta(minutes=-15, seconds=-1), 0),  # she is late: free again
    ],
)
def test_cancelling_costs_more_the_later_it_is(before: timedelta, fee_fen: int) -> None:
    assert rules.cancel_fee_fen(seen(now=START - before)) == fee_fen


def test_cancelling_is_free_when_nobody_keeps_the_time_or_the_enterprise_does_it() -> None:
    assert rules.cancel_fee_fen(seen(now=START, kept_by="")) == 0
    assert rules.cancel_fee_fen(seen(now=START, by_enterprise=True)) == 0


def test_the_fee_is_told_with_whom_it_goes_to() -> None:
    told = rules.cancel_told(seen(now=START - timedelta(hours=1), total_fen=20_000))
    assert "60" in told
    assert "王桂花" in told


def test_the_clock_approves_only_after_48_hours_but_the_resident_at_once() -> None:
    finished = START + timedelta(hours=2)
    early, due = finished + timedelta(hours=47), finished + timedelta(hours=48)
    assert rules.not_yet_by_clock(seen(stage=Stage.FINISHED, by_clock=True, finished_at=finished, now=early))
    assert rules.not_yet_by_clock(seen(stage=Stage.FINISHED, by_clock=True, finished_at=finished, now=due)) is None
    assert rules.not_yet_by_clock(seen(stage=Stage.FINISHED, finished_at=finished, now=early)) is None


def test_reviews_close_after_30_days() -> None:
    approved = START + timedelta(days=1)
    assert rules.too_late_to_review(seen(approved_at=approved, now=approved + timedelta(days=30))) is None
    assert rules.too_late_to_review(seen(approved_at=approved, now=approved + timedelta(days=30, seconds=1)))


def test_five_wrong_codes_wait_ten_minutes() -> None:
    tries, until = 0, None
    for _each in range(4):
        tries, until = rules.after_wrong_code(tries, START)
        assert until is None
    tries, until = rules.after_wrong_code(tries, START)
    assert until == START + timedelta(minutes=10)
    assert tries == 0
    assert rules.code_locked(seen(code_locked_until=until, now=START + timedelta(minutes=9)))
    assert rules.code_locked(seen(code_locked_until=until, now=START + timedelta(minutes=10))) is None


def test_a_step_is_refused_to_others_and_at_other_stages() -> None:
    with pytest.raises(StepNotYours):
        ORDER.take("confirm", stage=Stage.PLACED, parts={"resident"}, situation=seen())
    with pytest.raises(StepNotOpen):
        ORDER.take("confirm", stage=Stage.CONFIRMED, parts={"enterprise"}, situation=seen())
    with pytest.raises(rules.TooLateToMove):
        ORDER.take(
            "reschedule", stage=Stage.ACCEPTED, parts={"resident"}, situation=seen(now=START - timedelta(hours=1))
        )


def test_a_worker_who_accepted_is_asked_again_when_the_visit_moves() -> None:
    assert ORDER.take("reschedule", stage=Stage.ACCEPTED, parts={"resident"}, situation=seen()) == Stage.ASSIGNED
    assert ORDER.take("reschedule", stage=Stage.CONFIRMED, parts={"resident"}, situation=seen()) == Stage.CONFIRMED


def test_who_may_do_what_at_every_stage_is_as_the_golden_file_says() -> None:
    assert ORDER.matrix() + "\n" == GOLDEN.read_text()


def test_every_step_has_its_fact_and_every_stage_its_label_and_headline() -> None:
    assert set(events.OF_STEP) == {each.name for each in ORDER.steps}
    assert set(STAGE_LABELS) == set(Stage)
    assert {stage for stage, audience in HEADLINES if audience == OFFICE} == set(Stage)


def test_a_table_with_an_unreachable_stage_or_a_hidden_dead_end_is_refused() -> None:
    with pytest.raises(AssertionError, match="never reached"):
        LifeCycle(
            "broken",
            Stage.PLACED,
            frozenset({Stage.CANCELLED}),
            (step("cancel", Stage.PLACED, Stage.CANCELLED, "resident", "x"),),
        )
    with pytest.raises(AssertionError, match="dead ends"):
        LifeCycle("broken", Stage.PLACED, frozenset(), ORDER.steps)
