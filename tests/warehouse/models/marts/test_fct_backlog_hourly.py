"""Backlog by the hour, against a walk through every hour and every case."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.warehouse import slow_backlog
from tests.warehouse.conftest import DAY, Build, at, case_event, inbound, reply

NOW = DAY + timedelta(days=12, minutes=17)


def test_an_opening_on_the_hour_counts_and_a_closing_on_the_hour_does_not(build: Build) -> None:
    built = build(events=[case_event("T", "09:00", "new"), case_event("T", "11:00", "resolved")], now="13:00")

    assert built.rows("marts.fct_backlog_hourly", "hour_at", "open_count", "aged_seconds") == [
        {"hour_at": at("09:00"), "open_count": 1, "aged_seconds": 0.0},
        {"hour_at": at("10:00"), "open_count": 1, "aged_seconds": 3600.0},
    ]


def test_a_case_that_came_and_went_within_an_hour_is_in_no_hour(build: Build) -> None:
    built = build(events=[case_event("T", "09:10", "new"), case_event("T", "09:50", "resolved")], now="13:00")

    assert built.rows("marts.fct_backlog_hourly") == []


def test_a_reopened_case_keeps_its_age(build: Build) -> None:
    built = build(
        events=[
            case_event("T", "08:30", "new"),
            case_event("T", "09:30", "resolved"),
            case_event("T", "12:30", "open"),
        ],
        now="13:00",
    )

    assert built.rows("marts.fct_backlog_hourly", "hour_at", "aged_seconds", "open_1_5h") == [
        {"hour_at": at("09:00"), "aged_seconds": 1800.0, "open_1_5h": 0},
        {"hour_at": at("13:00"), "aged_seconds": 16200.0, "open_1_5h": 1},
    ]


def test_a_case_counts_where_it_is_and_without_an_owner_under_nobody(build: Build) -> None:
    built = build(
        events=[
            case_event("T", "08:30", "new", group_name=None, visibility="public", channel="forum"),
            case_event("T", "09:30", "open", group_name="Marketing", visibility="public", channel="forum"),
        ],
        now="10:00",
    )

    assert built.rows("marts.fct_backlog_hourly", "hour_at", "department_id", "open_count") == [
        {"hour_at": at("09:00"), "department_id": None, "open_count": 1},
        {"hour_at": at("10:00"), "department_id": "marketing", "open_count": 1},
    ]


@st.composite
def ticket_logs(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Tickets that open, move, wait, close, reopen, merge; several events at one instant among them."""
    events = []
    for number in range(draw(st.integers(15, 25))):
        moment = DAY + timedelta(minutes=draw(st.sampled_from([0, 1, 30, 60, 119, 1440])))
        for order in range(draw(st.integers(1, 6))):
            state = (
                "new"
                if order == 0
                else draw(
                    st.sampled_from(["open", "waiting_customer", "resolved", "closed", "merged", "deleted"])
                )
            )
            group = draw(st.sampled_from(["Service", "Marketing", "Legal", None]))
            events.append(
                case_event(
                    f"T{number}",
                    moment,
                    state,
                    group_name=group,
                    event_order=order,
                    event_id=f"{number}/{order}",
                )
            )
            moment += timedelta(
                minutes=draw(st.sampled_from([0, 1, 59, 60, 61, 60 * 24, 60 * 24 * 3, 60 * 24 * 8]))
            )
    return events


@pytest.mark.thorough
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(ticket_logs())
def test_the_hourly_backlog_equals_the_slow_walk_of_any_tickets(build: Build, events: Any) -> None:
    compare(build, events)


def compare(build: Build, events: Any) -> None:
    """The table against one walk through all hours."""
    messages = [
        inbound("m1", DAY),
        reply("r1", DAY + timedelta(hours=3)),
        inbound("m2", DAY + timedelta(hours=30)),
    ]
    built = build(messages, events, now=NOW)

    states = built.rows("marts.fct_case_states")
    found = built.rows("marts.fct_backlog_hourly", order="hour_at, department_id nulls last")
    assert found == slow_backlog.hourly(states, NOW)
    assert built.failed_checks() == []
