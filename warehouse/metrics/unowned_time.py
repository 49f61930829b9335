"""
label = "Time without an owner"
label_de = "Zeit ohne Zuständige"
description = '''How long open cases are without an owning department, by the day on which that began: all of the time
    together, and the times by which half and nine tenths were taken by one (Kaplan-Meier; cases that still have none
    count as waiting so far). The department is the one that took it.'''
description_de = '''Wie lange offene Fälle ohne zuständige Abteilung sind, nach dem Tag, an dem das begann: alle Zeit
    zusammen, und die Zeiten, nach denen die Hälfte und neun Zehntel eine hatten (Kaplan-Meier; Fälle, die noch keine
    haben, zählen als bisher wartend). Die Abteilung ist die, die ihn nahm.'''
unit = "seconds"
better = "lower"
dimensions = ["source", "platform", "channel", "visibility", "department_id"]
time = "started_day"
statistics = ["total", "p50", "p90"]
excludes = "closed cases; cases that belong to a department, but to nobody in it"
excludes_de = "geschlossene Fälle; Fälle, die einer Abteilung gehören, aber niemandem darin"
others = "Others begin to count with the first assignment, so that what nobody took is never late."
others_de = "Andere zählen ab der ersten Zuweisung; was niemand nahm, ist dort nie zu spät."
source = "metrics definition 13"
"""

from collections.abc import Sequence

import polars as pl

from warehouse import survival

QUERY = """
select
    started_day as date_day,
    source,
    platform,
    channel,
    visibility,
    department_id,
    observed_seconds,
    -- What was closed without an owner hasn't been taken.
    taken_by is not null as is_taken
from marts.fct_unowned
"""


def compute(spells: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """All seconds together and percentiles; `spells` has a row per spell: *by, observed_seconds, is_taken."""
    curve = survival.kaplan_meier(spells, by, "observed_seconds", "is_taken")
    percentiles = survival.percentiles(curve, by, [0.5, 0.9]).with_columns(
        statistic=pl.when(pl.col("share") == 0.5).then(pl.lit("p50")).otherwise(pl.lit("p90")),
        metric_value=pl.col("value"),
        numerator=pl.col("events"),
    )
    # In order, so that the same spells give the same bits.
    totals = (
        spells.sort("observed_seconds")
        .group_by(by or pl.lit(1).alias("all"))
        .agg(sample_size=pl.len(), metric_value=pl.col("observed_seconds").sum())
        .with_columns(
            statistic=pl.lit("total"),
            numerator=pl.col("metric_value"),
            lower=pl.lit(None),
            upper=pl.lit(None),
        )
    )
    return pl.concat([_shaped(totals, by), _shaped(percentiles, by)])


def _shaped(rows: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    return rows.select(
        *by,
        "statistic",
        pl.col("metric_value", "lower", "upper").cast(pl.Float64),
        pl.col("sample_size").cast(pl.Int64),
        pl.col("numerator").cast(pl.Float64),
    )
