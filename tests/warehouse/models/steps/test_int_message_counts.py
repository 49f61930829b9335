"""How many messages of a source were sent in each quarter of an hour."""

from __future__ import annotations

from tests.warehouse.conftest import Build, at, inbound


def test_messages_are_counted_by_the_quarter_that_they_were_sent_in(build: Build) -> None:
    built = build([inbound("a", "09:00"), inbound("b", "09:14"), inbound("c", "09:15")], now="12:00")

    assert built.rows("steps.int_message_counts", "quarter_at", "message_count") == [
        {"quarter_at": at("09:00"), "message_count": 2},
        {"quarter_at": at("09:15"), "message_count": 1},
    ]
