"""What is known of the time that each reply took: it was measured, it can be inferred, or neither."""

from __future__ import annotations

from typing import Any

import pytest

from tests.warehouse.conftest import Build, Built, case_event, case_fact, inbound, message, reply

pytestmark = pytest.mark.definition(12)


def known(built: Built, *columns: str) -> dict[str, tuple[Any, ...]]:
    rows = built.rows("steps.int_handles", "message_id", *columns, order="message_id")
    return {row["message_id"]: tuple(row[column] for column in columns) for row in rows}


def test_work_on_an_answer_begins_once_its_customer_wrote_and_its_author_is_done_with_the_one_before(
    build: Build,
) -> None:
    built = build(
        [
            reply("r0", "07:30", conversation_id="z", is_human=True),
            inbound("a1", "08:00", conversation_id="a"),
            reply("r1", "08:10", conversation_id="a"),  # the customer wrote after the author's last: 10 min.
            inbound("b1", "08:05", conversation_id="b", author_id="bert"),
            reply("r2", "08:14", conversation_id="b"),  # free since 8:10: 4 min.
            reply("r3", "08:15", conversation_id="b"),  # nobody waits any more: 1 min. since the last
            reply("n1", "08:20", conversation_id="b", visibility="internal"),
            reply("r4", "08:22", conversation_id="b"),  # the note was work too
        ]
    )

    assert known(built, "tier", "handle_seconds", "is_capped") == {
        "r0": (None, None, False),  # the first of the day, and nobody had asked
        "r1": ("inferred", 600.0, False),
        "r2": ("inferred", 240.0, False),
        "r3": ("inferred", 60.0, False),
        "r4": ("inferred", 120.0, False),
    }


def test_more_than_the_cap_is_cut_to_it_and_marked_and_exactly_the_cap_is_not(build: Build) -> None:
    built = build(
        [
            inbound("a1", "09:00", conversation_id="a"),
            reply("exactly", "09:30", conversation_id="a", agent_id="x"),
            inbound("b1", "09:00", conversation_id="b", author_id="bert"),
            reply("longer", "09:30:01", conversation_id="b", agent_id="y"),
        ]
    )

    assert known(built, "handle_seconds", "is_capped") == {
        "exactly": (1800.0, False),
        "longer": (1800.0, True),
    }


@pytest.mark.demand(26)
def test_what_was_measured_adds_up_as_it_was_recorded_with_no_cap_and_for_unnamed_authors_too(
    build: Build,
) -> None:
    place = {"case_id": "T", "conversation_id": "T"}
    built = build(
        [
            inbound("m1", "09:00", **place),
            reply("twice", "09:10", agent_id=None, author_id="page", **place),
            reply("long", "09:20", **place),
            reply("nothing", "09:21", **place),
            reply("taken_back", "09:25", **place),
        ],
        [case_event("T", "09:00", "new")],
        facts=[
            case_fact("T", "09:10", "handle_seconds", "60.25", message_id="twice"),
            case_fact("T", "09:11", "handle_seconds", "30", message_id="twice"),
            case_fact("T", "09:20", "handle_seconds", "7200", message_id="long"),
            case_fact("T", "09:21", "handle_seconds", "0", message_id="nothing"),
            case_fact("T", "09:22", "handle_seconds", "999"),  # of no reply
            case_fact("T", "09:25", "handle_seconds", None, message_id="taken_back"),
        ],
    )

    assert known(built, "tier", "handle_seconds", "is_capped") == {
        "twice": ("measured", 90.25, False),
        "long": ("measured", 7200.0, False),
        "nothing": ("measured", 0.0, False),
        "taken_back": ("inferred", 240.0, False),
    }


def test_only_people_who_write_to_customers_handle_and_of_an_unnamed_one_nothing_can_be_inferred(
    build: Build,
) -> None:
    built = build(
        [
            inbound("m1", "09:00"),
            message("bot", "09:01", direction="outbound", author_kind="bot", is_human=False),
            reply("note", "09:02", visibility="internal"),
            reply("unnamed", "09:05", agent_id=None, author_id="page"),
        ]
    )

    assert known(built, "tier", "handle_seconds", "is_capped") == {"unnamed": (None, None, False)}


def test_a_reply_is_about_what_its_case_was_about_when_it_was_sent(build: Build) -> None:
    place = {"case_id": "T", "conversation_id": "T"}
    built = build(
        [
            inbound("m1", "08:00", **place),
            reply("before", "08:59", **place),
            reply("with", "09:00", **place),
            reply("corrected", "10:30", **place),
            reply("taken_away", "11:30", **place),
            reply("elsewhere", "09:30", conversation_id="other"),
        ],
        [case_event("T", "08:00", "new")],
        facts=[
            case_fact("T", "09:00", "topic", "delivery"),
            case_fact("T", "10:00", "topic", "typo", event_order=1),
            case_fact("T", "10:00", "topic", "refund", event_order=2),
            case_fact("T", "11:00", "topic", None),
        ],
    )

    assert known(built, "topic") == {
        "before": (None,),
        "with": ("delivery",),
        "corrected": ("refund",),
        "taken_away": (None,),
        "elsewhere": (None,),
    }
