"""
label = "Reopen rate"
label_de = "Wieder geöffnet"
description = '''Share of cases that opened again within seven days of being resolved, among those resolved more
    than seven days ago; the rest stayed resolved. Beside it an estimate that counts the younger ones in, as far as
    they have been watched (Kaplan-Meier). It belongs to the day of the first resolution, and to the department that
    held the case then.'''
description_de = '''Anteil der Fälle, die binnen sieben Tagen nach ihrer Lösung wieder geöffnet wurden, unter denen,
    die vor mehr als sieben Tagen gelöst wurden; die übrigen blieben gelöst. Daneben eine Schätzung, die auch die
    jüngeren mitzählt, soweit sie schon beobachtet sind (Kaplan-Meier). Sie gehört zum Tag der ersten Lösung und zur
    Abteilung, die den Fall da hatte.'''
unit = "share"
better = "lower"
dimensions = ["source", "platform", "channel", "visibility", "department_id"]
time = "resolved_day"
statistics = ["value", "estimate", "young", "lost", "unanswered"]
excludes = '''cases resolved in the last seven days; merged or deleted within seven days; closed before any answer,
    which resolves nothing'''
excludes_de = '''in den letzten sieben Tagen gelöste Fälle; binnen sieben Tagen zusammengeführte oder gelöschte; vor
    jeder Antwort geschlossene, denn das löst nichts'''
others = '''Others count all solved cases at once, so that the newest, which had no time to come back, flatter the
    rate.'''
others_de = '''Andere zählen alle gelösten Fälle sofort: Die neuesten, die noch nicht zurückkommen konnten, schönen
    die Quote.'''
example = [
    "four cases resolved nine days ago, one resolved yesterday",
    "one came back after 3 hours, one after 8 days",
    "= 1 of 4, 25%; the one of yesterday isn't counted yet",
]
example_de = [
    "vier Fälle vor neun Tagen gelöst, einer gestern",
    "einer kam nach 3 Stunden wieder, einer nach 8 Tagen",
    "= 1 von 4, 25 %; der von gestern zählt noch nicht",
]
source = "metrics definition 7"
"""

from collections.abc import Sequence

import polars as pl

from warehouse import statistic_rows

WEEK = 7 * 86400.0

QUERY = """
select
    resolved_day as date_day,
    source,
    platform,
    channel,
    visibility,
    department_id,
    is_first,
    basis = 'unanswered' as is_unanswered,
    not stayed_resolved as is_back,
    reopened_at is not null as has_reopened,
    observed_seconds,
    stayed_resolved_reason
from marts.fct_resolutions
"""


def compute(closes: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """The rate, its estimate and what was left out; `closes` has a row per close."""
    first = closes.filter(pl.col("is_first"))
    reason = pl.col("stayed_resolved_reason")
    return pl.concat(
        [
            statistic_rows.share(first, by, "is_back", "value"),
            statistic_rows.ended_by(first, by, "observed_seconds", "has_reopened", WEEK, "estimate"),
            statistic_rows.count(first, by, "young", reason.eq_missing("too_recent")),
            statistic_rows.count(first, by, "lost", reason.eq_missing("lost")),
            statistic_rows.count(closes, by, "unanswered", pl.col("is_unanswered")),
        ]
    )
