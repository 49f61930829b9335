"""Messages with their conversation and their case's group at that instant."""

from __future__ import annotations

from tests.warehouse.conftest import Build, case_event, inbound, reply


def test_a_conversation_without_a_name_is_the_root_of_its_reply_chain(build: Build) -> None:
    built = build(
        [
            inbound("m1", "09:00", conversation_id=None),
            reply("m2", "09:10", conversation_id=None, in_reply_to_id="m1"),
            inbound("m3", "09:20", conversation_id=None, in_reply_to_id="m2"),
            inbound("m4", "09:30", conversation_id=None, in_reply_to_id="gone"),
            inbound("m5", "09:40", conversation_id=None, in_reply_to_id="gone"),
        ]
    )

    found = [
        row["conversation_id"] for row in built.rows("steps.int_messages", "message_id", "conversation_id")
    ]
    assert found == ["m1", "m1", "m1", "gone", "gone"]


def test_replies_in_a_circle_cost_no_message(build: Build) -> None:
    built = build(
        [
            inbound("m1", "09:00", conversation_id=None, in_reply_to_id="m2"),
            inbound("m2", "09:10", conversation_id=None, in_reply_to_id="m1"),
        ]
    )

    assert len(built.rows("steps.int_messages")) == 2


def test_the_group_is_the_one_that_held_the_case_then(build: Build) -> None:
    row = {"case_id": "T", "conversation_id": "T"}
    built = build(
        [inbound("m1", "09:00", **row), inbound("m2", "11:00", **row)],
        [case_event("T", "09:00", "new"), case_event("T", "10:00", "open", group_name="Marketing")],
    )

    assert [row["group_name"] for row in built.rows("steps.int_messages", "message_id", "group_name")] == [
        "Service", "Marketing"
    ]  # fmt: skip
