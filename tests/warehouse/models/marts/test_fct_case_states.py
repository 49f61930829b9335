"""States of cases: half-open, without gaps, tickets and conversations alike."""

from __future__ import annotations

import pytest

from tests.warehouse.conftest import COMPANY, Build, at, case_event, inbound, reply
from tests.warehouse.together import Own

SHOWN = ("case_id", "state", "department_id", "started_at", "ended_at")


def test_time_in_states_adds_up_to_the_time_elapsed(build: Build) -> None:
    built = build(
        events=[
            case_event("T", "09:00:01", "new"),
            case_event("T", "09:20", "open"),
            case_event("T", "11:00", "waiting_customer"),
            case_event("T", "16:00:30", "resolved"),
        ]
    )

    (total,) = built.query(
        "select sum(epoch_us(ended_at) - epoch_us(started_at)) as us from marts.fct_case_states"
    )
    assert total["us"] == (at("16:00:30") - at("09:00:01")).total_seconds() * 1_000_000


@pytest.mark.log(
    events=[
        case_event("T", "09:00", "new", event_order=1),
        case_event("T", "10:00", "resolved", event_order=2),
        case_event("T", "10:00", "open", event_order=3),
    ]
)
def test_of_several_events_at_one_instant_the_last_is_the_state(built: Own) -> None:
    assert built.rows("marts.fct_case_states", "state", "started_at", order="started_at") == [
        {"state": "new", "started_at": at("09:00")},
        {"state": "open", "started_at": at("10:00")},
    ]


@pytest.mark.log(events=[case_event("T", "09:00", "open"), case_event("T", "09:30", "open")])
def test_an_event_that_changes_nothing_begins_no_interval(built: Own) -> None:
    assert len(built.rows("marts.fct_case_states")) == 1


@pytest.mark.log([inbound("m1", "09:00"), reply("r1", "10:00"), inbound("m2", "11:00")])
def test_a_conversation_is_open_while_its_customer_waits(built: Own) -> None:
    assert built.rows("marts.fct_case_states", *SHOWN, order="started_at") == [
        {
            "case_id": "m1",
            "state": "open",
            "department_id": "marketing",
            "started_at": at("09:00"),
            "ended_at": at("10:00"),
        },
        {
            "case_id": "m1",
            "state": "resolved",
            "department_id": "marketing",
            "started_at": at("10:00"),
            "ended_at": at("11:00"),
        },
        {
            "case_id": "m1",
            "state": "open",
            "department_id": "marketing",
            "started_at": at("11:00"),
            "ended_at": None,
        },
    ]


@pytest.mark.log([inbound("m1", "09:00", deleted_at="09:30")])
def test_a_conversation_that_was_taken_back_is_deleted(built: Own) -> None:
    assert [row["state"] for row in built.rows("marts.fct_case_states", "state", order="started_at")] == [
        "open",
        "deleted",
    ]


@pytest.mark.log([inbound("m1", "09:00"), reply("r1", "10:00"), inbound("m2", "10:00"), reply("r2", "11:00")])
def test_a_message_at_the_second_of_the_answer_leaves_no_break(built: Own) -> None:
    assert built.rows("marts.fct_case_states", "state", "started_at", "ended_at", order="started_at") == [
        {"state": "open", "started_at": at("09:00"), "ended_at": at("11:00")},
        {"state": "resolved", "started_at": at("11:00"), "ended_at": None},
    ]


LATE_FROM_THURSDAY = (
    COMPANY.replace(
        'calendar = "office"\ngroups = ["Service"]',
        'calendars = [{ name = "office", until = 2026-11-19 }, { name = "late" }]\ngroups = ["Service"]',
    )
    + """
[calendars.late]
zone = "Europe/Berlin"
wednesday = ["12:00-20:00"]
thursday = ["12:00-20:00"]
"""
)


@pytest.mark.definition(8)
@pytest.mark.demand(1)
def test_calendar_change_during_a_case_each_day_has_the_hours_of_its_own_calendar(build: Build) -> None:
    events = [case_event("T", "17:00", "open"), case_event("T", "+1 14:00", "resolved")]
    built = build(events=events, company=LATE_FROM_THURSDAY, now="+1 18:00")

    # Wednesday 17 to 18 by the office's hours, Thursday 12 to 14 by the late ones.
    assert built.rows("marts.fct_case_states", "observed_business_seconds", order="started_at")[0] == {
        "observed_business_seconds": 3 * 3600.0
    }


@pytest.mark.definition(8)
@pytest.mark.demand(1)
def test_no_calendar_is_no_business_time_and_says_why(build: Build) -> None:
    nobody = {"group_name": None, "visibility": "public", "channel": "forum"}
    built = build(
        events=[
            case_event("T", "09:00", "open", **nobody),
            case_event("T", "10:00", "open", **{**nobody, "group_name": "Legal"}),
        ]
    )

    shown = ("observed_seconds", "observed_business_seconds", "business_seconds_reason")
    assert [
        tuple(row.values()) for row in built.rows("marts.fct_case_states", *shown, order="started_at")
    ] == [
        (3600.0, None, "no_owner"),
        (8 * 3600.0, None, "no_calendar"),
    ]


@pytest.mark.definition(8)
def test_courts_say_in_whose_a_case_lies(build: Build) -> None:
    states = ["new", "open", "waiting_customer", "waiting_approval", "waiting_third_party", "resolved"]
    events = [case_event("T", f"{9 + hour:02}:00", state) for hour, state in enumerate(states)]

    found = build(events=events).rows("marts.fct_case_states", "court", "started_at", order="started_at")
    assert [row["court"] for row in found] == ["ours", "ours", "customer", "approval", "third_party", "done"]
