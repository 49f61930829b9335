"""
label = "The four processes"
label_de = "Die vier Prozesse"
description = '''Answering in public, answering in private, archiving and passing on: how much of each there was,
    how long it takes (Kaplan-Meier) and how often it fails. An answer fails if there is none after seven days or
    the case was closed without one; archiving, if a message came in more than a day after it was written; passing
    on, if the receiver dropped it.'''
description_de = '''Öffentlich antworten, privat antworten, archivieren und weitergeben: wie viel es davon gab, wie
    lange es dauert (Kaplan-Meier) und wie oft es misslingt. Eine Antwort misslingt, wenn sie nach sieben Tagen
    fehlt oder der Fall ohne sie geschlossen wurde; das Archivieren, wenn eine Nachricht mehr als einen Tag nach dem
    Schreiben eintraf; das Weitergeben, wenn der Empfänger nichts tat.'''
unit = "seconds"
better = "lower"
dimensions = ["work", "source", "platform", "channel", "department_id"]
derived = ["work"]
detail = ["source", "platform", "channel"]
time = "opened_day"
times = ["sent_day", "handed_day"]
statistics = ["volume", "p50", "p90", "failed"]
excludes = '''messages that need no answer; internal notes; from the share failed, what had less than seven days to
    succeed, withdrawn or merged; messages that were history when their source was first read; hand-offs between
    people of one department'''
excludes_de = '''Nachrichten ohne Antwortbedarf; interne Notizen; beim Anteil des Misslungenen, was noch keine
    sieben Tage hatte, Zurückgezogenes und Zusammengeführtes; Nachrichten, die schon Geschichte waren, als ihre
    Quelle zum ersten Mal gelesen wurde; Übergaben innerhalb einer Abteilung'''
others = "Others count posts and answers; what was kept and what got lost on the way they don't."
others_de = "Andere zählen Beiträge und Antworten; was aufbewahrt wurde und was unterwegs verloren ging, nicht."
example = [
    "eight days ago three wrote under a post: one had an answer after 1 h, one after 8 d, one has none",
    "= answering in public: volume 3, half within 8 d, failed 2 of 3",
]
example_de = [
    "vor acht Tagen schrieben drei unter einen Beitrag: einer hatte nach 1 Std. Antwort, einer nach 8 Tg., einer keine",
    "= öffentlich antworten: Menge 3, die Hälfte binnen 8 Tg., misslungen 2 von 3",
]
source = "metrics definitions 3, 4, 13 and 16"
"""

from collections.abc import Sequence

import polars as pl

from warehouse import statistic_rows

QUERY = """
with snapshots as (
    select as_of from marts.dim_snapshot
),

works as (
    select
        waits.opened_day as date_day,
        if(waits.visibility = 'public', 'answer_public', 'answer_private') as work,
        waits.source,
        waits.platform,
        waits.channel,
        waits.department_id,
        waits.observed_seconds as seconds,
        waits.outcome = 'answered' as is_done,
        case
            when waits.outcome in ('withdrawn', 'merged') then null
            when seconds_between(waits.opened_at, snapshots.as_of) <= 604800 then null
            else waits.outcome != 'answered' or waits.observed_seconds > 604800
        end as is_failed
    from marts.fct_waits as waits
    cross join snapshots
    union all by name
    select
        sent_day as date_day,
        'archive' as work,
        source,
        platform,
        channel,
        department_id,
        if(is_history, null, lag_seconds) as seconds,
        true as is_done,
        if(is_history, null, lag_seconds > 86400) as is_failed
    from marts.fct_messages
    where visibility != 'internal'
    union all by name
    select
        handed_day as date_day,
        'pass_on' as work,
        source,
        platform,
        channel,
        department_id,
        observed_seconds as seconds,
        outcome = 'picked_up' as is_done,
        is_dropped as is_failed
    from marts.fct_handoffs
    where kind = 'department' and outcome is not null
)

select * from works
"""


def compute(works: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Volume, duration and failure; `works` has a row per wait, message and hand-off."""
    return pl.concat(
        [
            statistic_rows.count(works, by, "volume"),
            statistic_rows.percentiles(works, by, "seconds", "is_done", {"p50": 0.5, "p90": 0.9}),
            statistic_rows.share(works, by, "is_failed", "failed"),
        ]
    )
