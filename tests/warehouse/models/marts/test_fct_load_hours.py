"""The hours that the work on replies falls into."""

from __future__ import annotations

from typing import Any

import pytest

from tests.warehouse.conftest import Build, Built, at, case_fact, inbound, reply
from tests.warehouse.staffing import SHIFTS

pytestmark = pytest.mark.definition(12)


def handled(name: str, seconds: int, sent_at: str, **given: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """A reply that took so long as its tool says."""
    place = {"conversation_id": name, "channel": "direct_message", "visibility": "private", **given}
    return (
        reply(name, sent_at, agent_id=name, author_id=name, **place),
        case_fact(name, sent_at, "handle_seconds", str(seconds), message_id=name),
    )


def hours(built: Built, *columns: str) -> list[tuple[Any, ...]]:
    rows = built.rows("marts.fct_load_hours", *columns, order="hour_at, source, channel")
    return [tuple(row.values()) for row in rows]


def test_work_falls_into_the_hours_right_before_the_reply_and_adds_up(build: Build) -> None:
    messages, facts = zip(
        handled("a", 20 * 60, "09:10"),  # ten minutes before nine, ten after
        handled("b", 30 * 60, "12:00"),  # done by noon: sent in the hour that begins then
        handled("c", 150 * 60, "11:15"),  # over four hours
        strict=True,
    )
    built = build(messages, facts=facts)

    assert hours(built, "hour_at", "load_us // 60000000 as minutes", "reply_count") == [
        (at("08:00"), 10 + 15, 0),
        (at("09:00"), 10 + 60, 1),
        (at("10:00"), 60, 0),
        (at("11:00"), 30 + 15, 1),
        (at("12:00"), 0, 1),
    ]
    total = built.query(
        "select sum(load_us) / 1e6 as load, sum(reply_count)::bigint as n from marts.fct_load_hours"
    )
    assert total == [{"load": (20 + 30 + 150) * 60.0, "n": 3}]


def test_a_reply_of_which_nothing_is_known_is_counted_and_has_no_load(build: Build) -> None:
    built = build(
        [
            inbound("q", "08:00", channel="direct_message", visibility="private"),
            reply(
                "r", "12:30", channel="direct_message", visibility="private", agent_id=None, author_id="page"
            ),
        ]
    )

    assert hours(built, "hour_at", "load_us", "reply_count", "unknown_count") == [(at("12:00"), 0, 1, 1)]


def test_work_that_took_no_time_is_known_to_be_none(build: Build) -> None:
    message, fact = handled("a", 0, "12:30")
    built = build([message], facts=[fact])

    assert hours(built, "hour_at", "load_us", "reply_count", "unknown_count") == [(at("12:00"), 0, 1, 0)]


def test_hours_and_days_are_those_of_the_companys_clock(build: Build) -> None:
    message, fact = handled("a", 20 * 60, "+1 00:10")
    built = build([message], facts=[fact], now="+1 09:00")

    # From Wednesday, ten to midnight, to Thursday
    assert hours(built, "date_day::varchar", "hour_of_week", "load_us // 60000000", "day_number") == [
        ("2026-11-18", 2 * 24 + 23, 10, 20775),
        ("2026-11-19", 3 * 24, 10, 20776),
    ]


def test_each_channel_has_its_own_hours_and_a_plan_is_known_where_there_are_shifts(build: Build) -> None:
    messages, facts = zip(
        handled("a", 600, "09:30"),
        handled("b", 300, "09:40"),
        handled("c", 60, "09:50", channel="comment", visibility="public"),
        handled("d", 60, "09:50", group_name="Legal", channel="mail"),
        strict=True,
    )
    built = build(messages, facts=facts, company=SHIFTS)

    columns = ("channel", "department_id", "load_us // 1000000", "reply_count", "is_planned")
    assert hours(built, *columns) == [
        ("comment", "marketing", 60, 1, True),
        ("direct_message", "service", 900, 2, True),
        ("mail", "legal", 60, 1, False),
    ]
