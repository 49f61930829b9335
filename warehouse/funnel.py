"""Funnel limits of shares: how far from the common share one of n observations strays by chance.

Exact binomial limits, drawn smooth between whole numbers, and widened where all shares stray more than chance alone
explains (Spiegelhalter, 2005: appendix A.1 and winsorised overdispersion).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_WINSORISED = 0.1  # of the most extreme shares on each side, drawn in before the spread is taken


def overdispersion(successes: Floats, trials: Floats) -> float:
    """How many times as much the shares vary as chance explains, at least 1."""
    some = trials > 0
    if some.sum() < 3:
        return 1.0
    centre = successes[some].sum() / trials[some].sum()
    if not 0 < centre < 1:
        return 1.0
    strays = (successes[some] / trials[some] - centre) / np.sqrt(centre * (1 - centre) / trials[some])
    low, high = np.quantile(strays, [_WINSORISED, 1 - _WINSORISED])
    return max(1.0, float((np.clip(strays, low, high) ** 2).mean()))


def limits(centre: float, trials: Floats, confidence: float, spread: float = 1.0) -> tuple[Floats, Floats]:
    """Lower and upper limit at each number of trials; `spread` is the overdispersion."""
    tail = (1 - confidence) / 2
    # Each side counted from its own end: so even one complaint among one comment is no stray.
    lower, upper = _limit(centre, trials, tail), 1 - _limit(1 - centre, trials, tail)
    wider = np.sqrt(spread)
    return (
        np.clip(centre - (centre - lower) * wider, 0.0, 1.0),
        np.clip(centre + (upper - centre) * wider, 0.0, 1.0),
    )


def _limit(centre: float, trials: Floats, share: float) -> Floats:
    from scipy.stats import binom  # loaded when asked, as every command reads the catalog

    count = np.maximum(trials, 1.0)
    reached = binom.ppf(share, count, centre)
    above = binom.cdf(reached, count, centre)
    step = binom.pmf(reached, count, centre)
    # Between two whole numbers the limit lies where the distribution, drawn as a line, reaches the share.
    return (reached - (above - share) / np.maximum(step, 1e-300)) / count
