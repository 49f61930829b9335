"""marts.dim_clean_hour: which hours tell what a usual week is like."""

from datetime import date, timedelta

from tests.warehouse.conftest import at
from tests.warehouse.exposure_marts import made

HOURS = [
    {"hour_at": at("00:00") + timedelta(hours=n), "date_day": (at("01:00") + timedelta(hours=n)).date()}
    for n in range(72)
]


def shown(rows, column: str) -> list[str]:
    """The hours, in UTC, in which a count isn't zero."""
    return [f"{row['hour_at']:%d %H}" for row in rows if row[column]]


def test_hours_are_touched_from_2_before_a_post_until_30_after_it():
    rows = made("dim_clean_hour", dim_observed_hour=HOURS, dim_post=[{"published_at": "12:20"}])
    touched = shown(rows, "event_count")

    # 12:20 in Berlin is 11:20 UTC.
    assert (len(touched), touched[0], touched[-1]) == (32, "18 09", "19 16")


def test_events_that_touch_the_same_hour_are_counted():
    rows = made(
        "dim_clean_hour", dim_observed_hour=HOURS, dim_post=[{}, {"post_id": "q", "published_at": "18:00"}]
    )

    assert {row["event_count"] for row in rows} == {0, 1, 2}


def test_an_everyday_post_touches_nothing():
    posts = [{"post_id": f"p{n}", "published_at": f"0{n}:00", "is_paid": False} for n in range(3)]
    rows = made("dim_clean_hour", dim_observed_hour=HOURS, dim_post=posts)

    assert shown(rows, "event_count") == []


def test_an_incident_disturbs_from_2_hours_before_until_30_after_its_end():
    rows = made("dim_clean_hour", dim_observed_hour=HOURS, incidents=[{}])
    disturbed = shown(rows, "incident_count")

    assert (disturbed[0], disturbed[-1], len(disturbed)) == ("18 08", "19 18", 2 + 3 + 30)


def test_the_hour_that_still_runs_isnt_counted():
    hours = [{}, {"hour_at": "13:00", "length_us": 1_800_000_000}]

    assert [row["hour_at"] for row in made("dim_clean_hour", dim_observed_hour=hours)] == [at("12:00")]


def test_a_holiday_is_a_weekday_on_which_every_calendar_that_usually_works_rests():
    worked = [
        date(2026, 1, 1) + timedelta(days=n)
        for n in range(365)
        if (date(2026, 1, 1) + timedelta(days=n)).weekday() < 5
    ]
    closed, half, sunday = date(2026, 11, 18), date(2026, 11, 19), date(2026, 11, 22)
    days = [{"day": day} for day in worked if day not in (closed, half)]
    days += [{"day": day, "calendar_name": "shop"} for day in worked if day != closed]
    hours = [
        {"hour_at": at(f"+{n} 12:00"), "date_day": day} for n, day in ((0, closed), (1, half), (4, sunday))
    ]
    rows = made("dim_clean_hour", dim_observed_hour=hours, business_days=days)

    assert [row["is_holiday"] for row in rows] == [True, False, False]
