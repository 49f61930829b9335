"""The backlog as its page needs it: levels now, by hour and by department, flows, and the balance between two instants.

While the period ends with the last complete day, levels run on to the instant the data ends: "open" is open now.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import polars as pl

from dashboard.cards.cases.case_lists import CaseListing, listing
from dashboard.cards.cases.conversations import closed_hours
from dashboard.cards.cases.wait_lists import instant as at_instant
from dashboard.figures.backlog_area import AGES
from dashboard.figures.running_clock import Span
from dashboard.urls import Period
from dashboard.view import View

IN = ("opened", "reopened", "moved_in")
OUT = ("resolved", "merged", "deleted", "moved_out")


def period(view: View) -> Period:
    """Return the days whose levels are shown: the page's, up to now where they end with the last complete day."""
    today = view.snapshot.about.today
    days = view.period
    return Period(days.since, days.until + timedelta(days=1)) if days.until == today else days


def instant(view: View) -> datetime:
    """Return the instant of the newest level shown: now, or the midnight that ends the period."""
    about = view.snapshot.about
    midnight = datetime.combine(view.period.until, time(), ZoneInfo(about.zone)).astimezone(UTC)
    return about.as_of if view.period.until >= about.today else midnight


def moment(view: View) -> datetime:
    """Return the instant that the address asks for (`at`), else that of the newest level; never later than now."""
    try:
        asked = at_instant(view.state.extra["at"])
    except (KeyError, ValueError):
        return instant(view)
    return min(asked, view.snapshot.about.as_of)


def level(view: View, days: Period | None = None) -> dict[str, float]:
    """Return open, aged_seconds and the age classes at the end of a period; nothing where no case was ever known."""
    frame = view.evaluate("backlog", (), days or period(view))
    return dict(frame.select("statistic", "metric_value").iter_rows())


def hours(view: View) -> pl.DataFrame:
    """Return a row an instant, full hours and now: hour_at, open, aged_seconds and the age classes."""
    frame = view.evaluate("backlog", ("hour_at", "date_day"), period(view))
    return wide(frame, "hour_at")


def days(view: View) -> pl.DataFrame:
    """Return the level at the end of each day."""
    return wide(view.evaluate("backlog", ("date_day",), period(view)), "date_day")


def departments(view: View) -> pl.DataFrame:
    """Return the level at the moment by department, most aged work first, nobody last; empty ones left out."""
    frame = wide(view.evaluate("backlog_at", ("department_id",), at=moment(view)), "department_id")
    return frame.filter(pl.col("open") > 0).sort(
        pl.col("department_id").is_null(), "aged_seconds", "department_id", descending=[False, True, False]
    )


def wide(frame: pl.DataFrame, index: str) -> pl.DataFrame:
    """Return levels with a column a statistic, a row for each value of `index`."""
    names = ("open", "aged_seconds", *AGES)
    wanted = [pl.col("metric_value").filter(pl.col("statistic") == name).sum().alias(name) for name in names]
    return frame.group_by(index, maintain_order=True).agg(wanted).sort(index)


def flows(view: View) -> pl.DataFrame:
    """Return a row a complete day: date_day, count_in, count_out; moves count where departments are chosen."""
    frame = view.evaluate("department_load", ("date_day",))
    kinds_in, kinds_out = _kinds(view)
    count = pl.col("numerator")
    kind = pl.col("statistic")
    return (
        frame.group_by("date_day")
        .agg(
            count_in=count.filter(kind.is_in(kinds_in)).sum().cast(pl.Int64),
            count_out=count.filter(kind.is_in(kinds_out)).sum().cast(pl.Int64),
        )
        .drop_nulls("date_day")
        .sort("date_day")
    )


def _kinds(view: View) -> tuple[Sequence[str], Sequence[str]]:
    """What counts as coming in and going out: a move between departments only where not all of them are shown."""
    if any(chip.column == "department_id" for chip in view.state.chips):
        return IN, OUT
    return IN[:2], OUT[:3]


def kinds(view: View, side: str) -> str:
    """Return the kinds of one side, "in" or "out", as the list's address writes them."""
    return ",".join(_kinds(view)[0 if side == "in" else 1])


@dataclass(frozen=True)
class Balance:
    """The identity of definition 10: what was open before, what came, what went, what is open now."""

    before: int
    terms: Mapping[str, int]
    after: int

    @property
    def holds(self) -> bool:
        """Whether the terms explain the change exactly."""
        come = sum(self.terms[kind] for kind in IN)
        gone = sum(self.terms[kind] for kind in OUT)
        return self.before + come - gone == self.after


def balance(view: View) -> Balance:
    """Return the balance over the period."""
    shown = period(view)
    frame = view.evaluate("department_load", (), shown)
    counts = {name: int(count or 0) for name, count in frame.select("statistic", "numerator").iter_rows()}
    before = level(view, Period(shown.since - timedelta(days=1), shown.since))
    return Balance(
        int(before.get("open", 0)),
        {kind: counts.get(kind, 0) for kind in (*IN, *OUT)},
        int(level(view).get("open", 0)),
    )


def open_cases(view: View, **extra: str) -> CaseListing:
    """Return the cases open at the newest instant shown, the oldest first."""
    own = {"open_at": instant(view).isoformat(), **extra}
    return listing(replace(view, state=replace(view.state, extra=own)))


def address(
    view: View, f: Mapping[str, str | None] | None = None, at: datetime | None = None, **extra: str
) -> str:
    """Return the list of the cases open at an instant (the newest shown), narrowed to the filters `f`."""
    when = (at or instant(view)).astimezone(UTC).isoformat().replace("+00:00", "Z")
    return view.link("/cases", f, open_at=when, **extra)


def closed(view: View) -> list[Span]:
    """Return the closed hours of the period, where one calendar holds for every department shown."""
    about = view.snapshot.about
    where, values = view.where(None)
    used = view.rows(
        "select any_value(department_id) as department_id, calendar_name from marts.dim_department"
        " where department_id in (select distinct department_id from marts.fct_case_states where "
        + where
        + ")"
        " group by calendar_name",
        values,
    ).to_dicts()
    if len(used) != 1 or used[0]["calendar_name"] is None:
        return []
    zone = ZoneInfo(about.zone)
    start = datetime.combine(view.period.since, time(), zone).astimezone(UTC)
    return closed_hours(view, used[0]["department_id"], start, instant(view))
