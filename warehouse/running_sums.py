"""What adds up in each group until an instant: a sort once, then a search for each question, without a row a step."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


class RunningSums:
    """Weights that come in at instants, each in a group; groups are numbered from 0, instants are whole numbers."""

    def __init__(self, groups: Ints, instants: Ints, weights: Ints | None = None) -> None:
        number = int(groups.max()) + 1 if len(groups) else 0
        order = np.lexsort((instants, groups)) if number > 1 else np.argsort(instants)
        self._instants = instants[order]
        added = np.ones(len(order), np.int64) if weights is None else weights[order]
        self._sums = np.concatenate([np.zeros(1, np.int64), np.cumsum(added)])
        self._ends = np.concatenate([np.zeros(1, np.int64), np.cumsum(np.bincount(groups, minlength=number))])

    def before(self, groups: Ints, instants: Ints) -> Ints:
        """The sum of a group's weights of before each instant; what comes at the very instant isn't among them."""
        return self._found(groups, instants, "left")

    def until(self, groups: Ints, instants: Ints) -> Ints:
        """The sum of a group's weights until each instant, those of the very instant among them."""
        return self._found(groups, instants, "right")

    def _found(self, groups: Ints, instants: Ints, side: str) -> Ints:
        found = np.zeros(len(instants), np.int64)
        asked = np.argsort(groups, kind="stable")
        asked_ends = np.cumsum(np.bincount(groups, minlength=len(self._ends) - 1))
        for group in range(len(self._ends) - 1):
            own = asked[asked_ends[group - 1] if group else 0 : asked_ends[group]]
            begin, end = self._ends[group], self._ends[group + 1]
            places = np.searchsorted(self._instants[begin:end], instants[own], side)  # type: ignore[call-overload]
            found[own] = self._sums[begin + places] - self._sums[begin]
        return found
