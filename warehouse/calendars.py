"""When a department is open, as intervals and as a table of slots from which open seconds are looked up, exactly.

Instants are UTC and intervals half-open. Where the clocks change, a boundary is the first instant at which
the local clock shows that time or a later one: a time that the clocks skip is the instant of the change, one
that they repeat is its first occurrence. So a night shift lasts an hour less in spring and an hour more in
autumn, as it does in life. Where a department's calendar changed, each instant counts under the one valid then.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from math import gcd
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl
from numpy.typing import NDArray

from warehouse.configuration.opening_hours import AnyCalendar, Calendar, Period, periods, public_holidays

Seconds = NDArray[np.int64]  # unix seconds

DAY = 86400
LONGEST_SLOT = 3600  # round the clock needs no edges; but no slot spans two hours
_EPOCH = date(1970, 1, 1)


class Openings(NamedTuple):
    """Intervals in order, by unix seconds; `day` counts the local day each begins on from 1970-01-01."""

    day: Seconds
    opened: Seconds
    closed: Seconds


def open_intervals(calendar: AnyCalendar, first: date, last: date) -> list[tuple[datetime, datetime]]:
    """UTC intervals [open, close) that begin on the local days `first` to `last`: merged, sorted.

    A night shift of `last` is there in full; the end of one that began before `first` is not.
    """
    merged = _merged(_openings(calendar, first, last))
    return [(_utc(opened), _utc(closed)) for opened, closed in zip(*merged, strict=True)]


def _valid(period: Period) -> tuple[datetime | None, datetime | None]:
    zone, first, until = period.calendar.tz, period.first, period.until
    return (
        clock_reaches(zone, first, 0) if first else None,
        clock_reaches(zone, until, 0) if until else None,
    )


def clock_reaches(zone: ZoneInfo, day: date, minutes: int) -> datetime:
    """The first instant (UTC) at which the local clock shows `minutes` after midnight of `day`, or later."""
    wall = datetime(day.year, day.month, day.day) + timedelta(minutes=minutes)
    instant = wall.replace(tzinfo=zone).astimezone(UTC)  # first occurrence where the clocks repeat it
    if instant.astimezone(zone).replace(tzinfo=None) == wall:
        return instant
    before, after = instant - timedelta(days=1), instant  # the clocks skip it: find the change
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if middle.astimezone(zone).replace(tzinfo=None) >= wall:
            after = middle
        else:
            before = middle
    return after


def slot_seconds(calendar: AnyCalendar, first: date, last: date) -> int:
    """The longest slot (a divisor of an hour) on whose edges every opening and closing of `slots` falls."""
    return _slot_seconds(*_covering(calendar, first, last))


def slots(calendar: AnyCalendar, first: date, last: date, seconds: int | None = None) -> pl.DataFrame:
    """A table to look up open seconds in, for all instants of the days `first` to `last` in any zone.

    Columns: slot (i64, unix seconds // slot seconds), is_open (bool), open_before (i64, open seconds from
    the start of the table to the start of the slot); by slot, without gaps. The open seconds from the start
    of the table to an instant are `open_before`, plus the seconds since the start of its slot where that is
    open; the difference of two such numbers is what was open between the instants.

    Raises:
        ValueError: `seconds` is given and doesn't divide `slot_seconds`.
    """
    opened, closed = _covering(calendar, first, last)
    width = _slot_seconds(opened, closed)
    if seconds is not None and (seconds < 1 or width % seconds):
        raise ValueError(f"slots of {seconds} s don't fit {calendar.name}; take a divisor of {width}")
    width = seconds or width
    start, end = _covered(first, last)
    change = np.zeros((end - start) // width + 1, dtype=np.int8)
    change[(opened - start) // width] = 1  # merged, so no two changes share an edge
    change[(closed - start) // width] = -1
    is_open = np.cumsum(change[:-1], dtype=np.int8)
    open_after = np.cumsum(is_open, dtype=np.int64) * width
    return pl.DataFrame(
        {
            "slot": np.arange(start // width, end // width, dtype=np.int64),
            "is_open": is_open.astype(np.bool_),
            "open_before": open_after - is_open.astype(np.int64) * width,
        }
    )


def business_days(calendar: AnyCalendar, first: date, last: date) -> pl.DataFrame:
    """Local days from `first` to `last` on which anything opens.

    Columns: day (date), last_close (UTC, the last closing of what opens that day); by day.
    """
    openings = _openings(calendar, first, last)
    return (
        pl.DataFrame({"day": openings.day, "last_close": openings.closed})
        .group_by("day", maintain_order=True)
        .agg(pl.col("last_close").max())
        .select(
            pl.col("day").cast(pl.Int32).cast(pl.Date),
            (pl.col("last_close") * 1_000_000).cast(pl.Datetime("us", "UTC")),
        )
        .sort("day")
    )


def _covered(first: date, last: date) -> tuple[int, int]:
    # Whole UTC days that hold every instant of the local days in any zone (UTC-12 to UTC+14).
    return ((first - _EPOCH).days - 1) * DAY, ((last - _EPOCH).days + 2) * DAY


def _covering(calendar: AnyCalendar, first: date, last: date) -> tuple[Seconds, Seconds]:
    start, end = _covered(first, last)
    around = _openings(calendar, first - timedelta(days=4), last + timedelta(days=4))
    opened, closed = (np.clip(edges, start, end) for edges in _merged(around))
    return opened[opened < closed], closed[opened < closed]


def _slot_seconds(*edges: Seconds) -> int:
    return gcd(LONGEST_SLOT, *(int(np.gcd.reduce(side)) for side in edges if len(side)))


def _merged(openings: Openings) -> tuple[Seconds, Seconds]:
    # Special hours may overlap the night shift before them, and 24:00 touches 00:00.
    _, opened, closed = openings
    if not len(opened):
        return opened, closed
    reach = np.maximum.accumulate(closed)
    begins = np.concatenate([[True], opened[1:] > reach[:-1]])
    ends = np.concatenate([begins[1:], [True]])
    return opened[begins], reach[ends]


def _openings(calendar: AnyCalendar, first: date, last: date) -> Openings:
    """What begins on these local days, in order; a history is cut at the midnights at which it changes."""
    found = [_valid_openings(period, first, last) for period in periods(calendar)]
    return Openings(*(_joined(parts) for parts in zip(*found, strict=True)))


def _valid_openings(period: Period, first: date, last: date) -> Openings:
    # A shift that would have begun the day before the change is open from the midnight of the change.
    begins = max(first, period.first - timedelta(days=1)) if period.first else first
    ends = min(last, period.until - timedelta(days=1)) if period.until else last
    if (period.first and period.first > last) or ends < begins:
        return Openings(*(_joined([]),) * 3)
    day, opened, closed = _openings_of(period.calendar, begins, ends)
    since, until = _valid(period)
    if since and period.first:
        day = np.maximum(day, _numbers([period.first]))
        opened = np.maximum(opened, int(since.timestamp()))
    if until:
        closed = np.minimum(closed, int(until.timestamp()))
    return Openings(*(side[opened < closed] for side in (day, opened, closed)))


def _openings_of(calendar: Calendar, first: date, last: date) -> Openings:
    days = np.arange((first - _EPOCH).days, (last - _EPOCH).days + 1, dtype=np.int64)
    usual = days[~np.isin(days, _numbers({*_holidays(calendar, first, last), *calendar.special_days}))]
    weekdays = (usual + 3) % 7  # 1970-01-01 was a Thursday
    found = [
        (usual[weekdays == weekday], hours) for weekday, week in enumerate(calendar.week) for hours in week
    ]
    for day, intervals in calendar.special_days.items():
        if first <= day <= last:
            found += [(_numbers([day]), hours) for hours in intervals]
    begun = _joined(on for on, _ in found)
    walls = [_joined(on * DAY + hours[edge] * 60 for on, hours in found) for edge in (0, 1)]
    opened, closed = _instants(calendar.tz, walls, first, last)
    order = np.lexsort((closed, opened))
    order = order[opened[order] < closed[order]]  # skipped altogether where the clocks go forward
    return Openings(begun[order], opened[order], closed[order])


def _instants(zone: ZoneInfo, walls: Iterable[Seconds], first: date, last: date) -> list[Seconds]:
    """`clock_reaches` for many: local clock readings (seconds as if UTC) to unix seconds."""
    changes, offsets = _changes(zone, first - timedelta(days=2), last + timedelta(days=4))
    # Between two changes the clock runs up to (excluding) the reading that the second one interrupts.
    readings = changes[1:] + offsets[:-1]
    instants = []
    for wall in walls:
        period = np.searchsorted(readings, wall, side="right")
        instants.append(np.maximum(wall - offsets[period], changes[period]))
    return instants


def _changes(zone: ZoneInfo, first: date, last: date) -> tuple[Seconds, Seconds]:
    # The instants at which the offset changes (the first lies before everything), and the offsets since.
    def offset(instant: int) -> int:
        shift = _utc(instant).astimezone(zone).utcoffset()
        assert shift is not None
        return shift // timedelta(seconds=1)

    start = (first - _EPOCH).days * DAY
    changes, offsets = [start], [offset(start)]
    for midnight in range(start, (last - _EPOCH).days * DAY, DAY):
        if offset(midnight + DAY) == offsets[-1]:
            continue
        before, after = midnight, midnight + DAY
        while after - before > 1:
            middle = (before + after) // 2
            before, after = (middle, after) if offset(middle) == offsets[-1] else (before, middle)
        changes.append(after)
        offsets.append(offset(after))
    return np.array(changes, dtype=np.int64), np.array(offsets, dtype=np.int64)


def _holidays(calendar: Calendar, first: date, last: date) -> set[date]:
    if calendar.holidays is None:
        return set()
    years = range(first.year, last.year + 1)
    return {day for year in years for day in public_holidays(calendar.holidays, year)}


def _numbers(days: Iterable[date]) -> Seconds:
    return np.array(sorted((day - _EPOCH).days for day in days), dtype=np.int64)


def _joined(parts: Iterable[Seconds]) -> Seconds:
    return np.concatenate([np.array([], dtype=np.int64), *parts])


def _utc(instant: int) -> datetime:
    return datetime.fromtimestamp(int(instant), UTC)
