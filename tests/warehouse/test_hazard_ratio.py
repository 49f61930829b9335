"""The hazard ratio of two groups of waits: against the Cox model of statsmodels, and where nothing can be said."""

import numpy as np
import pytest
from statsmodels.duration.hazard_regression import PHReg

from warehouse.hazard_ratio import hazard_ratio


def waits(seed: int, ratio: float, size: int = 1500):
    """Exponential waits of two strata with very different paces, cut off after four hours."""
    rng = np.random.default_rng(seed)
    exposed, stratum = rng.random(size) < 0.3, rng.integers(0, 2, size)
    seconds = rng.exponential(1, size) * np.array([1200.0, 9000.0])[stratum] / np.where(exposed, ratio, 1.0)
    return np.minimum(seconds, 14400.0), seconds < 14400.0, exposed, stratum


@pytest.mark.parametrize("ratio", [0.5, 1.0, 1.6])
def test_it_agrees_with_the_stratified_cox_model(ratio: float):
    seconds, answered, exposed, stratum = waits(3, ratio)
    mine = hazard_ratio(seconds, answered, exposed, stratum, np.arange(len(seconds)))
    cox = PHReg(seconds, exposed.astype(float)[:, None], status=answered.astype(int), strata=stratum).fit(
        disp=0
    )

    assert mine is not None and mine.lower is not None and mine.upper is not None
    assert np.log(mine.value) == pytest.approx(cox.params[0], abs=0.03)
    error = (np.log(mine.upper) - np.log(mine.lower)) / 2 / 1.96
    assert error == pytest.approx(cox.bse[0], rel=0.15)


def test_waits_that_hang_together_are_less_sure():
    seconds, answered, exposed, stratum = waits(4, 0.7)
    alone = hazard_ratio(seconds, answered, exposed, stratum, np.arange(len(seconds)))
    cluster = np.where(exposed, -1 - np.arange(len(seconds)) % 8, np.arange(len(seconds)) % 40)
    together = hazard_ratio(
        np.repeat(seconds, 3), np.repeat(answered, 3), np.repeat(exposed, 3), np.repeat(stratum, 3),
        np.repeat(np.where(exposed, -1 - np.arange(len(seconds)), np.arange(len(seconds))), 3),
    )  # fmt: skip
    few = hazard_ratio(seconds, answered, exposed, stratum, cluster)

    assert alone and together and few and alone.upper and together.upper and few.upper
    # Each wait three times over is no more to go by.
    assert together.upper == pytest.approx(alone.upper, rel=0.01)


def test_few_windows_have_no_interval_and_no_answers_no_ratio():
    seconds, answered, exposed, stratum = waits(5, 0.7)
    windows = np.where(exposed, -1 - np.arange(len(seconds)) % 3, np.arange(len(seconds)))
    found = hazard_ratio(seconds, answered, exposed, stratum, windows)

    assert found is not None and found.lower is None
    assert hazard_ratio(seconds, answered & ~exposed, exposed, stratum, windows) is None
