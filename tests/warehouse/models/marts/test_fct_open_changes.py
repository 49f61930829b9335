"""Changes of what is open within hours."""

from __future__ import annotations

import pytest

from tests.warehouse.conftest import Build, at, case_event


@pytest.mark.definition(11)
def test_a_change_makes_time_until_the_end_of_its_hour(build: Build) -> None:
    built = build(
        events=[
            case_event("T", "09:45", "new"),
            case_event("T", "10:00", "waiting_customer"),
            case_event("T", "11:30", "resolved"),
        ]
    )

    rows = built.rows(
        "marts.fct_open_changes", "hour_at", "open_delta", "work_delta", "open_us // 60000000", "work_us // 60000000",
        order="hour_at",
    )  # fmt: skip
    assert [tuple(row.values()) for row in rows] == [
        (at("09:00"), 1, 1, 15, 15),
        (at("10:00"), 0, -1, 0, -60),
        (at("11:00"), -1, 0, -30, 0),
    ]
