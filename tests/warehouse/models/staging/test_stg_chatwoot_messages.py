"""staging.stg_chatwoot_messages: who said what to whom in a conversation."""

from typing import Any

from tests.warehouse.models.chatwoot_desk import INBOXES, activity, at, message, seen

MODEL = "stg_chatwoot_messages"


def test_incoming_outgoing_and_private_ones_and_no_activity(stage: Any) -> None:
    staged = stage(
        MODEL, order="sent_at", chatwoot_conversations=[seen(9)], chatwoot_inboxes=INBOXES,
        chatwoot_messages=[
            message(1, 0, 0, ("contact", 77)), message(2, 1, 1, ("user", 77), private=True),
            message(3, 2, 1, ("user", 77), content_attributes={"in_reply_to": 1}), activity(4, 3, "Anna added netz"),
        ],
    )  # fmt: skip

    assert staged.columns("message_id", "direction", "visibility", "author_kind", "in_reply_to_id") == [
        ("chatwoot:1", "inbound", "private", "customer", None),
        ("chatwoot:2", "outbound", "internal", "employee", None),
        ("chatwoot:3", "outbound", "private", "employee", "chatwoot:1"),
    ]
    agent, contact = staged.pseudonym("chatwoot", "user:77"), staged.pseudonym("chatwoot", "contact:77")
    assert [row["agent_id"] for row in staged.rows] == [None, agent, agent]
    assert [row["author_id"] for row in staged.rows] == [contact, agent, agent]
    assert {(row["customer_id"], row["channel"], row["account"]) for row in staged.rows} == {
        (contact, "chat", "Website")
    }
    assert staged.rows[0]["sent_at"] == at(0)


def test_templates_bots_and_rules_are_not_human_and_an_echo_is(stage: Any) -> None:
    staged = stage(
        MODEL, order="message_id", chatwoot_conversations=[seen(9, channel="Channel::Whatsapp")],
        chatwoot_messages=[
            message(1, 0, 3), message(2, 1, 1, ("agent_bot", 9)), message(3, 2, 1),
            message(4, 3, 1, content_attributes={"external_echo": True}),
        ],
    )  # fmt: skip

    assert staged.columns("author_kind", "is_human", "agent_id", "channel") == [
        ("system", False, None, "direct_message"), ("bot", False, None, "direct_message"),
        ("system", False, None, "direct_message"), ("employee", True, None, "direct_message"),
    ]  # fmt: skip


def test_a_deleted_message_has_lost_its_text(stage: Any) -> None:
    deleted = {"content": "This message was deleted", "content_attributes": {"deleted": True}}
    staged = stage(MODEL, order="1", chatwoot_messages=[message(1, 0, 1, ("user", 3), **deleted)])

    assert [(row["text"], row["deleted_at"] is not None) for row in staged.rows] == [(None, True)]


def test_what_can_not_be_read_is_rejected_with_the_reason(stage: Any) -> None:
    staged = stage(
        MODEL, order="1",
        chatwoot_messages=[
            message(1, 0, 0, ("contact", 77), created_at="gestern"), message(2, 0, 9, ("user", 3)), message(3, 0, 0),
            message(4, 0, 1, ("user", 3), conversation_id=None),
        ],
    )  # fmt: skip

    assert staged.rows == []
    assert staged.rejected == [
        ("1", "created_at: 'gestern' is no instant"), ("2", "message_type: '9' is no known type"),
        ("3", "sender: is empty"), ("4", "conversation_id: is empty"),
    ]  # fmt: skip
