"""What the calendars and shifts say, written out as times over the span of the data (`company.*`).

Departments that changed their calendar have one of their own, composed of its parts; so whoever joins by
`calendar_name` is right across the change.

`company.calendar_curve` is one row of lists that hold all calendars one after the other, so that finding an instant's
place is arithmetic and no join (the macros `open_us` and `instant_of_open_us`). A calendar's `shift_us` moves instants
to its part of the list.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import polars as pl

from warehouse import calendars
from warehouse.calendar_curve import Curve, make_curve
from warehouse.company import Company
from warehouse.configuration.opening_hours import WEEKDAYS, AnyCalendar, Interval, periods
from warehouse.configuration.sections import Shift

# A day target that opens before a long holiday, or a slow clock, is due well after now.
DUE_HORIZON = timedelta(days=200)
# Dirty dates (1970) must not stretch every calendar over half a century.
LONGEST_SPAN = timedelta(days=366 * 20)

_UTC = pl.Datetime("us", "UTC")
_SHAPES: dict[str, dict[str, Any]] = {
    "calendars": {
        "calendar_name": pl.String,
        "zone": pl.String,
        "slot_seconds": pl.Int64,
        "shift_us": pl.Int64,
        "open_slots_before": pl.Int64,
        "open_slot_count": pl.Int64,
        "days_before": pl.Int64,
    },
    "calendar_curve": {
        "covered_from": _UTC,
        "covered_until": _UTC,
        "first_day": pl.Date,
        "slot_us": pl.Int64,
        "curve": pl.List(pl.Int64),
        "open_slots": pl.List(pl.Int64),
        "next_closes": pl.List(_UTC),
    },
    "calendar_slots": {
        "calendar_name": pl.String,
        "slot": pl.Int64,
        "is_open": pl.Boolean,
        "open_before": pl.Int64,
    },
    "business_days": {"calendar_name": pl.String, "day": pl.Date, "last_close": _UTC},
    "open_intervals": {"calendar_name": pl.String, "opened_at": _UTC, "closed_at": _UTC},
    "shifts": {
        "department_id": pl.String,
        "started_at": _UTC,
        "ended_at": _UTC,
        "headcount": pl.Decimal(9, 2),
    },
    "planned_shifts": {
        "department_id": pl.String,
        "started_at": _UTC,
        "ended_at": _UTC,
        "headcount": pl.Decimal(9, 2),
    },
}


def write_calendars(
    connection: duckdb.DuckDBPyConnection,
    company: Company,
    first_at: datetime | None,
    last_at: datetime,
    written: Mapping[str, str],
) -> dict[str, str]:
    """Write the times of every calendar and shift over the span of the data; returns each table's fingerprint.

    Calendars cover whole years, so that a new day changes no fingerprint of what doesn't end with it. What stands there
    with the same fingerprint, as `written` says, isn't written again.
    """
    since, until = max(first_at or last_at, last_at - LONGEST_SPAN).date() - timedelta(days=2), _end(last_at)
    first, last = date(since.year, 1, 1), date((last_at + DUE_HORIZON).year, 12, 31)
    named = sorted(company.effective_calendars.items())
    staffed = sorted({*shifts(company, since, until), *company.staffed})
    # Who will be there, as far as the weekly rules say: what staffing files and rosters plan is in `shifts` already.
    planned = sorted(shifts(company, until + timedelta(days=1), (last_at + DUE_HORIZON).date()))
    fingerprint = _hashed(repr([first, last, [repr(calendar) for _, calendar in named]]))
    prints = dict.fromkeys((f"company.{name}" for name in _SHAPES), fingerprint)
    prints["company.shifts"] = _hashed(repr(staffed))
    prints["company.planned_shifts"] = _hashed(repr(planned))
    prints["company.open_intervals"] = _hashed(f"{fingerprint} {since} {until}")
    new = {name for name in _SHAPES if prints[f"company.{name}"] != written.get(f"company.{name}")}
    if "calendars" in new:
        _write_years(connection, named, first, last)
    if "open_intervals" in new:
        opens = [
            (name, opened, closed)
            for name, calendar in named
            for opened, closed in calendars.open_intervals(calendar, since, until)
        ]
        _replace(connection, "open_intervals", _frame("open_intervals", opens))
    if "shifts" in new:
        _replace(connection, "shifts", _frame("shifts", staffed))
    if "planned_shifts" in new:
        _replace(connection, "planned_shifts", _frame("planned_shifts", planned))
    return prints


def _write_years(
    connection: duckdb.DuckDBPyConnection, named: list[tuple[str, AnyCalendar]], first: date, last: date
) -> None:
    """Write the tables that cover whole years."""
    sizes = {name: calendars.slot_seconds(calendar, first, last) for name, calendar in named}
    slots, days = [], []
    for name, calendar in named:
        label = pl.lit(name).alias("calendar_name")
        slots.append(
            calendars.slots(calendar, first, last, sizes[name]).select(
                label, "slot", "is_open", "open_before"
            )
        )
        days.append(calendars.business_days(calendar, first, last).select(label, "day", "last_close"))
    lists = make_curve(dict(named), first, last)
    rows = [(name, one.zone, sizes[name], *lists.stretches[name]) for name, one in named]
    _replace(connection, "calendars", _frame("calendars", rows))
    _replace(connection, "calendar_curve", _curve_frame(lists))
    _replace(connection, "calendar_slots", pl.concat([_frame("calendar_slots"), *slots]))
    _replace(connection, "business_days", pl.concat([_frame("business_days"), *days]))


def shifts(company: Company, first: date, last: date) -> Iterator[tuple[Any, ...]]:
    """Staffed times (department, start, end, headcount) of [[shifts]] that begin on the local days from `first` to
    `last`, by the clock of the calendar's zone or else of the company's; those of one department may overlap and
    add up.
    """
    calendar_of = {department.id: company.calendar_of(department) for department in company.departments}
    for shift in company.shifts:
        calendar = calendar_of[shift.department]
        zone = calendar.tz if calendar else ZoneInfo(company.zone)
        for offset in range((last - first).days + 1):
            day = first + timedelta(days=offset)
            if (shift.first and day < shift.first) or (shift.until and day >= shift.until):
                continue
            for opens, closes in _hours_on(shift, calendar, day):
                started, ended = (calendars.clock_reaches(zone, day, minutes) for minutes in (opens, closes))
                if started < ended:
                    yield shift.department, started, ended, shift.headcount


def _hours_on(shift: Shift, calendar: AnyCalendar | None, day: date) -> Iterator[Interval]:
    if WEEKDAYS[day.weekday()] not in shift.days:
        return
    if calendar is None or shift.on_holidays:
        yield from shift.hours
        return
    valid = next(one.calendar for one in periods(calendar) if one.until is None or day < one.until)
    if day in valid.special_days:
        for opens, closes in shift.hours:
            for begin, end in valid.special_days[day]:
                if max(opens, begin) < min(closes, end):
                    yield Interval(max(opens, begin), min(closes, end))
    elif not valid.is_holiday(day):
        yield from shift.hours


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _end(last_at: datetime) -> date:
    return last_at.date() + timedelta(days=1)


def _curve_frame(lists: Curve) -> pl.DataFrame:
    row = [lists.covered_from, lists.covered_until, lists.first_day, lists.slot_us]
    columns = {name: [value] for name, value in zip(_SHAPES["calendar_curve"], row, strict=False)}
    for name in ("curve", "open_slots", "next_closes"):
        columns[name] = [pl.Series(getattr(lists, name))]
    return pl.DataFrame(columns, schema=_SHAPES["calendar_curve"])


def _frame(name: str, rows: Any = ()) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=_SHAPES[name], orient="row")


def _replace(connection: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> None:
    connection.register("frame", frame.to_arrow())
    connection.execute(f"create or replace table work.company.{name} as select * from frame")
    connection.unregister("frame")
