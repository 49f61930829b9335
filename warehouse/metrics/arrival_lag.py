"""
label = "Time until arrival"
label_de = "Zeit bis zum Eintreffen"
description = '''How long after its publishing on the platform a message that opened a wait reached this system: the
    difference between the customer's clock and the team's.'''
description_de = '''Wie lange nach der Veröffentlichung auf der Plattform eine Nachricht, die eine Wartezeit begann,
    hier eintraf: der Unterschied zwischen der Uhr der Kundschaft und der des Teams.'''
unit = "seconds"
better = "lower"
dimensions = ["source", "platform", "channel", "visibility", "department_id", "stakeholder"]
detail = ["stakeholder"]
time = "opened_day"
statistics = ["p50", "p90", "p99", "history", "unknown"]
excludes = '''messages sent before their source was first read (history when it arrived); messages that arrived before
    they say they were sent'''
excludes_de = '''Nachrichten aus der Zeit, bevor ihre Quelle zum ersten Mal gelesen wurde (schon Geschichte, als sie
    eintrafen); Nachrichten, die vor ihrer eigenen Sendezeit eintrafen'''
others = '''Others start the clock when a message reaches them, which hides minutes to hours.'''
others_de = '''Andere starten die Uhr, wenn eine Nachricht bei ihnen eintrifft; das verbirgt Minuten bis Stunden.'''
example = ["09:00 a comment is published", "09:12 it is fetched", "= 12 min"]
example_de = ["09:00 ein Kommentar erscheint", "09:12 er wird abgeholt", "= 12 Min."]
source = "metrics definition 4"
"""

from collections.abc import Sequence

import polars as pl

from warehouse import survival

SHARES = {0.5: "p50", 0.9: "p90", 0.99: "p99"}

QUERY = """
select
    opened_day as date_day,
    source,
    platform,
    channel,
    visibility,
    department_id,
    stakeholder,
    lag_seconds,
    is_history
from marts.fct_waits
"""


def compute(waits: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Percentiles of the lag, and how many waits have none.

    `waits` has a row per wait: *by, lag_seconds, is_history (sent before its source was first read).
    """
    live = ~pl.col("is_history")
    known = waits.filter(live & pl.col("lag_seconds").is_not_null()).with_columns(arrived=pl.lit(True))
    curve = survival.kaplan_meier(known, by, "lag_seconds", "arrived")
    rows = survival.percentiles(curve, by, list(SHARES)).select(
        *by,
        _name(),
        pl.col("value").alias("metric_value"),
        "lower",
        "upper",
        pl.col("sample_size").cast(pl.Int64),
        pl.col("events").cast(pl.Float64).alias("numerator"),
    )
    left_out = {"history": ~live, "unknown": live & pl.col("lag_seconds").is_null()}
    counts = [_counted(waits, by, name, condition) for name, condition in left_out.items()]
    return pl.concat([rows, *counts], how="vertical_relaxed")


def _name() -> pl.Expr:
    return pl.col("share").replace_strict(SHARES, return_dtype=pl.String).alias("statistic")


def _counted(waits: pl.DataFrame, by: Sequence[str], name: str, condition: pl.Expr) -> pl.DataFrame:
    found = condition.sum().cast(pl.Float64)
    counts = (found.alias("metric_value"), pl.len().cast(pl.Int64).alias("sample_size"))
    rows = waits.group_by(by).agg(*counts) if by else waits.select(*counts)
    unknown = pl.lit(None, dtype=pl.Float64)
    return rows.select(
        *by,
        pl.lit(name).alias("statistic"),
        "metric_value",
        unknown.alias("lower"),
        unknown.alias("upper"),
        "sample_size",
        pl.col("metric_value").alias("numerator"),
    )
