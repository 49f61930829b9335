"""What is odd in a message by what it is tied to; test_fct_flags tells of each oddity."""

from __future__ import annotations

from tests.warehouse.conftest import Build, inbound, reply


def test_a_reply_before_what_it_answers_is_a_row_of_the_reply(build: Build) -> None:
    messages = [inbound("a", "10:00"), reply("b", "09:00", in_reply_to_id="a")]

    assert build(messages, now="12:00").rows("steps.int_message_flags", "message_id", "flag", "detail") == [
        {"message_id": "b", "flag": "reply_before_message", "detail": "a"}
    ]
