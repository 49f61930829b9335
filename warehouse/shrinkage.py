"""Shares of many small groups, drawn towards what all of them have in common.

Three comments of which one complains are no post with a third of complaints. Each group's share is drawn from one beta
distribution; its mean and spread are averaged over what all groups together leave possible, so that an interval also
knows how few groups there are (beta-binomial model; Kass and Steffey, 1989, for the averaging).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaln

Floats = NDArray[np.float64]

_POINTS = 19
_WIDEST = (
    np.log(0.5),
    np.log(20_000.0),
)  # of the beta distribution's weight: half a comment to no spread at all


class Shrunk(NamedTuple):
    """Mean and variance of each group's share; the mean of all groups, and how many trials that counts for."""

    mean: Floats
    variance: Floats
    centre: float
    weight: float


def shrink(successes: Floats, trials: Floats) -> Shrunk:
    """The shares of groups with `successes` out of `trials` each, at least one of them with any trials.

    A group without trials gets the common distribution.
    """
    pairs, weights = np.unique(np.column_stack([successes, trials]), axis=0, return_counts=True)
    pooled = (successes.sum() + 0.5) / (trials.sum() + 1.0)
    middle = np.log(pooled / (1 - pooled))
    logits = np.linspace(middle - 2.0, middle + 2.0, _POINTS)
    spreads = np.linspace(*_WIDEST, _POINTS)
    chance = _likelihood(pairs, weights, logits, spreads)
    # Once more, where the first look found anything.
    logits, spreads = _around(logits, chance.sum(axis=1)), _around(spreads, chance.sum(axis=0))
    chance = _likelihood(pairs, weights, logits, np.clip(spreads, *_WIDEST))
    share = 1 / (1 + np.exp(-logits))[:, None]
    weight = np.exp(np.clip(spreads, *_WIDEST))[None, :]
    mean = np.zeros(len(successes))
    square = np.zeros(len(successes))
    for one, total, part in zip(
        np.broadcast_to(share, chance.shape).ravel(),
        np.broadcast_to(weight, chance.shape).ravel(),
        chance.ravel(),
        strict=True,
    ):
        if part < 1e-9:
            continue
        above = one * total + successes
        held = above / (total + trials)
        mean += part * held
        square += part * (held * (1 - held) / (total + trials + 1) + held * held)
    usual = float(np.exp((chance * np.log(weight)).sum()))
    return Shrunk(mean, np.maximum(square - mean * mean, 0.0), float((chance * share).sum()), usual)


def _likelihood(pairs: Floats, weights: NDArray[np.int64], logits: Floats, spreads: Floats) -> Floats:
    """How probable each mean (rows) and weight (columns) is, adding up to one."""
    share = 1 / (1 + np.exp(-logits))[:, None, None]
    total = np.exp(spreads)[None, :, None]
    first, second = share * total, (1 - share) * total
    successes, failures = pairs[:, 0], pairs[:, 1] - pairs[:, 0]
    logs = ((betaln(first + successes, second + failures) - betaln(first, second)) * weights).sum(axis=2)
    chance: Floats = np.exp(logs - logs.max())
    return chance / chance.sum()


def _around(points: Floats, chance: Floats) -> Floats:
    """Points of the same number where the chance is, at least as wide as one step between them was."""
    step = points[1] - points[0]
    centre = float((points * chance).sum())
    spread = max(float(np.sqrt(((points - centre) ** 2 * chance).sum())), step / 3)
    return np.linspace(max(points[0], centre - 4 * spread), min(points[-1], centre + 4 * spread), _POINTS)
