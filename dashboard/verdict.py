"""What may be said of a number: kept, missed, unclear, too few; changed, or not distinguishable.

Only an interval that excludes the goal (or a change of zero) is a verdict; everything else stays ink or grey.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any

from warehouse.intervals import FEW

_NO_WIDTH = 1e-9
"""An interval without width says that the estimator had nothing to go by, not that the value is certain."""


@dataclass(frozen=True)
class Estimate:
    """A value with its 95 % interval and the number of observations; value is None where it is unknown."""

    value: float | None
    lower: float | None = None
    upper: float | None = None
    n: int = 0
    numerator: float | None = None

    @property
    def is_few(self) -> bool:
        """Whether there are too few observations to say anything."""
        return self.n < FEW

    def against(self, goal: float | None, better: str = "higher") -> str:
        """Return good, bad, unclear, few, or unknown (no value)."""
        if self.value is None:
            return "unknown"
        if self.is_few:
            return "few"
        if goal is None or self.lower is None or self.upper is None:
            return "unclear"
        above, below = self.lower > goal, self.upper < goal
        if better == "lower":
            above, below = below, above
        return "good" if above else "bad" if below else "unclear"


@dataclass(frozen=True)
class Change:
    """A difference with its 95 % interval."""

    value: float
    lower: float
    upper: float

    @property
    def is_distinguishable(self) -> bool:
        """Whether the interval excludes zero."""
        return self.lower > 0 or self.upper < 0


def estimate(row: Mapping[str, Any] | None) -> Estimate:
    """Return a row of `catalog.evaluate` as an estimate; no row is unknown."""
    if row is None:
        return Estimate(None)
    lower, upper, n = row["lower"], row["upper"], int(row["sample_size"] or 0)
    if lower is not None and upper is not None and upper - lower < _NO_WIDTH:
        lower = upper = None
    return Estimate(row["metric_value"], lower, upper, n, row.get("numerator"))


def change(now: Estimate, before: Estimate) -> Change | None:
    """Return now less before, from both intervals; None where either is unknown or has too few observations.

    The square-and-add method (Newcombe, 1998, method 10; Zou and Donner, 2008, for any pair of intervals).
    """
    if now.is_few or before.is_few:
        return None
    if now.value is None or now.lower is None or now.upper is None:
        return None
    if before.value is None or before.lower is None or before.upper is None:
        return None
    value = now.value - before.value
    below = sqrt((now.value - now.lower) ** 2 + (before.upper - before.value) ** 2)
    above = sqrt((now.upper - now.value) ** 2 + (before.value - before.lower) ** 2)
    return Change(value, value - below, value + above)
