"""
label = "Resolution time"
label_de = "Lösungszeit"
description = '''How long cases take from opening to their last close (p50, p75, p90), and to the first close that
    resolves them: after a human's reply, or where nothing needed one (first_p50, first_p90). Cases that are open
    count as running so far (Kaplan-Meier). bot_mean is what a bot had of that time before a human did.'''
description_de = '''Wie lange Fälle vom Öffnen bis zum letzten Schließen brauchen (p50, p75, p90), und bis zum
    ersten Schließen, das sie löst: nach der Antwort eines Menschen, oder wo keine nötig war (first_p50, first_p90).
    Offene Fälle zählen als bisher laufend (Kaplan-Meier). bot_mean ist, was davon ein Bot hatte, bevor ein Mensch
    es hatte.'''
unit = "seconds"
better = "lower"
dimensions = ["clock", "source", "platform", "channel", "visibility", "department_id"]
derived = ["clock"]
time = "opened_day"
statistics = ["p50", "p75", "p90", "first_p50", "first_p90", "bot_mean", "resolved_only_p50"]
excludes = '''nothing is left out around the clock; merged and deleted cases count until then; in business time,
    cases that a department without a calendar held'''
excludes_de = '''rund um die Uhr nichts; zusammengeführte und gelöschte Fälle zählen bis dahin; in Geschäftszeit
    Fälle, die eine Abteilung ohne Kalender hatte'''
others = '''Others take the solved only, count the bot's time as an agent's, or overwrite the first resolution when
    a case is reopened.'''
others_de = '''Andere nehmen nur Gelöstes, zählen die Zeit des Bots als die der Menschen oder überschreiben die
    erste Lösung, wenn ein Fall wieder geöffnet wird.'''
example = [
    "opened 9:00, closed 9:30 without an answer, opened again 10:00",
    "answered 11:00 and closed 12:00, reopened 13:00, closed 15:00",
    "= first resolution after 3 h, full resolution after 6 h",
]
example_de = [
    "geöffnet 9:00, um 9:30 ohne Antwort geschlossen, um 10:00 wieder geöffnet",
    "um 11:00 beantwortet, um 12:00 geschlossen, um 13:00 wieder geöffnet, um 15:00 geschlossen",
    "= erste Lösung nach 3 Std., volle Lösung nach 6 Std.",
]
source = "metrics definition 7"
"""

from collections.abc import Sequence

import polars as pl

from warehouse import statistic_rows

QUERY = """
select
    opened_day as date_day,
    source,
    platform,
    channel,
    visibility,
    department_id,
    clock,
    is_resolved,
    first_resolved_at is not null as is_first_resolved,
    bot_seconds,
    if(clock = 'business', observed_business_seconds, observed_seconds) as seconds,
    if(
        clock = 'business',
        if(first_resolved_at is null, observed_business_seconds, first_resolution_business_seconds),
        coalesce(first_resolution_seconds, observed_seconds)
    ) as first_seconds
from marts.fct_cases
cross join (values ('business'), ('calendar')) as clocks (clock)
"""


def compute(cases: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Percentiles of both resolutions; `cases` has a row per case and clock."""
    resolved = cases.filter(pl.col("is_resolved"))
    bots = statistic_rows.grouped(
        cases.filter(pl.col("bot_seconds").is_not_null()),
        by,
        sample_size=pl.len(),
        with_bot=(pl.col("bot_seconds") > 0).sum(),
        seconds=pl.col("bot_seconds").sum(),
    ).filter(pl.col("sample_size") > 0)
    return pl.concat(
        [
            statistic_rows.percentiles(
                cases, by, "seconds", "is_resolved", {"p50": 0.5, "p75": 0.75, "p90": 0.9}
            ),
            statistic_rows.percentiles(
                cases, by, "first_seconds", "is_first_resolved", {"first_p50": 0.5, "first_p90": 0.9}
            ),
            statistic_rows.percentiles(resolved, by, "seconds", "is_resolved", {"resolved_only_p50": 0.5}),
            statistic_rows.shaped(
                bots.with_columns(statistic=pl.lit("bot_mean")),
                by,
                value=pl.col("seconds") / pl.col("sample_size"),
                lower=statistic_rows.UNKNOWN,
                upper=statistic_rows.UNKNOWN,
                numerator=pl.col("with_bot"),
            ),
        ]
    )
