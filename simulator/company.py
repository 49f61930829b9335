"""Nordfunk, the simulated mobile provider: departments, groups, people on duty and their hours.

The same names and ids stand in leitstand.toml, as a real company would write them there.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays

from simulator.records import Agent

ZONE = ZoneInfo("Europe/Berlin")
PAGE_ID = "104277315829066"
PAGE_NAME = "Nordfunk"
AD_ACCOUNT = "448120395571062"
ZENDESK_EMAIL = "leitstand@nordfunk.example"
SUPPORT_ADDRESS = "hilfe@nordfunk.example"
SOURCE_FACEBOOK = "facebook"
SOURCE_ZENDESK = "zendesk"
SOURCE_PHONE = "phone"
SOURCE_MAILBOX = "mailbox"
# What the company's custom ticket fields stand for, and their ids in Zendesk.
CUSTOM_FIELDS = {
    "approval": 360019000011,
    "promise": 360019000012,
    "promise_due": 360019000013,
    "promise_department": 360019000014,
    "promise_kept": 360019000015,
    "stakeholder": 360019000016,
    "topic": 360019000017,
    "handle_seconds": 360019000018,
    "category": 360019000019,
}
# Katja's colleague left, Nele went from service to sales, and the press office opens longer since.
PATRICK_LEFT = date(2026, 10, 17)
NELE_MOVED = date(2026, 10, 5)
PRESS_OPENS_LONGER = date(2026, 10, 12)
# Sales gave up its central inbox on this day: who knows the customer answers, with less effort and fewer hand-offs.
SALES_REORGANISED = date(2026, 9, 7)
# Half days on which the network failed; marketing posts about each. [[incidents]] in leitstand.toml says the same.
OUTAGES = (
    (date(2026, 7, 14), "09:00"),
    (date(2026, 9, 15), "13:00"),
    (date(2026, 10, 16), "13:00"),
    (date(2026, 11, 10), "10:00"),
)
OUTAGE_SECONDS = 12 * 3600
# Weeks around the launch in which service has one more person at its desks, as its roster says.
HELP_FROM_END, HELP_DAYS, HELP_SPAN = 21, 35, ("10:00", "14:00")


Week = dict[int, tuple[tuple[str, str, int], ...]]


@dataclass(frozen=True)
class Department:
    """One department: its Zendesk group, the hours its people are at their desks, and the people.

    `shifts` maps a weekday (0 Monday) to (from, to, how many people), `former_shifts` is the same before the day
    `changed_on`; `ignores` is the share of public comments and tickets that lie about for weeks before anybody picks
    them up.
    """

    id: str
    name: str
    group_id: int
    people: tuple[Agent, ...]
    shifts: Week
    ignores: float
    former_shifts: Week = field(default_factory=dict)
    changed_on: date | None = None

    def people_on(self, day: date) -> list[Agent]:
        """Who belongs to it on a local day."""
        return [agent for agent in self.people if agent.works_on(day)]

    def shifts_on(self, day: date) -> tuple[tuple[str, str, int], ...]:
        """The shifts of a local day, holidays aside."""
        week = self.former_shifts if self.changed_on and day < self.changed_on else self.shifts
        return week.get(day.weekday(), ())


def _agents(department: str, zendesk_from: int, facebook_from: int, *names: str) -> tuple[Agent, ...]:
    return tuple(
        Agent(name, department, zendesk_from + 20 * i, str(facebook_from + 41 * i))
        for i, name in enumerate(names)
    )


def _left(agents: tuple[Agent, ...], name: str, day: date) -> tuple[Agent, ...]:
    return tuple(replace(agent, left=day) if agent.name == name else agent for agent in agents)


def _week(days: str, *spans: tuple[str, str, int]) -> Week:
    return {int(day): spans for day in days}


SERVICE = _agents(
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
)
NELE = next(agent for agent in SERVICE if agent.name == "Nele Olsen")

DEPARTMENTS: tuple[Department, ...] = (
    Department(
        "service",
        "Kundenservice",
        360008112001,
        _left(
            _left(SERVICE, "Patrick Wójcik", PATRICK_LEFT),
            "Nele Olsen",
            NELE_MOVED,
        ),
        {
            **_week("01234", ("08:00", "14:00", 3), ("13:00", "20:00", 3)),
            **_week("5", ("09:00", "16:00", 1)),
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
        0.02,
    ),
    Department(
        "press",
        "Presse",
        360008112003,
        _agents("press", 380453001, 100089240001, "Dr. Henrike Maas", "Oliver Stein"),
        _week("01234", ("09:00", "12:00", 1), ("13:00", "17:00", 1)),
        0.03,
        _week("01234", ("09:00", "12:00", 1), ("13:00", "15:00", 1)),
        PRESS_OPENS_LONGER,
    ),
    Department(
        "sales",
        "Vertrieb",
        360008112004,
        (
            *_agents(
                "sales",
                380454001,
                100089250001,
                "Marco Bellini",
                "Julia Sommer",
                "Dennis Krüger",
                "Fatma Yıldız",
            ),
            replace(NELE, department="sales", joined=NELE_MOVED),
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

# People of two departments who do nothing else than answer on the platforms beside Facebook; they use no tickets.
COMMUNITY = Department(
    "community",
    "Community",
    0,
    _agents("marketing", 380452061, 100089230124, "Mara Lindholm", "Emre Şahin"),
    {
        **_week("01234", ("09:00", "10:45", 1), ("13:15", "14:45", 1), ("16:00", "17:30", 1)),
        **_week("5", ("11:00", "12:30", 1)),
    },
    0.02,
)
MESSENGER = Department(
    "messenger",
    "Messenger",
    0,
    _agents("service", 380451161, 100089220329, "Tarek Haddad", "Wiebke Lorenz"),
    {
        **_week("01234", ("09:00", "12:00", 1), ("15:00", "18:00", 1)),
        **_week("5", ("10:00", "12:00", 1)),
    },
    0.02,
)
# Who reads the mailbox beside the ticket system: one for the press, one for partners and suppliers.
PRESS_MAIL = Department(
    "press_mail",
    "Pressepostfach",
    0,
    _agents("press", 380453061, 100089240083, "Clara Wenzel"),
    _week("01234", ("09:00", "12:00", 1), ("13:00", "15:00", 1)),
    0.03,
)
PARTNER_MAIL = Department(
    "partner_mail",
    "Partnerpostfach",
    0,
    _agents("sales", 380454101, 100089250165, "Robert Adler"),
    _week("01234", ("09:00", "11:00", 1), ("14:00", "16:00", 1)),
    0.05,
)
TEAMS = (COMMUNITY, MESSENGER, PRESS_MAIL, PARTNER_MAIL)

BY_ID = {department.id: department for department in DEPARTMENTS}
BY_GROUP = {department.group_id: department for department in DEPARTMENTS}
# Everybody once; who moved stands where they went.
STAFF = tuple(
    {
        agent.zendesk_id: agent
        for agent in sorted((a for d in DEPARTMENTS for a in d.people), key=lambda a: a.joined is not None)
    }.values()
)
HALF_DAYS = ((12, 24), (12, 31))


def department_of(zendesk_id: int, at: int) -> str | None:
    """Where an employee belonged at an instant; None: they had left, or never worked here."""
    day = local(at).date()
    people = (agent for one in (*DEPARTMENTS, *TEAMS) for agent in one.people)
    return next((a.department for a in people if a.zendesk_id == zendesk_id and a.works_on(day)), None)


def local(at: int) -> datetime:
    """The instant as a wall clock in the company's zone."""
    return datetime.fromtimestamp(at, ZONE)


def instant(day: date, clock: str) -> int:
    """Epoch seconds of `clock` (HH:MM) on a local day."""
    hour, minute = map(int, clock.split(":"))
    return int(datetime.combine(day, time(hour, minute), ZONE).timestamp())


def outages() -> list[tuple[int, int]]:
    """When the network was down: (from, until), epoch seconds."""
    begins = [instant(day, clock) for day, clock in OUTAGES]
    return [(at, at + OUTAGE_SECONDS) for at in begins]


def reinforcements(start: int, end: int) -> list[tuple[str, int, int, int]]:
    """Shifts beside the usual week: (department, from, to, people), some of them planned for after `end`."""
    first = local(end).date() - timedelta(days=HELP_FROM_END)
    days = (first + timedelta(days=number) for number in range(HELP_DAYS))
    found = [
        ("service", instant(d, HELP_SPAN[0]), instant(d, HELP_SPAN[1]), 1) for d in days if d.weekday() < 5
    ]
    return [shift for shift in found if shift[1] >= start]


def duties(department: Department, start: int, end: int) -> list[tuple[int, int, Agent]]:
    """Who is at their desk when, over [start, end]: (from, to, agent), sorted. Nobody on holidays in NRW."""
    first, last = local(start).date(), local(end).date()
    closed = holidays.country_holidays("DE", subdiv="NW", years=range(first.year, last.year + 1))
    found: list[tuple[int, int, Agent]] = []
    day, turn = first, 0
    while day <= last:
        spans = () if day in closed else department.shifts_on(day)
        people = department.people_on(day)
        if (day.month, day.day) in HALF_DAYS:
            spans = tuple((a, min(b, "12:00"), n) for a, b, n in spans if a < "12:00")
        for opens, closes, count in spans:
            for _ in range(min(count, len(people))):
                agent = people[turn % len(people)]
                found.append((instant(day, opens), instant(day, closes), agent))
                turn += 1
        day += timedelta(days=1)
    for who, begins, ends, _ in reinforcements(start, end):
        there = {agent.zendesk_id for a, b, agent in found if a <= begins < b}
        others = [
            agent for agent in department.people_on(local(begins).date()) if agent.zendesk_id not in there
        ]
        if who == department.id and begins < end and others:
            found.append((begins, ends, others[local(begins).day % len(others)]))
    return sorted(found, key=lambda duty: (duty[0], duty[1], duty[2].zendesk_id))
