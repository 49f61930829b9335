"""
label = "Contacts around a post"
label_de = "Kontakte rund um einen Post"
description = '''Service contacts an hour from 48 hours before a post until 96 hours after it, what the same hours bring
    in clean weeks with their usual range, and what has added up above that since. Of several posts the mean.'''
description_de = '''Servicekontakte je Stunde von 48 Stunden vor bis 96 Stunden nach einem Post, was dieselben Stunden
    in ungestörten Wochen bringen samt üblicher Spanne, und was seither darüber hinaus zusammenkam. Bei mehreren Posts
    das Mittel.'''
unit = "contacts"
better = "neutral"
dimensions = ["campaign_id", "post_id", "source", "platform", "channel", "visibility", "department_id", "topic"]
table_by = ["campaign_id"]
time = "started_day"
statistics = ["observed", "expected", "cumulative"]
excludes = "posts near an incident; contacts that ask for no service"
excludes_de = "Posts im Umfeld einer Störung; Kontakte ohne Serviceanliegen"
others = "Others show the days after a post, and nothing of what these days would have brought without it."
others_de = "Andere zeigen die Tage nach einem Post und nichts davon, was sie ohne ihn gebracht hätten."
example = [
    "in the hour of the post 12 contacts, in the next 9",
    "the same hours of clean weeks bring 7 and 8",
    "= 5 more after the first hour, 6 after the second",
]
example_de = [
    "in der Stunde des Posts 12 Kontakte, in der nächsten 9",
    "dieselben Stunden ungestörter Wochen bringen 7 und 8",
    "= 5 mehr nach der ersten Stunde, 6 nach der zweiten",
]
source = "definition C2"
"""

from collections.abc import Iterator, Mapping, Sequence
from math import isfinite

import polars as pl

from warehouse import graded_rows
from warehouse.event_course import Course, course
from warehouse.event_study import Hours
from warehouse.graded_rows import Row
from warehouse.metrics import spillover

QUERIES = spillover.QUERIES


def compute(frames: Mapping[str, pl.DataFrame], by: Sequence[str]) -> pl.DataFrame:
    """Three rows an hour (`hour`, from -48 on) and group: observed, expected with the usual range, cumulative.

    sample_size counts the posts; `others` is the share of them near another event in that hour.
    """
    clock = Hours.of(frames["hours"])
    exposures, contacts = frames["exposures"], frames["contacts"]
    outer = [name for name in by if name in exposures.columns]
    inner = [name for name in by if name not in outer]
    rows: list[Row] = []
    for key, part in graded_rows.parts(contacts, inner):
        series = clock.series(part)
        usual = clock.usual(series)
        for group, events in graded_rows.parts(exposures, outer):
            eligible = events.filter(pl.col("is_event") & ~pl.col("is_reactive"))
            starts = [clock.index(at) for at in eligible["starts_at"]]
            if found := course(clock, usual, series, starts):
                rows += _rows(key | group, found)
    shapes = exposures.head(0).select(outer).hstack(contacts.head(0).select(inner))
    return graded_rows.table(rows, shapes, by, hour=pl.Int64, others=pl.Float64)


def _rows(key: Row, found: Course) -> Iterator[Row]:
    def row(at: int, statistic: str, value: float, low: float | None, high: float | None) -> Row:
        bounds = (low, high) if low is not None and high is not None and isfinite(low) else None
        more = {"hour": int(found.at[at]), "others": float(found.others[at])}
        return graded_rows.row(key, statistic, value, bounds, found.events) | more

    for at in range(len(found.at)):
        yield row(at, "observed", float(found.observed[at]), None, None)
        yield row(at, "expected", float(found.expected[at]), float(found.low[at]), float(found.high[at]))
        if found.at[at] >= 0:
            yield row(
                at,
                "cumulative",
                float(found.cumulative[at]),
                float(found.total_low[at]),
                float(found.total_high[at]),
            )
