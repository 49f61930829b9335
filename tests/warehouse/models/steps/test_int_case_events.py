"""Events of tickets until now."""

from __future__ import annotations

from tests.warehouse.conftest import Build, case_event


def test_events_after_now_are_not_known_yet(build: Build) -> None:
    built = build(events=[case_event("T", "09:00", "new"), case_event("T", "13:00", "closed")], now="12:00")

    assert [row["state"] for row in built.rows("steps.int_case_events", "state")] == ["new"]
