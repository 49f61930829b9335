"""
label = "Spill-over of posts and campaigns"
label_de = "Folgekontakte von Posts und Kampagnen"
description = '''Service contacts on all channels within 24 hours of a post beyond those that the same hours bring
    in clean weeks, with trend and holidays: on average a post, and in all. The interval comes from clean days that
    are treated like a post's (placebos).'''
description_de = '''Servicekontakte auf allen Kanälen binnen 24 Stunden nach einem Post über das hinaus, was
    dieselben Stunden in ungestörten Wochen bringen, samt Trend und Feiertagen: im Mittel je Post und insgesamt.
    Das Intervall folgt aus ungestörten Tagen, die wie Tage mit Post behandelt werden (Placebos).'''
unit = "contacts"
better = "lower"
dimensions = ["campaign_id", "post_id", "source", "platform", "channel", "visibility", "department_id", "topic"]
table_by = ["campaign_id", "post_id"]
time = "started_day"
statistics = ["value", "total", "expected", "before_after", "pretrend", "lagged_total", "reactive"]
smallest = 20
excludes = '''posts near an incident (they may answer it); windows that aren't over yet; contacts that ask for no
    service (praise, press, purchase)'''
excludes_de = '''Posts im Umfeld einer Störung (sie können deren Folge sein); Fenster, die noch laufen; Kontakte
    ohne Serviceanliegen (Lob, Presse, Kauf)'''
others = '''Others compare the day after with the day before, and take Monday for the work of a post of Monday; or
    count comments under the post only.'''
others_de = '''Andere vergleichen den Tag danach mit dem Tag davor und halten den Montag für die Wirkung eines
    Montagsposts; oder sie zählen nur Kommentare unter dem Post.'''
example = [
    "Tuesday 12:00 a post",
    "until Wednesday 12:00 there are 130 contacts on all channels",
    "the same 24 hours of 9 clean weeks had 108 on average; this month 2% more",
    "130 less 108 times 1.02",
    "= 19.8 contacts more than usual",
]
example_de = [
    "Dienstag 12:00 ein Post",
    "bis Mittwoch 12:00 kommen 130 Kontakte auf allen Kanälen",
    "dieselben 24 Stunden hatten in 9 ungestörten Wochen im Mittel 108; diesen Monat sind es 2 % mehr",
    "130 weniger 108 mal 1,02",
    "= 19,8 Kontakte mehr als üblich",
]
source = "definition C2; event studies: MacKinlay (1997); pre-trend test: Hotelling (1931)"
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from warehouse import graded_rows
from warehouse.event_study import Effect, Hours, effect
from warehouse.graded_rows import Row
from warehouse.lagged_effects import Lagged, lagged_totals
from warehouse.usual_week import Ints, UsualWeek

SMALLEST = 20.0
FEW_WEEKS = "few_clean_weeks"

QUERIES = {
    "exposures": """
select
    exposure_id,
    campaign_id,
    post_id,
    exposure_post_id,
    started_day as date_day,
    starts_at,
    ends_at,
    is_event,
    is_reactive
from marts.fct_exposures
where kind = 'post' or is_event
""",
    "contacts": """
select
    hour_at,
    platform,
    channel,
    visibility,
    department_id,
    topic,
    sum(contacts)::bigint as contacts
from marts.fct_contact_hours
where is_service
group by all
""",
    "hours": """
select
    hour_at,
    hour_of_week,
    event_count,
    incident_count,
    is_holiday
from marts.dim_clean_hour
""",
}


def compute(frames: Mapping[str, pl.DataFrame], by: Sequence[str]) -> pl.DataFrame:
    """Rows of value, total and what belongs to them, by groups of exposures and contacts.

    `frames`: exposures, contacts (a row an hour and group that had some) and hours (a row an observed hour). Adds
    grade, reason, `checks` (what speaks against it, with commas), `events` (posts counted) and `weeks` (clean
    ones, the fewest). sample_size counts the contacts in the windows, numerator the posts.
    """
    clock = Hours.of(frames["hours"])
    exposures, contacts = frames["exposures"], frames["contacts"]
    outer = [name for name in by if name in exposures.columns]
    inner = [name for name in by if name not in outer]
    groups = list(graded_rows.parts(exposures, outer))
    # Of single posts whose windows overlap nobody can tell which brought what; of whole campaigns a model can.
    is_separable = not {"post_id", "date_day"} & set(outer)
    rows: list[Row] = []
    for key, part in graded_rows.parts(contacts, inner):
        series = clock.series(part)
        usual = clock.usual(series)
        found = [measured(clock, usual, series, events) for _, events in groups]
        lagged: list[Lagged | None] = [None] * len(groups)
        if is_separable and any("overlap" in one.checks or one.reason == FEW_WEEKS for one in found):
            lagged = lagged_totals(clock, series, [starts(clock, events) for _, events in groups])
        for (group, events), one, other in zip(groups, found, lagged, strict=True):
            rows += _rows(key | group, events, one, other)
    shapes = exposures.head(0).select(outer).hstack(contacts.head(0).select(inner))
    return graded_rows.table(
        rows, shapes, by, checks=pl.String, events=pl.Int64, weeks=pl.Float64, method=pl.String
    )


def starts(clock: Hours, events: pl.DataFrame) -> list[int]:
    """The hours of all posts of a group that leave no usual hours, also of those that answer an incident."""
    return [clock.index(at) for at in events.filter(pl.col("is_event"))["starts_at"]]


def measured(clock: Hours, usual: UsualWeek, series: Ints, events: pl.DataFrame) -> Effect:
    """The effect of the posts of a group that can be one: no everyday ones, and none that answers an incident."""
    eligible = events.filter(pl.col("is_event") & ~pl.col("is_reactive"))
    if eligible.is_empty():
        return Effect(0, reason="reactive" if events["is_reactive"].any() else "everyday")
    first = [clock.index(at) for at in eligible["starts_at"]]
    lengths = ((eligible["ends_at"] - eligible["starts_at"]).dt.total_seconds() // 3600).to_list()
    return effect(clock, usual, series, first, [a + int(b) for a, b in zip(first, lengths, strict=True)])


def _rows(key: Row, events: pl.DataFrame, found: Effect, lagged: Lagged | None) -> Iterator[Row]:
    is_lagged = found.reason == FEW_WEEKS and lagged is not None
    checks = ("overlap",) if is_lagged else found.checks
    more: dict[str, Any] = {
        "checks": ",".join(checks),
        "events": found.events,
        "weeks": found.weeks,
        "method": "lagged" if is_lagged else "clean_weeks",
    }
    reason = next(iter(checks), None) if is_lagged else found.reason or next(iter(checks), None)
    total, bounds = (lagged.total, lagged.bounds) if is_lagged and lagged else (found.total, found.bounds)
    count = max(found.events, 1)

    def row(statistic: str, value: float, bounds: tuple[float, float] | None, scale: float | None) -> Row:
        made = graded_rows.row(
            key, statistic, value, bounds, found.observed, found.events, smallest=scale, reason=reason, **more
        )
        # What a check speaks against is never solid.
        return made | {"grade": "indicative"} if made["grade"] == "solid" and checks else made

    yield row("value", total / count, (bounds[0] / count, bounds[1] / count), SMALLEST)
    yield row("total", total, bounds, SMALLEST * count)
    yield row("expected", found.observed - total, None, None)
    yield row("before_after", found.before_after, None, None)
    yield row("pretrend", found.pretrend, None, None)
    if lagged:
        yield row("lagged_total", lagged.total, lagged.bounds, SMALLEST * count)
    reactive = int(events["is_reactive"].sum())
    yield graded_rows.row(key, "reactive", reactive, None, len(events), reactive, **more)
