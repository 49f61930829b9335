"""Funnel limits: what chance does to n comments."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom

from warehouse.funnel import limits, overdispersion


def test_limits_narrow_with_more_comments_and_hold_what_chance_does() -> None:
    rng = np.random.default_rng(5)
    trials = rng.integers(20, 400, 4000).astype(float)
    shares = rng.binomial(trials.astype(int), 0.2) / trials
    for confidence in (0.95, 0.998):
        lower, upper = limits(0.2, trials, confidence)
        outside = float(((shares < lower) | (shares > upper)).mean())
        assert outside == pytest.approx(1 - confidence, abs=0.012)
    (wide, narrow), (below, above) = limits(0.2, np.array([20.0, 400.0]), 0.95)[::-1]
    assert wide > narrow > 0.2 > above > below


def test_what_chance_does_often_is_no_stray_however_few_there_are() -> None:
    trials = np.arange(1.0, 41)
    for centre in (0.11, 0.29, 0.8):
        lower, upper = limits(centre, trials, 0.998)
        for count, low, high in zip(trials, lower, upper, strict=True):
            reached = np.arange(count + 1)
            rare_above = binom.sf(reached - 1, count, centre) <= 0.001
            rare_below = binom.cdf(reached, count, centre) <= 0.001
            assert ((reached / count > high) == rare_above).all()
            assert ((reached / count < low) == rare_below).all()


def test_shares_that_all_stray_widen_the_limits_and_one_stray_doesnt() -> None:
    rng = np.random.default_rng(9)
    trials = np.full(300, 200.0)
    alike = rng.binomial(200, 0.2, 300).astype(float)
    apart = rng.binomial(200, rng.beta(8, 32, 300)).astype(float)
    alike_but_one = alike.copy()
    alike_but_one[0] = 150

    assert overdispersion(alike, trials) < 1.2
    assert overdispersion(alike_but_one, trials) < 1.2
    assert overdispersion(apart, trials) > 3


def test_two_shares_say_nothing_of_spread() -> None:
    assert overdispersion(np.array([1.0, 9.0]), np.array([10.0, 10.0])) == 1.0
