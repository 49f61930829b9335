"""Rows of a metric from facts: percentiles with open ends, shares, counts, each with its n.

What comes back has the columns that `catalog.evaluate` promises: *by, statistic, metric_value, lower, upper,
sample_size, numerator. Facts in, one row a group of `by` out; without `by` one row in all.
"""

from collections.abc import Mapping, Sequence

import polars as pl

from warehouse import survival
from warehouse.intervals import wilson_bounds

UNKNOWN = pl.lit(None, dtype=pl.Float64)


def percentiles(
    facts: pl.DataFrame, by: Sequence[str], duration: str, event: str, shares: Mapping[str, float]
) -> pl.DataFrame:
    """Kaplan-Meier percentiles, `shares` by name of their statistic; NULL where not reached.

    Facts without a duration are left out; the numerator is how many ended, the sample how many were watched.
    """
    known = facts.filter(pl.col(duration).is_not_null())
    curve = survival.kaplan_meier(known, by, duration, event)
    rows = survival.percentiles(curve, by, list(shares.values()))
    names = {share: name for name, share in shares.items()}
    return shaped(
        rows.with_columns(statistic=pl.col("share").replace_strict(names, return_dtype=pl.String)),
        by,
        value=pl.col("value"),
        lower=pl.col("lower"),
        upper=pl.col("upper"),
        numerator=pl.col("events"),
    )


def ended_by(
    facts: pl.DataFrame, by: Sequence[str], duration: str, event: str, time: float, statistic: str
) -> pl.DataFrame:
    """The share that has ended by `time`, what still runs counting for as long as it was watched (Kaplan-Meier)."""
    known = facts.filter(pl.col(duration).is_not_null())
    read = survival.at_times(survival.kaplan_meier(known, by, duration, event), by, [time])
    ended = (pl.col(event) & (pl.col(duration) <= time)).sum()
    sizes = grouped(known, by, sample_size=pl.len(), ended=ended)
    joined = read.join(sizes, on=list(by), nulls_equal=True) if by else read.join(sizes, how="cross")
    share = 1 - pl.col("survival")
    # At none or all the variance is none; the score interval of as many knows better (Wilson, 1927).
    is_edge = (share <= 0) | (share >= 1)
    lowest, highest = wilson_bounds(
        pl.when(share <= 0).then(0).otherwise(pl.col("sample_size")), pl.col("sample_size")
    )
    return shaped(
        joined.with_columns(statistic=pl.lit(statistic)),
        by,
        value=share,
        lower=pl.when(is_edge).then(lowest).otherwise(1 - pl.col("upper")),
        upper=pl.when(is_edge).then(highest).otherwise(1 - pl.col("lower")),
        numerator=pl.col("ended"),
    )


def share(facts: pl.DataFrame, by: Sequence[str], column: str, statistic: str) -> pl.DataFrame:
    """The share of true among the facts of which it is known (not NULL), with its score interval."""
    known = facts.filter(pl.col(column).is_not_null())
    counted = grouped(known, by, sample_size=pl.len(), found=pl.col(column).sum())
    counted = counted.filter(pl.col("sample_size") > 0)
    lower, upper = wilson_bounds(pl.col("found"), pl.col("sample_size"))
    return shaped(
        counted.with_columns(statistic=pl.lit(statistic)),
        by,
        value=pl.col("found") / pl.col("sample_size"),
        lower=lower,
        upper=upper,
        numerator=pl.col("found"),
    )


def count(
    facts: pl.DataFrame, by: Sequence[str], statistic: str, condition: pl.Expr | None = None
) -> pl.DataFrame:
    """How many facts there are or, of those, meet a condition."""
    found = pl.len() if condition is None else condition.sum()
    counted = grouped(facts, by, sample_size=pl.len(), found=found)
    return shaped(
        counted.with_columns(statistic=pl.lit(statistic)),
        by,
        value=pl.col("found"),
        lower=UNKNOWN,
        upper=UNKNOWN,
        numerator=pl.col("found"),
    )


def grouped(facts: pl.DataFrame, by: Sequence[str], **sums: pl.Expr) -> pl.DataFrame:
    """Aggregates by group, or over everything."""
    return facts.group_by(by).agg(**sums) if by else facts.select(**sums)


def shaped(
    rows: pl.DataFrame, by: Sequence[str], value: pl.Expr, lower: pl.Expr, upper: pl.Expr, numerator: pl.Expr
) -> pl.DataFrame:
    """Rows with `statistic` and `sample_size` as a metric gives them."""
    return rows.select(
        *by,
        "statistic",
        value.cast(pl.Float64).alias("metric_value"),
        lower.cast(pl.Float64).alias("lower"),
        upper.cast(pl.Float64).alias("upper"),
        pl.col("sample_size").cast(pl.Int64),
        numerator.cast(pl.Float64).alias("numerator"),
    )
