"""From WhatsApp's webhooks to messages."""

import hashlib
from datetime import UTC, datetime
from typing import Any

MODEL = "stg_whatsapp_messages"
NUMBER = "106540352242922"
NINE = int(datetime(2026, 11, 18, 9, tzinfo=UTC).timestamp())
ANNA = "4915550001"


def hashed(wamid: str) -> str:
    return f"whatsapp:{hashlib.sha256(wamid.encode()).hexdigest()[:24]}"


def event(kind: str, **item: Any) -> tuple[str, dict[str, Any]]:
    record_id = f"{kind}:{item.get('id')}" + (f":{item['status']}" if "status" in item else "")
    return record_id, {
        "kind": kind,
        "business_account": "1",
        "metadata": {"display_phone_number": "49555", "phone_number_id": NUMBER},
        "contact": None,
        "item": item,
    }


def asked(number: int, **item: Any) -> tuple[str, dict[str, Any]]:
    usual = {"from": ANNA, "timestamp": str(NINE + number), "type": "text", "text": {"body": "Hallo?"}}
    return event("message", id=f"wamid.{number}", **usual | item)


def told(number: int, status: str, after: int, **item: Any) -> tuple[str, dict[str, Any]]:
    usual = {"timestamp": str(NINE + after), "recipient_id": ANNA, "status": status}
    return event("status", id=f"wamid.{number}", **usual | item)


def echo(number: int, after: int, text: str) -> tuple[str, dict[str, Any]]:
    said = {"type": "text", "text": {"body": text}, "timestamp": str(NINE + after)}
    return event("echo", id=f"wamid.{number}", to=ANNA, **{"from": "49555"}, **said)


def test_a_customers_message_and_the_statuses_of_an_answer_are_one_private_conversation(stage: Any) -> None:
    events = [asked(1), told(2, "read", 900), told(2, "sent", 600), told(2, "delivered", 601)]
    staged = stage(MODEL, "sent_at", whatsapp_events=events)

    anna = staged.pseudonym("whatsapp", ANNA)
    thread = f"whatsapp:{NUMBER}:{anna}"
    assert staged.columns(
        "message_id", "direction", "author_kind", "conversation_id", "customer_id", "text"
    ) == [
        (hashed("wamid.1"), "inbound", "customer", thread, anna, "Hallo?"),
        (hashed("wamid.2"), "outbound", "employee", thread, anna, None),
    ]
    assert staged.columns("sent_at", "account", "visibility", "channel", "platform")[1] == (
        datetime(2026, 11, 18, 9, 10, tzinfo=UTC), NUMBER, "private", "direct_message", "whatsapp",
    )  # fmt: skip
    assert staged.rejected == []


def test_no_telephone_number_is_in_a_row(stage: Any) -> None:
    staged = stage(MODEL, "sent_at", whatsapp_events=[asked(1), told(2, "sent", 60), echo(3, 90, "Ja")])

    assert len(staged.rows) == 3
    # a real wamid is base64 of, among others, the customer's number
    assert not [row for row in staged.rows if ANNA in repr(row) or "wamid" in row["message_id"]]


def test_an_echo_brings_the_text_that_a_status_lacks_whichever_came_first(stage: Any) -> None:
    one = stage(MODEL, "sent_at", whatsapp_events=[told(2, "sent", 61), echo(2, 60, "Kommt morgen.")])
    other = stage(MODEL, "sent_at", whatsapp_events=[echo(2, 60, "Kommt morgen."), told(2, "sent", 61)])

    for staged in (one, other):
        assert staged.columns("direction", "text", "sent_at", "is_human") == [
            ("outbound", "Kommt morgen.", datetime(2026, 11, 18, 9, 1, tzinfo=UTC), True)
        ]


def test_what_never_reached_the_customer_is_no_answer_and_says_why(stage: Any) -> None:
    failed = told(2, "failed", 62, errors=[{"code": 131047, "title": "Re-engagement message"}])
    staged = stage(MODEL, "sent_at", whatsapp_events=[asked(1), told(2, "sent", 60), failed])

    assert staged.columns("message_id") == [(hashed("wamid.1"),)]
    assert staged.rejected == [
        ("status:wamid.2:sent", "status: failed, so it never reached the customer (Re-engagement message)")
    ]


def test_a_paid_template_is_nobodys_answer_and_a_service_message_is(stage: Any) -> None:
    events = [
        told(1, "sent", 60, pricing={"category": "marketing"}),
        told(2, "sent", 61, conversation={"origin": {"type": "utility"}}),
        told(3, "sent", 62, pricing={"category": "service"}),
    ]
    staged = stage(MODEL, "sent_at", whatsapp_events=events)

    assert staged.columns("author_kind", "is_human") == [
        ("system", False),
        ("system", False),
        ("employee", True),
    ]


def test_a_reply_names_what_it_answers_and_a_reaction_what_it_is_about(stage: Any) -> None:
    events = [
        asked(1, context={"from": "49555", "id": "wamid.9"}),
        asked(2, type="reaction", text=None, reaction={"message_id": "wamid.9", "emoji": "👍"}),
        asked(3, type="button", text=None, button={"text": "Ja", "payload": "y"}, context={"id": "wamid.8"}),
    ]
    staged = stage(MODEL, "sent_at", whatsapp_events=events)

    assert staged.columns("in_reply_to_id", "text") == [
        (hashed("wamid.9"), "Hallo?"), (hashed("wamid.9"), "👍"), (hashed("wamid.8"), "Ja")
    ]  # fmt: skip


def test_what_comes_without_words_is_still_something_that_was_said(stage: Any) -> None:
    events = [
        asked(1, type="audio", text=None, audio={"id": "5"}),
        asked(2, type="unsupported", text=None, errors=[{"code": 131051}]),
        asked(3, type="image", text=None, image={"caption": "Kaputt!"}),
        asked(4, type="sticker", text=None, sticker={"id": "6"}),
        asked(5, type="interactive", text=None, interactive={"list_reply": {"title": "Rechnung"}}),
        asked(6, type="system", text=None, system={"body": "changed number"}),
    ]
    staged = stage(MODEL, "sent_at", whatsapp_events=events)

    assert staged.columns("text", "no_answer_reason", "is_human") == [
        ("[audio]", None, True),
        ("[unsupported]", None, True),
        ("Kaputt!", None, True),
        ("[sticker]", "sticker", True),
        ("Rechnung", None, True),
        ("changed number", None, False),
    ]


def test_a_record_that_cannot_be_used_is_rejected_with_its_field(stage: Any) -> None:
    other = ("other:1", {"kind": "other", "metadata": None, "item": {"field": "account_update", "value": {}}})
    events = [
        asked(1, timestamp="gestern"),
        asked(2, **{"from": ""}),
        asked(3, timestamp=str(99_999_999_999)),
        event("status", id="wamid.4", status="sent", timestamp=str(NINE)),
        event("message", **{"from": ANNA}, timestamp=str(NINE)),
        other,
    ]
    staged = stage(MODEL, "sent_at", whatsapp_events=events)

    assert staged.rows == []
    assert staged.rejected == [
        ("message:None", "message.id: is empty"),
        ("message:wamid.1", "message.timestamp: 'gestern' is no number of seconds since 1970"),
        ("message:wamid.2", "message.from: is empty"),
        ("message:wamid.3", "message.timestamp: '99999999999' is before 1990 or after 2099"),
        ("other:1", "field: 'account_update' holds no messages; unsubscribe it in the app"),
        ("status:wamid.4:sent", "status.recipient_id: is empty"),
    ]
