"""What posts brought whose windows overlap, or that leave no clean weeks: all hours are explained at once.

Contacts an hour are negative binomial around hour of the week x trend x what the posts of the hours before add, by lag
(distributed lags; statsmodels' GLM). Good and bad days last, so errors are heteroscedasticity- and
autocorrelation-consistent (Newey and West, 1987).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from warehouse.event_study import AFTER, BEFORE, CONFIDENCE, Hours
from warehouse.quantiles import student
from warehouse.usual_week import Bools, Floats, Ints

LAGS = (0, 6, 12, 24, AFTER)  # hours after a post between which its effect is taken for one
BLOCK = 4  # hours of the day that share a correction of the course of the week
DAY = 24
# Hours over which errors hang together; twice a day's, as the kernel halves the weight of what lies halfway.
MEMORY = 48


@dataclass(frozen=True)
class Lagged:
    """Contacts that a group's posts brought in all, with the standard error; `quantile` for its 95 % interval."""

    total: float
    standard_error: float
    quantile: float

    @property
    def bounds(self) -> tuple[float, float]:
        """The interval."""
        half = self.quantile * self.standard_error
        return self.total - half, self.total + half


def lagged_totals(clock: Hours, contacts: Ints, groups: Sequence[Sequence[int]]) -> list[Lagged | None]:
    """The excess of each group of posts (their hours), while the posts of the other groups are accounted for.

    Hours near an incident are left out. None for a group without a post in the observed hours, and for all where the
    model can't be fitted.
    """
    used = ~clock.is_disturbed
    lags = [_lags(clock, starts) for starts in groups]
    kept = [g for g, columns in enumerate(lags) if columns[used].any()]
    if not kept or contacts[used].sum() < len(LAGS) * len(kept):
        return [None] * len(groups)
    profile = _profile(clock, contacts, used)
    usable = used & (profile > 0)
    base = np.hstack([_base(clock), _others(clock, groups)])[usable]
    design = np.hstack([base, *(lags[g][usable] for g in kept)])
    fitted = _fitted(contacts[usable], design, np.log(profile[usable]))
    if fitted is None:
        return [None] * len(groups)
    beta, covariance, mean = fitted
    found: list[Lagged | None] = [None] * len(groups)
    freedom = max(usable.sum() / DAY - design.shape[1], 1.0)
    width = len(LAGS) - 1
    for place, g in enumerate(kept):
        own = slice(base.shape[1] + place * width, base.shape[1] + (place + 1) * width)
        without = mean * np.exp(-design[:, own] @ beta[own])
        others = design.copy()
        others[:, own] = 0.0
        gradient = mean @ design - without @ others
        variance = float(gradient @ covariance @ gradient)
        quantile = float(student(CONFIDENCE, freedom))
        total = float(np.sum(mean - without))
        found[g] = Lagged(total, float(np.sqrt(max(variance, 0.0))), quantile)
    return found


def _lags(clock: Hours, starts: Sequence[int]) -> Floats:
    """How many of the posts each hour lies after, by lag."""
    found = np.zeros((len(clock), len(LAGS) - 1))
    for start in starts:
        for column in range(len(LAGS) - 1):
            a, b = (min(max(start + LAGS[column + edge], 0), len(clock)) for edge in (0, 1))
            found[a:b, column] += 1
    return found


def _others(clock: Hours, groups: Sequence[Sequence[int]]) -> Floats:
    """A column of what else touches the hours: posts that belong to none of the groups."""
    left = clock.touches.astype(np.float64)
    for start in (start for starts in groups for start in starts):
        left[max(start - BEFORE, 0) : max(start + AFTER, 0)] -= 1
    return np.maximum(left, 0.0)[:, None]


def _profile(clock: Hours, contacts: Ints, used: Bools) -> Floats:
    """The mean of each hour of the week, posts or not: the shape that the model's own terms correct."""
    hours = np.bincount(clock.hour_of_week[used], minlength=168)
    came = np.bincount(clock.hour_of_week[used], contacts[used], 168)
    return np.divide(came, hours, out=np.zeros(168), where=hours > 0)[clock.hour_of_week]


def _base(clock: Hours) -> Floats:
    """Columns of the course of the week, holidays and the trend (Legendre polynomials, two more a year)."""
    blocks = clock.hour_of_week // 24 * (24 // BLOCK) + clock.hour_of_week % 24 // BLOCK
    week = np.eye(7 * 24 // BLOCK)[blocks]
    degree = min(2 + len(clock) // (26 * 168), 8)
    at = np.linspace(-1, 1, max(len(clock), 2))[: len(clock)]
    trend = np.polynomial.legendre.legvander(at, degree)[:, 1:]
    holiday = clock.is_holiday.astype(np.float64)[:, None]
    return np.hstack([week, trend, holiday] if clock.is_holiday.any() else [week, trend])


def _fitted(contacts: Ints, design: Floats, offset: Floats) -> tuple[Floats, Floats, Floats] | None:
    """Coefficients, their covariance, and the mean of each hour; None where the data doesn't bear the model."""
    # Loaded when asked: it takes seconds and 150 MB, and the catalog is read by every command.
    from statsmodels.genmod.families import NegativeBinomial, Poisson
    from statsmodels.genmod.generalized_linear_model import GLM

    used = np.abs(design).sum(axis=0) > 0
    try:
        first = GLM(contacts, design[:, used], Poisson(), offset=offset).fit()
        mean = first.mu
        # By moments: variance = mean + alpha * mean².
        alpha = float(np.sum((contacts - mean) ** 2 - mean) / np.sum(mean * mean))
        family = NegativeBinomial(alpha=max(alpha, 1e-6))
        model = GLM(contacts, design[:, used], family, offset=offset)
        last = model.fit(cov_type="HAC", cov_kwds={"maxlags": MEMORY}, start_params=first.params)
    except (np.linalg.LinAlgError, ValueError):
        return None
    beta = np.zeros(design.shape[1])
    covariance = np.zeros((design.shape[1], design.shape[1]))
    beta[used] = last.params
    covariance[np.ix_(used, used)] = last.cov_params()
    return (beta, covariance, last.mu) if np.isfinite(beta).all() and np.isfinite(covariance).all() else None
