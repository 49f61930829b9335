"""How many case events of a source happened in each quarter of an hour."""

from __future__ import annotations

from tests.warehouse.conftest import Build, at, case_event


def test_events_are_counted_by_the_quarter_that_they_happened_in(build: Build) -> None:
    events = [
        case_event("T", "09:00", "new"),
        case_event("T", "09:14", "open"),
        case_event("U", "09:15", "new"),
    ]
    built = build([], events, now="12:00")

    assert built.rows("steps.int_event_counts", "quarter_at", "event_count") == [
        {"quarter_at": at("09:00"), "event_count": 2},
        {"quarter_at": at("09:15"), "event_count": 1},
    ]
