"""
label = "Approvals"
label_de = "Freigaben"
description = '''How long approvals take from the request to the decision (Kaplan-Meier: what waits counts as
    waiting so far), what share is decided within five hours, how many were asked for again, and how many were
    refused. The department is the one where the case lay for it.'''
description_de = '''Wie lange Freigaben von der Anfrage bis zur Entscheidung dauern (Kaplan-Meier: was wartet, zählt
    als bisher wartend), welcher Anteil binnen fünf Stunden entschieden ist, wie viele erneut angefragt und wie
    viele abgelehnt wurden. Die Abteilung ist die, bei der der Fall dafür lag.'''
unit = "seconds"
better = "lower"
dimensions = ["clock", "source", "platform", "channel", "visibility", "department_id"]
derived = ["clock"]
time = "requested_day"
statistics = ["approvals", "within_5h", "p50", "p90", "rework", "rejected", "open"]
excludes = '''withdrawn requests and those whose case ended count until then; in business time, departments without
    a calendar; from the share refused, approvals of which nobody knows the outcome'''
excludes_de = '''zurückgezogene Anfragen und solche, deren Fall endete, zählen bis dahin; in Geschäftszeit
    Abteilungen ohne Kalender; beim Anteil der abgelehnten Freigaben, deren Ausgang niemand kennt'''
others = "Others count the time for an approval as an agent's, or don't know it at all."
others_de = "Andere rechnen die Zeit der Freigabe dem Bearbeiter an, oder kennen sie gar nicht."
example = [
    "asked for at 9:00, rejected 10:00, asked again 11:00, approved 17:00, around the clock",
    "= two approvals, one of two within five hours, one of two rework",
]
example_de = [
    "um 9:00 angefragt, um 10:00 abgelehnt, um 11:00 erneut angefragt, um 17:00 freigegeben, rund um die Uhr",
    "= zwei Freigaben, eine von zweien binnen fünf Stunden, eine von zweien erneut angefragt",
]
source = "metrics definition 8"
"""

from collections.abc import Sequence

import polars as pl

from warehouse import statistic_rows

FIVE_HOURS = 5 * 3600.0

QUERY = """
select
    requested_day as date_day,
    source,
    platform,
    channel,
    visibility,
    department_id,
    outcome in ('approved', 'rejected', 'decided') as is_decided,
    outcome = 'open' as is_open,
    is_rework,
    case outcome when 'rejected' then true when 'approved' then false end as is_rejected,
    clock,
    if(clock = 'business', observed_business_seconds, observed_seconds) as seconds
from marts.fct_approvals
cross join (values ('business'), ('calendar')) as clocks (clock)
"""


def compute(approvals: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Waits, the share in time, rework and refusals; `approvals` has a row per request and clock."""
    return pl.concat(
        [
            statistic_rows.count(approvals, by, "approvals"),
            statistic_rows.ended_by(approvals, by, "seconds", "is_decided", FIVE_HOURS, "within_5h"),
            statistic_rows.percentiles(approvals, by, "seconds", "is_decided", {"p50": 0.5, "p90": 0.9}),
            statistic_rows.share(approvals, by, "is_rework", "rework"),
            statistic_rows.share(approvals, by, "is_rejected", "rejected"),
            statistic_rows.count(approvals, by, "open", pl.col("is_open")),
        ]
    )
