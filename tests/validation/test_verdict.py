"""What many trials say: shares, exact intervals, and what passes."""

import pytest

from validation.study import Study, Trial
from validation.verdict import binomial, judge


def study(kind: str, nominal: float = 0.95) -> Study:
    return Study("mine", "spillover", "20 contacts", kind, lambda seed, style: Trial(), nominal)  # type: ignore[arg-type]


def trials(held: int, missed: int) -> list[Trial]:
    return [Trial(20.0, 21.0, 10.0, 30.0)] * held + [Trial(20.0, 31.0, 25.0, 40.0)] * missed


def test_the_exact_interval_is_that_of_the_textbook():
    # Clopper and Pearson at 95 %, 8 of 10: as tables have it
    assert binomial(8, 10, 0.95) == pytest.approx((0.4439, 0.9748), abs=1e-4)
    assert binomial(0, 20, 0.95) == pytest.approx((0.0, 0.1684), abs=1e-4)
    assert binomial(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("held", "missed", "passed"), [(190, 10, True), (179, 21, True), (200, 0, False), (160, 40, False)]
)
def test_coverage_passes_while_its_own_interval_contains_what_it_should_be(held, missed, passed):
    assert judge(study("coverage"), "steady", trials(held, missed)).passed is passed


@pytest.mark.parametrize(("alarms", "passed"), [(10, True), (18, True), (30, False)])
def test_false_alarms_fail_when_they_are_surely_more_than_five_in_a_hundred(alarms, passed):
    found = [Trial(0.0, 5.0, 1.0, 9.0)] * alarms + [Trial(0.0, 1.0, -3.0, 5.0)] * (200 - alarms)

    verdict = judge(study("false_alarm"), "bursty", found)

    assert verdict.share == alarms / 200
    assert verdict.passed is passed


def test_recovery_counts_hits_against_what_was_promised():
    found = [Trial(hit=True)] * 16 + [Trial(hit=False)] * 4

    assert judge(study("recovery", 0.8), "steady", found).passed
    assert not judge(study("recovery", 0.9), "steady", found).passed


def test_a_metric_that_declines_is_reported_with_its_badge_and_never_passes_alone():
    verdict = judge(
        study("coverage"), "steady", [Trial(20.0, None, None, None, badge="one_weekday_slot")] * 5
    )

    assert (verdict.trials, verdict.declined, verdict.badge, verdict.passed) == (
        0,
        5,
        "one_weekday_slot",
        False,
    )
