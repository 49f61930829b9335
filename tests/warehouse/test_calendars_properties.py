"""Open seconds of any calendar: the table of slots equals the walk, and the walk equals counting minutes."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.warehouse.open_seconds import looked_up, walked
from warehouse.calendars import open_intervals
from warehouse.configuration.checks import calendar_problems, closure_overlaps
from warehouse.configuration.opening_hours import WEEKDAYS, Calendar

ZONES = [
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "America/Santiago",
    "UTC",
]
MINUTE = timedelta(minutes=1)

# Around the changes of the clocks, Christmas, a leap day, and any other day.
days = st.one_of(
    st.sampled_from(
        [date(2026, 3, 29), date(2026, 10, 25), date(2026, 3, 8), date(2026, 4, 5), date(2028, 2, 29)]
    ),
    st.dates(date(2024, 1, 1), date(2029, 12, 31)),
)
instants = st.builds(
    lambda day, microseconds: (
        datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(microseconds=microseconds)
    ),
    days,
    st.integers(-3 * 86_400_000_000, 3 * 86_400_000_000),
)


def text(start, end):
    return f"{start // 60 % 24:02}:{start % 60:02}-{end // 60 % 24:02}:{end % 60:02}"


@st.composite
def hours_of_a_day(draw):
    """Up to two intervals, the last one perhaps over midnight."""
    edges = sorted(draw(st.lists(st.integers(0, 30 * 60), max_size=4, unique=True)))
    pairs = [(start, end) for start, end in pairwise(edges) if start < 1440][:: draw(st.sampled_from([1, 2]))]
    return [text(start, end) for start, end in pairs]


@st.composite
def calendars(draw):
    week = {day: draw(hours_of_a_day()) for day in WEEKDAYS}
    closures = [{"day": draw(days), "hours": draw(hours_of_a_day())} for _ in range(draw(st.integers(0, 2)))]
    assume(not list(calendar_problems(week)))
    assume(not list(closure_overlaps(closures)))
    rest = {"holidays": draw(st.sampled_from([None, "DE-NW", "AT", "CH-ZH"])), "closures": closures}
    return Calendar.model_validate({"name": "any", "zone": draw(st.sampled_from(ZONES)), **week, **rest})


def minutes_open(calendar, start, end):
    """Look at the wall clock once a minute."""
    zone = ZoneInfo(calendar.zone)
    count = 0
    instant = start
    while instant < end:
        wall = instant.astimezone(zone)
        minute = wall.hour * 60 + wall.minute
        yesterday = wall.date() - timedelta(days=1)
        count += any(opens <= minute < closes for opens, closes in calendar.hours_on(wall.date())) or any(
            minute + 1440 < closes for _, closes in calendar.hours_on(yesterday)
        )
        instant += MINUTE
    return count


def repeats(calendar, day, minutes):
    wall = datetime(day.year, day.month, day.day) + minutes * MINUTE
    shown = [wall.replace(tzinfo=ZoneInfo(calendar.zone), fold=fold).astimezone(UTC) for fold in (0, 1)]
    return shown[0] < shown[1]


@settings(max_examples=25)
@given(calendars(), days)
def test_the_walk_equals_counting_minutes(calendar, day):
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=1)
    around = [day + timedelta(days=offset) for offset in range(-3, 4)]
    # An edge that the clock shows twice is its first occurrence: a rule, not a matter of counting.
    assume(
        not any(
            repeats(calendar, on, edge) for on in around for hours in calendar.hours_on(on) for edge in hours
        )
    )

    assert walked(calendar, start, start + timedelta(days=2)) == 60 * minutes_open(
        calendar, start, start + timedelta(days=2)
    )


@settings(max_examples=30)
@given(calendars(), st.lists(st.tuples(instants, instants), min_size=1, max_size=5))
def test_looking_up_equals_the_walk_to_the_microsecond(calendar, pairs):
    for start, end in ((start, start + (end - start) % timedelta(days=40)) for start, end in pairs):
        assert looked_up(calendar, start, end) == walked(calendar, start, end)


@settings(max_examples=30)
@given(calendars(), days)
def test_intervals_are_sorted_apart_and_never_empty(calendar, day):
    found = open_intervals(calendar, day, day + timedelta(days=10))
    assert all(opened < closed for opened, closed in found)
    assert all(earlier[1] < later[0] for earlier, later in pairwise(found))
