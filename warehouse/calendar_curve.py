"""Open time as lists that arithmetic finds its way in: all calendars of a company, one after the other.

An instant's open time since its calendar begins is a line between two edges of a slot: flat while closed, rising while
open. Instants are counted in microseconds on an axis of slots on which each calendar has a stretch of its own,
moved there by its shift; so one list answers for all, and the slot of an instant is its place in the list.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from math import gcd
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from warehouse.calendars import business_days, slot_seconds, slots
from warehouse.configuration.opening_hours import AnyCalendar

MICRO = 1_000_000
_EPOCH = date(1970, 1, 1)


class Stretch(NamedTuple):
    """Where a calendar's part of each list begins: instants, counts of open slots, and days."""

    shift_us: int
    open_slots_before: int
    open_slot_count: int
    days_before: int


class Curve(NamedTuple):
    """The lists, all counted from 1 as SQL does.

    curve: by slot of the axis, the open microseconds before it; in an open slot less the slot's own place on the
    axis, which makes it negative: what is negative is to be added to the instant (on the axis), anything else is the
    open time itself. open_slots: each calendar's open slots, on the axis, in order. next_closes: by local day from
    `first_day` on, the last closing of the first business day after it (UTC; None: none is known).
    """

    covered_from: datetime
    covered_until: datetime
    first_day: date
    slot_us: int
    curve: NDArray[np.int64]
    open_slots: NDArray[np.int64]
    next_closes: pl.Series
    stretches: dict[str, Stretch]


def make_curve(named: Mapping[str, AnyCalendar], first: date, last: date) -> Curve:
    """The curve of these calendars, for all instants of the days `first` to `last` in any zone."""
    width = gcd(3600, *(slot_seconds(calendar, first, last) for calendar in named.values()))
    start, end = first - timedelta(days=1), last + timedelta(days=2)
    origin = (start - _EPOCH).days * 86400 // width
    count = (end - start).days * 86400 // width
    day_count = (end - start).days + 1
    slot_us = width * MICRO
    values, opens, closes, stretches = [], [], [], {}
    opened = 0
    for number, (name, calendar) in enumerate(named.items()):
        table = slots(calendar, first, last, width)
        places = np.arange(1 + number * count, 1 + (number + 1) * count, dtype=np.int64)
        is_open, before = table["is_open"].to_numpy(), table["open_before"].to_numpy() * MICRO
        values.append(np.where(is_open, before - places * slot_us, before))
        opens.append(places[is_open])
        closes.append(_next_closes(calendar, start, end))
        shift = (1 + number * count - origin) * slot_us
        stretches[name] = Stretch(shift, opened, int(is_open.sum()), number * day_count)
        opened += int(is_open.sum())
    empty = np.empty(0, np.int64)
    return Curve(
        datetime(start.year, start.month, start.day, tzinfo=UTC),
        datetime(end.year, end.month, end.day, tzinfo=UTC),
        start,
        slot_us,
        np.concatenate([empty, *values]),
        np.concatenate([empty, *opens]),
        pl.concat([pl.Series("next_close", [], pl.Datetime("us", "UTC")), *closes]),
        stretches,
    )


def _next_closes(calendar: AnyCalendar, first: date, last: date) -> pl.Series:
    days = pl.DataFrame({"day": pl.date_range(first, last, eager=True)})
    after = business_days(calendar, first, last).with_columns(day=pl.col("day") - pl.duration(days=1))
    return days.join_asof(after, on="day", strategy="forward")["last_close"].alias("next_close")
