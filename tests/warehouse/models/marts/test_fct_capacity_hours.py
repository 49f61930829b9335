"""Hours that are open and staffed, seen and to come."""

from __future__ import annotations

import pytest

from tests.warehouse.capacity import CAPACITY
from tests.warehouse.conftest import Build, inbound

pytestmark = pytest.mark.conflict(10)


def test_today_and_what_follows_is_to_come_and_what_was_is_not(build: Build) -> None:
    built = build([inbound("m", "09:00")], now="+1 12:00", company=CAPACITY)
    rows = built.query(
        "select date_day::varchar as day, bool_and(is_coming) as is_coming from marts.fct_capacity_hours"
        " where department_id = 'service' group by 1 order by 1 limit 3"
    )

    assert [tuple(row.values()) for row in rows] == [
        ("2026-11-18", False),
        ("2026-11-19", True),
        ("2026-11-20", True),
    ]


def test_people_of_weekly_rules_are_known_half_a_year_ahead_and_not_on_holidays(build: Build) -> None:
    built = build([inbound("m", "09:00")], company=CAPACITY)
    rows = built.query(
        "select date_day::varchar as day, sum(staffed_us) / 3600e6 as people, sum(open_us) / 3600e6 as open"
        " from marts.fct_capacity_hours where department_id = 'service'"
        " and date_day in ('2026-11-25', '2026-12-25', '2027-04-14', '2027-04-17') group by 1 order by 1"
    )

    # Wednesdays have two people for eight hours and one for six and a half; Christmas and a Saturday nobody.
    assert [tuple(row.values()) for row in rows] == [
        ("2026-11-25", 22.5, 9.0),
        ("2026-12-25", 0.0, 0.0),
        ("2027-04-14", 22.5, 9.0),
        ("2027-04-17", 0.0, 0.0),
    ]


def test_without_a_calendar_open_time_is_unknown_and_without_shifts_nothing_is_planned(build: Build) -> None:
    built = build([inbound("m", "09:00")], company=CAPACITY)
    rows = built.query(
        "select bool_or(open_us is not null) as has_hours, bool_or(is_planned) as is_planned"
        " from marts.fct_capacity_hours where department_id = 'legal'"
    )

    assert rows == [{"has_hours": False, "is_planned": False}]
