"""What was kept although it is odd is counted, each kind by its name."""

from __future__ import annotations

from typing import Any

from tests.warehouse.conftest import COMPANY, Build, at, case_event, case_fact, inbound, reply

# Staff are known by pseudonyms there; a department that lists one makes the others unknown.
WITH_PEOPLE = COMPANY.replace('groups = ["Service"]', 'groups = ["Service"]\nagents = ["380"]', 1)


def flags(built: Any, *columns: str) -> list[tuple[Any, ...]]:
    """Flags in order of their names."""
    wanted = columns or ("flag", "record_id", "detail")
    return [tuple(row.values()) for row in built.rows("marts.fct_flags", *wanted, order="all")]


def test_what_is_in_order_has_no_flag(build: Build) -> None:
    built = build(
        [
            inbound("files:m1", "09:00", case_id="files:T"),
            reply("files:m2", "09:30", in_reply_to_id="files:m1"),
        ],
        [case_event("files:T", "09:00", "new", opened_at=at("09:00"), source_order=1)],
    )

    assert flags(built) == []


def test_a_group_that_no_department_lists_is_named_once(build: Build) -> None:
    built = build(
        events=[
            case_event("files:T", "09:00", "new", group_name="Vertrieb", event_id="files:e1"),
            case_event("files:U", "10:00", "new", group_name="Vertrieb", event_id="files:e2"),
        ]
    )

    assert flags(built) == [("unknown_group", "e1", "Vertrieb")]
    assert built.rows("marts.fct_cases", "count(*) as n") == [{"n": 2}]


def test_a_group_that_only_messages_name_is_unknown_too(build: Build) -> None:
    built = build(
        [
            inbound("files:m1", "09:00", group_name="Vertrieb"),
            inbound("files:m2", "10:00", group_name="Vertrieb"),
            inbound("files:m3", "11:00", group_name="Service"),
        ]
    )

    assert flags(built) == [("unknown_group", "m1", "Vertrieb")]


def test_an_agent_whom_no_department_lists_is_named_once(build: Build) -> None:
    replies = [reply(f"files:m{minute}", f"09:{minute}") for minute in (10, 20)]
    built = build([inbound("files:m1", "09:00"), *replies], company=WITH_PEOPLE)

    assert flags(built) == [("unknown_agent", "m10", "agent_1")]


def test_a_reply_by_an_agent_without_a_name_is_kept_and_flagged(build: Build) -> None:
    built = build(
        [inbound("files:m1", "09:00"), reply("files:m2", "09:10", agent_id=None), reply("files:m3", "09:20")]
    )

    assert flags(built) == [("unnamed_agent", "m2", None)]
    assert built.rows("marts.fct_waits", "outcome") == [{"outcome": "answered"}]


def test_a_case_closed_before_it_opened_is_kept_in_order_and_flagged(build: Build) -> None:
    built = build(
        events=[
            case_event("files:T", "09:00", "closed", event_id="files:e1", opened_at=at("10:00")),
            case_event("files:T", "10:00", "new", event_id="files:e2", opened_at=at("10:00"), event_order=1),
        ]
    )

    assert [flag[:2] for flag in flags(built)] == [("closed_before_opened", "e1")]
    assert built.rows("marts.fct_case_states", "state", order="started_at") == [
        {"state": "closed"},
        {"state": "new"},
    ]


def test_an_event_before_its_case_was_created_is_kept_and_flagged(build: Build) -> None:
    built = build(events=[case_event("files:T", "09:00", "open", event_id="files:e1", opened_at=at("10:00"))])

    assert flags(built, "flag", "case_id", "occurred_at") == [
        ("event_before_creation", "files:T", at("09:00"))
    ]


def test_events_that_stand_in_another_order_than_their_instants_are_flagged(build: Build) -> None:
    built = build(
        events=[
            case_event("files:T", "09:00", "new", source_order=2, event_order=1),
            case_event("files:T", "10:00", "open", source_order=1, event_order=2, event_id="files:e2"),
            case_event("files:T", "11:00", "open", source_order=3, event_order=3),
        ]
    )

    assert flags(built) == [("events_out_of_order", "e2", "order: 1 after 2")]


def test_a_case_merged_into_one_that_nobody_knows_is_flagged(build: Build) -> None:
    built = build(
        events=[case_event("files:T", "09:00", "merged", event_id="files:e1", merged_into_case_id="files:X")]
    )

    assert flags(built) == [("merged_into_unknown_case", "e1", "files:X")]


def test_a_reply_before_its_message_answers_nothing_and_is_flagged(build: Build) -> None:
    built = build([inbound("files:m1", "09:00"), reply("files:m2", "08:50", in_reply_to_id="files:m1")])

    assert flags(built) == [("reply_before_message", "m2", "files:m1")]
    assert built.rows("marts.fct_waits", "outcome", "wait_seconds") == [
        {"outcome": "open", "wait_seconds": None}
    ]


def test_a_span_that_ends_before_it_begins_is_flagged(build: Build) -> None:
    built = build(
        [inbound("files:m1", "09:00", deleted_at="08:00")],
        [case_event("files:T", "09:00", "open")],
        facts=[case_fact("files:T", "09:30", "promise_due", "2026-11-16")],
    )

    assert flags(built) == [
        ("negative_span", "T:promise_due", "promise_due: 2026-11-16 is before it was promised"),
        ("negative_span", "m1", "deleted_at: is before sent_at"),
    ]


def test_a_message_of_a_case_without_events_is_flagged(build: Build) -> None:
    built = build([inbound("files:m1", "09:00", case_id="files:T")])

    assert flags(built) == [("message_of_unknown_case", "m1", "files:T")]


def test_what_came_a_day_late_although_the_source_was_being_read_is_flagged(build: Build) -> None:
    built = build(
        [
            inbound("files:m1", "-9 09:00", received_at="09:00"),
            inbound("files:m2", "-9 10:00", received_at="-5 09:00"),
            inbound("files:m3", "-3 10:00", received_at="-1 10:00"),
        ]
    )

    assert [flag[:2] for flag in flags(built)] == [("arrived_late", "m3")]


def test_what_lies_in_the_future_is_hidden_until_then_and_counted(build: Build) -> None:
    built = build(
        [inbound("files:m1", "09:00"), inbound("files:m2", "+20 09:00"), inbound("files:m3", "+1 09:00")],
        [case_event("files:T", "+3 09:00", "new", event_id="files:e1")],
        now="12:00",
    )

    assert flags(built) == [
        ("in_the_future", "e1", "hidden until then"),
        ("in_the_future", "m2", "hidden until then"),
    ]
    assert built.rows("marts.fct_messages", "message_id") == [{"message_id": "files:m1"}]
