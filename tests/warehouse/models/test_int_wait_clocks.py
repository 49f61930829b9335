"""Open seconds and due times through the slot table, against the calendar walked day by day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.warehouse.conftest import Build, inbound
from warehouse import calendars


def test_open_seconds_equal_the_calendar_walked_day_by_day(build: Build) -> None:
    now = datetime(2026, 11, 20, 15, 7, 3, 250000, tzinfo=UTC)
    moments = [now - timedelta(hours=7 * step, seconds=13 * step, microseconds=step) for step in range(120)]
    built = build(
        [inbound(f"m{step:03}", moment, conversation_id=f"t{step}") for step, moment in enumerate(moments)],
        now=now,
    )

    office = built.workspace.company.calendars["office"]
    found = built.rows("steps.int_wait_clocks", "wait_id", "observed_business_seconds")
    assert [row["observed_business_seconds"] for row in found] == [
        round(calendars.open_seconds(office, moment, now), 6) for moment in moments
    ]


def test_open_time_until_due_is_exactly_the_target(build: Build) -> None:
    moments = [
        datetime(2026, 3, 20, 6, 0, 1, 5, tzinfo=UTC) + timedelta(minutes=97 * step) for step in range(150)
    ]
    built = build(
        [inbound(f"m{step:03}", moment, conversation_id=f"t{step}") for step, moment in enumerate(moments)],
        now=datetime(2026, 4, 20, tzinfo=UTC),
    )

    office = built.workspace.company.calendars["office"]
    due = [row["due_at"] for row in built.rows("steps.int_wait_clocks", "wait_id", "due_at")]
    used = [calendars.open_seconds(office, moment, end) for moment, end in zip(moments, due, strict=True)]
    before = [
        calendars.open_seconds(office, moment, end - timedelta(microseconds=1))
        for moment, end in zip(moments, due, strict=True)
    ]
    assert {round(seconds, 6) for seconds in used} == {18000.0}
    assert all(seconds < 18000 for seconds in before)
