"""
label = "Duration of stages"
label_de = "Dauer der Stationen"
description = '''How long cases stay at each stage, a department in a state, each time they come to it
    (Kaplan-Meier: what is there now counts as staying so far), and what share of all the time of all cases passes
    there.'''
description_de = '''Wie lange Fälle an jeder Station bleiben, einer Abteilung in einem Zustand, jedes Mal, wenn sie
    dorthin kommen (Kaplan-Meier: was jetzt dort ist, zählt als bisher geblieben), und welcher Anteil der ganzen
    Zeit aller Fälle dort vergeht.'''
unit = "seconds"
better = "lower"
dimensions = ["clock", "state", "source", "platform", "channel", "visibility", "department_id"]
derived = ["clock"]
detail = ["source", "platform", "channel", "visibility"]
time = "opened_day"
statistics = ["steps", "time_share", "p50", "p90"]
excludes = '''time after a case's end, and between a close and a reopening; in business time, departments without a
    calendar'''
excludes_de = '''die Zeit nach dem Ende eines Falls und zwischen Schließen und Wiederöffnen; in Geschäftszeit
    Abteilungen ohne Kalender'''
others = "Others average the finished stays, so that what has been stuck for weeks appears once it is over."
others_de = "Andere mitteln beendete Aufenthalte: Was seit Wochen feststeckt, erscheint erst, wenn es vorbei ist."
example = [
    "three cases came to the approval of Legal; two left after 2 h and 4 h, one has been there for 3 h",
    "= half have left after 4 h: at 2 h one of three left, at 4 h the only one still watched",
]
example_de = [
    "drei Fälle kamen zur Freigabe bei Recht; zwei gingen nach 2 und 4 Std., einer ist seit 3 Std. dort",
    "= die Hälfte ist nach 4 Std. fort: nach 2 Std. ging einer von dreien, nach 4 Std. der letzte beobachtete",
]
source = "metrics definition 8; survival: Kaplan and Meier (1958)"
"""

from collections.abc import Sequence

import polars as pl

from warehouse import statistic_rows

QUERY = """
select
    opened_day as date_day,
    state,
    court,
    source,
    platform,
    channel,
    visibility,
    department_id,
    ended_at is not null as is_over,
    clock,
    if(clock = 'business', observed_business_seconds, observed_seconds) as seconds
from marts.fct_case_steps
cross join (values ('business'), ('calendar')) as clocks (clock)
where court != 'done'
"""


def compute(steps: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """How often each stage was entered, its part of all the time, and how long a stay is; a row per step and clock."""
    known = steps.filter(pl.col("seconds").is_not_null())
    return pl.concat(
        [
            statistic_rows.count(steps, by, "steps"),
            _time_shares(known, by),
            statistic_rows.percentiles(known, by, "seconds", "is_over", {"p50": 0.5, "p90": 0.9}),
        ]
    )


def _time_shares(steps: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Of the time at all stages; the numerator is the seconds at this one."""
    wider = [name for name in by if name not in ("department_id", "state")]
    # Whole microseconds: the sum of doubles would depend on their order.
    seconds = (pl.col("seconds") * 1e6).round().cast(pl.Int64).sum()
    found = statistic_rows.grouped(steps, by, spent=seconds, sample_size=pl.len())
    totals = statistic_rows.grouped(steps, wider, total=seconds)
    joined = found.join(totals, on=wider, nulls_equal=True) if wider else found.join(totals, how="cross")
    return statistic_rows.shaped(
        joined.filter(pl.col("sample_size") > 0).with_columns(statistic=pl.lit("time_share")),
        by,
        value=pl.when(pl.col("total") > 0).then(pl.col("spent") / pl.col("total")),
        lower=statistic_rows.UNKNOWN,
        upper=statistic_rows.UNKNOWN,
        numerator=pl.col("spent") / 1e6,
    )
