"""SLA instances: golden cases of definition 9, each by name."""

from __future__ import annotations

from typing import Any

import pytest

from tests.warehouse.conftest import COMPANY, Build, Built, at, inbound, reply
from tests.warehouse.sla import SLA_COMPANY, case, instances

pytestmark = pytest.mark.definition(9)

WITH_THEM, WITH_OTHERS, ASKED = "waiting_customer", "waiting_third_party", "waiting_approval"
CHAT = {"channel": "direct_message", "visibility": "private", "customer_id": "anna"}


@pytest.fixture(scope="module")
def golden(build_once: Build) -> Built:
    """Every golden case, seen at 11:01 on the Thursday eight days after DAY, a Wednesday; service opens 8-12, 13-18."""
    events = [
        *case("paused", ("09:00", "open"), ("10:00", "waiting_customer"), ("11:00", "open"), ("15:30", "resolved")),
        *case("stands", ("09:00", "waiting_customer")),
        *case("weekend", ("+2 15:00", "open"), ("+2 16:00", WITH_THEM), ("+5 09:00", "open"), ("+5 10:00", "closed")),
        *case("night", ("17:00", "open"), ("17:30", WITH_OTHERS), ("+1 08:30", "open"), ("+1 09:00", "resolved")),
        *case("3h", ("08:00", "open"), ("10:00", "resolved"), ("13:00", "open"), ("16:00", "resolved")),
        *case("8d", ("-1 08:00", "open"), ("-1 10:00", "resolved"), ("+7 10:01", "open")),
        *case("merged", ("09:00", "open"), ("10:00", "merged")),
        *case("merged late", ("09:00", "open"), ("16:00", "merged")),
        *case("two", ("09:00", "open"), ("+1 09:00", "resolved")),
        *case("legal", ("09:00", "open"), ("+1 09:00", "resolved"), group_name="Legal"),
        *case("asked", ("+6 09:00", "open"), ("+6 10:00", ASKED), ("+6 16:30", "open"), ("+8 10:00", ASKED)),
        *case("day", ("09:00", "open"), ("+1 11:00", "resolved"), ("+2 09:00", "open"), channel="web_form"),
        *case("risk", ("+7 17:46", "open")),
        *case("no risk", ("+7 17:57", "open")),
    ]  # fmt: skip
    messages = [
        inbound("open", "10:00", conversation_id="open", **CHAT),
        inbound("late", "10:00", conversation_id="late", **CHAT),
        reply("late answer", "10:15:01", conversation_id="late", **CHAT),
        inbound("exact", "10:00", conversation_id="exact", **CHAT),
        reply("exact answer", "10:15", conversation_id="exact", **CHAT),
    ]
    return build_once(messages, events, now="+8 11:01", company=SLA_COMPANY)


def solved(built: Built, case_id: str, *columns: str, target: str = "solved_4h") -> list[tuple[Any, ...]]:
    return instances(built, *columns, where=f"case_id = '{case_id}' and target_id = '{target}'")


def test_pause_and_resume_the_clock_stands_while_the_customer_is_asked(golden: Built) -> None:
    # 9-10, 11-12 and 13-15 o'clock are four hours: lunch doesn't count, nor does the hour with the customer.
    columns = ("state", "due_at", "breached_at", "paused_seconds", "consumed_seconds")
    assert solved(golden, "paused", *columns) == [("breached", at("15:00"), at("15:00"), 3600.0, 16200.0)]


def test_a_clock_that_stands_now_has_no_due_time_and_says_why(golden: Built) -> None:
    columns = ("state", "state_reason", "due_at", "is_paused", "remaining_seconds")
    assert solved(golden, "stands", *columns) == [("running", "paused", None, True, 14400.0)]


def test_weekend_pause_days_closed_are_not_used_up(golden: Built) -> None:
    columns = ("state", "due_at", "consumed_seconds", "paused_seconds")
    assert solved(golden, "weekend", *columns) == [("met", at("+5 12:00"), 7200.0, 65 * 3600.0)]


def test_a_pause_across_closing_time_saves_no_more_than_open_seconds(golden: Built) -> None:
    assert solved(golden, "night", "state", "consumed_seconds") == [("met", 3600.0)]


def test_reopen_after_3_hours_goes_on_where_the_clock_stood(golden: Built) -> None:
    columns = ("ordinal", "state", "due_at", "ended_at")
    assert solved(golden, "3h", *columns) == [(1, "breached", at("15:00"), at("16:00"))]


def test_reopen_after_8_days_is_an_instance_of_its_own(golden: Built) -> None:
    assert solved(golden, "8d", "ordinal", "state", "started_at", "consumed_seconds") == [
        (1, "met", at("-1 08:00"), 7200.0),
        (2, "breached", at("+7 10:01"), 7 * 3600.0 + 3600.0 + 2 * 3600.0),
    ]


def test_merge_before_due_cancels_and_after_it_does_not_undo_the_breach(golden: Built) -> None:
    assert solved(golden, "merged", "state") == [("cancelled",)]
    assert solved(golden, "merged late", "state", "breached_at") == [("breached", at("14:00"))]


def test_still_open_past_due_is_breached_at_the_instant_it_fell_due(golden: Built) -> None:
    found = instances(golden, "state", "breached_at", "ended_at", where="wait_id = 'open'")
    assert found == [("breached", at("10:15"), None)]


def test_late_reply_that_lands_before_anybody_looked_leaves_its_miss(golden: Built) -> None:
    """Chatwoot evaluates in the background and returns where the answer is already there: no miss is left."""
    found = instances(golden, "state", "breached_at", "ended_at", where="wait_id = 'late'")
    assert found == [("breached", at("10:15"), at("10:15:01"))]


def test_a_reply_at_exactly_the_target_meets_it(golden: Built) -> None:
    found = instances(golden, "state", "breached_at", "consumed_seconds", where="wait_id = 'exact'")
    assert found == [("met", None, 900.0)]


@pytest.mark.demand(15)
def test_several_targets_at_once_are_instances_beside_each_other(golden: Built) -> None:
    found = instances(golden, "target_id", "state", "is_also", where="case_id = 'two'")
    assert found == [("solved_4h", "breached", False), ("solved_wall", "met", True)]


def test_no_calendar_has_no_state_but_a_reason_and_a_clock_around_the_day_has_one(golden: Built) -> None:
    columns = ("target_id", "state", "state_reason", "due_at", "calendar_state")
    assert instances(golden, *columns, where="case_id = 'legal'") == [
        ("solved_4h", "none", "no_calendar", None, "breached"),
        ("solved_wall", "met", None, at("+2 09:00"), "met"),
    ]


def test_an_approval_is_due_after_five_open_hours_of_waiting_for_it(golden: Built) -> None:
    found = instances(golden, "ordinal", "state", "due_at", where="metric = 'approval'")
    assert found == [(1, "breached", at("+6 16:00")), (2, "running", at("+8 16:00"))]


def test_a_day_target_begins_anew_when_a_case_is_reopened(golden: Built) -> None:
    # Opened on Wednesday, due on Thursday evening; resolved until Friday: due on Monday evening.
    found = solved(golden, "day", "state", "breached_at", target="solved_next_day")
    assert found == [("breached", at("+5 18:00"))]


def test_at_risk_is_running_with_less_than_a_fifth_left(golden: Built) -> None:
    # A fifth of four hours is 48 minutes.
    assert solved(golden, "risk", "is_at_risk", "remaining_seconds") == [(True, 2700.0)]
    assert solved(golden, "no risk", "is_at_risk", "remaining_seconds") == [(False, 3360.0)]


def test_target_change_during_a_case_the_one_of_its_opening_counts_to_the_end(build: Build) -> None:
    # The target is four hours until 8 December and one from the 9th on.
    old = case("A", ("+20 16:00", "open"), ("+21 09:00", "resolved"))
    new = case("B", ("+21 08:00", "open"), ("+21 11:00", "resolved"))
    built = build(events=old + new, now="+21 12:00", company=SLA_COMPANY)

    assert instances(built, "case_id", "target_id", "state", where="not is_also") == [
        ("A", "solved_4h", "met"),
        ("B", "solved_1h", "breached"),
    ]


def test_instances_agree_with_waits_and_the_check_sees_it_where_they_do_not(build: Build) -> None:
    mails = [inbound(f"m{hour}", f"{hour}:00", conversation_id=f"t{hour}") for hour in range(8, 18)]
    built = build(mails, now="18:00", company=COMPANY)
    assert built.failed_checks() == []

    built.change("update marts.fct_sla_instances set state = 'met' where wait_id = 'm8'")
    (failed,) = [check for check in built.workspace.checks() if not check.ok and "staging" not in check.name]
    assert (failed.name, failed.detail) == (
        "SLA instances agree with waits", "10 waits, 1 with another due time or state"
    )  # fmt: skip
