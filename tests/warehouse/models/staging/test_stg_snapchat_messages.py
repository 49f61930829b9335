"""From chats of a Snapchat export to private messages."""

from datetime import UTC, datetime
from typing import Any

MODEL = "stg_snapchat_messages"
NINE = 1_795_078_800_000  # 2026-11-19 09:00 UTC


def chat(
    message: str,
    sender: str | None,
    minute: int = 0,
    conversation: str = "anna",
    record: str = "",
    **fields: Any,
) -> tuple[str, dict[str, Any]]:
    usual = {
        "from": sender, "created": f"2026-11-19 09:{minute:02}:00 UTC", "created_number": NINE + minute * 60_000,
        "kind": "TEXT", "content": "Hallo?", "is_sender": sender == "nordfunk",
    }  # fmt: skip
    return record or message, {"message": message, "conversation": conversation, "fields": usual | fields}


def test_what_the_account_sent_is_outbound_and_the_other_side_is_the_customer(stage: Any) -> None:
    staged = stage(MODEL, order="message_id", snapchat_messages=[chat("a", "anna"), chat("b", "nordfunk", 5)])

    anna = staged.pseudonym("snapchat", "anna")
    assert staged.columns(
        "message_id", "direction", "author_id", "customer_id", "conversation_id", "account"
    ) == [
        ("snapchat:a", "inbound", anna, anna, "snapchat:anna", "nordfunk"),
        ("snapchat:b", "outbound", None, anna, "snapchat:anna", "nordfunk"),
    ]
    assert staged.columns("platform", "channel", "visibility")[0] == ("snapchat", "direct_message", "private")


def test_a_text_that_a_later_export_no_longer_tells_is_kept(stage: Any) -> None:
    records = [chat("a", "anna"), chat("a", "anna", record="a-blank", content=None)]

    assert stage(MODEL, order="1", snapchat_messages=records).columns("message_id", "text") == [
        ("snapchat:a", "Hallo?")
    ]


def test_a_picture_is_named_where_there_is_no_text(stage: Any) -> None:
    records = [chat("a", "anna", content=None, kind="MEDIA"), chat("b", "anna", content=None)]

    assert stage(MODEL, order="message_id", snapchat_messages=records).columns("text") == [
        ("[media]",),
        (None,),
    ]


def test_times_are_exact_where_the_number_is_given_and_else_to_the_second(stage: Any) -> None:
    records = [
        chat("a", "anna", created_number=NINE + 250), chat("b", "anna", created_number=(NINE + 250) * 1000),
        chat("c", "anna", created_number=None),
    ]  # fmt: skip
    staged = stage(MODEL, order="message_id", snapchat_messages=records)

    exact = datetime(2026, 11, 19, 9, 0, 0, 250_000, UTC)
    assert staged.columns("sent_at") == [(exact,), (exact,), (exact.replace(microsecond=0),)]


def test_a_chat_that_cannot_be_read_says_which_field_was_wrong(stage: Any) -> None:
    records = [
        chat("a", "anna", is_sender=None), chat("b", "anna", is_sender="ja"),
        chat("c", "anna", created=None, created_number=None), chat("d", "anna", created="gestern", created_number=None),
        chat("e", "anna", conversation=""), chat("f", "anna", created_number=5),
    ]  # fmt: skip
    staged = stage(MODEL, order="1", snapchat_messages=records)

    assert staged.rows == []
    assert staged.rejected == [
        ("a", "IsSender: is empty"),
        ("b", "IsSender: 'ja' is not true or false"),
        ("c", "Created: is empty"),
        ("d", "Created: 'gestern' is no instant"),
        ("e", "conversation: is empty"),
        ("f", "Created: '2026-11-19 09:00:00 UTC' is before 1990 or after 2099"),
    ]
