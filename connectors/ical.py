"""Calendars as iCalendar files hold them (RFC 5545), with each entry that repeats as the times at which it is.

Two libraries know the format: icalendar reads it, recurring-ical-events works out repetitions, what was taken out of
them or moved, and whole days. An entry that they can't read costs that entry and no other.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from math import prod
from typing import Any

import recurring_ical_events  # type: ignore[import-untyped]
from icalendar import Calendar, Component

# An entry that repeats more often is no time at which somebody works, and would be millions of them.
_TOO_OFTEN = ("SECONDLY", "MINUTELY", "HOURLY")
_MOST_A_DAY = 24
_NO_ATTENDEE = ("NON-PARTICIPANT",)
_NO_PERSON = ("ROOM", "RESOURCE")


@dataclass(frozen=True)
class Entry:
    """One time of an entry, or why the entry can't be read (`problem`, which begins with the property's name).

    `start` and `end` are ISO texts: an instant with its offset, a time without one where the calendar names no zone, or
    days, of which the end is the first one after. `attendees` counts people who didn't decline.
    """

    calendar: str
    uid: str
    start: str | None = None
    end: str | None = None
    all_day: bool = False
    summary: str = ""
    categories: tuple[str, ...] = ()
    location: str = ""
    status: str = ""
    attendees: int = 0
    problem: str | None = None


def entries(data: bytes, name: str, first: date, last: date) -> Iterator[Entry]:
    """The times of a file's entries that touch the days from `first` to `last`.

    `name` is what a calendar is called that has no name of its own.
    """
    try:
        calendars = Calendar.from_ical(data.removeprefix(b"\xef\xbb\xbf"), multiple=True)
    except (ValueError, KeyError, IndexError) as error:
        yield Entry(name, "", problem=f"file: is no iCalendar file ({_said(error)}); export it again")
        return
    if not calendars or any(calendar.name != "VCALENDAR" for calendar in calendars):
        yield Entry(name, "", problem="file: holds no calendar; export it again as .ics")
        return
    numbers = count(1)
    for calendar in calendars:
        called = str(calendar.get("X-WR-CALNAME") or calendar.get("NAME") or "").strip() or name
        series: dict[str, list[Component]] = {}
        for event in calendar.walk("VEVENT"):
            series.setdefault(str(event.get("UID") or f"entry {next(numbers)}"), []).append(event)
        for uid, events in series.items():
            yield from _times(calendar, called, uid, events, first, last)


def _times(
    calendar: Component, called: str, uid: str, events: list[Component], first: date, last: date
) -> Iterator[Entry]:
    problem = next((found for event in events if (found := _problem(event))), None)
    if problem is not None:
        yield Entry(called, uid, summary=str(events[0].get("SUMMARY") or ""), problem=problem)
        return
    alone = Calendar()
    if zone := calendar.get("X-WR-TIMEZONE"):
        alone.add("X-WR-TIMEZONE", zone)
    for event in events:
        alone.add_component(event)
    try:
        found = recurring_ical_events.of(alone).between(first, last + timedelta(days=1))
        times = [_entry(called, uid, event) for event in found]
    except Exception as error:  # whatever two libraries make of a file that anybody may have written
        yield Entry(called, uid, problem=f"VEVENT: can't be read ({_said(error)}); write it anew")
        return
    yield from sorted(times, key=lambda one: (one.start or "", one.end or ""))


def _problem(event: Component) -> str | None:
    """Why an entry can't be used, seen before it is worked out."""
    if event.errors:
        name, said = event.errors[0]
        return f"{name or 'VEVENT'}: {said}; write the entry anew"
    for name in ("DTSTART", "DTEND", "RECURRENCE-ID"):
        stamp: Any = event.get(name)
        if stamp is None:
            continue
        zone = stamp.params.get("TZID")
        if zone and isinstance(stamp.dt, datetime) and stamp.dt.tzinfo is None:
            return (
                f"{name}: {zone!r} is no zone that is known, and the file doesn't describe it; choose another"
            )
    if event.get("DTSTART") is None:
        return "DTSTART: is missing; give the entry a beginning"
    rules = [rule for name in ("RRULE", "EXRULE") for rule in _listed(event.get(name))]
    return next((found for rule in rules if (found := _endless(rule))), None)


def _endless(rule: Any) -> str | None:
    """Why a rule would be worked out for hours, or for ever."""
    often = [str(word).upper() for word in rule.get("FREQ", [])]
    a_day = prod(max(len(rule.get(name, [])), 1) for name in ("BYHOUR", "BYMINUTE", "BYSECOND"))
    if any(word in _TOO_OFTEN for word in often) or a_day > _MOST_A_DAY:
        what = often[0] if a_day <= _MOST_A_DAY else f"{a_day} times a day"
        return f"RRULE: {what} is more often than anybody's shift; let it repeat by the day or more seldom"
    if any(step < 1 for step in rule.get("INTERVAL", [])):
        return "RRULE: an INTERVAL below 1 never comes to an end; write 1 or more"
    return None


def _entry(called: str, uid: str, event: Component) -> Entry:
    said: Any = event
    start, end = said["DTSTART"].dt, said["DTEND"].dt if "DTEND" in said else None
    return Entry(
        calendar=called,
        uid=uid,
        start=_written(start),
        end=_written(end),
        all_day=not isinstance(start, datetime),
        summary=str(event.get("SUMMARY") or "").strip(),
        categories=tuple(_categories(event)),
        location=str(event.get("LOCATION") or "").strip(),
        status=str(event.get("STATUS") or "").upper(),
        attendees=sum(_comes(one) for one in _listed(event.get("ATTENDEE"))),
    )


def _written(at: date | None) -> str | None:
    return at.isoformat(timespec="seconds") if isinstance(at, datetime) else at.isoformat() if at else None


def _categories(event: Component) -> Iterator[str]:
    for words in _listed(event.get("CATEGORIES")):
        yield from (str(word).strip() for word in getattr(words, "cats", [words]) if str(word).strip())


def _comes(attendee: Any) -> bool:
    """Does somebody who was asked to come? Rooms, and who is only told, don't."""
    said = {name: str(value).upper() for name, value in getattr(attendee, "params", {}).items()}
    return (
        said.get("PARTSTAT") != "DECLINED"
        and said.get("ROLE") not in _NO_ATTENDEE
        and said.get("CUTYPE") not in _NO_PERSON
    )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _said(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
