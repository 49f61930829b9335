"""Quantiles of the usual distributions, by scipy's special functions alone.

`scipy.stats` has the same behind a module that takes most of a second and 80 MB to load: too much for a catalog that
every command and every worker of the dashboard reads. Numbers or arrays in, the same out.
"""

from typing import Any

from scipy import special


def student(confidence: float, freedom: Any) -> Any:
    """How many standard errors reach to both sides of a mean: the two-sided quantile of Student's t."""
    return special.stdtrit(freedom, 0.5 + confidence / 2)


def normal(confidence: float) -> float:
    """The two-sided quantile of the normal distribution: 1.96 for 0.95."""
    return float(special.ndtri(0.5 + confidence / 2))


def beta(share: float, successes: Any, failures: Any) -> Any:
    """The value below which `share` of a beta distribution lies."""
    return special.betaincinv(successes, failures, share)


def f_exceeds(value: float, upper_freedom: float, lower_freedom: float) -> float:
    """The chance of an F statistic above `value`."""
    return float(special.fdtrc(upper_freedom, lower_freedom, value))
