"""Staffed times."""

from __future__ import annotations

from decimal import Decimal

from tests.warehouse.conftest import Build, at, case_event
from tests.warehouse.staffing import SHIFTS


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


def test_a_change_of_people_that_changes_no_number_changes_nothing(build: Build) -> None:
    built = build(events=[case_event("T", "09:00", "new")], company=SHIFTS)

    overlaps = """
        select first.department_id from marts.fct_shifts as first
        inner join marts.fct_shifts as later
            on first.department_id = later.department_id and first.started_at < later.started_at
            and (first.ended_at > later.started_at
                or (first.ended_at = later.started_at and first.headcount = later.headcount))
    """
    assert built.query(overlaps) == []
    assert {row["department_id"] for row in built.rows("marts.fct_shifts")} == {"service", "marketing"}
