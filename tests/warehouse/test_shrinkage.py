"""Shares of small groups are drawn to the others, by as much as the data asks for."""

from __future__ import annotations

import numpy as np
import pytest

from warehouse.label_correction import bounds
from warehouse.shrinkage import shrink


def test_a_small_group_goes_to_the_middle_and_a_large_one_stays() -> None:
    rng = np.random.default_rng(7)
    trials = np.array([3.0, 2000.0, *[60.0] * 60])
    successes = np.array([3.0, 900.0, *rng.binomial(60, rng.beta(6, 34, 60)).astype(float)])
    found = shrink(successes, trials)

    assert found.mean[0] < 0.35
    assert found.mean[1] == pytest.approx(0.45, abs=0.02)
    assert found.centre == pytest.approx(0.16, abs=0.03)


def test_groups_alike_are_taken_for_alike() -> None:
    rng = np.random.default_rng(3)
    trials = np.full(80, 40.0)
    found = shrink(rng.binomial(40, 0.15, 80).astype(float), trials)

    assert np.ptp(found.mean) < 0.06 < np.ptp(rng.binomial(40, 0.15, 80) / 40)


def test_a_group_without_trials_gets_what_all_have_in_common() -> None:
    found = shrink(np.array([0.0, *[8.0] * 30]), np.array([0.0, *[40.0] * 30]))

    assert found.mean[0] == pytest.approx(0.2, abs=0.02)


def test_intervals_hold_nineteen_of_twenty_shares() -> None:
    rng = np.random.default_rng(11)
    held = total = 0
    for _ in range(20):
        share = rng.beta(3, 15, 60)
        trials = rng.integers(1, 90, 60).astype(float)
        found = shrink(rng.binomial(trials.astype(int), share).astype(float), trials)
        lower, upper = bounds(found.mean, found.variance)
        held += int(((lower <= share) & (share <= upper)).sum())
        total += 60

    assert 0.93 < held / total < 0.97
