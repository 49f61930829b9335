"""From HubSpot's inbox to messages."""

from typing import Any

from tests.warehouse.models.hubspot_desk import OWNERS, SETTINGS, message, thread

MODEL = "stg_hubspot_messages"


def messages(stage: Any, *records: Any, threads: Any = ()) -> Any:
    return stage(
        MODEL, "sent_at", settings=SETTINGS, hubspot_messages=records, hubspot_threads=threads or [thread()],
        hubspot_owners=OWNERS,
    )  # fmt: skip


def test_who_wrote_what_follows_from_the_actor_and_the_kind(stage: Any) -> None:
    staged = messages(
        stage,
        message("1", 0, "V-500"),
        message("2", 10, "B-3"),
        message("3", 20, "A-9071"),
        message("4", 30, "A-9071", "COMMENT", direction=None),
        message("5", 40, "E-anna@example.org"),
        message("6", 50, "S-hubspot", "THREAD_STATUS_CHANGE"),
    )

    anna, customer = staged.pseudonym("hubspot", "owner:71"), staged.pseudonym("hubspot", "500")
    other = staged.pseudonym("hubspot", "E-anna@example.org")
    assert staged.columns("direction", "visibility", "author_kind", "author_id", "agent_id", "is_human")[
        0::2
    ] == [
        ("inbound", "private", "customer", customer, None, True),
        ("outbound", "private", "employee", anna, anna, True),
        ("inbound", "private", "customer", other, None, True),
    ]
    assert staged.columns("direction", "visibility", "author_kind", "agent_id", "is_human")[1::2] == [
        ("outbound", "private", "bot", None, False),
        ("outbound", "internal", "employee", anna, True),
    ]
    assert {(row["case_id"], row["conversation_id"], row["channel"]) for row in staged.rows} == {
        ("hubspot:1", "hubspot:thread:80", "mail")
    }


def test_a_thread_may_belong_to_no_ticket(stage: Any) -> None:
    staged = messages(stage, message("1", 0, "V-500"), threads=[thread(ticket=None, channel="1000")])

    assert staged.columns("case_id", "channel") == [(None, "chat")]


def test_what_cannot_be_read_says_why(stage: Any) -> None:
    staged = messages(
        stage,
        message("1", 0, "V-5", direction="SIDEWAYS"),
        message("2", 0, "V-5", createdAt="x"),
        message("3", 0, "V-5", createdBy=None),
    )

    assert sorted(staged.rejected) == [
        ("1", "direction: 'SIDEWAYS' is neither INCOMING nor OUTGOING"),
        ("2", "createdAt: 'x' is no instant"),
        ("3", "createdBy: is empty"),
    ]
