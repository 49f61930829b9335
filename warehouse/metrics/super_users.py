"""
label = "Super users"
label_de = "Super-User"
description = '''How much the answers of customers to customers hang on a few: the share given by the most active
    one (`top1`) and five (`top5`), with intervals over threads, and what would happen if the most active one left
    (`lost_without_top1`: the share of questions answered by customers that nobody else answered). `answers` and
    `people` count both, `silent` those of the five who wrote no answer in the last 14 days.'''
description_de = '''Wie sehr die Antworten von Kunden an Kunden an wenigen hängen: der Anteil der aktivsten Person
    (`top1`) und der fünf aktivsten (`top5`), mit Intervallen über Unterhaltungen, und was geschähe, wenn die
    aktivste ginge (`lost_without_top1`: der Anteil der von Kunden beantworteten Fragen, auf die sonst niemand
    antwortete). `answers` und `people` zählen beides, `silent` die der fünf, die in den letzten 14 Tagen nichts
    beantworteten.'''
unit = "share"
better = "lower"
dimensions = ["source", "platform", "channel", "visibility", "department_id"]
table_by = []
time = "sent_day"
statistics = ["top1", "top5", "lost_without_top1", "answers", "people", "silent"]
excludes = "answers that ask something themselves; answers of the company's own people; fewer than six people"
excludes_de = "Antworten, die selbst etwas fragen; Antworten der eigenen Leute; weniger als sechs Personen"
others = "Others show a leader board; whether anything hangs on its first place isn't asked."
others_de = "Andere zeigen eine Rangliste; ob etwas an ihrem ersten Platz hängt, fragt niemand."
example = [
    "of 40 answers one person gave 16, the next four 12",
    "= 40%, and 70% for five",
]
example_de = [
    "von 40 Antworten gab eine Person 16, die nächsten vier gaben 12",
    "= 40 %, und 70 % für fünf",
]
source = "conflict C13; requirement R92; interval: cluster bootstrap over threads (Davison and Hinkley, 1997)"
"""

from collections.abc import Sequence

import polars as pl

from warehouse import graded_rows
from warehouse.graded_rows import Row
from warehouse.resampling import bootstrap_ratio

LEAST = 6  # people; with fewer the five most active are all there are

QUERY = """
select
    answers.sent_day as date_day,
    answers.source,
    answers.platform,
    answers.channel,
    answers.visibility,
    answers.department_id,
    answers.author_id,
    answers.conversation_id,
    answers.wait_id,
    answers.sent_at > snapshots.as_of - interval 336 hours as is_recent
from marts.fct_peer_answers as answers
cross join marts.dim_snapshot as snapshots
"""


def compute(answers: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Shares of the most active, by group; `answers` has a row each."""
    rows: list[Row] = []
    for key, part in graded_rows.parts(answers, by):
        active = (
            part.group_by("author_id")
            .agg(count=pl.len(), is_recent=pl.col("is_recent").any())
            .sort("count", "author_id", descending=[True, False])
        )
        people = active.height
        rows.append(graded_rows.count(key, "answers", part.height, part.height))
        rows.append(graded_rows.count(key, "people", people, part.height))
        rows.append(
            graded_rows.count(key, "silent", int((~active["is_recent"].head(5)).sum()), min(5, people))
        )
        rows += [_share(key, part, active["author_id"].head(size).to_list(), people) for size in (1, 5)]
        rows.append(_lost(key, part, active["author_id"][0], people))
    return graded_rows.table(rows, answers, by)


def _share(key: Row, answers: pl.DataFrame, chosen: list[str], people: int) -> Row:
    """The share of these people, who stay the same in every draw: they are the ones to look after."""
    name = f"top{len(chosen)}"
    if people < LEAST:
        return graded_rows.row(
            key, "top1" if len(chosen) == 1 else "top5", None, None, answers.height, reason="few_people"
        )
    marked = answers.with_columns(is_chosen=pl.col("author_id").is_in(chosen))
    found = int(marked["is_chosen"].sum())
    bounds = bootstrap_ratio(marked, [], "conversation_id", "is_chosen").row(0, named=True)
    ends = (bounds["lower"], bounds["upper"])
    return graded_rows.row(key, name, found / answers.height, ends, answers.height, found)


def _lost(key: Row, answers: pl.DataFrame, first: str, people: int) -> Row:
    questions = answers.group_by("wait_id").agg(is_lost=(pl.col("author_id") == first).all())
    if people < LEAST:
        return graded_rows.row(key, "lost_without_top1", None, None, questions.height, reason="few_people")
    return graded_rows.share(key, "lost_without_top1", int(questions["is_lost"].sum()), questions.height)
