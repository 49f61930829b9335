"""From Freshdesk's descriptions, replies and notes to messages."""

from typing import Any

from tests.warehouse.models.freshdesk_tickets import AGENTS, SETTINGS, at, note, ticket, z

MODEL = "stg_freshdesk_messages"


def messages(stage: Any, *notes: Any, tickets: Any = (), **more: Any) -> Any:
    return stage(
        MODEL, "sent_at", settings=SETTINGS, freshdesk_tickets=tickets or [ticket(0)], freshdesk_agents=AGENTS,
        freshdesk_conversations=notes, **more,
    )  # fmt: skip


def test_a_ticket_begins_with_its_description_and_goes_on_with_replies_and_notes(stage: Any) -> None:
    staged = messages(
        stage,
        note(1, 10),
        note(2, 20, by=500, incoming=True, body_text="Danke."),
        note(3, 30, private=True),
        note(4, 40, source=8),
        note(5, 50, by=600, incoming=True),
    )

    anna, customer, other = (staged.pseudonym("freshdesk", one) for one in ("71", "500", "600"))
    assert staged.columns(
        "message_id", "direction", "visibility", "author_id", "agent_id", "author_kind"
    ) == [
        ("freshdesk:ticket:1", "inbound", "private", customer, None, "customer"),
        ("freshdesk:1", "outbound", "private", anna, anna, "employee"),
        ("freshdesk:2", "inbound", "private", customer, None, "customer"),
        ("freshdesk:3", "outbound", "internal", anna, anna, "employee"),
        ("freshdesk:4", "outbound", "internal", anna, anna, "employee"),  # forwarded to somebody else
        ("freshdesk:5", "inbound", "private", other, None, "customer"),
    ]
    assert {row["case_id"] for row in staged.rows} == {"freshdesk:1"}
    assert {row["customer_id"] for row in staged.rows} == {customer}


def test_a_mail_of_ours_begins_a_ticket_outbound_and_an_edit_is_told(stage: Any) -> None:
    ours = ticket(0, source=10, requester_id=500)
    staged = messages(
        stage, note(1, 10, body_text=None, body="<div>Neu</div>", last_edited_at=z(15)), tickets=[ours]
    )

    assert staged.columns("direction", "channel", "text", "edited_at") == [
        ("outbound", "mail", "Mein Router blinkt.", None),
        ("outbound", "mail", "Neu", at(15)),
    ]


def test_the_text_stays_where_a_later_reading_tells_none(stage: Any) -> None:
    staged = messages(stage, freshdesk_removed=[ticket(20, deleted=True, description_text=None)])

    assert staged.columns("text", "sent_at") == [("Mein Router blinkt.", at(0))]


def test_what_cannot_be_read_says_why(stage: Any) -> None:
    staged = messages(
        stage, note(1, 10, user_id=None), note(2, 20, private=None), note(3, 30, created_at="gestern"),
        tickets=[ticket(0, requester_id=None)],
    )  # fmt: skip

    assert sorted(staged.rejected) == [
        ("1", "user_id: is empty"),
        (ticket(0)[0], "requester_id: is empty"),
        ("2", "private: is neither true nor false"),
        ("3", "created_at: 'gestern' is no instant"),
    ]
