"""How much slower answers come: the ratio of hazards between two groups, like compared with like.

Time is cut into pieces; within each piece of each stratum the hazard may be any. The ratio is Mantel and
Haenszel's (1959) for person-time (Rothman, 1986), consistent for the stratified proportional hazards model; its
variance is the infinitesimal jackknife's over clusters, as waits of one day depend on each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from warehouse.quantiles import student
from warehouse.usual_week import Bools, Floats, Ints

EDGES = (0, 300, 900, 1800, 3600, 7200, 10800, 18000, 28800, 43200, 64800, 86400)
CONFIDENCE = 0.95
FEWEST_CLUSTERS = 5


@dataclass(frozen=True)
class Ratio:
    """The hazard of the exposed by that of the others, with its 95 % interval; bounds are None from few
    clusters."""

    value: float
    lower: float | None
    upper: float | None


def hazard_ratio(
    seconds: Floats, is_answered: Bools, is_exposed: Bools, stratum: Ints, cluster: Ints
) -> Ratio | None:
    """The ratio over the first 24 hours; None where either group has no answer in any stratum that both are in.

    `cluster` numbers what hangs together: the windows of the exposed, the days of the others, no number in both.
    """
    size = int(stratum.max(initial=-1)) + 1
    over, under = 0.0, 0.0
    pulls = np.zeros((2, len(seconds)))
    for begin, end in pairwise(EDGES):
        time = np.clip(seconds - begin, 0.0, end - begin)
        event = (is_answered & (seconds >= begin) & (seconds < end)).astype(np.float64)
        t1, t0, d1, d0 = (
            np.bincount(stratum, values, size)
            for values in (time * is_exposed, time * ~is_exposed, event * is_exposed, event * ~is_exposed)
        )
        whole = t1 + t0
        share = np.divide(t0, whole, out=np.zeros(size), where=(t1 > 0) & (t0 > 0))
        other = np.where(share > 0, 1 - share, 0.0)
        per = np.divide(1.0, whole, out=np.zeros(size), where=share > 0)
        over += float((d1 * share).sum())
        under += float((d0 * other).sum())
        s, o, p = share[stratum], other[stratum], per[stratum]
        first, second = d1[stratum], d0[stratum]
        pulls[0] += np.where(is_exposed, event * s - time * first * s * p, time * first * o * p)
        pulls[1] += np.where(is_exposed, time * second * s * p, event * o - time * second * o * p)
    if over <= 0 or under <= 0:
        return None
    influence = pulls[0] / over - pulls[1] / under
    clusters = len(np.unique(cluster[is_exposed]))
    value = over / under
    if clusters < FEWEST_CLUSTERS:
        return Ratio(value, None, None)
    by_cluster = np.bincount(np.unique(cluster, return_inverse=True)[1], influence)
    error = float(np.sqrt((by_cluster**2).sum() * clusters / (clusters - 1)))
    reach = float(student(CONFIDENCE, clusters - 1)) * error
    return Ratio(value, value * float(np.exp(-reach)), value * float(np.exp(reach)))
