"""Nordfunk, the simulated mobile provider: departments, groups, people on duty and their hours.

The same names and ids stand in leitstand.toml, as a real company would write them there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays

from simulator.records import Agent

ZONE = ZoneInfo("Europe/Berlin")
PAGE_ID = "104277315829066"
PAGE_NAME = "Nordfunk"
APP_ID = "318842190067514"
ZENDESK_EMAIL = "leitstand@nordfunk.example"
SUPPORT_ADDRESS = "hilfe@nordfunk.example"
SOURCE_FACEBOOK = "facebook"
SOURCE_ZENDESK = "zendesk"


@dataclass(frozen=True)
class Department:
    """One department: its Zendesk group, the hours its people are at their desks, and the people.

    `shifts` maps a weekday (0 Monday) to (from, to, how many people); `ignores` is the share of public
    comments and tickets that nobody ever picks up.
    """

    id: str
    name: str
    group_id: int
    people: tuple[Agent, ...]
    shifts: dict[int, tuple[tuple[str, str, int], ...]]
    ignores: float


def _agents(department: str, zendesk_from: int, facebook_from: int, *names: str) -> tuple[Agent, ...]:
    return tuple(
        Agent(name, department, zendesk_from + 20 * i, str(facebook_from + 41 * i))
        for i, name in enumerate(names)
    )


def _week(days: str, *spans: tuple[str, str, int]) -> dict[int, tuple[tuple[str, str, int], ...]]:
    return {int(day): spans for day in days}


DEPARTMENTS: tuple[Department, ...] = (
    Department(
        "service",
        "Kundenservice",
        360008112001,
        _agents(
            "service",
            380451001,
            100089220001,
            "Merle Thomsen",
            "Yusuf Aydın",
            "Katja Brandt",
            "Jonas Petersen",
            "Aylin Demir",
            "Sven Rademacher",
            "Nele Olsen",
            "Patrick Wójcik",
        ),
        {
            **_week("0123", ("08:00", "14:00", 4), ("13:00", "20:00", 4)),
            **_week("4", ("08:00", "14:00", 3), ("13:00", "20:00", 3)),
            **_week("5", ("09:00", "16:00", 3)),
        },
        0.012,
    ),
    Department(
        "marketing",
        "Marketing",
        360008112002,
        _agents("marketing", 380452001, 100089230001, "Lena Vogt", "Tobias Kern", "Sophie Lindqvist"),
        # People who also do other things look at comments in rounds, not all day.
        _week("01234", ("09:15", "10:45", 2), ("13:20", "14:30", 2), ("16:15", "17:15", 2)),
        0.16,
    ),
    Department(
        "press",
        "Presse",
        360008112003,
        _agents("press", 380453001, 100089240001, "Dr. Henrike Maas", "Oliver Stein"),
        _week("01234", ("09:00", "12:00", 1), ("13:00", "17:00", 1)),
        0.03,
    ),
    Department(
        "sales",
        "Vertrieb",
        360008112004,
        _agents(
            "sales",
            380454001,
            100089250001,
            "Marco Bellini",
            "Julia Sommer",
            "Dennis Krüger",
            "Fatma Yıldız",
        ),
        {
            **_week("01234", ("08:30", "12:30", 2), ("13:15", "18:30", 2)),
            **_week("5", ("10:00", "14:00", 1)),
        },
        0.04,
    ),
    Department(
        "legal",
        "Recht & Datenschutz",
        360008112005,
        _agents("legal", 380455001, 100089260001, "Corinna Albers", "Dr. Falk Winter"),
        _week("01234", ("09:30", "12:30", 1)),
        0.05,
    ),
    Department(
        "product",
        "Produkt",
        360008112006,
        _agents("product", 380456001, 100089270001, "Ines Hartwig", "Raphael Nguyen"),
        {
            **_week("0123", ("09:30", "12:00", 1), ("13:00", "16:30", 1)),
            **_week("4", ("09:30", "12:00", 1)),
        },
        0.08,
    ),
)

BY_ID = {department.id: department for department in DEPARTMENTS}
BY_GROUP = {department.group_id: department for department in DEPARTMENTS}
HALF_DAYS = ((12, 24), (12, 31))


def local(at: int) -> datetime:
    """The instant as a wall clock in the company's zone."""
    return datetime.fromtimestamp(at, ZONE)


def instant(day: date, clock: str) -> int:
    """Epoch seconds of `clock` (HH:MM) on a local day."""
    hour, minute = map(int, clock.split(":"))
    return int(datetime.combine(day, time(hour, minute), ZONE).timestamp())


def duties(department: Department, start: int, end: int) -> list[tuple[int, int, Agent]]:
    """Who is at their desk when, over [start, end]: (from, to, agent), sorted. Nobody on holidays in NRW."""
    first, last = local(start).date(), local(end).date()
    closed = holidays.country_holidays("DE", subdiv="NW", years=range(first.year, last.year + 1))
    found: list[tuple[int, int, Agent]] = []
    day, turn = first, 0
    while day <= last:
        spans = () if day in closed else department.shifts.get(day.weekday(), ())
        if (day.month, day.day) in HALF_DAYS:
            spans = tuple((a, min(b, "12:00"), n) for a, b, n in spans if a < "12:00")
        for opens, closes, count in spans:
            for _ in range(min(count, len(department.people))):
                agent = department.people[turn % len(department.people)]
                found.append((instant(day, opens), instant(day, closes), agent))
                turn += 1
        day += timedelta(days=1)
    return sorted(found, key=lambda duty: (duty[0], duty[1], duty[2].zendesk_id))
