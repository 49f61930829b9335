"""Open seconds worked by hand: golden nights of daylight saving, holidays, half days, shifts over midnight."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.warehouse.open_seconds import looked_up, walked
from warehouse.calendars import (
    business_days,
    clock_reaches,
    open_intervals,
    slot_seconds,
    slots,
)
from warehouse.configuration.opening_hours import WEEKDAYS, Calendar

HOUR = 3600
SERVICE = {day: ["08:00-12:00", "13:00-20:00"] for day in WEEKDAYS[:5]}


def calendar(zone="Europe/Berlin", **settings):
    return Calendar.model_validate({"name": "hours", "zone": zone, **settings})


def daily(*hours):
    return {day: list(hours) for day in WEEKDAYS}


def local(text, zone="Europe/Berlin"):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def both_ways(hours, start, end):
    """The one number that the walk and the table of slots give."""
    seconds = walked(hours, start, end)
    assert looked_up(hours, start, end) == seconds
    return seconds


# The night in which the clocks change, from the evening before to the noon after, open 22:00 to 06:00 (8 h).
@pytest.mark.demand(4)
@pytest.mark.parametrize(
    ("zone", "evening", "hours"),
    [
        ("Europe/Berlin", "2026-03-28", 7),
        ("Europe/Berlin", "2026-10-24", 9),
        ("Europe/Berlin", "2025-03-29", 7),
        ("Europe/Berlin", "2025-10-25", 9),
        ("America/New_York", "2026-03-07", 7),
        ("America/New_York", "2026-10-31", 9),
        ("Australia/Lord_Howe", "2026-04-04", 8.5),
        ("Australia/Lord_Howe", "2026-10-03", 7.5),
        ("Asia/Kolkata", "2026-03-28", 8),
        ("UTC", "2026-03-28", 8),
    ],
)
def test_a_night_shift_lasts_as_long_as_the_night(zone, evening, hours):
    shift = calendar(zone, **daily("22:00-06:00"))
    noon = local(f"{evening}T12:00", zone)
    end = (noon.replace(tzinfo=None) + timedelta(days=1)).replace(tzinfo=ZoneInfo(zone))

    assert both_ways(shift, noon.astimezone(UTC), end.astimezone(UTC)) == hours * HOUR


@pytest.mark.parametrize(
    ("day", "hours"),
    [("2026-03-29", 23), ("2026-10-25", 25), ("2025-03-30", 23), ("2025-10-26", 25), ("2026-06-01", 24)],
)
def test_round_the_clock_a_day_is_as_long_as_it_is(day, hours):
    start = local(f"{day}T00:00")
    end = local(f"{date.fromisoformat(day) + timedelta(days=1)}T00:00")

    for always in (
        calendar(always=True),
        calendar(**daily("00:00-24:00")),
        calendar(**daily("00:00-12:00", "12:00-00:00")),
    ):
        assert both_ways(always, start.astimezone(UTC), end.astimezone(UTC)) == hours * HOUR


@pytest.mark.demand(4)
def test_day_hours_are_the_same_on_both_sides_of_the_change():
    hours = calendar(sunday=["08:00-21:00"])
    for day in ("2026-03-29", "2026-10-25"):
        (interval,) = open_intervals(hours, date.fromisoformat(day), date.fromisoformat(day))
        assert interval == (local(f"{day}T08:00"), local(f"{day}T21:00"))


def test_a_time_that_the_clocks_skip_is_the_instant_of_the_change():
    change = datetime(2026, 3, 29, 1, tzinfo=UTC)  # 02:00 becomes 03:00
    assert clock_reaches(ZoneInfo("Europe/Berlin"), date(2026, 3, 29), 2 * 60 + 30) == change
    day = date(2026, 3, 29)
    assert open_intervals(calendar(sunday=["02:30-04:00"]), day, day) == [
        (change, change + timedelta(hours=1))
    ]
    assert open_intervals(calendar(sunday=["01:00-02:30"]), day, day) == [
        (change - timedelta(hours=1), change)
    ]
    assert open_intervals(calendar(sunday=["02:10-02:50"]), day, day) == []
    assert business_days(calendar(sunday=["02:10-02:50"]), day, day).is_empty()


def test_a_time_that_the_clocks_repeat_is_its_first_occurrence():
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 02:30 CEST, an hour before 02:30 CET
    assert clock_reaches(ZoneInfo("Europe/Berlin"), date(2026, 10, 25), 2 * 60 + 30) == first
    day = date(2026, 10, 25)
    assert open_intervals(calendar(sunday=["02:30-04:00"]), day, day) == [
        (first, first + timedelta(hours=2.5))
    ]
    assert open_intervals(calendar(sunday=["01:00-02:30"]), day, day) == [
        (first - timedelta(hours=1.5), first)
    ]


def test_a_zone_that_skips_a_whole_day_was_closed_on_it():
    samoa = calendar("Pacific/Apia", **daily("09:00-17:00"))  # 30 December 2011 never was
    assert open_intervals(samoa, date(2011, 12, 30), date(2011, 12, 30)) == []
    assert business_days(samoa, date(2011, 12, 29), date(2011, 12, 31))["day"].to_list() == [
        date(2011, 12, 29),
        date(2011, 12, 31),
    ]


@pytest.mark.demand(3)
def test_the_break_of_a_split_shift_does_not_count():
    hours = calendar(**SERVICE)
    assert both_ways(hours, local("2026-11-16T11:59"), local("2026-11-16T13:01")) == 120
    assert both_ways(hours, local("2026-11-16T12:10"), local("2026-11-16T12:50")) == 0


def test_every_microsecond_counts():
    hours = calendar(**SERVICE)
    start, end = local("2026-11-16T11:59:59.999999"), local("2026-11-16T13:00:00.000002")
    assert both_ways(hours, start, end) == 0.000003
    assert both_ways(hours, end, start) == -0.000003


def test_an_end_before_the_start_counts_below_zero():
    hours = calendar(**SERVICE)
    assert both_ways(hours, local("2026-11-17T09:00"), local("2026-11-16T19:00")) == -2 * HOUR


@pytest.mark.demand(2)
def test_a_regional_holiday_closes_its_region_alone():
    # All Saints: Sunday 2026-11-01, so look at 2027, a Monday. North Rhine-Westphalia closes, Berlin doesn't.
    monday = date(2027, 11, 1)
    assert open_intervals(calendar(**SERVICE, holidays="DE-NW"), monday, monday) == []
    assert len(open_intervals(calendar(**SERVICE, holidays="DE-BE"), monday, monday)) == 2
    assert len(open_intervals(calendar(**SERVICE), monday, monday)) == 2


@pytest.mark.demand(2)
def test_saint_martin_is_no_holiday():
    martin = date(2026, 11, 11)
    assert len(open_intervals(calendar(**SERVICE, holidays="DE-NW"), martin, martin)) == 2


def test_a_holiday_closes_what_begins_on_it_and_not_the_shift_that_runs_into_it():
    nights = calendar(**daily("22:00-06:00"), holidays="DE-NW")
    # Labour Day, Friday 2026-05-01: Thursday's shift ends at 06:00, Friday's doesn't begin.
    assert both_ways(nights, local("2026-05-01T00:00"), local("2026-05-02T12:00")) == 6 * HOUR
    assert open_intervals(nights, date(2026, 5, 1), date(2026, 5, 1)) == []


@pytest.mark.demand(2)
def test_christmas_eve_is_open_in_the_morning():
    closure = {"day": date(2026, 12, 24), "hours": ["08:00-12:00"], "name": "Heiligabend"}
    hours = calendar(**SERVICE, holidays="DE-NW", closures=[closure])
    # Thursday half a day, Friday and Saturday are holidays, Monday opens at 08:00.
    assert both_ways(hours, local("2026-12-24T09:00"), local("2026-12-28T09:00")) == (3 + 1) * HOUR
    days = business_days(hours, date(2026, 12, 24), date(2026, 12, 28))
    assert days.rows() == [
        (date(2026, 12, 24), datetime(2026, 12, 24, 11, tzinfo=UTC)),
        (date(2026, 12, 28), datetime(2026, 12, 28, 19, tzinfo=UTC)),
    ]


def test_a_range_of_half_days_leaves_holidays_and_week_ends_closed():
    range_ = {"from": date(2026, 12, 21), "to": date(2026, 12, 31), "hours": ["09:00-12:00"]}
    hours = calendar(**SERVICE, holidays="DE-NW", closures=[range_])
    days = business_days(hours, date(2026, 12, 21), date(2026, 12, 31))["day"].to_list()
    assert [day.day for day in days] == [21, 22, 23, 24, 28, 29, 30, 31]
    assert walked(hours, local("2026-12-21T00:00"), local("2027-01-01T00:00")) == 8 * 3 * HOUR


@pytest.mark.demand(2)
def test_a_named_day_opens_even_on_a_holiday():
    sale = {"day": date(2026, 12, 26), "hours": ["13:00-18:00"]}
    hours = calendar(**SERVICE, holidays="DE-NW", closures=[sale])
    assert both_ways(hours, local("2026-12-25T00:00"), local("2026-12-28T00:00")) == 5 * HOUR


def test_special_hours_that_meet_the_night_before_count_once():
    early = {"day": date(2026, 11, 17), "hours": ["05:00-07:00"]}
    nights = calendar(**daily("22:00-06:00"), closures=[early])
    assert both_ways(nights, local("2026-11-16T12:00"), local("2026-11-17T12:00")) == 9 * HOUR
    assert len(open_intervals(nights, date(2026, 11, 16), date(2026, 11, 17))) == 1


@pytest.mark.demand(4)
def test_the_leap_day_and_the_turn_of_the_year_are_days_like_others():
    hours = calendar(**daily("09:00-17:00"))
    assert both_ways(hours, local("2028-02-28T12:00"), local("2028-03-01T12:00")) == 16 * HOUR
    assert both_ways(hours, local("2026-12-31T16:00"), local("2027-01-01T10:00")) == 2 * HOUR
    with_holidays = calendar(**daily("09:00-17:00"), holidays="DE")
    assert both_ways(with_holidays, local("2026-12-31T16:00"), local("2027-01-02T10:00")) == 2 * HOUR


@pytest.mark.demand(4)
def test_another_zone_does_not_move_the_instants():
    hours = calendar("Asia/Kolkata", **daily("09:00-18:00"))
    assert both_ways(hours, local("2026-11-16T04:00"), local("2026-11-16T15:00")) == 9 * HOUR
    assert slot_seconds(hours, date(2026, 11, 16), date(2026, 11, 16)) == 1800  # UTC+05:30


def test_slots_are_as_wide_as_the_hours_allow():
    day = date(2026, 11, 16)
    assert slot_seconds(calendar(**SERVICE), day, day) == 3600
    assert slot_seconds(calendar(**daily("08:15-17:00")), day, day) == 900
    assert slot_seconds(calendar(**daily("08:07-17:00")), day, day) == 60
    assert slot_seconds(calendar(always=True), day, day) == 3600


def test_slots_cover_the_days_in_every_zone_without_gaps():
    hours = calendar(**SERVICE)
    table = slots(hours, date(2026, 11, 16), date(2026, 11, 17), seconds=900)

    assert table["slot"][0] * 900 == datetime(2026, 11, 15, tzinfo=UTC).timestamp()
    assert (table["slot"][-1] + 1) * 900 == datetime(2026, 11, 19, tzinfo=UTC).timestamp()
    assert table["slot"].diff().drop_nulls().unique().to_list() == [1]
    assert table["is_open"].sum() * 900 == 3 * 11 * HOUR
    with pytest.raises(ValueError, match="divisor of 3600"):
        slots(hours, date(2026, 11, 16), date(2026, 11, 17), seconds=7)


@pytest.mark.demand(23)
def test_the_next_business_day_closes_at_the_end_of_its_last_interval():
    nights = calendar(monday=["08:00-12:00", "22:00-06:00"], thursday=["09:00-17:00"])
    days = business_days(nights, date(2026, 11, 16), date(2026, 11, 22))
    assert days.rows() == [
        (date(2026, 11, 16), datetime(2026, 11, 17, 5, tzinfo=UTC)),
        (date(2026, 11, 19), datetime(2026, 11, 19, 16, tzinfo=UTC)),
    ]
