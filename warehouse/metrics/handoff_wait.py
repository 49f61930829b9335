"""
label = "Wait at hand-offs"
label_de = "Wartezeit bei Übergaben"
description = '''How long a case that was handed over waits until the receiver writes a first reply or note
    (Kaplan-Meier: what is still waiting, passed on or closed counts as waiting until then); what share was dropped:
    closed, passed on or left for seven days without that; and what share went back to an earlier owner.'''
description_de = '''Wie lange ein übergebener Fall wartet, bis der Empfänger zuerst antwortet oder eine Notiz schreibt
    (Kaplan-Meier: was noch wartet, weitergereicht oder geschlossen wurde, zählt bis dahin als wartend); welcher Anteil
    liegen blieb: ohne das geschlossen, weitergereicht oder sieben Tage lang liegen gelassen; und welcher Anteil an
    einen früheren Besitzer zurückging.'''
unit = "seconds"
better = "lower"
dimensions = [
    "clock", "owner_kind", "source", "platform", "channel", "visibility", "from_department_id", "to_department_id",
    "department_id",
]
derived = ["clock", "owner_kind"]
time = "handed_day"
statistics = ["handoffs", "p50", "p90", "dropped", "returned"]
excludes = '''waits of cases whose messages are not known; from the share dropped, hand-offs that are still waited
    for, of merged or deleted cases, and of cases that were closed already; in business time, receivers without a
    calendar'''
excludes_de = '''Wartezeiten von Fällen ohne bekannte Nachrichten; beim Anteil der liegen gebliebenen Übergaben, auf die
    noch gewartet wird, zusammengeführte oder gelöschte und schon geschlossene Fälle; in Geschäftszeit Empfänger ohne
    Kalender'''
others = '''Others count everyone who commented as a hand-off, so that readers who left a note are counted and a
    receiver who never did anything is not.'''
others_de = '''Andere zählen alle, die kommentiert haben: Wer nur eine Notiz hinterließ, zählt mit, und ein Empfänger,
    der nie etwas tat, fehlt.'''
example = [
    "14:10 handed from Marketing to Service",
    "15:00 Service changes the priority: not a pick-up",
    "16:45 Service answers",
    "= 2 h 35 min",
]
example_de = [
    "14:10 von Marketing an den Service übergeben",
    "15:00 der Service ändert die Priorität: keine Annahme",
    "16:45 der Service antwortet",
    "= 2 Std. 35 Min.",
]
source = "metrics definition 13"
"""

from collections.abc import Sequence

import polars as pl

from warehouse import statistic_rows

QUERY = """
select
    handed_day as date_day,
    source,
    platform,
    channel,
    visibility,
    from_department_id,
    to_department_id,
    department_id,
    kind as owner_kind,
    outcome,
    is_dropped,
    is_return,
    unnest(
        [
            {clock: 'business', seconds: observed_business_seconds},
            {clock: 'calendar', seconds: observed_seconds}
        ],
        recursive := true
    )
from marts.fct_handoffs
"""


def compute(handoffs: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Counts, percentiles of the pick-up wait and shares; `handoffs` has a row per hand-off and clock."""
    watched = handoffs.filter(pl.col("outcome").is_not_null()).with_columns(
        is_picked_up=pl.col("outcome") == "picked_up"
    )
    return pl.concat(
        [
            statistic_rows.count(handoffs, by, "handoffs", pl.col("is_return").is_not_null()),
            statistic_rows.percentiles(watched, by, "seconds", "is_picked_up", {"p50": 0.5, "p90": 0.9}),
            statistic_rows.share(handoffs, by, "is_dropped", "dropped"),
            statistic_rows.share(handoffs, by, "is_return", "returned"),
        ]
    )
