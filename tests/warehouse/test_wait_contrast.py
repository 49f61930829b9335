"""Waits that nobody saw the end of: what the others let expect of them, so that a mean counts them too."""

import numpy as np
import pytest

from tests.warehouse.test_survival import FREIREICH
from warehouse.wait_contrast import HORIZON, Waits, within_horizon

lifelines = pytest.importorskip("lifelines")


def waits(seconds, answered):
    """First waits of which only their length and whether they were answered matter."""
    count = len(seconds)
    nothing = np.zeros(count, dtype=np.int64)
    return Waits(
        nothing, np.array(seconds, float), np.array(answered, bool), np.full(count, np.nan), nothing, nothing
    )


def of_one_group(seconds, answered):
    return within_horizon(waits(seconds, answered), np.zeros(len(seconds), dtype=np.int64))


def test_the_restricted_mean_of_the_textbook_comes_out():
    # Klein and Moeschberger (2003), example 4.2: 23.29 weeks of remission within 35; here a day stands for the 35.
    week = HORIZON / 35
    observed = [float(str(one).rstrip("+")) * week for one in FREIREICH]

    found = of_one_group(observed, [not str(one).endswith("+") for one in FREIREICH])

    assert found.mean() / week == pytest.approx(23.29, abs=0.005)


@pytest.mark.parametrize(
    "watched", [0.2, 0.8, 3.0], ids=["for five hours", "for most of the day", "for days"]
)
def test_the_mean_of_each_group_is_the_area_under_its_curve_as_lifelines_has_it(watched):
    random = np.random.default_rng(7)
    group = np.repeat([0, 1], 500)
    ends = np.ceil(random.exponential(np.where(group == 0, 0.3, 0.9) * HORIZON) / 600) * 600  # with ties
    cut = random.uniform(0.0, watched * HORIZON, 1_000)
    seconds, answered = np.minimum(ends, cut), ends <= cut

    found = within_horizon(waits(seconds, answered), group)

    for number in (0, 1):
        mine = group == number
        theirs = lifelines.KaplanMeierFitter().fit(seconds[mine], answered[mine])
        area = lifelines.utils.restricted_mean_survival_time(theirs, t=HORIZON)
        assert found[mine].mean() == pytest.approx(area)


def test_what_was_seen_to_its_end_or_for_a_whole_day_is_not_guessed():
    found = of_one_group([600.0, 2 * HORIZON, 2 * HORIZON, 1_200.0], [True, True, False, True])

    assert found.tolist() == [600.0, HORIZON, HORIZON, 1_200.0]
