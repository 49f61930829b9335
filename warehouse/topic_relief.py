"""Whether fewer write about a topic from a day on: its share among all contacts after against before.

All other topics stand for what would have come anyway (trend, season, busy weeks). Shares are compared by weeks,
so that how much weeks differ among themselves is known (quasi-binomial; McCullagh and Nelder, 1989).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np

from warehouse.quantiles import student
from warehouse.usual_week import Bools, Ints

WEEK = 168
WEEKS_AFTER, WEEKS_BEFORE = 4, 12
FEWEST_BEFORE = 4
FEWEST_CONTACTS = 20
CONFIDENCE = 0.95


@dataclass(frozen=True)
class Relief:
    """Contacts `avoided` in the weeks after, and the `change` of the topic's rate (-0.25: a quarter fewer).

    `count` came all the same. NaN and `reason` where it can't be told.
    """

    count: int
    weeks: int = 0
    avoided: float = float("nan")
    lower: float = float("nan")
    upper: float = float("nan")
    change: float = float("nan")
    change_lower: float = float("nan")
    change_upper: float = float("nan")
    reason: str | None = None


def relief(topic: Ints, everything: Ints, usable: Bools, start: int) -> Relief:
    """What a post at the hour `start` spared: contacts an hour about its topic and about anything; hours to count
    by.

    Compared are up to 12 whole weeks before and 4 after; hours that aren't `usable` (near incidents and other
    posts) count in neither, and the avoided contacts are those of all hours of the weeks after.
    """
    before = min(start // WEEK, WEEKS_BEFORE)
    after = min((len(topic) - start) // WEEK, WEEKS_AFTER)
    if after < 1:
        return Relief(0, reason="unmatured")
    came = int(topic[start : start + after * WEEK].sum())
    if before < FEWEST_BEFORE:
        return Relief(came, after, reason="few_clean_weeks")
    weeks = range(-before, after)
    mine, all_ = (
        np.array([(hours * usable)[start + week * WEEK :][:WEEK].sum() for week in weeks], np.float64)
        for hours in (topic, everything)
    )
    is_after = np.array([week >= 0 for week in weeks])
    x1, n1, x0, n0 = (float(v[g].sum()) for g in (is_after, ~is_after) for v in (mine, all_))
    if x0 < FEWEST_CONTACTS or x1 <= 0 or n1 - x1 <= 0 or n0 - x0 <= 0:
        return Relief(came, after, reason="few_contacts")
    fitted = np.where(is_after, x1 / n1, x0 / n0) * all_
    spread = np.divide(
        (mine - fitted) ** 2,
        fitted * (1 - fitted / np.maximum(all_, 1)),
        out=np.zeros_like(mine),
        where=fitted > 0,
    )
    freedom = len(mine) - 2
    dispersion = max(float(spread.sum()) / freedom, 1.0)
    ratio = log(x1 / (n1 - x1)) - log(x0 / (n0 - x0))
    error = sqrt(dispersion * (1 / x1 + 1 / (n1 - x1) + 1 / x0 + 1 / (n0 - x0)))
    half = float(student(CONFIDENCE, freedom)) * error
    spared = [came * (exp(-value) - 1) for value in (ratio, ratio + half, ratio - half)]
    changes = [exp(value) - 1 for value in (ratio, ratio - half, ratio + half)]
    return Relief(came, after, spared[0], spared[1], spared[2], changes[0], changes[1], changes[2])
