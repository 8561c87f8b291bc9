"""Documents, trust codes, identity numbers, offered time."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from xunjiasao.domains.workers import rules
from xunjiasao.domains.workers.rules import Paper, Promise
from xunjiasao.domains.workers.terms import CredentialKind, IdentityKind, TrustColor
from xunjiasao.kernel.text import speaking

TODAY = date(2026, 11, 24)
LATER = TODAY + timedelta(days=200)
K = CredentialKind


def papers(**ends: date | None) -> list[Paper]:
    given: dict[str, date | None] = {"health": LATER, "insurance": LATER, "background": None} | ends
    return [Paper(K(kind), "", None, True, end) for kind, end in given.items()]


def test_all_documents_valid_is_green_and_one_ending_soon_is_yellow() -> None:
    assert rules.trust(papers(), TODAY).color == TrustColor.GREEN
    assert rules.trust(papers(health=TODAY + timedelta(days=30)), TODAY).color == TrustColor.YELLOW
    assert rules.trust(papers(health=TODAY + timedelta(days=31)), TODAY).color == TrustColor.GREEN


def test_a_document_that_ended_is_missing_or_unverified_is_red() -> None:
    assert rules.trust(papers(insurance=TODAY - timedelta(days=1)), TODAY).color == TrustColor.RED
    assert rules.trust(papers(insurance=TODAY), TODAY).color == TrustColor.YELLOW
    assert rules.trust(papers()[1:], TODAY).color == TrustColor.RED
    unverified = [Paper(K.HEALTH, "", None, False, LATER), *papers()[1:]]
    assert rules.trust(unverified, TODAY).color == TrustColor.RED


def test_she_may_visit_until_the_first_of_the_needed_documents_ends() -> None:
    assert rules.fit_until(papers(health=TODAY, insurance=LATER)) == TODAY
    assert rules.fit_until([*papers(health=TODAY), Paper(K.HEALTH, "", None, True, LATER)]) == LATER
    assert rules.fit_until(papers()[1:]) is None


def test_a_health_check_that_found_her_unfit_never_makes_her_fit_and_ends_the_older_ones() -> None:
    on = TODAY - timedelta(days=9)
    fit, unfit = Paper(K.HEALTH, "", None, True, LATER, on), Paper(K.HEALTH, "", None, True, LATER, on, fit=False)
    others = papers()[1:]
    unsure, again = replace(unfit, verified=False), replace(fit, issued_on=on + timedelta(days=1))
    for held, able in (([unfit], False), ([fit, unfit], False), ([fit, unfit, again], True), ([fit, unsure], True)):
        assert rules.fit_until([*others, *held]) == (LATER if able else None)
        assert (rules.trust([*others, *held], TODAY).color == TrustColor.GREEN) == able
        assert (rules.promise_not_met([*others, *held], None, TODAY) is None) == able
    with speaking("en"):
        assert rules.trust([*others, fit, unfit], TODAY).reasons == ("Health check: none",)  # families read it


def test_a_promise_is_met_by_the_level_or_a_higher_one_in_that_occupation_only() -> None:
    promise = Promise("4-10-01-05", 4, "养老护理员四级")
    skilled = lambda occupation, grade: [*papers(), Paper(K.SKILL, occupation, grade, True, None)]  # noqa: E731  # one line thrice
    assert rules.promise_not_met(skilled("4-10-01-05", 4), promise, TODAY) is None
    assert rules.promise_not_met(skilled("4-10-01-05", 2), promise, TODAY) is None
    assert isinstance(rules.promise_not_met(skilled("4-10-01-05", 5), promise, TODAY), rules.PromiseNotMet)
    assert isinstance(rules.promise_not_met(skilled("4-10-01-06", 1), promise, TODAY), rules.PromiseNotMet)
    assert isinstance(rules.promise_not_met(papers(health=TODAY), None, TODAY + timedelta(days=1)), rules.NotFit)


@pytest.mark.parametrize(
    ("number", "right"),
    [
        ("11010519491231002X", True),
        ("110105194912310021", False),
        ("36042119760229002", False),
        ("360421197613290021", False),
        ("11010519491231002x", False),
    ],
)
def test_identity_numbers_are_judged_by_length_date_and_check_digit(number: str, right: bool) -> None:
    assert (rules.bad_identity(IdentityKind.RESIDENT, number) is None) is right


def test_an_abolished_region_code_is_no_mistake() -> None:
    body = "36042219700101001"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    check = "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11]
    assert rules.bad_identity(IdentityKind.RESIDENT, body + check) is None


def test_leave_closes_only_its_own_half_hours_even_over_midnight() -> None:
    usual = ((1 << 20) - 1) << 16  # 8:00–18:00
    starts_at = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)  # 16:00 in the city
    leave = [(starts_at, starts_at + timedelta(hours=18))]  # until 10:00 the next day
    assert rules.open_mask(usual, date(2026, 11, 25), leave) == ((1 << 16) - 1) << 16
    assert rules.open_mask(usual, date(2026, 11, 26), leave) == usual & ~((1 << 20) - 1)
    assert rules.open_mask(usual, date(2026, 11, 27), leave) == usual
