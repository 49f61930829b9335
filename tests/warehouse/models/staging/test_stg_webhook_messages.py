"""From pushed mentions to messages, by the mapping in tests/warehouse/models/conftest.py."""

from datetime import UTC, datetime
from typing import Any

MODEL = "stg_webhook_messages"


def mention(number: int | None, **fields: Any) -> tuple[str, dict[str, Any]]:
    usual = {
        "id": number,
        "url": None,
        "author": {"name": "Anna", "handle": "@AnnaK"},
        "published": "2026-11-18T09:00:00Z",
        "content": [{"text": "Hallo @nordfunk?"}],
        "network": "Twitter",
        "by_us": False,
    }
    return str(number), usual | fields


def test_a_mention_is_read_by_the_sources_own_paths(stage: Any) -> None:
    staged = stage(MODEL, "message_id", webhook_messages=[mention(7, parent="6")])

    anna = staged.pseudonym("webhook", "Anna")
    assert staged.columns(
        "message_id", "platform", "channel", "visibility", "author_id", "in_reply_to_id"
    ) == [("webhook:7", "x", "post", "public", anna, "webhook:6")]
    assert staged.columns("text", "sent_at", "direction", "author_kind", "mentions", "author_handle") == [
        (
            "Hallo @nordfunk?",
            datetime(2026, 11, 18, 9, tzinfo=UTC),
            "inbound",
            "customer",
            [staged.pseudonym("webhook", "nordfunk")],
            staged.pseudonym("webhook", "annak"),
        )
    ]


def test_the_companys_own_post_goes_out(stage: Any) -> None:
    staged = stage(MODEL, "message_id", webhook_messages=[mention(7, by_us=True)])

    agent = staged.pseudonym("webhook", "Anna")
    assert staged.columns("direction", "author_kind", "agent_id") == [("outbound", "employee", agent)]


def test_a_mention_without_an_id_is_known_by_its_address(stage: Any) -> None:
    there = "https://example.org/1"
    staged = stage(MODEL, "message_id", webhook_messages=[(there, mention(None, url=there)[1])])

    assert staged.columns("message_id") == [(f"webhook:{there}",)]


def test_a_mention_that_was_removed_says_when(stage: Any) -> None:
    staged = stage(MODEL, "message_id", webhook_messages=[mention(7, removed="2026-11-18T10:00:00Z")])

    assert staged.columns("deleted_at") == [(datetime(2026, 11, 18, 10, tzinfo=UTC),)]


def test_a_mention_that_cannot_be_used_is_rejected_with_its_field(stage: Any) -> None:
    records = [
        mention(1, author={}),
        mention(2, published=None),
        mention(3, published="gestern"),
        mention(4, network="Orkut"),
        mention(5, by_us="vielleicht"),
        mention(6, seen_by="friends"),
        mention(7, published="1970-01-01T00:00:00Z"),
        ("said:1", mention(None)[1]),
    ]
    staged = stage(MODEL, "message_id", webhook_messages=records)

    assert staged.columns("message_id", "direction") == [("webhook:5", "inbound")]
    assert staged.rejected == [
        ("1", "author: $.author.name is empty"),
        ("2", "sent_at: published is empty"),
        ("3", "sent_at: 'gestern' doesn't match date_format \"iso\""),
        ("4", "platform: 'orkut' is no known platform; translate it under platforms"),
        ("6", "visibility: 'friends' is not public, private or internal"),
        ("7", "sent_at: '1970-01-01T00:00:00Z' is before 1990 or after 2099"),
        ("said:1", "message_id: id is empty"),
    ]
