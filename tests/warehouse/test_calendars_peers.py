"""The same open seconds as other libraries: one of them run beside ours, four by the cases of their tests."""

import json
from datetime import UTC, datetime, time, timedelta

import businesstimedelta
import holidays
import numpy as np
import pytest
import pytz

from warehouse.calendars import open_seconds, open_seconds_between
from warehouse.opening_hours import WEEKDAYS, Calendar, Interval

# Cases where the libraries differ from each other, and what holds here.
OURS = {
    "wh-03": 624.02,  # they round to whole seconds
    "wh-11": 21_600.0002,  # the same
    "wh-14": 25 * 3600,  # a day of 25 hours, which they count by the wall clock
    "biz-01": -142_200,  # an end before the start: 0 there, negative in others and here
}


def random_week(random):
    """Day hours between 06:00 and 22:00, some days split, some closed, never all."""
    week = {}
    for day in WEEKDAYS:
        edges = np.sort(random.choice(np.arange(6 * 60, 22 * 60), size=4, replace=False)).tolist()
        week[day] = [Interval(*edges[:2]), Interval(*edges[2:])][: random.integers(0, 3)]
    week["monday"] = week["monday"] or [Interval(540, 1020)]
    return week


def their_rules(week, zone, region):
    """The same week for businesstimedelta: a rule for each interval, and one for the holidays."""

    def clock(minutes):
        return time(minutes // 60, minutes % 60)

    tz = pytz.timezone(zone)
    rules = [
        businesstimedelta.WorkDayRule(
            start_time=clock(opens), end_time=clock(closes), working_days=[number], tz=tz
        )
        for number, day in enumerate(WEEKDAYS)
        for opens, closes in week[day]
    ]
    off = holidays.country_holidays(*region.split("-"))
    return businesstimedelta.Rules([*rules, businesstimedelta.HolidayRule(off, tz=tz)])


def test_three_hundred_random_waits_equal_businesstimedelta():
    random = np.random.default_rng(2026)
    for zone, region in [
        ("Europe/Berlin", "DE-NW"),
        ("America/New_York", "US-NY"),
        ("Asia/Kolkata", "DE"),
    ] * 10:
        week = random_week(random)
        calendar = Calendar.model_validate(
            {"name": "any", "zone": zone, "holidays": region}
            | {day: [str(one) for one in week[day]] for day in week}
        )
        starts = [
            datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=int(at))
            for at in random.integers(0, 7e7, 10)
        ]
        ends = [
            start + timedelta(seconds=int(span))
            for start, span in zip(starts, random.integers(0, 1e6, 10), strict=True)
        ]
        rules = their_rules(week, zone, region)

        theirs = [
            rules.difference(*pair).timedelta.total_seconds() for pair in zip(starts, ends, strict=True)
        ]

        ours = open_seconds_between(
            calendar,
            *(
                np.array([one.replace(tzinfo=None) for one in side], "datetime64[us]")
                for side in (starts, ends)
            ),
        )
        assert ours.tolist() == theirs


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
        assert open_seconds(as_calendar(case["calendar"]), start, end) == pytest.approx(expected, abs=1e-9), (
            case["id"]
        )
