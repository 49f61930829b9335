"""What a reply is taken to have needed of which nothing is known."""

from __future__ import annotations

from typing import Any

import pytest

from tests.warehouse.conftest import Build, case_fact, inbound, reply

pytestmark = pytest.mark.definition(12)


def mails(topic: str, seconds: list[int]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Messages and facts of one mail a case, each handled in so many seconds."""
    messages, facts = [], []
    for number, length in enumerate(seconds):
        name = f"{topic}{number}"
        place = {"case_id": name, "conversation_id": name, "channel": "mail", "visibility": "private"}
        messages += [
            inbound(f"{name}/q", "08:00", author_id=name, **place),
            reply(f"{name}/r", "12:00", **place),
        ]
        facts += [
            case_fact(name, "08:00", "topic", topic),
            case_fact(name, "12:00", "handle_seconds", str(length), message_id=f"{name}/r"),
        ]
    return messages, facts


def chats(number: int, **given: Any) -> list[dict[str, Any]]:
    """Direct messages of as many customers, each answered by another person after five seconds."""
    return [
        row
        for customer in (f"{given.get('agent_id', 'c')}{count}" for count in range(number))
        for row in (
            inbound(f"{customer}/q", "09:00", author_id=customer, conversation_id=customer, channel="direct_message"),
            reply(
                f"{customer}/r", "09:00:05",
                **{"agent_id": customer, "conversation_id": customer, "channel": "direct_message", **given},
            ),
        )
    ]  # fmt: skip


def unknown(
    name: str, topic: str | None = None, channel: str = "mail"
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """A mail that nobody is named to have answered, and the fact that says what its case is about."""
    place = {"case_id": name, "conversation_id": name, "channel": channel, "visibility": "private"}
    asked = inbound(f"{name}/q", "08:00", author_id=name, **place)
    answered = reply(f"{name}/r", "12:00", agent_id=None, author_id="page", **place)
    return [asked, answered], [case_fact(name, "08:00", "topic", topic)] if topic else []


def test_the_median_of_its_topic_its_channel_or_all_from_twenty_replies_on(build: Build) -> None:
    refunds, refund_facts = mails("refund", list(range(60, 1260, 60)))  # 20: 1 to 20 minutes
    deliveries, delivery_facts = mails("delivery", [6000] * 19)
    asked, asked_facts = unknown("U", "refund")
    built = build(refunds + deliveries + chats(19) + asked, facts=refund_facts + delivery_facts + asked_facts)

    models = built.rows("steps.int_handle_models", order="basis")
    assert models == [
        # With 19 chats of five seconds the 29th of 58.
        {"channel": None, "topic": None, "basis": "all", "median_seconds": 600.0},
        # With 19 on another topic the twentieth of 39; those alone are too few.
        {"channel": "mail", "topic": None, "basis": "channel", "median_seconds": 1200.0},
        # Ten took 10 min. or less: an even number's median is the lower of the two, a time that occurred.
        {"channel": "mail", "topic": "refund", "basis": "topic", "median_seconds": 600.0},
    ]


def test_replies_of_which_nothing_is_known_teach_nothing(build: Build) -> None:
    known, nobodys = chats(19), chats(30, agent_id=None, author_id="page")
    assert build(known + nobodys).rows("steps.int_handle_models") == []


def test_a_topic_that_nobody_named_is_none(build: Build) -> None:
    asked, _ = unknown("U", channel="direct_message")
    models = build(chats(20) + asked).rows(
        "steps.int_handle_models", "basis", "median_seconds", order="basis"
    )
    assert [tuple(row.values()) for row in models] == [("all", 5.0), ("channel", 5.0)]


def test_what_no_reply_has_need_of_is_left_out(build: Build) -> None:
    refunds, facts = mails("refund", list(range(60, 1260, 60)))
    assert build(refunds, facts=facts).rows("steps.int_handle_models") == []

    asked, asked_facts = unknown("U", "delivery")
    models = build(refunds + asked, facts=facts + asked_facts).rows(
        "steps.int_handle_models", "basis", order="basis"
    )
    assert [row["basis"] for row in models] == ["all", "channel"]
