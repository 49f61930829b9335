"""
label = "Every response time"
label_de = "Zeit bis zu jeder Antwort"
description = '''How long customers wait for a human reply at every turn of an episode, not only at the first: the
    times by which half, three quarters and nine tenths have it. Waits that are still open count as waiting so far
    (Kaplan-Meier). Waits of one case resemble each other, so the interval comes from drawing whole cases (cluster
    bootstrap); for single days it is the pointwise one.'''
description_de = '''Wie lange Kundinnen und Kunden in jeder Runde einer Episode auf eine menschliche Antwort warten,
    nicht nur in der ersten: die Zeiten, nach denen die Hälfte, drei Viertel und neun Zehntel sie haben. Offene
    Wartezeiten zählen als bisher gewartet (Kaplan-Meier). Wartezeiten eines Vorgangs ähneln einander, darum
    entsteht das Intervall durch Ziehen ganzer Vorgänge (Cluster-Bootstrap); für einzelne Tage ist es das
    punktweise.'''
unit = "seconds"
better = "lower"
dimensions = ["clock", "turn", "source", "platform", "channel", "visibility", "department_id", "stakeholder"]
derived = ["clock"]
detail = ["source", "platform", "channel", "visibility", "stakeholder"]
time = "opened_day"
statistics = ["p50", "p75", "p90", "answered_only_p50"]
excludes = '''automatic replies and internal notes (they end no wait); messages that need no answer; in business
    time, departments without a calendar'''
excludes_de = '''automatische Antworten und interne Notizen (sie beenden keine Wartezeit); Nachrichten ohne
    Antwortbedarf; in Geschäftszeit Abteilungen ohne Kalender'''
others = '''Others measure the first response only, or begin at the last of several messages, which favours whoever
    lets customers ask again.'''
others_de = '''Andere messen nur die erste Antwort oder beginnen bei der letzten von mehreren Nachrichten; das
    begünstigt, wer nachfragen lässt.'''
example = [
    "09:00, 09:20 and 09:50 a customer writes",
    "10:00 an agent answers",
    "11:00 the customer thanks and asks on; 11:30 an agent answers",
    "= first wait 60 min, second wait 30 min",
]
example_de = [
    "09:00, 09:20 und 09:50 schreibt eine Kundin",
    "10:00 kommt eine Antwort",
    "11:00 dankt sie und fragt weiter; 11:30 kommt eine Antwort",
    "= erste Wartezeit 60 Min., zweite 30 Min.",
]
source = "metrics definitions 5 and 6"
"""

from collections.abc import Sequence

import polars as pl

from warehouse import resampling, survival

SHARES = {0.5: "p50", 0.75: "p75", 0.9: "p90"}

QUERY = """
select
    opened_day as date_day,
    turn,
    source,
    platform,
    channel,
    visibility,
    department_id,
    stakeholder,
    case_id,
    case outcome when 'answered' then 1 when 'closed_unanswered' then 2 else 0 end as ending,
    clock,
    case clock
        when 'business' then observed_business_seconds
        when 'calendar' then observed_seconds
        when 'business_arrival' then arrival_business_seconds
        else arrival_seconds
    end as seconds
from marts.fct_waits
cross join (values ('business'), ('calendar'), ('business_arrival'), ('calendar_arrival')) as clocks (clock)
"""


def compute(waits: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Percentiles of all waits, and the median that other tools show.

    `waits` has a row per wait and clock: *by, seconds, ending (0 censored, 1 answered, 2 closed without a reply),
    case_id. Waits without a figure on a clock (no calendar) are left out on that clock.
    """
    known = waits.filter(pl.col("seconds").is_not_null()).with_columns(answered=pl.col("ending") == 1)
    curve = survival.kaplan_meier(known, by, "seconds", "answered")
    rows = survival.percentiles(curve, by, list(SHARES))
    if "date_day" not in by:
        drawn = resampling.bootstrap_percentiles(known, by, "case_id", "seconds", "answered", list(SHARES))
        rows = rows.drop("lower", "upper").join(drawn, on=[*by, "share"], nulls_equal=True)
    naive = survival.answered_only(curve, by, [0.5])
    unknown = pl.lit(None, dtype=pl.Float64)
    return pl.concat(
        [
            _shaped(
                rows.with_columns(statistic=pl.col("share").replace_strict(SHARES, return_dtype=pl.String)),
                by,
            ),
            _shaped(
                naive.with_columns(
                    lower=unknown,
                    upper=unknown,
                    events=pl.col("sample_size"),
                    statistic=pl.lit("answered_only_p50"),
                ),
                by,
            ),
        ]
    )


def _shaped(rows: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    return rows.select(
        *by,
        "statistic",
        pl.col("value").cast(pl.Float64).alias("metric_value"),
        pl.col("lower", "upper").cast(pl.Float64),
        pl.col("sample_size").cast(pl.Int64),
        pl.col("events").cast(pl.Float64).alias("numerator"),
    )
