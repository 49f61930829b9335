"""
label = "Waiting during campaigns"
label_de = "Wartezeit während Kampagnen"
description = '''How much longer customers wait for the first answer, within the first 24 hours, if they write within a
    day of a campaign's post, than those who write to the same department, on the same channel, at the same hours of
    usual weeks. Waits that are still open count (restricted mean of Kaplan-Meier curves). `did` sets off how waits
    changed meanwhile, in proportion, in departments that campaigns don't reach.'''
description_de = '''Wie viel länger, innerhalb der ersten 24 Stunden, auf die erste Antwort wartet, wer binnen eines
    Tages nach einem Kampagnenpost schreibt, als wer dieselbe Abteilung auf demselben Kanal zu denselben Stunden
    üblicher Wochen anschreibt. Offene Wartezeiten zählen (begrenztes Mittel der Kaplan-Meier-Kurven). `did` rechnet
    heraus, wie sich das Warten gleichzeitig, im Verhältnis, dort änderte, wohin Kampagnen nicht reichen.'''
unit = "seconds"
better = "lower"
dimensions = ["campaign_id", "post_id", "source", "platform", "channel", "visibility", "department_id"]
table_by = ["campaign_id"]
time = "started_day"
statistics = [
    "value", "campaign", "usual", "within_target", "did", "did_within_target", "elsewhere", "hazard_ratio",
    "answered_only",
]
smallest = 900
excludes = '''posts near an incident; waits of hours near other events; kinds of waits that usual hours don't have;
    in the target share, waits without a target or not yet due'''
excludes_de = '''Posts im Umfeld einer Störung; Wartezeiten im Umfeld anderer Ereignisse; Arten von Wartezeiten, die
    es in üblichen Stunden nicht gibt; beim Zielanteil Wartezeiten ohne Ziel oder noch nicht fällige'''
others = '''Others compare averages of answered messages: whoever still waits is left out, and the campaign looks
    harmless.'''
others_de = '''Andere vergleichen Mittelwerte beantworteter Nachrichten: Wer noch wartet, fehlt, und die Kampagne sieht
    harmlos aus.'''
example = [
    "after a post two write at noon: one has an answer after 2 h, one still waits after 24 h: 13 h on average",
    "those of noon in usual weeks wait 1 h and 2 h: 1.5 h on average",
    "= 11.5 h more; of the answered only, half an hour",
]
example_de = [
    "nach einem Post schreiben mittags zwei: Antwort nach 2 Std., und nach 24 Std. noch keine: im Mittel 13 Std.",
    "mittags in üblichen Wochen: 1 Std. und 2 Std., im Mittel 1,5 Std.",
    "= 11,5 Std. mehr; nur Beantwortete: eine halbe Stunde",
]
source = '''definition C3; restricted mean: Royston and Parmar (2013); differences in differences; hazard ratio: Mantel
    and Haenszel (1959) on person-time'''
"""

from collections.abc import Iterator, Mapping, Sequence
from math import isfinite

import numpy as np
import polars as pl

from warehouse import graded_rows
from warehouse.event_study import Hours
from warehouse.graded_rows import Row
from warehouse.hazard_ratio import Ratio, hazard_ratio
from warehouse.metrics import spillover
from warehouse.wait_contrast import HORIZON, Contrast, Waits, contrast, windows, within_horizon

SMALLEST = 900.0
SMALLEST_SHARE = 0.05
DAY = 24

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
    observed_seconds,
    is_answered,
    is_met,
    pool_id,
    pool_kind,
    pool_channel
from marts.fct_first_waits
order by opened_at, wait_id
""",
}


def reached(waits: pl.DataFrame) -> pl.DataFrame:
    """The waits of departments to which campaigns send people: marketing's own, and service."""
    return waits.filter(pl.col("pool_kind").is_in(["service", "marketing"]))


def elsewhere(waits: pl.DataFrame) -> pl.DataFrame:
    """The waits of other departments."""
    return waits.filter(~pl.col("pool_kind").is_in(["service", "marketing", "none"]))


def compute(frames: Mapping[str, pl.DataFrame], by: Sequence[str]) -> pl.DataFrame:
    """Differences to usual hours by groups of exposures and waits; sample_size is the waits in campaign hours.

    `frames`: exposures, hours (as of spillover) and waits (first ones, with the kind of their department). Adds
    `events`.
    """
    clock = Hours.of(frames["hours"])
    outer = [name for name in by if name in frames["exposures"].columns]
    inner = [name for name in by if name not in outer]
    rows: list[Row] = []
    for key, part in graded_rows.parts(frames["waits"], inner):
        near, far = Waits.of(clock, reached(part)), Waits.of(clock, elsewhere(part))
        for group, events in graded_rows.parts(frames["exposures"], outer):
            first, last = spans(clock, events)
            rows += _rows(key | group, clock, near, far, first, last)
    shapes = frames["exposures"].head(0).select(outer).hstack(frames["waits"].head(0).select(inner))
    return graded_rows.table(rows, shapes, by, events=pl.Int64)


def spans(clock: Hours, events: pl.DataFrame) -> tuple[list[int], list[int]]:
    """The hours from and until which the posts of a group hold; without everyday ones and answers to incidents."""
    eligible = events.filter(pl.col("is_event") & ~pl.col("is_reactive"))
    first = [clock.index(at) for at in eligible["starts_at"]]
    length = ((eligible["ends_at"] - eligible["starts_at"]).dt.total_seconds() // 3600).to_list()
    return first, [a + int(hours) for a, hours in zip(first, length, strict=True)]


def waited(clock: Hours, waits: Waits, first: Sequence[int], last: Sequence[int]) -> Contrast:
    """The contrast of the time waited within a day."""
    own = windows(waits.hour, first, last) >= 0
    return contrast(clock, waits, within_horizon(waits, own.astype(np.int64)), first, last)


def _rows(
    key: Row, clock: Hours, near: Waits, far: Waits, first: list[int], last: list[int]
) -> Iterator[Row]:
    time, other = waited(clock, near, first, last), waited(clock, far, first, last)
    met = contrast(clock, near, near.is_met, first, last)
    other_met = contrast(clock, far, far.is_met, first, last)
    answered = np.where(near.is_answered, np.minimum(near.seconds, HORIZON), np.nan)
    naive = contrast(clock, near, answered, first, last)
    yield difference(key, "value", time, SMALLEST)
    yield graded_rows.row(
        key, "campaign", time.campaign, None, time.count, reason=time.reason, events=time.days
    )
    yield graded_rows.row(key, "usual", time.usual, None, time.count, reason=time.reason, events=time.days)
    yield difference(key, "within_target", met, SMALLEST_SHARE)
    yield difference(key, "did", time.less(other, in_proportion=True), SMALLEST)
    yield difference(key, "did_within_target", met.less(other_met), SMALLEST_SHARE)
    yield difference(key, "elsewhere", other, SMALLEST)
    yield difference(key, "answered_only", naive, SMALLEST)
    ratio = _ratio(clock, near, first, last)
    bounds = (ratio.lower, ratio.upper) if ratio and ratio.lower is not None else None
    value = ratio.value if ratio else None
    yield graded_rows.row(
        key, "hazard_ratio", value, bounds, time.count, reason=time.reason, events=time.days
    )


def difference(key: Row, statistic: str, found: Contrast, smallest: float) -> Row:
    """The row of a contrast."""
    bounds = found.bounds if isfinite(found.standard_error) else None
    reason = found.reason if not isfinite(found.difference) else None
    return graded_rows.row(
        key, statistic, found.difference, bounds, found.count, None, smallest=smallest, reason=reason,
        events=found.days,
    )  # fmt: skip


def _ratio(clock: Hours, waits: Waits, first: Sequence[int], last: Sequence[int]) -> Ratio | None:
    calm = [
        (a, b)
        for a, b in zip(first, last, strict=True)
        if a >= 0 and b <= len(clock) and not clock.is_disturbed[a:b].any()
    ]
    window = windows(waits.hour, [a for a, _ in calm], [b for _, b in calm])
    chosen = (window >= 0) | clock.is_usual[waits.hour]
    used, window = waits.only(chosen), window[chosen]
    cluster = np.where(window >= 0, -1 - window, used.hour // DAY)
    return hazard_ratio(used.seconds, used.is_answered, window >= 0, used.stratum, cluster)
