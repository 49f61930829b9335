"""How far an estimate can be relied on: solid, indicative, too few; the same rule for every conflict metric.

A grade compares the half-width of the 95 % interval with the estimate itself. A difference may rightly be near zero, so
its half-width is compared with the smallest effect that would matter (header field `smallest` of the metric) where that
is larger.
"""

from math import isfinite

import polars as pl

from warehouse.intervals import FEW

SOLID, INDICATIVE, TOO_FEW, NOT_COMPUTABLE = "solid", "indicative", "too_few", "not_computable"
GRADES = (SOLID, INDICATIVE, TOO_FEW, NOT_COMPUTABLE)
SOLID_WIDTH, INDICATIVE_WIDTH = 0.25, 0.60  # half-width of the interval as a share of the estimate


def grade(
    value: float | None, lower: float | None, upper: float | None, n: int, smallest: float | None = None
) -> str:
    """The grade of one estimate from `n` observations; without a value not computable, without an interval too few."""
    if value is None or not isfinite(value):
        return NOT_COMPUTABLE
    if n < FEW or lower is None or upper is None or not (isfinite(lower) and isfinite(upper)):
        return TOO_FEW
    half, scale = (upper - lower) / 2, max(abs(value), smallest or 0.0)
    if half <= SOLID_WIDTH * scale:
        return SOLID
    return INDICATIVE if half <= INDICATIVE_WIDTH * scale else TOO_FEW


def grade_expr(
    value: pl.Expr, lower: pl.Expr, upper: pl.Expr, n: pl.Expr, smallest: float | None = None
) -> pl.Expr:
    """`grade` for the rows of a frame."""
    half = (upper - lower) / 2
    scale = pl.max_horizontal(value.abs(), pl.lit(smallest or 0.0))
    is_known = lower.is_finite() & upper.is_finite()
    return (
        pl.when(value.is_null() | ~value.is_finite())
        .then(pl.lit(NOT_COMPUTABLE))
        .when((n < FEW) | ~is_known.fill_null(False))
        .then(pl.lit(TOO_FEW))
        .when(half <= SOLID_WIDTH * scale)
        .then(pl.lit(SOLID))
        .when(half <= INDICATIVE_WIDTH * scale)
        .then(pl.lit(INDICATIVE))
        .otherwise(pl.lit(TOO_FEW))
    )
