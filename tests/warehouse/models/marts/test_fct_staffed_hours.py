"""Hours in which a department was staffed."""

from __future__ import annotations

from typing import Any

import pytest

from tests.warehouse.conftest import COMPANY, Build, Built, at, case_event, inbound
from tests.warehouse.staffing import SHIFTS

pytestmark = pytest.mark.definition(12)


def today(built: Built, department: str) -> list[tuple[Any, ...]]:
    rows = built.query(
        f"""
        select hour_of_week, staffed_us / 3600e6 as people, arrival_count from marts.fct_staffed_hours
        where department_id = '{department}' and hour_at >= '{at("00:00")}' order by hour_at
        """
    )
    return [tuple(row.values()) for row in rows]


def test_hours_hold_people_times_time_up_to_now_and_what_arrived(build: Build) -> None:
    built = build(
        [
            inbound("early", "08:59", author_id="dora"),
            inbound("m1", "09:30"),
            inbound("m2", "10:00", author_id="bert"),
            inbound("m3", "10:10", author_id="carl"),
        ],
        now="11:15",
        company=SHIFTS,
    )

    # Wednesday from 9 to a quarter past 11, one and a half people; before 9 nobody, so the hour isn't there.
    assert today(built, "marketing") == [(57, 1.5, 1), (58, 1.5, 2), (59, 0.375, 0)]


def test_shifts_that_begin_and_end_within_an_hour_fill_it_in_part(build: Build) -> None:
    built = build(events=[case_event("T", "09:00", "new")], company=SHIFTS, now="23:00")

    # Two until 16:00, one more from 12:00 to 18:30.
    assert [people for _, people, _ in today(built, "service")] == [2] * 4 + [3] * 4 + [1, 1, 0.5]


def test_an_hour_begins_to_count_with_its_first_second(build: Build) -> None:
    on_the_hour = build([inbound("m1", "08:00")], now="10:00", company=SHIFTS)
    a_second_later = build([inbound("m1", "08:00")], now="10:00:01", company=SHIFTS)

    assert [hour for hour, _, _ in today(on_the_hour, "marketing")] == [57]
    assert today(a_second_later, "marketing")[1:] == [(58, 1.5 / 3600, 0)]


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
