"""Open seconds and due times through the slot table, against the calendar walked day by day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.warehouse.conftest import COMPANY, Build, at, inbound, reply
from tests.warehouse.open_seconds import walked


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
        round(walked(office, moment, now), 6) for moment in moments
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
    used = [walked(office, moment, end) for moment, end in zip(moments, due, strict=True)]
    before = [
        walked(office, moment, end - timedelta(microseconds=1))
        for moment, end in zip(moments, due, strict=True)
    ]
    assert {round(seconds, 6) for seconds in used} == {18000.0}
    assert all(seconds < 18000 for seconds in before)


BERLIN = ZoneInfo("Europe/Berlin")


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


@pytest.mark.definition(4)
def test_a_calendar_that_changes_during_a_wait_counts_each_part_under_its_own(build: Build) -> None:
    # On Thursday, 19 November, the office begins to open from 10:00 to 11:00 only.
    changed = COMPANY.replace(
        'id = "marketing"\nname = "Marketing"\nkind = "marketing"\ncalendar = "office"',
        'id = "marketing"\nname = "Marketing"\nkind = "marketing"\n'
        'calendars = [{ name = "office", until = 2026-11-19 }, { name = "short" }]',
    ).replace(
        "[[targets]]", '[calendars.short]\nzone = "Europe/Berlin"\nthursday = ["10:00-11:00"]\n[[targets]]', 1
    )
    built = build(
        [inbound("a", "16:30"), reply("b", "+1 12:00", in_reply_to_id="a")], company=changed, now="+2 09:00"
    )

    (row,) = built.rows("steps.int_wait_clocks", "observed_business_seconds", "due_at")
    # An hour and a half on Wednesday, one on each Thursday after; the fifth is over half an hour into the fourth.
    assert row["observed_business_seconds"] == 2.5 * 3600
    assert row["due_at"] == at("+22 10:30")


@pytest.mark.parametrize(
    ("written", "due"),
    [
        ("2026-11-20T16:00", "2026-11-23T18:00"),  # Friday in the afternoon: Monday
        ("2026-11-20T22:00", "2026-11-23T18:00"),
        ("2026-11-21T11:00", "2026-11-23T18:00"),
        ("2026-11-22T23:59", "2026-11-23T18:00"),
        ("2026-11-23T07:00", "2026-11-24T18:00"),  # Monday before opening: Tuesday
        ("2026-12-24T09:00", "2026-12-28T18:00"),  # over Christmas and the week end
        ("2026-12-31T09:00", "2027-01-04T18:00"),  # over the turn of the year
        ("2028-02-28T09:00", "2028-02-29T18:00"),  # the leap day is a Tuesday
        ("2026-03-27T09:00", "2026-03-30T18:00"),  # over the night in which the clocks go forward
        ("2026-10-24T09:00", "2026-10-26T18:00"),  # and back
    ],
)
@pytest.mark.demand(23)
@pytest.mark.definition(9)
def test_due_at_the_end_of_the_next_business_day(build: Build, written: str, due: str) -> None:
    moment = berlin(written)
    built = build(
        [inbound("a", moment, channel="mail", visibility="private", group_name="Service")],
        now=moment + timedelta(days=1),
    )

    assert built.rows("steps.int_wait_clocks", "due_at", "calendar_due_at") == [
        {"due_at": berlin(due), "calendar_due_at": berlin(due)}
    ]


def test_without_a_calendar_open_seconds_are_unknown_and_never_nothing(build: Build) -> None:
    built = build([inbound("a", "09:00", group_name="Legal")], now="12:00")

    assert built.rows(
        "steps.int_wait_clocks",
        "business_seconds_reason",
        "observed_business_seconds",
        "due_at",
        "calendar_due_at",
    ) == [
        {
            "business_seconds_reason": "no_calendar",
            "observed_business_seconds": None,
            "due_at": None,
            "calendar_due_at": at("14:00"),
        }
    ]


def test_who_waited_longer_than_any_calendar_reaches_back_has_no_open_seconds_and_a_reason(
    build: Build,
) -> None:
    built = build([inbound("a", datetime(1999, 1, 4, 9, tzinfo=UTC))], now="12:00")

    found = built.rows(
        "steps.int_wait_clocks", "business_seconds_reason", "observed_business_seconds", "due_at"
    )
    assert found == [
        {"business_seconds_reason": "outside_calendar", "observed_business_seconds": None, "due_at": None}
    ]
