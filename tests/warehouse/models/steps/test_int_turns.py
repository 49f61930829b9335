"""The order in which a wait is opened, continued and ended."""

from __future__ import annotations

import pytest

from tests.warehouse.conftest import Build, case_event, inbound, reply

pytestmark = pytest.mark.definition(3)


def test_at_one_instant_replies_come_first_then_messages_then_what_names_them_then_the_closing(
    build: Build,
) -> None:
    row = {"case_id": "T", "conversation_id": "T", "visibility": "private", "customer_id": "anna"}
    built = build(
        [
            reply("naming", "09:00", in_reply_to_id="m1", **row),
            inbound("m1", "09:00", **row),
            reply("alone", "09:00", **row),
        ],
        [case_event("T", "09:00", "closed")],
    )

    assert [(turn["kind"], turn["message_id"]) for turn in built.rows("steps.int_turns", order="position")] == [
        ("reply", "alone"), ("inbound", "m1"), ("reply", "naming"), ("closed", None),
    ]  # fmt: skip
