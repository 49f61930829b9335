"""Confidence intervals of shares, for numbers and for Polars expressions."""

from math import sqrt
from statistics import NormalDist

import polars as pl

CONFIDENCE = 0.95
FEW = 20  # observations below which a figure is shown in grey and never ranked


def critical_value(confidence: float = CONFIDENCE) -> float:
    """The two-sided normal quantile: 1.96 for 0.95."""
    return NormalDist().inv_cdf((1 + confidence) / 2)


def wilson(successes: float, trials: float, confidence: float = CONFIDENCE) -> tuple[float, float] | None:
    """Score interval of a share (Wilson, 1927); None without trials.

    Raises:
        ValueError: fewer than no successes, or more than trials.
    """
    if not 0 <= successes <= trials:
        raise ValueError(f"{successes} of {trials} is no share")
    if trials == 0:
        return None
    share, weight = successes / trials, critical_value(confidence) ** 2 / trials
    centre = (share + weight / 2) / (1 + weight)
    half = sqrt(weight * share * (1 - share) + weight * weight / 4) / (1 + weight)
    return max(0.0, centre - half), min(1.0, centre + half)


def wilson_bounds(
    successes: pl.Expr, trials: pl.Expr, confidence: float = CONFIDENCE
) -> tuple[pl.Expr, pl.Expr]:
    """Lower and upper of `wilson` as expressions; NULL without trials."""
    trials = pl.when(trials > 0).then(trials).cast(pl.Float64)
    share, weight = successes / trials, critical_value(confidence) ** 2 / trials
    centre = (share + weight / 2) / (1 + weight)
    half = (weight * share * (1 - share) + weight * weight / 4).sqrt() / (1 + weight)
    return (centre - half).clip(lower_bound=0.0), (centre + half).clip(upper_bound=1.0)


def newcombe(
    successes: float,
    trials: float,
    other_successes: float,
    other_trials: float,
    confidence: float = CONFIDENCE,
) -> tuple[float, float] | None:
    """Interval of the first share less the other one, independent samples (Newcombe, 1998, method 10).

    None where either has no trials.
    """
    one = wilson(successes, trials, confidence)
    other = wilson(other_successes, other_trials, confidence)
    if one is None or other is None:
        return None
    share, other_share = successes / trials, other_successes / other_trials
    difference = share - other_share
    below = sqrt((share - one[0]) ** 2 + (other[1] - other_share) ** 2)
    above = sqrt((one[1] - share) ** 2 + (other_share - other[0]) ** 2)
    return difference - below, difference + above
