"""States of cases: half-open, without gaps, tickets and conversations alike."""

from __future__ import annotations

from tests.warehouse.conftest import Build, at, case_event, inbound, reply

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


def test_of_several_events_at_one_instant_the_last_is_the_state(build: Build) -> None:
    built = build(
        events=[
            case_event("T", "09:00", "new", event_order=1),
            case_event("T", "10:00", "resolved", event_order=2),
            case_event("T", "10:00", "open", event_order=3),
        ]
    )

    assert built.rows("marts.fct_case_states", "state", "started_at", order="started_at") == [
        {"state": "new", "started_at": at("09:00")},
        {"state": "open", "started_at": at("10:00")},
    ]


def test_an_event_that_changes_nothing_begins_no_interval(build: Build) -> None:
    built = build(events=[case_event("T", "09:00", "open"), case_event("T", "09:30", "open")])

    assert len(built.rows("marts.fct_case_states")) == 1


def test_a_conversation_is_open_while_its_customer_waits(build: Build) -> None:
    built = build([inbound("m1", "09:00"), reply("r1", "10:00"), inbound("m2", "11:00")])

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


def test_a_conversation_that_was_taken_back_is_deleted(build: Build) -> None:
    built = build([inbound("m1", "09:00", deleted_at="09:30")])

    assert [row["state"] for row in built.rows("marts.fct_case_states", "state", order="started_at")] == [
        "open",
        "deleted",
    ]


def test_a_message_at_the_second_of_the_answer_leaves_no_break(build: Build) -> None:
    built = build(
        [inbound("m1", "09:00"), reply("r1", "10:00"), inbound("m2", "10:00"), reply("r2", "11:00")]
    )

    assert built.rows("marts.fct_case_states", "state", "started_at", "ended_at", order="started_at") == [
        {"state": "open", "started_at": at("09:00"), "ended_at": at("11:00")},
        {"state": "resolved", "started_at": at("11:00"), "ended_at": None},
    ]
