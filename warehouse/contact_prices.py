"""What contacts cost: the handle time of their topic × the rate of the department that takes them + its tools.

Pure: frames in, values out.
"""

from dataclasses import dataclass

import polars as pl

from warehouse.event_study import Hours
from warehouse.usual_week import Ints

FEWEST_TIMES = 20  # handled contacts of a topic from which it has a handle time of its own
MOST_UNPRICED = 0.2  # share of contacts whose department has no rate, beyond which nobody can say


@dataclass(frozen=True)
class Prices:
    """What contacts cost, in cents: each hour's (`cents` an hour), and how sure their handle times are.

    `mean` of a contact, `effective` = Σc²/Σc (the variance of a count of such contacts), `relative_error` the squared
    standard error of the handle times relative to the cost. `reason` where there is no price.
    """

    cents: Ints
    mean: float = 0.0
    effective: float = 0.0
    relative_error: float = 0.0
    reason: str | None = None


def priced(clock: Hours, contacts: pl.DataFrame, times: pl.DataFrame) -> Prices:
    """Cents that the contacts of each hour cost: handle time of the topic × rate + tools.

    A topic with few handle times has those of all; a department without a rate the mean of the others, unless that
    concerns more than a fifth of all contacts.
    """
    total = int(contacts["contacts"].sum())
    priced = contacts.filter(pl.col("euro_per_hour").is_not_null())
    known = int(priced["contacts"].sum())
    if not times["handled"].sum():
        return Prices(clock.series(contacts.head(0)), reason="no_handle_time")
    if not known or known < (1 - MOST_UNPRICED) * total:
        return Prices(clock.series(contacts.head(0)), reason="no_rate")
    mean_rate, mean_tool = (
        float((priced["contacts"] * priced[name].fill_null(0.0)).sum()) / known
        for name in ("euro_per_hour", "tool_euro_per_contact")
    )
    minutes = _minutes(times)
    overall = minutes.filter(pl.col("topic") == "")
    lines = (
        contacts.with_columns(pl.col("topic").fill_null("?"))
        .join(minutes, on="topic", how="left", maintain_order="left")
        .with_columns(
            pl.col("minutes").fill_null(overall["minutes"][0]),
            pl.col("error").fill_null(overall["error"][0]),
            pl.col("tool_euro_per_contact").fill_null(
                pl.when(pl.col("euro_per_hour").is_null()).then(mean_tool).otherwise(0.0)
            ),
            pl.col("euro_per_hour").fill_null(mean_rate),
        )
        .with_columns(labour=pl.col("minutes") * pl.col("euro_per_hour") / 60 * 100)
        .with_columns(price=pl.col("labour") + pl.col("tool_euro_per_contact") * 100)
    )
    sums = lines.select(
        cost=(pl.col("contacts") * pl.col("price")).sum(),
        squares=(pl.col("contacts") * pl.col("price") ** 2).sum(),
    )
    cost = float(sums["cost"][0])
    # Handle times of one topic err together, those of different topics don't.
    errors = lines.group_by("topic").agg(
        ((pl.col("contacts") * pl.col("labour")).sum() * pl.col("error").first()) ** 2
    )
    by_hour = lines.group_by("hour_at", maintain_order=True).agg(
        (pl.col("contacts") * pl.col("price")).sum().round().cast(pl.Int64).alias("contacts")
    )
    return Prices(
        clock.series(by_hour),
        cost / total,
        float(sums["squares"][0]) / cost,
        float(errors["contacts"].sort().sum()) / (cost * cost),
    )


def _minutes(times: pl.DataFrame) -> pl.DataFrame:
    """topic ("" for all, "?" for none), mean minutes a contact, and its relative standard error."""
    named = times.with_columns(pl.col("topic").fill_null("?")).filter(pl.col("handled") >= FEWEST_TIMES)
    overall = times.select(
        pl.lit("").alias("topic"),
        *(pl.col(name).sort().sum() for name in ("handled", "seconds", "squared")),
    )
    mean = pl.col("seconds") / pl.col("handled")
    spread = (pl.col("squared") / pl.col("handled") - mean * mean).clip(lower_bound=0)
    return pl.concat([named, overall], how="vertical_relaxed").select(
        "topic", (mean / 60).alias("minutes"), ((spread / pl.col("handled")).sqrt() / mean).alias("error")
    )
