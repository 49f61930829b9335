"""
label = "Promises kept"
label_de = "Gehaltene Zusagen"
description = '''Share of promises kept in time, among those that are due by now; late, broken and overdue ones
    count as not kept. Beside it how late the late ones were (Kaplan-Meier: what is overdue is late so far), and how
    many have the archived message as evidence.'''
description_de = '''Anteil der rechtzeitig gehaltenen Zusagen unter denen, die inzwischen fällig sind; verspätete,
    gebrochene und überfällige zählen als nicht gehalten. Daneben, wie sehr sich die verspäteten verspäteten
    (Kaplan-Meier: Überfälliges ist es bisher), und wie viele die archivierte Nachricht als Beleg haben.'''
unit = "share"
better = "higher"
dimensions = [
    "promised_by_department_id", "fulfilled_by_department_id", "due_source", "source", "platform", "channel",
    "visibility", "department_id",
]
detail = ["due_source", "source", "platform", "channel", "visibility", "department_id"]
time = "promised_day"
statistics = ["value", "kept", "late", "broken", "overdue", "open", "undue", "evidence", "lateness_p50"]
excludes = "promises that aren't due yet (`undue`), also those that were kept early"
excludes_de = "noch nicht fällige Zusagen (`undue`), auch solche, die vor der Zeit gehalten wurden"
others = "Others have no promises; where a ticket has a due date, moving it makes it kept."
others_de = '''Andere kennen keine Zusagen; wo ein Ticket ein Fälligkeitsdatum hat, gilt es nach Verschieben als
    gehalten.'''
example = [
    "five promises: one kept, one kept two days late, one broken, one overdue, one due tomorrow",
    "= 1 of 4, 25%",
]
example_de = [
    "fünf Zusagen: eine gehalten, eine zwei Tage zu spät, eine gebrochen, eine überfällig, eine morgen fällig",
    "= 1 von 4, 25 %",
]
source = "metrics definition 18; interval: Wilson (1927)"
"""

from collections.abc import Sequence

import polars as pl

from warehouse import statistic_rows

STATES = ("kept", "late", "broken", "overdue", "open")

QUERY = """
select
    promised_day as date_day,
    promised_by_department_id,
    fulfilled_by_department_id,
    due_source,
    source,
    platform,
    channel,
    visibility,
    department_id,
    state,
    is_mature,
    has_evidence,
    if(is_mature, state = 'kept', null) as is_kept,
    state = 'late' as is_late,
    lateness_seconds
from marts.fct_promises
"""


def compute(promises: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """The rate of those due, counts by state, evidence and lateness; `promises` has a row each."""
    return pl.concat(
        [
            statistic_rows.share(promises, by, "is_kept", "value"),
            *(statistic_rows.count(promises, by, state, pl.col("state") == state) for state in STATES),
            statistic_rows.count(promises, by, "undue", ~pl.col("is_mature")),
            statistic_rows.share(promises, by, "has_evidence", "evidence"),
            statistic_rows.percentiles(promises, by, "lateness_seconds", "is_late", {"lateness_p50": 0.5}),
        ]
    )
