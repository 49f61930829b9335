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
recent = 15
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
    "four cases resolved nine days ago, two resolved yesterday",
    "one came back after 3 hours, one after 8 days, one of yesterday after an hour",
    "= 1 of 4, 25%; those of yesterday aren't counted yet, whether they came back or not",
]
example_de = [
    "vier Fälle vor neun Tagen gelöst, zwei gestern",
    "einer kam nach 3 Stunden wieder, einer nach 8 Tagen, einer von gestern nach einer Stunde",
    "= 1 von 4, 25 %; die von gestern zählen noch nicht, ob sie wiederkamen oder nicht",
]
source = "metrics definition 7"
"""

from collections.abc import Sequence

import polars as pl

from warehouse import statistic_rows

WEEK = 7 * 86400.0

# What came back within the last seven days is known at once, that the rest stayed isn't: neither counts until the
# seven days are over. Else the newest, of which only those that came back are known, would all have come back.
QUERY = """
select
    closes.resolved_day as date_day,
    closes.source,
    closes.platform,
    closes.channel,
    closes.visibility,
    closes.department_id,
    closes.is_first,
    closes.basis = 'unanswered' as is_unanswered,
    if(seconds_between(closes.resolved_at, snapshots.as_of) > 604800, not closes.stayed_resolved, null) as is_back,
    closes.reopened_at is not null as has_reopened,
    seconds_between(
        closes.resolved_at,
        coalesce(
            least(closes.reopened_at, closes.lost_at),
            -- Looked at for twice as long as it must last, and no longer: old closes stay as they are from day to day.
            least(snapshots.as_of, closes.resolved_at + interval 14 days)
        )
    ) as observed_seconds,
    if(
        closes.stayed_resolved_reason is null and seconds_between(closes.resolved_at, snapshots.as_of) <= 604800,
        'too_recent',
        closes.stayed_resolved_reason
    ) as stayed_resolved_reason
from marts.fct_resolutions as closes
cross join (select as_of from marts.dim_snapshot) as snapshots
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
