"""From the comments in Zendesk's audits to messages: who wrote, to whom, and who can see it."""

from datetime import UTC, datetime
from typing import Any

import pytest

MODEL = "stg_zendesk_messages"
TICKET = (
    "1",
    {
        "id": 1,
        "requester_id": 500,
        "via": {"channel": "email"},
        "recipient": "help@firm.example",
        "assignee_id": 13,
    },
)
STAFF = [("11", {"id": 11, "role": "agent"}), ("12", {"id": 12, "role": "admin"})]


def said(
    author: int, *, via: Any = "Mail", number: int = 100, ticket: int = 1, **comment: Any
) -> tuple[str, Any]:
    """An audit with one comment; `number` is the comment's id, its audit's is 1000 more."""
    created_at = "2026-11-18T09:00:00Z"
    child = {
        "id": number, "type": "Comment", "event_type": "Comment", "author_id": author, "body": "Hallo", "public": True,
        "created_at": created_at, "via": via, "audit_id": number + 1000,
    }  # fmt: skip
    return str(number + 1000), {
        "id": number + 1000, "ticket_id": ticket, "created_at": created_at, "updater_id": author, "via": "Mail",
        "event_type": "Audit", "child_events": [{"id": 1, "status": "open", "event_type": "Change"}, child | comment],
    }  # fmt: skip


def test_a_customers_mail_comes_in_and_an_agents_answer_goes_out_on_the_same_channel(stage: Any) -> None:
    staged = stage(
        MODEL, order="message_id",
        zendesk_users=STAFF, zendesk_tickets=[TICKET],
        zendesk_ticket_events=[said(500, number=100), said(11, via="Web form", number=101)],
    )  # fmt: skip

    customer, agent = staged.pseudonym("zd", "500"), staged.pseudonym("zd", "11")
    assert staged.columns(
        "message_id", "direction", "author_kind", "author_id", "agent_id", "customer_id", "channel"
    ) == [
        ("zd:100", "inbound", "customer", customer, None, customer, "mail"),
        ("zd:101", "outbound", "employee", agent, agent, customer, "mail"),
    ]
    first = staged.rows[0]
    assert first["sent_at"] == datetime(2026, 11, 18, 9, tzinfo=UTC)
    assert (first["visibility"], first["platform"], first["text"]) == ("private", "ticket_system", "Hallo")
    assert (first["conversation_id"], first["case_id"]) == ("zd:1", "zd:1")
    assert (first["account"], first["is_human"], first["mentions"]) == ("help@firm.example", True, [])


def test_a_note_is_internal(stage: Any) -> None:
    staged = stage(
        MODEL, order="1", zendesk_users=STAFF, zendesk_tickets=[TICKET],
        zendesk_ticket_events=[said(12, public=False)],
    )  # fmt: skip

    assert staged.columns("visibility", "direction", "author_kind") == [("internal", "outbound", "employee")]


@pytest.mark.parametrize(
    ("author", "via"),
    [(-1, "Rule"), (11, "Rule"), (-1, {"channel": "system"}), (11, "Merge"), (12, "Automation")],
)
def test_what_a_rule_or_a_merge_writes_is_not_human(stage: Any, author: int, via: Any) -> None:
    staged = stage(
        MODEL, order="1", zendesk_users=STAFF, zendesk_tickets=[TICKET], zendesk_ticket_events=[said(author, via=via)]
    )  # fmt: skip

    assert staged.columns("is_human", "author_kind", "direction", "agent_id") == [
        (False, "system", "outbound", None)
    ]


def test_a_ticket_that_an_agent_opens_begins_outbound_and_belongs_to_its_requester(stage: Any) -> None:
    staged = stage(
        MODEL, order="message_id",
        zendesk_users=STAFF, zendesk_tickets=[TICKET],
        zendesk_ticket_events=[said(11, via="Web form", number=100), said(500, number=101)],
    )  # fmt: skip

    assert staged.columns("direction", "customer_id") == [
        ("outbound", staged.pseudonym("zd", "500")),
        ("inbound", staged.pseudonym("zd", "500")),
    ]


def test_an_employee_who_asks_for_something_is_the_tickets_customer(stage: Any) -> None:
    own = ("1", TICKET[1] | {"requester_id": 11})
    staged = stage(
        MODEL, order="1", zendesk_users=STAFF, zendesk_tickets=[own], zendesk_ticket_events=[said(11)]
    )  # fmt: skip

    assert staged.columns("direction", "author_kind") == [("inbound", "employee")]


def test_who_no_longer_works_here_still_wrote_for_the_company(stage: Any) -> None:
    """User 13 was assigned the ticket, 14 wrote a note; neither has a role any more."""
    staged = stage(
        MODEL, order="message_id",
        zendesk_users=STAFF, zendesk_tickets=[TICKET],
        zendesk_ticket_events=[said(13, number=100), said(14, number=101, public=False), said(14, number=102)],
    )  # fmt: skip

    assert staged.columns("direction", "author_kind") == [("outbound", "employee")] * 3


def test_someone_in_copy_is_a_customer_too(stage: Any) -> None:
    staged = stage(
        MODEL, order="1", zendesk_users=STAFF, zendesk_tickets=[TICKET], zendesk_ticket_events=[said(501)]
    )  # fmt: skip

    assert staged.columns("direction", "author_id", "customer_id") == [
        ("inbound", staged.pseudonym("zd", "501"), staged.pseudonym("zd", "500"))
    ]


@pytest.mark.parametrize(
    ("via", "channel"),
    [
        ("Mail", "mail"), ("Web form", "web_form"), ({"channel": "web"}, "web_form"), ("Chat", "chat"),
        ("Phone call (inbound)", "phone"), ("Voicemail", "phone"), ({"channel": "sms"}, "sms"), ("Twitter", "other"),
    ],
)  # fmt: skip
def test_a_customers_comment_has_the_channel_it_came_by(stage: Any, via: Any, channel: str) -> None:
    staged = stage(MODEL, order="1", zendesk_tickets=[TICKET], zendesk_ticket_events=[said(500, via=via)])

    assert staged.columns("channel") == [(channel,)]


def test_a_comment_whose_ticket_is_not_known_yet_keeps_its_writer(stage: Any) -> None:
    staged = stage(MODEL, order="1", zendesk_users=STAFF, zendesk_ticket_events=[said(500, ticket=9)])

    assert staged.columns("case_id", "direction", "customer_id", "channel") == [
        ("zd:9", "inbound", staged.pseudonym("zd", "500"), "mail")
    ]


def test_a_comment_that_cannot_be_read_says_which_field_was_wrong(stage: Any) -> None:
    staged = stage(
        MODEL, order="1",
        zendesk_tickets=[TICKET],
        zendesk_ticket_events=[
            said(500, number=100),
            said(500, number=101, created_at="soon"),
            said(500, number=102, id=None),
            said(500, number=103, author_id=None),
            said(500, number=104, public="maybe"),
            said(500, number=105, created_at="1970-01-01T00:00:00Z"),
            said(500, number=106, created_at="9999-12-31T00:00:00Z"),
        ],
    )  # fmt: skip

    assert staged.columns("message_id") == [("zd:100",)]
    assert staged.rejected == [
        ("1101", "created_at: 'soon' is no instant"),
        ("1102", "child_events: a comment without id"),
        ("1103", "author_id: comment 103 has none"),
        ("1104", "public: 'maybe' is neither true nor false"),
        ("1105", "created_at: '1970-01-01T00:00:00Z' is before 1990 or after 2099"),
        ("1106", "created_at: '9999-12-31T00:00:00Z' is before 1990 or after 2099"),
    ]
