"""
label = "Share answered by then"
label_de = "Bis dahin beantwortet"
description = '''Share of customers who have a human reply after a given time, from one minute to seven days; open
    waits count as waiting so far (Kaplan-Meier, 95 % interval). `numerator` is how many still wait.'''
description_de = '''Anteil der Kundinnen und Kunden, die nach einer bestimmten Zeit eine menschliche Antwort haben, von
    einer Minute bis sieben Tage; Offene zählen als bisher wartend (Kaplan-Meier, 95-%-Intervall). Der
    Zähler sagt, wie viele noch warten.'''
unit = "share"
better = "higher"
dimensions = ["clock", "source", "platform", "channel", "visibility", "department_id", "stakeholder"]
derived = ["clock"]
detail = ["source", "platform", "channel", "visibility", "department_id", "stakeholder"]
time = "opened_day"
statistics = ["answered_share"]
excludes = '''automatic replies and internal notes (they end no wait); messages that need no answer; in business
    time, departments without a calendar'''
excludes_de = '''automatische Antworten und interne Notizen (sie beenden keine Wartezeit); Nachrichten ohne
    Antwortbedarf; in Geschäftszeit Abteilungen ohne Kalender'''
others = "Others draw a histogram of the answered."
others_de = "Andere zeichnen ein Histogramm der Beantworteten."
example = [
    "four customers write at 09:00",
    "answered at 09:10, 09:20 and 11:00; the fourth left at 09:30, unanswered",
    "= 25% after 10 min, 50% after 20 min, 100% after 2 h: who left counts until 30 min",
]
example_de = [
    "vier Kundinnen schreiben um 09:00",
    "Antworten um 09:10, 09:20 und 11:00; die vierte zog um 09:30 zurück",
    "= 25 % nach 10 Min., 50 % nach 20 Min., 100 % nach 2 Std.: die vierte zählt bis 30 Min.",
]
source = "metrics definition 5"
"""

from collections.abc import Sequence

import numpy as np
import polars as pl

from warehouse import survival
from warehouse.metrics.first_response_time import QUERY as QUERY

# A minute to a week, evenly on a log scale, and the round times that people ask for.
ROUND_TIMES = (60, 300, 900, 3600, 18000, 86400, 259200, 604800)
GRID = sorted({*ROUND_TIMES, *(int(seconds) for seconds in np.geomspace(60, 604800, 97).round())})


def compute(waits: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Points of the rising curve: *by, seconds, the share with its interval, and how many still wait."""
    known = waits.with_columns(answered=pl.col("ending") == 1)
    rows = survival.at_times(survival.kaplan_meier(known, by, "seconds", "answered"), by, GRID)
    sizes = known.group_by(by).agg(sample_size=pl.len()) if by else known.select(sample_size=pl.len())
    joined = rows.join(sizes, on=list(by), nulls_equal=True) if by else rows.join(sizes, how="cross")
    return joined.select(
        *by,
        pl.lit("answered_share").alias("statistic"),
        (1 - pl.col("survival")).alias("metric_value"),
        (1 - pl.col("upper")).alias("lower"),
        (1 - pl.col("lower")).alias("upper"),
        pl.col("sample_size").cast(pl.Int64),
        pl.col("at_risk").cast(pl.Float64).alias("numerator"),
        pl.col("time").alias("seconds"),
    )
