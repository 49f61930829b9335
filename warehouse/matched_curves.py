"""Kaplan-Meier curves of two groups that are made alike: the usual waits weighted to the mix of the campaign's.

On a grid of times; bands from whole windows and whole days drawn with replacement, as waits of one day depend on
each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from warehouse.event_study import Hours
from warehouse.usual_week import Bools, Floats, Ints
from warehouse.wait_contrast import Waits, windows

DRAWS = 200
DAY = 24


@dataclass(frozen=True)
class Curve:
    """The share answered by each time of the grid, its 95 % band, and how many were watched so long (weighted)."""

    answered: Floats
    lower: Floats
    upper: Floats
    at_risk: Floats
    count: int


def matched_curves(
    clock: Hours, waits: Waits, first: Sequence[int], last: Sequence[int], grid: Sequence[float]
) -> tuple[Curve, Curve] | None:
    """The curves of campaign hours and of usual hours; None where there are none of one of them."""
    calm = [
        (a, b)
        for a, b in zip(first, last, strict=True)
        if a >= 0 and b <= len(clock) and not clock.is_disturbed[a:b].any()
    ]
    window = windows(waits.hour, [a for a, _ in calm], [b for _, b in calm])
    usual = clock.is_usual[waits.hour] & (window < 0)
    size = int(waits.stratum.max(initial=-1)) + 1
    there = np.bincount(waits.stratum[window >= 0], minlength=size)
    here = np.bincount(waits.stratum[usual], minlength=size)
    exposed = (window >= 0) & (here[waits.stratum] > 0)
    usual &= there[waits.stratum] > 0
    if not exposed.any() or not usual.any():
        return None
    weight = np.divide(there, here, out=np.zeros(size), where=here > 0)[waits.stratum]
    one = _curve(waits, exposed, np.ones(len(window)), window, grid)
    other = _curve(waits, usual, weight, waits.hour // DAY, grid)
    return one, other


def _curve(waits: Waits, chosen: Bools, weight: Floats, cluster: Ints, grid: Sequence[float]) -> Curve:
    edges = np.array([0.0, *grid])
    numbers = np.unique(cluster[chosen], return_inverse=True)[1]
    clusters = int(numbers.max()) + 1
    width = len(edges)
    place = np.searchsorted(edges, waits.seconds[chosen], side="left")
    cell = numbers * (width + 1) + place
    mine = weight[chosen]
    left = np.bincount(cell, mine, clusters * (width + 1)).reshape(clusters, width + 1)
    answered = waits.is_answered[chosen]
    events = np.bincount(cell[answered], mine[answered], clusters * (width + 1)).astype(np.float64)
    ended = events.reshape(clusters, width + 1)
    draws = np.random.default_rng(7).multinomial(clusters, np.full(clusters, 1 / clusters), DRAWS)
    shares = _shares(np.asarray(draws @ left, np.float64), np.asarray(draws @ ended, np.float64))
    low, high = np.quantile(shares, [0.025, 0.975], axis=0)
    share = _shares(left.sum(axis=0)[None, :], ended.sum(axis=0)[None, :])[0]
    # Watched at least as long as each time of the grid.
    at_risk = np.cumsum(left.sum(axis=0)[::-1])[::-1][1:width]
    known = clusters > 1
    nothing = np.full(len(share), np.nan)
    return Curve(share, low if known else nothing, high if known else nothing, at_risk, int(chosen.sum()))


def _shares(left: Floats, ended: Floats) -> Floats:
    """The share answered by each time of the grid, a row a draw."""
    at_risk = np.cumsum(left[:, ::-1], axis=1)[:, ::-1]
    hazard = np.divide(ended, at_risk, out=np.zeros_like(ended), where=at_risk > 0)
    return 1 - np.cumprod(1 - hazard, axis=1)[:, 1:-1]
