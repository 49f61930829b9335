"""When a department breaks: the first of five business days in a row below the goal, as a distribution over paths.

Also what is said beside the date: how many more people it takes, what a month of waiting leaves behind, and how far
such forecasts can be trusted (a back-test on weeks that are known by now). Pure functions on arrays; a path is a row.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

DAYS_IN_A_ROW = 5
LOW, HIGH = 0.1, 0.9  # intervals of paths hold 80 %
_FAR = 1e6  # days; stands for never, where spans are compared
HOLDS = 0.8  # enough people are there if this share of paths isn't overloaded
MOST_MORE = 512


@dataclass(frozen=True)
class Quantiles:
    """Middle and 80 % interval of days; None beyond the horizon. `share` of paths that get there within it."""

    middle: float | None
    lower: float | None
    upper: float | None
    share: float


def first_days(
    compliance: Numbers, goal: float, is_business: NDArray[np.bool_], row: int = DAYS_IN_A_ROW
) -> Numbers:
    """The day on which each path's first `row` business days below the goal begin; inf where none do.

    `compliance` is (paths, days), NaN on a day without contacts, which neither counts nor interrupts.
    """
    days = np.flatnonzero(is_business)
    found = np.full(len(compliance), np.inf)
    for path, values in enumerate(compliance[:, days]):
        seen = np.flatnonzero(~np.isnan(values))
        below = values[seen] < goal
        if len(below) < row:
            continue
        runs = np.convolve(below, np.ones(row, dtype=np.int64), mode="valid") == row
        if runs.any():
            found[path] = days[seen[int(np.argmax(runs))]]
    return found


def quantiles(days: Numbers) -> Quantiles:
    """Middle of `first_days`, and the shortest span that holds 80 % of the paths.

    Each is an observed day, so that no bound is an average with never. Of bad weeks most begin on a Monday: the tenth
    and the ninetieth percentile, each a Monday that many paths share, would hold well over 80 %.
    """
    ordered = np.sort(days)
    size = int(np.ceil((HIGH - LOW) * len(ordered)))
    ends = np.minimum(ordered, _FAR)
    place = int(np.argmin(ends[size - 1 :] - ends[: len(ends) - size + 1]))
    bounds = (float(np.quantile(ordered, 0.5, method="higher")), ordered[place], ordered[place + size - 1])
    known = [float(value) if np.isfinite(value) else None for value in bounds]
    return Quantiles(known[0], known[1], known[2], float(np.isfinite(days).mean()))


def people_needed(overloaded: Callable[[int], float], holds: float = HOLDS) -> int | None:
    """The fewest more people with whom at least the share `holds` of paths isn't overloaded; None if MOST_MORE isn't.

    `overloaded` gives the share of paths that are, by how many more there are; it must not rise with them.
    """
    if overloaded(0) <= 1 - holds:
        return 0
    low, high = 0, 1
    while overloaded(high) > 1 - holds:
        low, high = high, high * 2
        if high > MOST_MORE:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if overloaded(middle) <= 1 - holds else (middle, high)
    return high


def within_month(values: Numbers, first: Numbers, days: int = 30) -> Numbers:
    """Sums of `values` (paths, days) over `days` from each path's first day; 0 for a path without one."""
    padded = np.concatenate([np.zeros((len(values), 1)), np.cumsum(np.nan_to_num(values), axis=1)], axis=1)
    begin = np.where(np.isfinite(first), first, 0).astype(np.int64)
    end = np.minimum(begin + days, values.shape[1])
    rows = np.arange(len(values))
    return np.where(np.isfinite(first), padded[rows, end] - padded[rows, begin], 0.0)


@dataclass(frozen=True)
class Backtest:
    """How forecasts of known days did: `mase` below `naive_mase` beats last week's same day; `covered` of `days`."""

    mase: float
    naive_mase: float
    covered: float
    days: int
    origins: int


def backtest(
    counts: Numbers, forecast: Callable[[int], Numbers | None], origins: Sequence[int], ahead: int = 28
) -> Backtest | None:
    """Forecast from several days of the past, and compare with what came then.

    `forecast(origin)` gives (paths, ahead) of the days from `origin` on, from what was known before it, or None.
    Scaled by the mean change from week to week before the first origin (MASE: Hyndman and Koehler, 2006). None where
    no origin could be forecast.
    """
    errors, naive, covered = [], [], []
    for origin in origins:
        drawn = forecast(origin)
        if drawn is None:
            continue
        seen = counts[origin : origin + ahead]
        low, middle, high = np.quantile(drawn[:, : len(seen)], [LOW, 0.5, HIGH], axis=0)
        errors.append(np.abs(seen - middle))
        naive.append(np.abs(seen - np.resize(counts[origin - 7 : origin], len(seen))))
        covered.append((seen >= np.floor(low)) & (seen <= np.ceil(high)))
    if not errors:
        return None
    before = counts[: min(origins)]
    scale = float(np.abs(before[7:] - before[:-7]).mean())
    if scale == 0:
        return None
    days = np.concatenate(covered)
    return Backtest(
        float(np.concatenate(errors).mean()) / scale,
        float(np.concatenate(naive).mean()) / scale,
        float(days.mean()),
        len(days),
        len(errors),
    )
