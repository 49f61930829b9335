"""Wrong labels, and a share set right for them."""

from __future__ import annotations

import numpy as np
import pytest

from warehouse.label_correction import LabelQuality, bounds, correct


def test_the_interval_holds_the_truth_whatever_the_sample_says_of_the_labels() -> None:
    rng = np.random.default_rng(2)
    held = 0
    for _ in range(400):
        found, passed = rng.binomial(60, 0.85), rng.binomial(140, 0.93)
        quality = LabelQuality.counted(int(found), 60, int(passed), 140)
        assert quality is not None
        labelled = rng.binomial(3000, 0.2 * 0.85 + 0.8 * 0.07)
        share = np.array([labelled / 3000])
        true, variance = correct(share, share * (1 - share) / 3000, quality)
        lower, upper = bounds(true, variance)
        held += int(lower[0] <= 0.2 <= upper[0])

    assert 0.92 < held / 400 < 0.98


def test_without_either_kind_in_the_sample_nothing_is_known() -> None:
    assert LabelQuality.counted(0, 0, 5, 5) is None
    assert LabelQuality.counted(5, 5, 0, 0) is None


def test_a_coin_is_weak_and_twenty_right_ones_are_no_certainty() -> None:
    coin = LabelQuality.counted(50, 100, 50, 100)
    good = LabelQuality.counted(20, 20, 20, 20)

    assert coin is not None and coin.is_weak
    assert good is not None and good.sensitivity < 0.98 and good.sensitivity_variance > 0


def test_fewer_labels_than_wrong_ones_alone_would_make_is_none_at_all_with_an_upper_bound() -> None:
    quality = LabelQuality(0.9, 0.0, 0.9, 0.0)
    true, variance = correct(np.array([0.05]), np.array([0.0004]), quality)
    lower, upper = bounds(true, variance)

    assert true[0] < 0
    assert (lower[0], upper[0]) == (0.0, pytest.approx(0.0, abs=0.02))
