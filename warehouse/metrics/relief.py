"""
label = "Contacts spared by help posts"
label_de = "Durch Hilfe-Posts ersparte Kontakte"
description = '''Contacts about a topic that didn't come in the four weeks after a post that answers it for
    everybody, compared with the topic's share among all contacts before. `net` is what marketing's posts sent to
    service less what they spared it. `peer_solved` counts questions that customers answered each other.'''
description_de = '''Kontakte zu einem Thema, die in den vier Wochen nach einem Post ausblieben, der es für alle
    beantwortet, verglichen mit dem Anteil des Themas an allen Kontakten davor. `net` ist, was Posts dem Service
    schickten, abzüglich dessen, was sie ihm ersparten. `peer_solved` zählt Fragen, die Kunden einander
    beantworteten.'''
unit = "contacts"
better = "higher"
dimensions = ["campaign_id", "post_id"]
table_by = ["post_id"]
time = "started_day"
statistics = ["value", "change", "spillover", "net", "peer_solved", "peer_relief"]
smallest = 20
excludes = "hours near incidents and other posts; posts that name no topic, or less than a week old"
excludes_de = '''Stunden im Umfeld von Störungen und anderen Posts; Posts ohne erkennbares Thema oder jünger
    als eine Woche'''
others = "Others count clicks on a help page, and don't know who would have written."
others_de = "Andere zählen Klicks auf eine Hilfeseite und wissen nicht, wer sonst geschrieben hätte."
example = [
    "before, 100 of 1,000 contacts were about eSIMs",
    "in the four weeks after the post 75 of 975",
    "900 others stand for 100 about eSIMs; 75 came",
    "= 25 spared, 25% fewer",
]
example_de = [
    "davor betrafen 100 von 1.000 Kontakten eSIMs",
    "in den vier Wochen nach dem Post 75 von 975",
    "900 andere stehen für 100 zu eSIMs; 75 kamen",
    "= 25 erspart, 25 % weniger",
]
source = "definition C13; quasi-binomial: McCullagh and Nelder (1989)"
"""

from collections.abc import Iterator, Mapping, Sequence
from math import hypot, isfinite

import numpy as np
import polars as pl

from warehouse import graded_rows
from warehouse.event_study import Effect, Hours
from warehouse.graded_rows import Row
from warehouse.metrics import spillover
from warehouse.topic_relief import Relief, relief
from warehouse.usual_week import Ints

SMALLEST = 20.0
SMALLEST_CHANGE = 0.1

QUERIES = {
    "exposures": spillover.QUERIES["exposures"],
    "hours": spillover.QUERIES["hours"],
    "helps": """
select
    post_id,
    campaign_id,
    started_day as date_day,
    published_at,
    subject
from marts.dim_help_post
order by published_at, subject
""",
    "topics": """
select
    hour_at,
    topic as subject,
    sum(contacts)::bigint as contacts
from marts.fct_contact_hours
where is_service
group by all
""",
    "peers": """
select
    post_id,
    sent_day as date_day,
    count(*) filter (where is_alone and not was_escalated) as solved,
    count(*) as answered
from marts.fct_peer_answers
where is_first
group by all
""",
}


def compute(frames: Mapping[str, pl.DataFrame], by: Sequence[str]) -> pl.DataFrame:
    """What help posts spared and all posts sent, by groups of posts; sample_size is the contacts that came all the
    same.

    Adds `subject`, the topic where a group has one help post, and `events`, how many help posts could be judged.
    """
    clock = Hours.of(frames["hours"])
    subjects = {
        key["subject"]: clock.series(part) for key, part in graded_rows.parts(frames["topics"], ["subject"])
    }
    everything = np.sum(list(subjects.values()), axis=0) if subjects else np.zeros(len(clock), np.int64)
    usual = clock.usual(everything)
    helps = dict(_grouped(frames["helps"], by))
    peers = dict(_grouped(frames["peers"], by)) if set(by) <= set(frames["peers"].columns) else {}
    rows: list[Row] = []
    for key, events in graded_rows.parts(frames["exposures"], by):
        own = helps.get(_key(key), frames["helps"].head(0))
        judged = [_judged(clock, subjects, everything, post) for post in own.iter_rows(named=True)]
        sent = spillover.measured(clock, usual, everything, events)
        subject = own["subject"].item() if len(own) == 1 else None
        rows += _rows(key | {"subject": subject}, judged, sent)
        if (said := peers.get(_key(key))) is not None:
            rows += _peers(key, said)
    return graded_rows.table(rows, frames["exposures"], by, subject=pl.String, events=pl.Int64)


def _key(key: Row) -> tuple[object, ...]:
    return tuple(key.values())


def _grouped(frame: pl.DataFrame, by: Sequence[str]) -> Iterator[tuple[tuple[object, ...], pl.DataFrame]]:
    for key, part in graded_rows.parts(frame, by):
        yield _key(key), part


def _judged(clock: Hours, subjects: Mapping[str | None, Ints], everything: Ints, post: Row) -> Relief:
    if post["subject"] is None:
        return Relief(0, reason="no_topic")
    nothing = np.zeros(len(clock), np.int64)
    usable = clock.is_clean
    return relief(
        subjects.get(post["subject"], nothing), everything, usable, clock.index(post["published_at"])
    )


def _rows(key: Row, judged: Sequence[Relief], sent: Effect) -> Iterator[Row]:
    known = [one for one in judged if one.reason is None]
    events = {"events": len(known)}
    reason = None if known else judged[0].reason if judged else "no_help_posts"
    came = sum(one.count for one in known)
    total, below, above = _sum(known)
    bounds = (total - below, total + above) if known else None
    value = total if known else None
    yield graded_rows.row(key, "value", value, bounds, came, smallest=SMALLEST, reason=reason, **events)
    if len(judged) == 1:
        (one,) = judged
        yield graded_rows.row(
            key, "change", one.change, (one.change_lower, one.change_upper), one.count, smallest=SMALLEST_CHANGE,
            reason=reason, **events,
        )  # fmt: skip
    low, high = sent.bounds
    yield graded_rows.row(
        key,
        "spillover",
        sent.total,
        (low, high),
        sent.observed,
        smallest=SMALLEST,
        reason=sent.reason,
        **events,
    )
    # What isn't known doesn't count as nothing: without help posts the net is what was sent.
    net = sent.total - total if known or not judged else float("nan")
    found = (
        (net - hypot(sent.total - low, above), net + hypot(high - sent.total, below))
        if isfinite(net)
        else None
    )
    yield graded_rows.row(
        key, "net", net, found, sent.observed, smallest=SMALLEST, reason=sent.reason or (reason if judged else
        None), **events,
    )  # fmt: skip


def _sum(known: Sequence[Relief]) -> tuple[float, float, float]:
    """The sum of what was avoided, and how far it may lie below and above (square-and-add; Zou and Donner,
    2008)."""
    below = sum((one.avoided - one.lower) ** 2 for one in known)
    above = sum((one.upper - one.avoided) ** 2 for one in known)
    return sum(one.avoided for one in known), below**0.5, above**0.5


def _peers(key: Row, said: pl.DataFrame) -> Iterator[Row]:
    solved, answered = int(said["solved"].sum()), int(said["answered"].sum())
    yield graded_rows.row(key, "peer_solved", solved, None, answered, solved)
    # Which of them would have turned to service nobody has asked yet.
    yield graded_rows.row(key, "peer_relief", None, None, answered, solved, reason="no_survey")
