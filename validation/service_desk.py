"""A desk simulated contact by contact: people serve first come first served, some who wait give up.

The truth that formulas and fluids are held against; it shares no code with them (Kiefer and Wolfowitz, 1955). Time is
the desk's own, running only while it is open: who comes at night has come at the next opening.
"""

from __future__ import annotations

import heapq

import numpy as np


def waits(
    arrivals: np.ndarray, handles: np.ndarray, people: int, patience: np.ndarray | None = None
) -> np.ndarray:
    """How long each waits until somebody begins to serve them, in the unit of the arrivals; inf for who gave up.

    `arrivals` are in order. Who isn't served within their `patience` goes, and takes nobody's time.
    """
    free = [0.0] * people
    heapq.heapify(free)
    found = np.empty(len(arrivals))
    for place, at in enumerate(arrivals):
        begins = max(free[0], at)
        if patience is not None and begins - at > patience[place]:
            found[place] = np.inf
            continue
        heapq.heapreplace(free, begins + handles[place])
        found[place] = begins - at
    return found


def first_bad_day(
    kept: np.ndarray, days: np.ndarray, business: np.ndarray, goal: float, row: int = 5
) -> float:
    """The first day of the first `row` business days in a row with less than `goal` kept; inf if there are none.

    `kept` (true, false) and `days` are per contact; `business` says of each day whether it counts.
    """
    run: list[int] = []
    for day in np.flatnonzero(business):
        own = kept[days == day]
        if not len(own):
            continue
        if own.mean() < goal:
            run.append(int(day))
            if len(run) == row:
                return float(run[0])
        else:
            run = []
    return float("inf")
