"""
label = "Delay"
label_de = "Verzögerung"
description = '''How much of the customers' waiting falls to whom: the seconds that waits opened in the period spent
    with each department and in each stage (approval, third party, hand-off, queue until the first touch, work until
    the reply), waits still open counting so far. The intervals come from drawing whole cases (cluster bootstrap);
    p90 is that of a single wait's time there (Kaplan-Meier).'''
description_de = '''Wie viel vom Warten der Kundinnen und Kunden auf wen entfällt: die Sekunden, die im Zeitraum
    geöffnete Wartezeiten bei jeder Abteilung und in jeder Stufe verbrachten (Freigabe, Dritte, Übergabe, Warteschlange
    bis zur ersten Berührung, Arbeit bis zur Antwort); offene zählen bis jetzt. Die Intervalle entstehen durch Ziehen
    ganzer Vorgänge (Cluster-Bootstrap); P90 ist das der Zeit einer einzelnen Wartezeit dort (Kaplan-Meier).'''
unit = "seconds"
better = "lower"
dimensions = [
    "clock", "stage", "from_department_id", "department_id", "source", "platform", "channel", "visibility",
]
derived = ["clock"]
detail = ["from_department_id", "source", "platform", "channel", "visibility"]
time = "opened_day"
statistics = ["delay", "share", "p90"]
excludes = '''in business time, waiting with departments that have no calendar and with nobody; messages that need no
    answer'''
excludes_de = '''in Geschäftszeit Warten bei Abteilungen ohne Kalender und bei niemandem; Nachrichten ohne
    Antwortbedarf'''
others = "Others rank departments by their own response times, so that whoever passes a case on late looks fast."
others_de = '''Andere reihen Abteilungen nach deren eigenen Reaktionszeiten; wer einen Fall spät weitergibt, wirkt dort
    schnell.'''
example = [
    "09:00 a customer writes; Marketing owns it",
    "09:30 handed to Service",
    "11:00 Service writes a note",
    "11:20 Service answers",
    "= Marketing 30 min, Service 1 h 50 min; hand-off 1 h 30 min of it",
]
example_de = [
    "09:00 eine Kundin schreibt; Marketing ist zuständig",
    "09:30 an den Service übergeben",
    "11:00 der Service schreibt eine Notiz",
    "11:20 der Service antwortet",
    "= Marketing 30 Min., Service 1 Std. 50 Min.; davon Übergabe 1 Std. 30 Min.",
]
source = "metrics definitions 6 and 13"
"""

from collections.abc import Sequence

import polars as pl

from warehouse import statistic_rows
from warehouse.resampling import bootstrap_ratio

QUERY = """
select
    opened_day as date_day,
    stage,
    from_department_id,
    department_id,
    source,
    platform,
    channel,
    visibility,
    case_id,
    wait_id,
    customer_id,
    is_running,
    unnest(
        [
            {clock: 'business', seconds: observed_business_seconds},
            {clock: 'calendar', seconds: observed_seconds}
        ],
        recursive := true
    )
from marts.fct_wait_stages
"""


def compute(stages: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Seconds, their share in all, and the p90 of a wait; `stages` has a row per wait, department, stage and clock.

    `by` holds the clock. Single days have no interval: for them nobody draws cases.
    """
    known = stages.filter(pl.col("seconds").is_not_null())
    # One row per wait and group; whole numbers add up alike in any order.
    waits = known.group_by([*by, "case_id", "wait_id", "customer_id"]).agg(
        micros=(pl.col("seconds") * 1e6).round().cast(pl.Int64).sum(), is_left=~pl.col("is_running").any()
    )
    whole = [key for key in by if key in ("clock", "date_day")]
    everything = waits.group_by(whole).agg(everything=pl.col("micros").sum())
    sums = waits.group_by(by).agg(total=pl.col("micros").sum(), sample_size=pl.len())
    rows = sums.join(everything, on=whole, nulls_equal=True).with_columns(
        delay=pl.col("total") / 1e6,
        share=pl.col("total") / pl.col("everything"),
        numerator=pl.col("total") / 1e6,
    )
    if "date_day" not in by:
        rows = rows.join(_bounds(waits, by, whole), on=list(by), nulls_equal=True)
    timed = waits.with_columns(seconds=pl.col("micros") / 1e6)
    return pl.concat(
        [
            _stated(rows, by, "delay"),
            _stated(rows, by, "share"),
            statistic_rows.percentiles(timed, by, "seconds", "is_left", {"p90": 0.9}),
        ]
    )


def _bounds(waits: pl.DataFrame, by: Sequence[str], whole: Sequence[str]) -> pl.DataFrame:
    """Intervals of every group's seconds and share: each draw takes of all cases, also those that never were there."""
    cases = waits.group_by([*whole, "case_id"]).agg(everything=pl.col("micros").sum())
    own = waits.group_by([*by, "case_id"]).agg(own=pl.col("micros").sum())
    table = (
        waits.select(by)
        .unique()
        .join(cases, on=whole)
        .join(own, on=[*by, "case_id"], how="left", nulls_equal=True)
        .with_columns(pl.col("own").fill_null(0))
    )
    means = bootstrap_ratio(table, by, "case_id", "own")
    shares = bootstrap_ratio(table, by, "case_id", "own", "everything").drop("clusters")
    seconds = pl.col("clusters") / 1e6
    return means.join(shares, on=list(by), nulls_equal=True, suffix="_share").select(
        *by,
        (pl.col("lower") * seconds).alias("delay_lower"),
        (pl.col("upper") * seconds).alias("delay_upper"),
        pl.col("lower_share").alias("share_lower"),
        pl.col("upper_share").alias("share_upper"),
    )


def _stated(rows: pl.DataFrame, by: Sequence[str], statistic: str) -> pl.DataFrame:
    has_bounds = f"{statistic}_lower" in rows.columns
    return statistic_rows.shaped(
        rows.with_columns(statistic=pl.lit(statistic)),
        by,
        value=pl.col(statistic),
        lower=pl.col(f"{statistic}_lower") if has_bounds else statistic_rows.UNKNOWN,
        upper=pl.col(f"{statistic}_upper") if has_bounds else statistic_rows.UNKNOWN,
        numerator=pl.col("numerator"),
    )
