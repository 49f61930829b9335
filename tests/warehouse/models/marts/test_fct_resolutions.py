"""Resolutions: what a close stands on, and whether it held. Golden cases by name."""

from __future__ import annotations

from typing import Any

import pytest

from tests.warehouse.conftest import Build, at, case_event, inbound, reply

pytestmark = [pytest.mark.definition(7), pytest.mark.demand(5)]
T = {
    "case_id": "T",
    "conversation_id": "T",
    "customer_id": "anna",
    "visibility": "private",
    "channel": "mail",
}
ASKED = inbound("m1", "09:00", **T)


def log(*steps: tuple[str, str]) -> list[dict[str, Any]]:
    return [case_event("T", "09:00", "new"), *(case_event("T", clock, state) for clock, state in steps)]


def rows(
    build: Build, messages: Any, events: Any, *columns: str, now: str = "+20 09:00"
) -> list[tuple[Any, ...]]:
    built = build(messages, events, now=now)
    return [tuple(row.values()) for row in built.rows("marts.fct_resolutions", *columns, order="ordinal")]


def test_reopened_after_3_hours_it_did_not_stay_resolved(build: Build) -> None:
    messages = [ASKED, reply("r1", "09:30", **T)]
    events = log(("10:00", "resolved"), ("13:00", "open"), ("15:00", "resolved"))

    shown = ("resolved_at", "is_first", "stayed_resolved", "reopened_within_seconds")
    assert rows(build, messages, events, *shown) == [
        (at("10:00"), True, False, 3 * 3600.0),
        (at("15:00"), False, True, None),
    ]


def test_reopened_after_8_days_it_had_stayed_resolved(build: Build) -> None:
    messages = [ASKED, reply("r1", "09:30", **T)]
    events = log(("10:00", "resolved"), ("+8 10:00", "open"))

    assert rows(build, messages, events, "stayed_resolved", "reopened_at") == [(True, at("+8 10:00"))]


def test_seven_days_to_the_microsecond_still_is_a_reopening(build: Build) -> None:
    messages = [ASKED, reply("r1", "09:30", **T)]

    assert rows(build, messages, log(("10:00", "resolved"), ("+7 10:00", "open")), "stayed_resolved") == [
        (False,)
    ]
    assert rows(build, messages, log(("10:00", "resolved"), ("+7 10:00:01", "open")), "stayed_resolved") == [
        (True,)
    ]


def test_whether_a_case_stays_resolved_is_unknown_for_seven_days(build: Build) -> None:
    messages = [ASKED, reply("r1", "09:30", **T)]
    shown = ("stayed_resolved", "stayed_resolved_reason")

    assert rows(build, messages, log(("10:00", "resolved")), *shown, now="+7 10:00") == [(None, "too_recent")]
    assert rows(build, messages, log(("10:00", "resolved")), *shown, now="+7 10:00:01") == [(True, None)]


@pytest.mark.demand(8)
def test_a_case_merged_after_it_was_resolved_says_nothing_about_reopening(build: Build) -> None:
    messages = [ASKED, reply("r1", "09:30", **T)]
    events = log(("10:00", "resolved"), ("12:00", "merged"), ("+1 12:00", "open"))

    assert rows(build, messages, events, "stayed_resolved", "stayed_resolved_reason", "reopened_at") == [
        (None, "lost", None)
    ]


def test_a_close_before_any_answer_resolves_nothing(build: Build) -> None:
    messages = [ASKED, reply("r1", "13:00", **T)]
    events = log(("10:00", "closed"), ("12:00", "open"), ("14:00", "resolved"))

    assert rows(build, messages, events, "basis", "is_first") == [("unanswered", False), ("reply", True)]


def test_an_answer_after_the_close_does_not_resolve_it_in_hindsight(build: Build) -> None:
    messages = [ASKED, reply("r1", "11:00", **T)]

    assert rows(build, messages, log(("10:00", "closed")), "basis", "is_first") == [("unanswered", False)]


@pytest.mark.demand(6)
def test_a_bot_answers_nothing(build: Build) -> None:
    messages = [ASKED, reply("b1", "09:01", author_kind="bot", is_human=False, **T)]

    assert rows(build, messages, log(("10:00", "resolved")), "basis") == [("unanswered",)]


def test_what_needs_no_answer_is_resolved_by_closing_it(build: Build) -> None:
    messages = [inbound("m1", "09:00", text="👍", **T)]

    assert rows(build, messages, log(("10:00", "resolved")), "basis", "is_first") == [
        ("no_answer_needed", True)
    ]


def test_a_log_without_messages_is_believed(build: Build) -> None:
    assert rows(build, [], log(("10:00", "resolved")), "basis", "is_first") == [("no_messages", True)]


def test_resolved_then_closed_is_one_close(build: Build) -> None:
    events = log(("10:00", "resolved"), ("+3 10:00", "closed"))

    assert rows(build, [], events, "resolved_at", "reopened_at") == [(at("10:00"), None)]


@pytest.mark.demand(16)
def test_who_held_the_case_is_credited_even_if_it_was_filed_elsewhere(build: Build) -> None:
    events = [
        case_event("T", "09:00", "open", group_name="Marketing", agent_id="mia"),
        case_event("T", "10:00", "resolved", group_name="Legal", agent_id=None),
    ]

    assert rows(build, [], events, "department_id", "agent_id") == [("marketing", "mia")]


def test_business_time_is_that_of_whoever_held_the_case_then(build: Build) -> None:
    events = [
        case_event("T", "11:30", "open"),
        case_event("T", "13:30", "open", group_name="Marketing"),
        case_event("T", "19:00", "resolved", group_name="Marketing"),
    ]
    # Service 11:30 to 12:00 and 13:00 to 13:30, marketing until 18:00.
    assert rows(build, [], events, "seconds", "business_seconds") == [(7.5 * 3600, 5.5 * 3600)]


@pytest.mark.demand(1)
def test_without_a_calendar_on_the_way_there_is_no_business_time(build: Build) -> None:
    events = [
        case_event("T", "09:00", "open"),
        case_event("T", "10:00", "open", group_name="Legal"),
        case_event("T", "11:00", "resolved"),
    ]
    assert rows(build, [], events, "seconds", "business_seconds") == [(7200.0, None)]


def test_closed_as_it_opened_took_no_business_time_where_there_is_any(build: Build) -> None:
    def closed(group: str | None) -> list[dict[str, Any]]:
        # In public, no rule knows an owner for whom there is no group.
        return [case_event("T", "09:00", "closed", group_name=group, visibility="public")]

    assert rows(build, [], closed("Service"), "seconds", "business_seconds") == [(0.0, 0.0)]
    assert rows(build, [], closed("Legal"), "seconds", "business_seconds") == [(0.0, None)]
    assert rows(build, [], closed(None), "seconds", "business_seconds") == [(0.0, None)]
