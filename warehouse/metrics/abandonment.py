"""
label = "Given up before an answer"
label_de = "Vor der Antwort aufgegeben"
description = '''Share of customers who took everything back, or whose case was deleted, before they had a first human
    reply, within a day and within seven days. An answer or a closing competes with it (Aalen-Johansen); whoever
    still waits counts as waiting so far.'''
description_de = '''Anteil der Kundinnen und Kunden, die alles zurückgenommen haben oder deren Vorgang gelöscht wurde,
    ehe sie eine erste menschliche Antwort hatten, binnen eines Tages und binnen sieben Tagen. Antwort und
    Abschluss konkurrieren damit (Aalen-Johansen); wer noch wartet, zählt als bisher wartend.'''
unit = "share"
better = "lower"
dimensions = ["source", "platform", "channel", "visibility", "department_id", "stakeholder"]
detail = ["stakeholder"]
time = "opened_day"
statistics = ["value", "one_day"]
excludes = '''merged cases from their merging on; messages that need no answer; what is said elsewhere and never
    deleted'''
excludes_de = '''zusammengeführte Vorgänge ab der Zusammenführung; Nachrichten ohne Antwortbedarf; was anderswo gesagt
    und nie gelöscht wurde'''
others = "Others know abandoned calls only."
others_de = "Andere kennen nur abgebrochene Anrufe."
example = [
    "09:00 four customers comment",
    "10:00 two have an answer; 11:00 one deletes the comment; one still waits after eight days",
    "= 1 of 4, 25%",
]
example_de = [
    "09:00 vier Personen kommentieren",
    "10:00 zwei haben eine Antwort; 11:00 eine löscht den Kommentar; eine wartet nach acht Tagen noch",
    "= 1 von 4, 25 %",
]
source = "metrics definition 17"
"""

from collections.abc import Sequence

import polars as pl

from warehouse import survival
from warehouse.intervals import wilson_bounds

DAY = 86400.0
TIMES = {7 * DAY: "value", DAY: "one_day"}
_ROUNDING = 1e-9

QUERY = """
select
    opened_day as date_day,
    source,
    platform,
    channel,
    visibility,
    department_id,
    stakeholder,
    observed_seconds,
    case when outcome = 'withdrawn' then 1 when outcome in ('open', 'merged') then 0 else 2 end as ending
from marts.fct_waits
where ordinal = 1
"""


def compute(waits: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Share given up by one and by seven days.

    `waits` has a row per first wait: *by, observed_seconds, ending (0 censored, 1 withdrawn, 2 answered or closed).
    """
    curve = survival.cumulative_incidence(waits, by, "observed_seconds", "ending", cause=1)
    rows = survival.at_times(curve, by, list(TIMES))
    given_up = [
        ((pl.col("ending") == 1) & (pl.col("observed_seconds") <= time)).sum().alias(name)
        for time, name in TIMES.items()
    ]
    counts = (pl.len().cast(pl.Int64).alias("sample_size"), *given_up)
    sizes = waits.group_by(by).agg(*counts) if by else waits.select(*counts)
    joined = rows.join(sizes, on=list(by), nulls_equal=True) if by else rows.join(sizes, how="cross")
    share = pl.col("incidence")
    # At none or all the delta method knows no error; the score interval of as many waits does (Wilson, 1927).
    is_edge = (share < _ROUNDING) | (share > 1 - _ROUNDING)
    lowest, highest = wilson_bounds(share.round() * pl.col("sample_size"), pl.col("sample_size"))
    statistic = pl.col("time").replace_strict(TIMES, return_dtype=pl.String)
    return joined.select(
        *by,
        statistic.alias("statistic"),
        share.alias("metric_value"),
        pl.when(is_edge).then(lowest).otherwise(pl.col("lower")).alias("lower"),
        pl.when(is_edge).then(highest).otherwise(pl.col("upper")).alias("upper"),
        "sample_size",
        pl.when(statistic == "value")
        .then(pl.col("value"))
        .otherwise(pl.col("one_day"))
        .cast(pl.Float64)
        .alias("numerator"),
    )
