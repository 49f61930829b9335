"""Staffed times, and the hours that they fill."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.warehouse.conftest import COMPANY, Build, at, case_event, inbound

WEEKDAYS = '["monday", "tuesday", "wednesday", "thursday", "friday"]'
SHIFTS = COMPANY + "".join(
    f"""
[[shifts]]
department = "{department}"
days = {WEEKDAYS}
hours = ["{hours}"]
headcount = {people}
"""
    for department, hours, people in (
        ("service", "08:00-16:00", 2),
        ("service", "12:00-18:30", 1),
        ("marketing", "09:00-12:00", 1.5),
    )
)


def test_people_of_overlapping_shifts_add_up(build: Build) -> None:
    built = build(events=[case_event("T", "09:00", "new")], company=SHIFTS)

    rows = built.query(
        f"""
        select started_at, ended_at, headcount from marts.fct_shifts
        where department_id = 'service' and started_at >= '{at("00:00")}' and started_at < '{at("+1 00:00")}'
        order by started_at
        """
    )
    assert [tuple(row.values()) for row in rows] == [
        (at("08:00"), at("12:00"), Decimal(2)),
        (at("12:00"), at("16:00"), Decimal(3)),
        (at("16:00"), at("18:30"), Decimal(1)),
    ]


@pytest.mark.definition(12)
def test_hours_hold_people_times_time_up_to_now_and_what_arrived(build: Build) -> None:
    built = build(
        [inbound("m1", "09:30"), inbound("m2", "10:10", author_id="bert")], now="11:15", company=SHIFTS
    )

    rows = built.query(
        f"""
        select hour_of_week, staffed_us / 3600e6 as people, arrival_count from marts.fct_staffed_hours
        where department_id = 'marketing' and hour_at >= '{at("00:00")}' order by hour_at
        """
    )
    # Wednesday from 9 to a quarter past 11, one and a half people
    assert [tuple(row.values()) for row in rows] == [(57, 1.5, 1), (58, 1.5, 1), (59, 0.375, 0)]


def test_hours_of_both_nights_of_daylight_saving_are_whole(build: Build) -> None:
    night = (
        COMPANY
        + '[[shifts]]\ndepartment = "service"\ndays = ["saturday"]\nhours = ["22:00-06:00"]\nheadcount = 1\n'
    )
    built = build(events=[case_event("T", "-240 09:00", "new")], company=night, now="+120 09:00")

    rows = built.query(
        """
        select date_day::varchar as day, sum(staffed_us) // 3600000000 as hours from marts.fct_staffed_hours
        where date_day in ('2026-03-29', '2026-10-25', '2026-11-01') group by all order by all
        """
    )
    # Six hours after midnight: five of them in spring, seven in autumn
    assert [tuple(row.values()) for row in rows] == [("2026-03-29", 5), ("2026-10-25", 7), ("2026-11-01", 6)]


def test_a_week_with_shifts_is_known_as_a_whole_and_others_are_not(build: Build) -> None:
    planned = COMPANY + (
        f'[[shifts]]\ndepartment = "marketing"\ndays = {WEEKDAYS}\nhours = ["09:00-12:00"]\nheadcount = 1\n'
        "from = 2026-11-11\n"
    )
    built = build(
        [
            inbound("m1", "-10 10:00", author_id="a"),
            inbound("m2", "-8 10:00", author_id="b"),
            inbound("m3", "10:00", author_id="c"),
            inbound("m4", "12:00", author_id="d"),
            inbound("m5", "10:00", author_id="e", channel="direct_message", visibility="private"),
            inbound("m6", "10:00", author_id="f", channel="review"),
        ],
        company=planned,
    )

    rows = built.rows("marts.fct_wait_staffing", "is_staffed", "staffing_reason", order="wait_id")
    # The plan begins on a Wednesday: in its week, Tuesday was unstaffed; nobody knows of the Sunday before.
    assert [tuple(row.values()) for row in rows] == [
        (None, "outside_plan"),
        (False, None),
        (True, None),
        (False, None),
        (None, "no_shifts"),
        (None, "no_owner"),
    ]
