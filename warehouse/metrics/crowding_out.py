"""
label = "Waiting of those who never saw the campaign"
label_de = "Wartezeit derer, die die Kampagne nie sahen"
description = '''How much longer customers wait, within the first 24 hours, who write to the same people within a
    day of a campaign's post about something else: not below its posts, not on a topic that it demonstrably moved,
    and without having commented on it. Compared with the same kind of waits in usual weeks. `hours` is what that
    adds up to.'''
description_de = '''Wie viel länger, innerhalb der ersten 24 Stunden, wartet, wer binnen eines Tages nach einem
    Kampagnenpost wegen etwas anderem an dieselben Leute schreibt: nicht unter dessen Posts, nicht zu einem Thema,
    das er nachweislich bewegte, und ohne ihn kommentiert zu haben. Verglichen mit gleichartigen Wartezeiten
    üblicher Wochen. `hours` ist, was sich summiert.'''
unit = "seconds"
better = "lower"
dimensions = ["campaign_id", "post_id", "source", "platform", "channel", "visibility", "department_id"]
table_by = ["campaign_id"]
time = "started_day"
statistics = ["value", "campaign", "usual", "within_target", "exposed", "elsewhere", "did", "hours"]
smallest = 600
excludes = '''posts near an incident; departments of other people; contacts below posts, on topics that the
    campaign moved, or by who commented on it'''
excludes_de = '''Posts im Umfeld einer Störung; Abteilungen anderer Leute; Kontakte unter Posts, zu Themen, die die
    Kampagne bewegte, oder von Kommentierenden'''
others = "Others book a campaign's cost on those who answered it; who had to wait behind them is in no report."
others_de = '''Andere rechnen einer Kampagne nur an, wer auf sie reagierte; wer dahinter warten musste, steht
    nirgends.'''
example = [
    "after a post 40 write about invoices, which the campaign doesn't touch: 3.5 h until an answer on average",
    "at the same hours of usual weeks: 2 h",
    "= 1.5 h longer, 60 hours of waiting in all",
]
example_de = [
    "nach einem Post schreiben 40 wegen Rechnungen, die die Kampagne nicht berührt: im Mittel 3,5 Std.",
    "zu denselben Stunden üblicher Wochen: 2 Std.",
    "= 1,5 Std. länger, zusammen 60 Stunden Warten",
]
source = "definition C12; as campaign_waits; topics that were moved as spillover"
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite

import polars as pl

from warehouse import graded_rows
from warehouse.event_study import Hours, effect
from warehouse.graded_rows import Row
from warehouse.metrics import spillover
from warehouse.metrics.campaign_waits import SMALLEST_SHARE, difference, elsewhere, reached, spans, waited
from warehouse.usual_week import Ints, UsualWeek
from warehouse.wait_contrast import Contrast, Waits, contrast

SMALLEST = 600.0
HOUR = 3600.0

QUERIES = {
    "exposures": spillover.QUERIES["exposures"],
    "hours": spillover.QUERIES["hours"],
    "waits": """
select
    opened_at,
    hour_of_week,
    source,
    platform,
    channel,
    visibility,
    department_id,
    customer_id,
    observed_seconds,
    is_answered,
    is_met,
    pool_id,
    pool_kind,
    pool_channel,
    subject,
    under_post_id
from marts.fct_first_waits
order by opened_at, wait_id
""",
    "topics": """
select
    hour_at,
    topic as subject,
    sum(contacts)::bigint as contacts
from marts.fct_contact_hours
where is_service and topic is not null
group by all
""",
}


@dataclass(frozen=True)
class Topic:
    """What comes about a topic, and what usually would."""

    name: str
    contacts: Ints
    usual: UsualWeek


def compute(frames: Mapping[str, pl.DataFrame], by: Sequence[str]) -> pl.DataFrame:
    """Differences of waits to usual hours, of those whom the campaign didn't concern; sample_size is how many.

    `frames`: exposures, hours, waits and topics (contacts by hour and subject). Adds `events`.
    """
    clock = Hours.of(frames["hours"])
    outer = [name for name in by if name in frames["exposures"].columns]
    inner = [name for name in by if name not in outer]
    topics = []
    for key, part in graded_rows.parts(frames["topics"], ["subject"]):
        series = clock.series(part)
        topics.append(Topic(key["subject"], series, clock.usual(series)))
    rows: list[Row] = []
    for key, part in graded_rows.parts(frames["waits"], inner):
        pool, far = reached(part), Waits.of(clock, elsewhere(part))
        for group, events in graded_rows.parts(frames["exposures"], outer):
            first, last = spans(clock, events)
            concerned = _concerned(clock, pool, events, moved(clock, topics, first, last))
            near, own = (Waits.of(clock, pool.filter(chosen)) for chosen in (~concerned, concerned))
            rows += _rows(key | group, clock, near, own, far, first, last)
    shapes = frames["exposures"].head(0).select(outer).hstack(frames["waits"].head(0).select(inner))
    return graded_rows.table(rows, shapes, by, events=pl.Int64)


def moved(clock: Hours, topics: Sequence[Topic], first: Sequence[int], last: Sequence[int]) -> list[str]:
    """Topics about which demonstrably more was written after the posts."""
    return [
        topic.name
        for topic in topics
        if effect(clock, topic.usual, topic.contacts, first, last).bounds[0] > 0
    ]


def _concerned(clock: Hours, pool: pl.DataFrame, events: pl.DataFrame, topics: Sequence[str]) -> pl.Series:
    """Who wrote below a post, on a topic that was moved, or has commented on one of these posts."""
    posts = events["exposure_post_id"].drop_nulls().to_list()
    commented = pool.filter(pl.col("under_post_id").is_in(posts))["customer_id"].drop_nulls().unique()
    found = pool.select(
        pl.col("under_post_id").is_not_null()
        | pl.col("subject").is_in(list(topics)).fill_null(False)
        | pl.col("customer_id").is_in(commented.to_list()).fill_null(False)
    )
    return found.to_series()


def _rows(
    key: Row, clock: Hours, near: Waits, own: Waits, far: Waits, first: list[int], last: list[int]
) -> Iterator[Row]:
    time, other = waited(clock, near, first, last), waited(clock, far, first, last)
    yield difference(key, "value", time, SMALLEST)
    yield graded_rows.row(
        key, "campaign", time.campaign, None, time.count, reason=time.reason, events=time.days
    )
    yield graded_rows.row(key, "usual", time.usual, None, time.count, reason=time.reason, events=time.days)
    yield difference(key, "within_target", contrast(clock, near, near.is_met, first, last), SMALLEST_SHARE)
    yield difference(key, "exposed", waited(clock, own, first, last), SMALLEST)
    yield difference(key, "elsewhere", other, SMALLEST)
    yield difference(key, "did", time.less(other, in_proportion=True), SMALLEST)
    yield _hours(key, time)


def _hours(key: Row, time: Contrast) -> Row:
    """What the longer waits add up to, in hours of waiting."""
    scale = time.count / HOUR
    low, high = time.bounds
    bounds = (low * scale, high * scale) if isfinite(low) else None
    return graded_rows.row(
        key, "hours", time.difference * scale, bounds, time.count, smallest=SMALLEST * scale, reason=time.reason,
        events=time.days,
    )  # fmt: skip
