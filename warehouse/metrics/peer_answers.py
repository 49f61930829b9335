"""
label = "Customers help customers"
label_de = "Kunden helfen Kunden"
description = '''Share of public questions that another customer answered, of these how many before the company did
    (`first`), how many needed the company or another question afterwards all the same (`escalated`), and the share
    of all public questions that were settled so (`settled`: the work relieved, if each would have been answered
    otherwise). `p50` is the time to the first such answer, among the questions that got one.'''
description_de = '''Anteil der öffentlichen Fragen, auf die andere Kundinnen oder Kunden antworteten, davon, wie oft
    vor dem Unternehmen (`first`), wie oft danach doch das Unternehmen gebraucht oder nochmals gefragt wurde
    (`escalated`), und der Anteil aller öffentlichen Fragen, die sich so erledigten (`settled`: die Entlastung, wenn
    sonst jede beantwortet worden wäre). `p50` ist die Zeit bis zur ersten solchen Antwort bei Fragen, die eine
    bekamen.'''
unit = "share"
better = "higher"
dimensions = ["source", "platform", "channel", "department_id"]
table_by = []
time = "opened_day"
statistics = ["value", "first", "escalated", "settled", "p50"]
excludes = '''private questions; answers that ask something themselves; from escalated and settled, questions
    younger than a week'''
excludes_de = '''private Fragen; Antworten, die selbst etwas fragen; bei escalated und settled Fragen, die jünger
    als eine Woche sind'''
others = "Others count posts in a community, whether or not anybody was helped."
others_de = "Andere zählen Beiträge in einer Community, ob sie jemandem halfen oder nicht."
example = [
    "four public questions a month ago",
    "one is answered by another customer, and nobody asks again",
    "= 25%, and 25% settled",
]
example_de = [
    "vier öffentliche Fragen vor einem Monat",
    "eine beantwortet eine andere Kundin, und niemand fragt nochmals",
    "= 25 %, und 25 % erledigt",
]
source = "conflict C13; requirement R93; interval: Wilson (1927)"
"""

from collections.abc import Sequence

import polars as pl

from warehouse import graded_rows, survival
from warehouse.graded_rows import Row

QUERY = """
select
    waits.opened_day as date_day,
    waits.source,
    waits.platform,
    waits.channel,
    waits.department_id,
    peers.message_id is not null as is_helped,
    peers.is_alone,
    peers.was_escalated,
    peers.peer_seconds,
    waits.opened_at <= snapshots.as_of - interval 168 hours as is_mature
from marts.fct_waits as waits
cross join marts.dim_snapshot as snapshots
left join marts.fct_peer_answers as peers
    on waits.wait_id = peers.wait_id and waits.customer_id = peers.asked_by_id and peers.is_first
where waits.visibility = 'public'
"""


def compute(questions: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Shares by group; `questions` has a row each, with the first answer of another customer where there is one."""
    rows: list[Row] = []
    for key, part in graded_rows.parts(questions, by):
        helped = part.filter("is_helped")
        mature, old = helped.filter("is_mature"), part.filter("is_mature")
        kept = int((~mature["was_escalated"]).sum())
        rows.append(graded_rows.share(key, "value", helped.height, part.height))
        rows.append(_share(key, "first", int(helped["is_alone"].sum()), helped.height))
        rows.append(_share(key, "escalated", mature.height - kept, mature.height))
        rows.append(_share(key, "settled", kept, old.height))
        rows.append(_half(key, helped))
    return graded_rows.table(rows, questions, by)


def _share(key: Row, statistic: str, found: int, n: int) -> Row:
    return graded_rows.share(key, statistic, found, n, None if n else "no_peer_answer")


def _half(key: Row, helped: pl.DataFrame) -> Row:
    if helped.is_empty():
        return graded_rows.row(key, "p50", None, None, 0, reason="no_peer_answer")
    timed = helped.select("peer_seconds", is_answered=pl.lit(True))
    curve = survival.kaplan_meier(timed, [], "peer_seconds", "is_answered")
    half = survival.percentiles(curve, [], [0.5]).row(0, named=True)
    return graded_rows.row(
        key, "p50", half["value"], (half["lower"], half["upper"]), half["sample_size"], half["events"]
    )
