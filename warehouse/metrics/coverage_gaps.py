"""
label = "Coverage gaps"
label_de = "Lücken der Besetzung"
description = '''What share of the messages that needed an answer arrived while nobody of their department was on shift,
    and how long those waited compared with the others (calendar time, Kaplan-Meier); and what share of the staffed
    hours nothing arrived in.'''
description_de = '''Welcher Anteil der Nachrichten, die eine Antwort brauchten, kam, als niemand ihrer Abteilung im
    Dienst war, und wie lange diese warteten, verglichen mit den anderen (Kalenderzeit, Kaplan-Meier); und in welchem
    Anteil der besetzten Stunden nichts kam.'''
unit = "share"
better = "lower"
dimensions = ["hour_of_week", "source", "platform", "channel", "visibility", "department_id"]
detail = ["hour_of_week", "source", "platform", "channel", "visibility"]
time = "date_day"
statistics = ["arrivals", "unstaffed", "unstaffed_p50", "staffed_p50", "idle"]
excludes = "messages without an owner; departments without shifts, and times before or after their plan"
excludes_de = "Nachrichten ohne Zuständige; Abteilungen ohne Schichten und Zeiten außerhalb ihres Plans"
others = "Others show arrivals and opening hours apart, and business time hides what the night costs."
others_de = "Andere zeigen Eingang und Öffnungszeiten getrennt, und Geschäftszeit verbirgt, was die Nacht kostet."
source = "metrics definition 12"
"""

from collections.abc import Sequence

import polars as pl
from polars.dataframe.group_by import GroupBy

from warehouse import survival
from warehouse.intervals import wilson_bounds

QUERY = """
select
    date_day,
    hour_of_week,
    source,
    platform,
    channel,
    visibility,
    department_id,
    is_staffed,
    observed_seconds,
    is_answered,
    null::boolean as is_idle
from marts.fct_wait_staffing
union all by name
select
    date_day,
    hour_of_week,
    department_id,
    arrival_count = 0 as is_idle
from marts.fct_staffed_hours
"""


def compute(rows: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Counts, shares and medians; a row per wait (is_staffed, observed_seconds, is_answered) or per staffed hour."""
    waits = rows.filter(pl.col("is_idle").is_null())
    known = waits.filter(pl.col("is_staffed").is_not_null())
    counts = _groups(waits, by).agg(sample_size=pl.len()).with_columns(
        statistic=pl.lit("arrivals"), metric_value=pl.col("sample_size"), numerator=pl.col("sample_size"),
        lower=pl.lit(None), upper=pl.lit(None),
    )  # fmt: skip
    return pl.concat(
        [
            _shaped(counts, by),
            _share(known.with_columns(hit=~pl.col("is_staffed")), by, "unstaffed"),
            _median(known.filter(~pl.col("is_staffed")), by, "unstaffed_p50"),
            _median(known.filter(pl.col("is_staffed")), by, "staffed_p50"),
            _share(
                rows.filter(pl.col("is_idle").is_not_null()).with_columns(hit=pl.col("is_idle")), by, "idle"
            ),
        ]
    )


def _groups(rows: pl.DataFrame, by: Sequence[str]) -> GroupBy:
    return rows.group_by(by or pl.lit(1).alias("all"))


def _share(rows: pl.DataFrame, by: Sequence[str], statistic: str) -> pl.DataFrame:
    counted = _groups(rows, by).agg(sample_size=pl.len(), numerator=pl.col("hit").sum())
    lower, upper = wilson_bounds(pl.col("numerator"), pl.col("sample_size"))
    return _shaped(
        counted.with_columns(
            statistic=pl.lit(statistic),
            metric_value=pl.col("numerator") / pl.col("sample_size"),
            lower=lower,
            upper=upper,
        ),
        by,
    )


def _median(waits: pl.DataFrame, by: Sequence[str], statistic: str) -> pl.DataFrame:
    curve = survival.kaplan_meier(waits, by, "observed_seconds", "is_answered")
    return _shaped(
        survival.percentiles(curve, by, [0.5]).with_columns(
            statistic=pl.lit(statistic), metric_value=pl.col("value"), numerator=pl.col("events")
        ),
        by,
    )


def _shaped(rows: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    return rows.select(
        *by,
        "statistic",
        pl.col("metric_value", "lower", "upper").cast(pl.Float64),
        pl.col("sample_size").cast(pl.Int64),
        pl.col("numerator").cast(pl.Float64),
    )
