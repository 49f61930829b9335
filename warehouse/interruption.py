"""What a change at a known week did to one unit: an interrupted time series against units that didn't change.

The series is the unit's outcome less the mean of the others in the same week, so that what hits everybody drops out.
Its level and slope before the change are carried on, and the effect is the step from there (Bernal, Cummins and
Gasparrini, 2017). Weeks resemble their neighbours: errors are autoregressive (generalised least squares), and how
much so is learnt from the residuals of all units together, as one series is too short for it. Placebo in space
(Abadie, Diamond and Hainmueller, 2010): the same question put to each unit that didn't change.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LEAST_BEFORE, LEAST_AFTER = 8, 4
TERMS = 3  # level, slope, step
MOST_ALIKE = 0.8

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Step:
    """The step at the change with its 95 % interval; `drift` is the p-value of a slope before it."""

    value: float
    lower: float
    upper: float
    drift: float
    before: int
    after: int
    expected: Floats  # of the unit, by week: what its past and the others say


def step(series: Mapping[str, Floats], unit: str, controls: list[str], begin: int) -> Step | None:
    """The step of one unit from week `begin` on; None with too few weeks on either side, or without controls.

    `series` holds a value a week by unit, NaN where it isn't known.
    """
    # Loaded when asked, as every command reads the catalog.
    from statsmodels.regression.linear_model import GLS, OLS

    gap, level = _gap(series, unit, controls)
    usable = ~np.isnan(gap)
    centred = np.arange(len(gap), dtype=np.float64) - begin
    before, after = int((usable & (centred < 0)).sum()), int((usable & (centred >= 0)).sum())
    if before < LEAST_BEFORE or after < LEAST_AFTER:
        return None
    apart = np.abs(np.subtract.outer(centred[usable], centred[usable]))
    likeness = _likeness(series, [unit, *controls], controls, begin) ** apart
    fit = GLS(gap[usable], _design(centred)[usable], sigma=likeness).fit()
    low, high = fit.conf_int()[2]
    early = usable & (centred < 0)
    drift = OLS(gap[early], _design(centred)[early][:, :2]).fit().pvalues[1]
    expected = level + fit.params[0] + fit.params[1] * centred
    return Step(float(fit.params[2]), float(low), float(high), float(drift), before, after, expected)


def placebo_p(
    series: Mapping[str, Floats], unit: str, controls: list[str], begin: int
) -> tuple[float, int] | None:
    """How often a unit that didn't change shows as large a step, itself counted in, and of how many units."""
    own = step(series, unit, controls, begin)
    if own is None:
        return None
    found = [step(series, one, controls, begin) for one in controls if one != unit]
    sizes = [abs(one.value) for one in found if one]
    if not sizes:
        return None
    return (1 + sum(size >= abs(own.value) for size in sizes)) / (1 + len(sizes)), len(sizes)


def _gap(series: Mapping[str, Floats], unit: str, controls: list[str]) -> tuple[Floats, Floats]:
    """A unit less the mean of the others, by week, and that mean; NaN where either isn't known."""
    others = [series[one] for one in controls if one != unit]
    if not others:
        unknown = np.full(len(series[unit]), np.nan)
        return unknown, unknown
    known = np.stack(others)
    counts = (~np.isnan(known)).sum(axis=0)
    level = np.divide(np.nansum(known, axis=0), counts, out=np.full(len(counts), np.nan), where=counts > 0)
    return series[unit] - level, level


def _design(centred: Floats) -> Floats:
    return np.column_stack([np.ones(len(centred)), centred, (centred >= 0).astype(np.float64)])


def _likeness(series: Mapping[str, Floats], units: list[str], controls: list[str], begin: int) -> float:
    """The autocorrelation of neighbouring weeks, from the residuals of all units, corrected for the terms fitted."""
    above = below = 0.0
    weeks = []
    for unit in dict.fromkeys(units):
        gap, _ = _gap(series, unit, controls)
        usable = ~np.isnan(gap)
        if usable.sum() <= TERMS + 1:
            continue
        design = _design(np.arange(len(gap), dtype=np.float64) - begin)
        left = np.full(len(gap), np.nan)
        left[usable] = gap[usable] - design[usable] @ np.linalg.lstsq(design[usable], gap[usable])[0]
        pairs = ~np.isnan(left[1:]) & ~np.isnan(left[:-1])
        above += float((left[1:][pairs] * left[:-1][pairs]).sum())
        below += float((left[usable] ** 2).sum())
        weeks.append(int(usable.sum()))
    if not weeks or below <= 0:
        return 0.0
    # What was fitted takes from the correlation that is left (Kendall, 1954, for a mean; a term each here).
    found = above / below
    length = sum(weeks) / len(weeks)
    return float(np.clip(found + (TERMS + (TERMS + 2) * found) / length, 0.0, MOST_ALIKE))
