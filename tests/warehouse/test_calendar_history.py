"""A department that changed its calendar: each instant counts under the one that was valid then."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.warehouse.open_seconds import looked_up, walked
from tests.warehouse.test_calendars import HOUR, both_ways, calendar, daily, local
from tests.warehouse.test_calendars_properties import calendars, days, instants
from warehouse.calendars import business_days, open_intervals, slots
from warehouse.configuration.opening_hours import CalendarHistory, Period

CHANGE = date(2026, 10, 1)  # a Thursday


def history(*parts, until=(CHANGE,)):
    edges = [None, *until, None]
    periods = [Period(part, edges[at], edges[at + 1]) for at, part in enumerate(parts)]
    return CalendarHistory("changed", tuple(periods))


def in_one_zone(parts):
    return [part.model_copy(update={"zone": parts[0].zone}) for part in parts]


@pytest.mark.definition(4)
def test_a_case_across_a_change_of_calendar_counts_each_part_under_its_own():
    changed = history(calendar(**daily("08:00-18:00")), calendar(**daily("10:00-12:00")))
    # Wednesday from 16:00 two hours, Thursday two.
    assert both_ways(changed, local("2026-09-30T16:00"), local("2026-10-01T16:00")) == 4 * HOUR
    assert both_ways(changed, local("2026-10-01T16:00"), local("2026-09-30T16:00")) == -4 * HOUR


def test_a_night_shift_of_the_old_calendar_ends_at_the_midnight_of_the_change():
    changed = history(calendar(**daily("22:00-06:00")), calendar(**daily("12:00-13:00")))
    assert both_ways(changed, local("2026-09-30T12:00"), local("2026-10-01T12:30")) == 2.5 * HOUR
    assert business_days(changed, date(2026, 9, 30), CHANGE).rows() == [
        (date(2026, 9, 30), local("2026-10-01T00:00").astimezone(UTC)),
        (CHANGE, local("2026-10-01T13:00").astimezone(UTC)),
    ]


def test_of_a_night_shift_of_the_new_calendar_the_hours_since_midnight_count():
    changed = history(
        calendar(**daily("12:00-13:00")), calendar(thursday=["08:00-09:00"], wednesday=["22:00-06:00"])
    )
    assert both_ways(changed, local("2026-09-30T13:00"), local("2026-10-01T12:00")) == 7 * HOUR
    assert open_intervals(changed, date(2026, 9, 30), CHANGE)[1:] == [
        (local("2026-10-01T00:00"), local("2026-10-01T06:00")),
        (local("2026-10-01T08:00"), local("2026-10-01T09:00")),
    ]
    # The wednesday of the new calendar was no business day yet; what is left of its shift belongs to Thursday.
    assert business_days(changed, date(2026, 9, 30), CHANGE)["day"].to_list() == [date(2026, 9, 30), CHANGE]


def test_the_same_calendar_twice_is_no_change():
    nights = calendar(**daily("08:00-12:00", "22:00-06:00"))
    changed = history(nights, nights)

    assert open_intervals(changed, date(2026, 9, 1), date(2026, 10, 31)) == open_intervals(
        nights, date(2026, 9, 1), date(2026, 10, 31)
    )
    assert slots(changed, date(2026, 9, 1), date(2026, 10, 31)).equals(
        slots(nights, date(2026, 9, 1), date(2026, 10, 31))
    )


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 5), ("2026-10-25", 7)])
def test_a_change_in_the_night_in_which_the_clocks_change_is_at_local_midnight(day, hours):
    changed = history(
        calendar(**daily("20:00-24:00")), calendar(**daily("00:00-06:00")), until=(date.fromisoformat(day),)
    )
    noon = local(f"{day}T12:00").astimezone(UTC)
    assert both_ways(changed, noon - timedelta(days=1), noon) == (4 + hours) * HOUR


def test_holidays_of_another_land_hold_from_the_change_on():
    hours = daily("08:00-16:00")
    # All Saints closes North Rhine-Westphalia (Monday 2027-11-01), Reformation Day Berlin's neighbour Brandenburg.
    moved = history(
        calendar(**hours, holidays="DE-BB"), calendar(**hours, holidays="DE-NW"), until=(date(2027, 11, 1),)
    )
    closed = {date(2027, 10, 31), date(2027, 11, 1)}
    found = business_days(moved, date(2027, 10, 30), date(2027, 11, 2))["day"].to_list()
    assert closed.isdisjoint(found)
    stayed = history(
        calendar(**hours, holidays="DE-BB"), calendar(**hours, holidays="DE-NW"), until=(date(2027, 11, 2),)
    )
    assert date(2027, 11, 1) in business_days(stayed, date(2027, 10, 30), date(2027, 11, 2))["day"].to_list()


def test_three_calendars_each_have_their_time():
    changed = history(
        calendar(**daily("08:00-09:00")), calendar(always=True), calendar(**daily("08:00-10:00")),
        until=(date(2028, 2, 29), date(2028, 3, 1)),
    )  # fmt: skip
    # The leap day is open round the clock; before it is one hour a day, after it two.
    assert both_ways(changed, local("2028-02-27T00:00"), local("2028-03-03T00:00")) == (2 + 24 + 4) * HOUR


def test_a_change_outside_of_what_is_asked_changes_nothing():
    old, new = calendar(**daily("08:00-09:00")), calendar(**daily("08:00-12:00"))
    changed = history(old, new)
    for part, first, last in ((old, date(2026, 9, 1), date(2026, 9, 30)), (new, CHANGE, date(2026, 10, 20))):
        assert open_intervals(changed, first, last) == open_intervals(part, first, last)
        assert business_days(changed, first, last).equals(business_days(part, first, last))


@settings(max_examples=25)
@given(st.lists(calendars(), min_size=2, max_size=3), st.lists(days, min_size=2, max_size=2, unique=True),
       st.lists(st.tuples(instants, instants), min_size=1, max_size=4))  # fmt: skip
def test_looking_up_equals_the_walk_over_the_parts(parts, changes, pairs):
    changed = history(*in_one_zone(parts), until=sorted(changes)[: len(parts) - 1])
    for start, end in pairs:
        assert looked_up(changed, start, end) == pytest.approx(walked(changed, start, end), abs=1e-6)


@settings(max_examples=25)
@given(calendars(), calendars(), days)
def test_the_slots_of_a_history_are_those_of_its_parts_on_both_sides(old, new, day):
    old, new = in_one_zone([old, new])
    changed = history(old, new, until=(day,))
    midnight = datetime(day.year, day.month, day.day, tzinfo=old.tz).timestamp()
    first, last = day - timedelta(days=3), day + timedelta(days=3)
    found = slots(changed, first, last, seconds=60)
    before, after = (slots(part, first, last, seconds=60)["is_open"] for part in (old, new))
    since = found["slot"] * 60 >= midnight
    assert found["is_open"].equals((since & after) | (~since & before))
