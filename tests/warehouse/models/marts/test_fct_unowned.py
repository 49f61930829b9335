"""Spells without an owner."""

from __future__ import annotations

import pytest

from tests.warehouse.conftest import Build, case_event


@pytest.mark.definition(13)
def test_only_open_cases_without_a_department_are_unowned_until_one_takes_them(build: Build) -> None:
    def event(at: str, state: str, group: str | None) -> dict[str, object]:
        return case_event("T", at, state, group_name=group, visibility="public")

    built = build(
        events=[
            event("09:00", "new", None),
            event("09:20", "open", None),
            event("10:00", "open", "Service"),
            event("11:00", "resolved", None),
            event("12:00", "open", None),
        ],
        now="12:30",
    )

    rows = built.rows("marts.fct_unowned", "department_id", "seconds", "observed_seconds", order="started_at")
    assert [tuple(row.values()) for row in rows] == [("service", 3600.0, 3600.0), (None, None, 1800.0)]
