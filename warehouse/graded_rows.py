"""Rows of the conflict metrics: each estimate with n, interval, grade, and the reason where there is none.

What comes back has the columns that `catalog.evaluate` promises, then `grade`, `reason` and what a metric adds.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import isfinite
from typing import Any

import polars as pl

from warehouse.grades import grade
from warehouse.intervals import newcombe, wilson

Row = dict[str, Any]
_SHAPE: Mapping[str, Any] = {
    "statistic": pl.String,
    "metric_value": pl.Float64,
    "lower": pl.Float64,
    "upper": pl.Float64,
    "sample_size": pl.Int64,
    "numerator": pl.Float64,
    "grade": pl.String,
    "reason": pl.String,
}


def parts(frame: pl.DataFrame, by: Sequence[str]) -> Iterator[tuple[Row, pl.DataFrame]]:
    """The rows of each group of `by` with its values, in order of them; without `by` all rows, if there are any."""
    if not by:
        if not frame.is_empty():
            yield {}, frame
        return
    found = frame.partition_by(by, as_dict=True, include_key=True)
    for key in sorted(found, key=lambda values: [(value is None, value) for value in values]):
        yield dict(zip(by, key, strict=True)), found[key]


def row(
    key: Row,
    statistic: str,
    value: float | None,
    bounds: tuple[float | None, float | None] | None,
    n: int,
    numerator: float | None = None,
    *,
    smallest: float | None = None,
    reason: str | None = None,
    **more: Any,
) -> Row:
    """One estimate of a group, graded; a value that isn't known or isn't finite is NULL with its reason."""
    known = value if value is not None and isfinite(value) else None
    lower, upper = bounds or (None, None)
    return {
        **key,
        "statistic": statistic,
        "metric_value": known,
        "lower": lower if known is not None else None,
        "upper": upper if known is not None else None,
        "sample_size": n,
        "numerator": numerator,
        "grade": grade(known, lower, upper, n, smallest),
        "reason": reason,
        **more,
    }


def share(key: Row, statistic: str, found: int, n: int, reason: str | None = None, **more: Any) -> Row:
    """A share with its score interval; of nothing it isn't known."""
    value = found / n if n else None
    return row(key, statistic, value, wilson(found, n), n, found, reason=reason, **more)


def count(
    key: Row, statistic: str, value: float | None, n: int, reason: str | None = None, **more: Any
) -> Row:
    """What was counted or added up, of `n`: no estimate, so it has neither interval nor grade."""
    found = row(key, statistic, value, None, n, value, reason=reason, **more)
    return {**found, "grade": None if value is not None else found["grade"]}


def difference(
    key: Row, statistic: str, one: tuple[int, int], other: tuple[int, int], smallest: float, **more: Any
) -> Row:
    """One share (successes, trials) less another one, with Newcombe's interval; NULL where either has no trials.

    `n` are the trials of both; the grade asks for enough of the smaller.
    """
    (found, n), (other_found, other_n) = one, other
    value = found / n - other_found / other_n if n and other_n else None
    bounds = newcombe(found, n, other_found, other_n)
    found_row = row(key, statistic, value, bounds, min(n, other_n), None, smallest=smallest, **more)
    return {**found_row, "sample_size": n + other_n}


def table(rows: Sequence[Row], frame: pl.DataFrame, by: Sequence[str], **more: Any) -> pl.DataFrame:
    """Rows as a frame; groups have the types that they have in `frame`, `more` are columns that the metric adds."""
    shape = {**{name: frame.schema[name] for name in by}, **_SHAPE, **more}
    return pl.DataFrame([[one.get(name) for name in shape] for one in rows], schema=shape, orient="row")
