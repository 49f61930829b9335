"""Approvals: a stage with a wait of its own, decided, withdrawn or open, and rework counted."""

from __future__ import annotations

from typing import Any

import pytest

from tests.warehouse.conftest import Build, at, case_event, case_fact

pytestmark = pytest.mark.definition(8)


def rows(
    build: Build, *facts: dict[str, Any], events: Any = None, now: str = "18:00"
) -> list[tuple[Any, ...]]:
    built = build(events=events or [case_event("T", "09:00", "open")], facts=facts, now=now)
    shown = ("round", "outcome", "requested_at", "decided_at", "observed_seconds")
    return [tuple(row.values()) for row in built.rows("marts.fct_approvals", *shown, order="round")]


def approval(clock: str, value: str | None) -> dict[str, Any]:
    """The field of ticket T set to a value, or emptied."""
    return case_fact("T", clock, "approval", "") | {"value": value}


def test_a_request_waits_until_it_is_decided(build: Build) -> None:
    assert rows(build, approval("10:00", "requested"), approval("11:30", "approved")) == [
        (1, "approved", at("10:00"), at("11:30"), 5400.0)
    ]


def test_an_open_request_is_observed_until_now(build: Build) -> None:
    assert rows(build, approval("10:00", "requested")) == [(1, "open", at("10:00"), None, 8 * 3600.0)]


def test_asking_again_after_a_rejection_is_rework(build: Build) -> None:
    facts = (approval(f"{hour}:00", value) for hour, value in zip(
        (10, 11, 12, 13), ("requested", "rejected", "requested", "approved"), strict=True
    ))  # fmt: skip

    assert [row[:2] for row in rows(build, *facts)] == [(1, "rejected"), (2, "approved")]


def test_saying_requested_twice_is_one_request(build: Build) -> None:
    facts = [approval("10:00", "requested"), approval("10:30", "requested"), approval("11:00", "approved")]

    assert [row[4] for row in rows(build, *facts)] == [3600.0]


def test_emptied_or_over_with_the_case_it_was_withdrawn(build: Build) -> None:
    assert rows(build, approval("10:00", "requested"), approval("10:30", None))[0][1] == "withdrawn"
    closed = [case_event("T", "09:00", "open"), case_event("T", "11:00", "resolved")]
    assert rows(build, approval("10:00", "requested"), approval("12:00", "approved"), events=closed) == [
        (1, "withdrawn", at("10:00"), at("11:00"), 3600.0)
    ]


def test_what_is_asked_for_when_the_case_is_over_waits_for_nobody(build: Build) -> None:
    closed = [case_event("T", "09:00", "open"), case_event("T", "11:00", "resolved")]
    assert rows(build, approval("12:00", "requested"), events=closed) == [
        (1, "withdrawn", at("12:00"), at("12:00"), 0.0)
    ]
    again = [*closed, case_event("T", "13:00", "open")]
    assert rows(build, approval("12:00", "requested"), events=again)[0][1] == "open"


def test_a_case_closed_in_the_event_that_decides_was_decided(build: Build) -> None:
    closed = [case_event("T", "09:00", "open"), case_event("T", "11:00", "resolved")]

    assert (
        rows(build, approval("10:00", "requested"), approval("11:00", "approved"), events=closed)[0][1]
        == "approved"
    )


def test_a_log_that_knows_only_states_has_approvals_too(build: Build) -> None:
    events = [
        case_event("T", "09:00", "open"),
        case_event("T", "10:00", "waiting_approval", group_name="Legal"),
        case_event("T", "12:00", "open"),
    ]
    built = build(events=events, now="18:00")

    assert built.rows(
        "marts.fct_approvals", "outcome", "basis", "department_id", "business_seconds_reason"
    ) == [
        {
            "outcome": "decided",
            "basis": "state",
            "department_id": "legal",
            "business_seconds_reason": "no_calendar",
        }
    ]


def test_its_business_time_follows_the_calendar_of_the_stage(build: Build) -> None:
    facts = [approval("11:30", "requested"), approval("13:30", "approved")]
    built = build(events=[case_event("T", "09:00", "waiting_approval", group_name="Marketing")], facts=facts)

    assert built.rows("marts.fct_approvals", "department_id", "observed_business_seconds") == [
        {"department_id": "marketing", "observed_business_seconds": 3600.0}
    ]
