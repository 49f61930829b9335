"""Departments as declared."""

from __future__ import annotations

from tests.warehouse.conftest import Build


def test_a_department_without_a_calendar_says_so(build: Build) -> None:
    assert build().rows("marts.dim_department", "department_id", "has_calendar", order="position") == [
        {"department_id": "service", "has_calendar": True},
        {"department_id": "marketing", "has_calendar": True},
        {"department_id": "legal", "has_calendar": False},
    ]
