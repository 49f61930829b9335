"""From when until when a department's staffing is known."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.warehouse.conftest import COMPANY, Build, inbound


def shift(department: str, days: str, hours: str, first: str, until: str) -> str:
    return (
        f'[[shifts]]\ndepartment = "{department}"\ndays = [{days}]\nhours = ["{hours}"]\nheadcount = 1\n'
        f"from = {first}\nuntil = {until}\n"
    )


def test_whole_weeks_of_the_companys_zone_hold_the_first_shift_and_the_last(build: Build) -> None:
    company = (
        COMPANY
        # From a Wednesday to a Wednesday two weeks later; summer time ends in between, on 25 October.
        + shift("service", '"wednesday"', "08:00-16:00", "2026-10-14", "2026-10-29")
        # Ends with its week, to the second.
        + shift("marketing", '"sunday"', "20:00-24:00", "2026-11-08", "2026-11-09")
        # Leaves its week by six hours, which say nothing of the rest of the next one.
        + shift("legal", '"sunday"', "22:00-06:00", "2026-11-08", "2026-11-09")
        + shift("legal", '"sunday"', "22:00-03:00", "2026-11-08", "2026-11-09")
    )
    built = build([inbound("m1", "-60 09:00"), inbound("m2", "09:00")], company=company)

    november = (datetime(2026, 11, 1, 23, tzinfo=UTC), datetime(2026, 11, 8, 23, tzinfo=UTC))
    known = built.rows("steps.int_planned_times", "department_id", "planned_from", "planned_until")
    assert [tuple(row.values()) for row in known] == [
        ("legal", *november),
        ("marketing", *november),
        ("service", datetime(2026, 10, 11, 22, tzinfo=UTC), datetime(2026, 11, 1, 23, tzinfo=UTC)),
    ]


def test_a_company_without_shifts_has_no_planned_times(build: Build) -> None:
    assert build([inbound("m1", "09:00")]).rows("steps.int_planned_times") == []
