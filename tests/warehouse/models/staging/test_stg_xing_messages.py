"""From messages of a XING export to private messages."""

from datetime import UTC, datetime
from typing import Any

MODEL = "stg_xing_messages"


def message(
    number: str, sender: str, at: str | None = "19.11.2026 10:00", **fields: Any
) -> tuple[str, dict[str, Any]]:
    usual = {"sender": sender, "sent_at": at, "text": "Hallo?", "is_sender": sender == "Tina Team"}
    return number, {"message": number, "conversation": "Anna", "fields": usual | fields}


def test_the_profiles_own_names_are_outbound_and_the_other_side_is_the_customer(stage: Any) -> None:
    records = [
        message("1", "Anna"),
        message("2", "Tina Team", "19.11.2026 10:30", recipient="Anna", subject="AW"),
    ]
    staged = stage(MODEL, order="message_id", xing_messages=records)

    anna, tina = (staged.pseudonym("xing", name) for name in ("Anna", "Tina Team"))
    assert staged.columns("message_id", "direction", "author_id", "agent_id", "customer_id", "text") == [
        ("xing:1", "inbound", anna, None, anna, "Hallo?"),
        ("xing:2", "outbound", tina, tina, anna, "AW\nHallo?"),
    ]
    # Berlin, by the source's zone.
    assert staged.columns("sent_at")[0] == (datetime(2026, 11, 19, 9, tzinfo=UTC),)


def test_whoever_was_first_written_to_is_the_customer_until_they_answer(stage: Any) -> None:
    staged = stage(MODEL, order="1", xing_messages=[message("1", "Tina Team", recipient="Anna")])

    assert staged.columns("customer_id", "platform", "visibility") == [
        (staged.pseudonym("xing", "Anna"), "xing", "private")
    ]


def test_a_message_that_cannot_be_read_says_which_field_was_wrong(stage: Any) -> None:
    records = [message("1", "Anna", "gestern"), message("2", "Anna", None), message("3", " "), message("4", "Anna", "01.01.1970 00:00")]  # fmt: skip  # noqa: E501
    staged = stage(MODEL, order="1", xing_messages=records)

    assert staged.rows == []
    assert staged.rejected == [
        ("1", "sent_at: 'gestern' doesn't match date_format \"%d.%m.%Y %H:%M\""),
        ("2", "sent_at: is empty"),
        ("3", "sender: is empty"),
        ("4", "sent_at: '01.01.1970 00:00' is before 1990 or after 2099"),
    ]
