"""The same open seconds as other libraries: one of them run beside ours, four by the cases of their tests."""

import json
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import businesstimedelta
import holidays
import numpy as np
import pytest
import pytz

from tests.warehouse.open_seconds import looked_up, walked
from warehouse.configuration.opening_hours import WEEKDAYS, Calendar, Interval

# Cases where the libraries differ from each other, and what holds here.
OURS = {
    "wh-03": 624.02,  # they round to whole seconds
    "wh-11": 21_600.0002,  # the same
    "wh-14": 25 * 3600,  # a day of 25 hours, which they count by the wall clock
    "biz-01": -142_200,  # an end before the start: 0 there, negative in others and here
}


ZONES = {
    "Europe/Berlin": ("DE-NW", "DE-BY", "DE-BB", "AT"),
    "America/New_York": ("US-NY", "CA-ON"),
    "Australia/Lord_Howe": ("AU-NSW",),  # half an hour of daylight saving
    "Asia/Kolkata": ("IN", "DE"),
}
# Shortly before the clocks change somewhere, in 2026 and 2027.
CHANGES = [datetime(*day, tzinfo=UTC) for day in ((2026, 3, 5), (2026, 3, 26), (2026, 4, 2), (2026, 10, 22),
                                                  (2026, 10, 30), (2027, 3, 25), (2027, 10, 28))]  # fmt: skip


class TheirCalendar(NamedTuple):
    """Hours and closed days in a zone, with or without regional holidays; a night shift each day, or none."""

    zone: str
    region: str | None
    week: dict[str, list[Interval]]
    closed: list[date]

    def ours(self) -> Calendar:
        hours = {day: [str(one) for one in intervals] for day, intervals in self.week.items()}
        closures = [{"day": day} for day in self.closed]
        given = {"name": "any", "zone": self.zone, "holidays": self.region, "closures": closures, **hours}
        return Calendar.model_validate(given)

    def theirs(self) -> businesstimedelta.Rules:
        """A rule for each interval, and one for the holidays."""
        tz = pytz.timezone(self.zone)
        rules = [
            businesstimedelta.WorkDayRule(
                start_time=clock(opens), end_time=clock(closes), working_days=[number], tz=tz
            )
            for number, day in enumerate(WEEKDAYS)
            for opens, closes in self.week[day]
        ]
        off = set(self.closed)
        if self.region:
            off |= set(holidays.country_holidays(*self.region.split("-"), years=range(2025, 2030)))
        return businesstimedelta.Rules(
            [*rules, *([businesstimedelta.HolidayRule(off, tz=tz)] if off else [])]
        )


def clock(minutes):
    return time(minutes // 60 % 24, minutes % 60)


def random_calendar(random, nights=False):
    """Up to two intervals a day between 04:00 and 22:00, some days closed, never all; or nights and lone days.

    Where the library is known to be wrong is left out: an edge in the hour that the clocks skip or repeat (pytz takes
    the second of two, and a time that never was for a later one), and a holiday beside nights (it ends the shift that
    runs into it; here a holiday closes what begins on it).
    """
    zone = str(random.choice(list(ZONES)))
    week: dict[str, list[Interval]] = {}
    for day in WEEKDAYS:
        edges = np.sort(random.choice(np.arange(9 * 60, 17 * 60), size=4, replace=False)).tolist()
        if not nights:
            edges = np.sort(random.choice(np.arange(4 * 60, 22 * 60), size=4, replace=False)).tolist()
        week[day] = [Interval(*edges[:2]), Interval(*edges[2:])][: random.integers(0, 3)]
        if nights and random.random() < 0.7:
            opens, closes = random.integers(18 * 60, 24 * 60), random.integers(4 * 60, 8 * 60)
            week[day].append(Interval(int(opens), int(closes) + 1440))
    week["monday"] = week["monday"] or [Interval(540, 1020)]
    if nights:
        return TheirCalendar(zone, None, week, [])
    first = date(2026, 1, 1)
    closed = sorted(
        {first + timedelta(days=int(at)) for at in random.integers(0, 730, random.integers(1, 40))}
    )
    return TheirCalendar(zone, str(random.choice(ZONES[zone])), week, closed)


def random_waits(random, calendar, count):
    """Waits of up to 12 days, half of them about a change of the clocks; none begins in a night shift.

    The library forgets the shift that it begins in where that began the day before.
    """
    starts = []
    zone = ZoneInfo(calendar.zone)
    while len(starts) < count:
        base = CHANGES[random.integers(0, len(CHANGES))] if random.random() < 0.5 else None
        span = 5 * 86400 if base else 700 * 86400
        start = (base or datetime(2026, 1, 1, tzinfo=UTC)) + timedelta(seconds=int(random.integers(0, span)))
        local = start.astimezone(zone)
        minute = local.hour * 60 + local.minute
        today, before = (calendar.week[WEEKDAYS[(local.weekday() - back) % 7]] for back in (0, 1))
        inside = [one for one in today if one.closes > 1440 and minute >= one.opens]
        left = [one for one in before if one.closes > 1440 and minute <= one.closes - 1440]
        if not inside and not left:
            starts.append(start)
    return starts, [start + timedelta(seconds=int(random.integers(0, 1_000_000))) for start in starts]


def compare(calendars, waits, seed, nights=False):
    """Each wait in each calendar, here and there."""
    random = np.random.default_rng(seed)
    for _ in range(calendars):
        calendar = random_calendar(random, nights)
        starts, ends = random_waits(random, calendar, waits)
        ours, theirs = calendar.ours(), calendar.theirs()
        for start, end in zip(starts, ends, strict=True):
            expected = theirs.difference(start, end).timedelta.total_seconds()
            assert looked_up(ours, start, end) == expected, (calendar, start, end)


@pytest.mark.demand(2, 3, 4)
def test_waits_in_random_calendars_equal_businesstimedelta():
    compare(calendars=20, waits=8, seed=2026)


@pytest.mark.demand(3, 4)
def test_waits_over_random_night_shifts_equal_businesstimedelta():
    compare(calendars=15, waits=6, seed=2027, nights=True)


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(2))
def test_waits_in_many_random_calendars_equal_businesstimedelta(seed):
    compare(calendars=500, waits=4, seed=seed)
    compare(calendars=300, waits=4, seed=seed + 100, nights=True)


def as_calendar(case):
    """A case's calendar in our words; a holiday is a closure by name."""
    named = {day[:3]: day for day in WEEKDAYS}
    week = {named[day]: [f"{a}-{b}" for a, b in hours] for day, hours in case["hours"].items()}
    closures = [{"day": datetime.fromisoformat(day).date()} for day in case["holidays"]]
    for day, hours in case.get("special_days", {}).items():
        closures.append({"day": datetime.fromisoformat(day).date(), "hours": [f"{a}-{b}" for a, b in hours]})
    return Calendar.model_validate({"name": "case", "zone": case["tz"], **week, "closures": closures})


def test_the_cases_of_four_libraries_come_out(real_input):
    path = real_input / "business_seconds_cases.json"
    if not path.exists():
        pytest.skip(f"not on this machine: {path.name}")
    for case in json.loads(path.read_text()):
        start, end = (datetime.fromisoformat(case[side]) for side in ("start", "end"))
        expected = OURS.get(case["id"], case["expected_business_seconds"])
        assert walked(as_calendar(case["calendar"]), start, end) == pytest.approx(expected, abs=1e-9), case[
            "id"
        ]
