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
example = [
    "16:40 a case opens without an owner",
    "16:52 Marketing takes it",
    "= 12 min",
]
example_de = [
    "16:40 ein Fall wird ohne Zuständige eröffnet",
    "16:52 Marketing nimmt ihn",
    "= 12 Min.",
]
source = "metrics definition 13"
"""

from collections.abc import Sequence

import polars as pl

from warehouse import statistic_rows

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
    # In order, so that the same spells give the same bits.
    ordered = spells.sort("observed_seconds")
    totals = statistic_rows.grouped(ordered, by, sample_size=pl.len(), total=pl.col("observed_seconds").sum())
    return pl.concat(
        [
            statistic_rows.shaped(
                totals.with_columns(statistic=pl.lit("total")),
                by,
                value=pl.col("total"),
                lower=statistic_rows.UNKNOWN,
                upper=statistic_rows.UNKNOWN,
                numerator=pl.col("total"),
            ),
            statistic_rows.percentiles(spells, by, "observed_seconds", "is_taken", {"p50": 0.5, "p90": 0.9}),
        ]
    )
