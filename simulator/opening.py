"""The hours in which each department says that it is there, and business time walked window by window.

The same hours stand in leitstand.toml. Slow and plain: this is what the product's figures are held against.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

import holidays

from simulator.company import PRESS_OPENS_LONGER, instant, local

Spans = tuple[tuple[str, str], ...]
OFFICE: Spans = (("09:00", "12:30"), ("13:15", "17:30"))
SALES: Spans = (("08:30", "12:30"), ("13:15", "18:30"))
WEEKS: dict[str, dict[int, Spans]] = {
    "service": {**dict.fromkeys(range(5), (("08:00", "20:00"),)), 5: (("09:00", "16:00"),)},
    "sales": {**dict.fromkeys(range(5), SALES), 5: (("10:00", "14:00"),)},
    "marketing": {**dict.fromkeys(range(4), OFFICE), 4: (("09:00", "12:30"), ("13:15", "16:00"))},
    "product": {**dict.fromkeys(range(4), OFFICE), 4: (("09:00", "12:30"), ("13:15", "16:00"))},
    "press": dict.fromkeys(range(5), (("09:00", "12:00"), ("13:00", "17:00"))),
}
PRESS_BEFORE: Spans = (("09:00", "12:00"), ("13:00", "15:00"))
HALF_DAY = {"service": "08:00", "sales": "08:30", "marketing": "09:00", "product": "09:00", "press": "09:00"}
HORIZON_DAYS = 150


@cache
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("DE", subdiv="NW", years=year))


def spans(department: str, day: date) -> Spans:
    """The open spans of a local day, holidays and closures considered."""
    year_end = (day.month, day.day) in ((12, 24), (12, 31))
    if department in ("marketing", "product") and date(2026, 12, 24) <= day <= date(2026, 12, 31):
        return ()
    if year_end and day.year in (2025, 2026) and not (department == "press" and day != date(2026, 12, 24)):
        return ((HALF_DAY[department], "12:00"),)
    if day in _holidays(day.year):
        return ()
    if department == "press" and day < PRESS_OPENS_LONGER:
        return PRESS_BEFORE if day.weekday() < 5 else ()
    return WEEKS[department].get(day.weekday(), ())


@cache
def _windows(department: str, day: date) -> tuple[tuple[int, int], ...]:
    return tuple((instant(day, begins), instant(day, ends)) for begins, ends in spans(department, day))


def windows(department: str, since: int) -> Iterator[tuple[int, int]]:
    """Open windows from an instant on, cut there, in order."""
    day = local(since).date()
    for offset in range(HORIZON_DAYS):
        for begins, ends in _windows(department, day + timedelta(days=offset)):
            if ends > since:
                yield max(begins, since), ends


def has_hours(department: str | None) -> bool:
    """Legal has none, and what nobody owns has none either."""
    return department in WEEKS


def end_of_next_business_day(department: str, since: int) -> int:
    """The last closing of the first business day after the local day of an instant."""
    day = local(since).date()
    for offset in range(1, HORIZON_DAYS):
        if found := _windows(department, day + timedelta(days=offset)):
            return found[-1][1]
    raise ValueError(f"{department} never opens again after {day}")
