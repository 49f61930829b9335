"""The day on which people no longer suffice, worked by hand."""

import numpy as np
import pytest

from validation.service_desk import first_bad_day
from warehouse.overload import backtest, first_days, people_needed, quantiles, within_month

pytestmark = pytest.mark.conflict(10)
WORKDAYS = np.arange(21) % 7 < 5


def path(*bad: int, days: int = 21) -> np.ndarray:
    return np.where(np.isin(np.arange(days), bad), 0.5, 0.95)


def test_five_business_days_in_a_row_begin_on_the_first_of_them():
    # Days 5, 6 are a weekend: they neither count nor interrupt.
    compliance = np.stack([path(2, 3, 4, 7, 8), path(0, 1, 2, 3, 7), path(*range(14, 19))])

    assert first_days(compliance, 0.9, WORKDAYS).tolist() == [2, np.inf, 14]


def test_a_day_without_contacts_neither_counts_nor_interrupts():
    compliance = path(0, 1, 2, 4, 7)
    compliance[3] = np.nan

    assert first_days(compliance[None, :], 0.9, WORKDAYS)[0] == 0


def test_exactly_the_goal_is_kept():
    assert first_days(np.full((1, 21), 0.9), 0.9, WORKDAYS)[0] == np.inf


def test_the_simulated_desk_counts_in_the_same_way():
    rng = np.random.default_rng(1)
    days = np.repeat(np.arange(21), 40)
    for _ in range(50):
        kept = rng.random(len(days)) < np.repeat(rng.choice([0.7, 0.99], 21), 40)
        share = np.array([[kept[days == day].mean() for day in range(21)]])
        assert first_bad_day(kept, days, WORKDAYS, 0.9) == first_days(share, 0.9, WORKDAYS)[0]


def test_the_interval_is_the_shortest_span_that_holds_four_of_five_paths():
    found = quantiles(np.array([1.0, 20, 21, 22, 23, 24, 25, 26, 90, np.inf]))

    assert (found.middle, found.lower, found.upper) == (24, 1, 26)
    assert found.share == 0.9


def test_beyond_the_horizon_there_is_no_day():
    found = quantiles(np.array([10.0, 50, *[np.inf] * 8]))

    assert (found.middle, found.upper) == (None, None)
    assert found.share == 0.2


@pytest.mark.parametrize("needed", [0, 1, 2, 3, 7, 12])
def test_the_fewest_people_are_found(needed):
    assert people_needed(lambda more: 1.0 if more < needed else 0.1) == needed


def test_where_people_don_t_help_none_are_named():
    assert people_needed(lambda more: 0.5) is None


def test_a_month_is_counted_from_each_path_s_own_day():
    values = np.tile(np.arange(40.0), (3, 1))

    assert within_month(values, np.array([0, 35, np.inf]), 30).tolist() == [435, 35 + 36 + 37 + 38 + 39, 0]


def test_a_perfect_forecast_has_no_error_and_last_week_s_has_one():
    counts = np.tile([10.0, 20, 30, 40, 50, 5, 2], 20) * np.repeat(1.05 ** np.arange(20), 7)

    found = backtest(counts, lambda origin: np.tile(counts[origin : origin + 28], (9, 1)), [70, 98])

    assert found is not None
    assert found.mase == 0
    assert found.naive_mase > 1
    assert (found.covered, found.days, found.origins) == (1.0, 56, 2)


def test_without_a_forecast_there_is_no_test():
    assert backtest(np.ones(50), lambda origin: None, [30]) is None
