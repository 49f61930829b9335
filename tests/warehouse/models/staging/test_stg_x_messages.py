"""From mentions, replies and the account's own replies on X to messages."""

from datetime import UTC, datetime
from typing import Any

import pytest

MODEL = "stg_x_messages"
NOON = "2026-11-18T12:00:00.000Z"
FIRST = str((int(datetime(2026, 11, 18, 11, 50, tzinfo=UTC).timestamp()) * 1000 - 1288834974657) << 22)


def post(
    name: str | None, author: str | None = "5", *, answers: str | None = None, root: str | None = None,
    spelling: str = "post", **fields: Any,
) -> tuple[str, dict[str, Any]]:  # fmt: skip
    item = {
        "id": name, "author_id": author, "created_at": NOON, "text": "@ours Hallo", "conversation_id": root or name,
    }  # fmt: skip
    if answers:
        item[f"referenced_{spelling}s"] = [{"type": "replied_to", "id": answers}]
    return str(name), {"post": item | fields, "author": {"id": author, "username": f"Name{author}"}}


@pytest.mark.parametrize("spelling", ["post", "tweet"])
def test_a_reply_below_an_own_post_comes_in_and_the_answer_to_it_goes_out(stage: Any, spelling: str) -> None:
    records = [
        post("1", "77"), post("2", answers="1", root="1", spelling=spelling),
        post("3", "77", answers="2", root="1", spelling=spelling, text="@Name5 ja"),
    ]  # fmt: skip
    staged = stage(MODEL, order="message_id", x_posts=records)

    anna, ours = staged.pseudonym("x", "5"), staged.pseudonym("x", "77")
    assert staged.columns(
        "message_id", "direction", "author_kind", "author_id", "in_reply_to_id", "post_id"
    ) == [
        ("x:2", "inbound", "customer", anna, None, "x:1"),
        ("x:3", "outbound", "employee", ours, "x:2", "x:1"),
    ]
    named = staged.pseudonym("x", "name5")
    assert staged.columns("author_handle", "mentions") == [
        (named, [staged.pseudonym("x", "ours")]), (None, [named]),
    ]  # fmt: skip
    assert staged.columns("channel", "visibility", "account") == [("comment", "public", "77")] * 2


def test_several_customers_below_a_post_have_conversations_of_their_own(stage: Any) -> None:
    records = [
        post("1", "77"), post("2", answers="1", root="1"), post("3", "6", answers="1", root="1"),
        post("4", "77", answers="3", root="1"), post("5", "8"),
    ]  # fmt: skip
    staged = stage("steps.int_messages", order="message_id", x_posts=records)

    assert staged.columns("message_id", "conversation_id", "channel") == [
        ("x:2", "x:2", "comment"), ("x:3", "x:3", "comment"), ("x:4", "x:3", "comment"), ("x:5", "x:5", "post"),
    ]  # fmt: skip


@pytest.mark.parametrize("spelling", ["post", "tweet"])
def test_a_chain_of_edits_is_one_message_and_whoever_answers_any_version_answers_it(
    stage: Any, spelling: str
) -> None:
    edit = str(int(FIRST) + 7)
    chain = {f"edit_history_{spelling}_ids": [FIRST, edit]}
    records = [
        post(FIRST), post(edit, root=FIRST, text="Anders", **chain),
        post(str(int(FIRST) + 9), "77", answers=edit, root=FIRST),
    ]  # fmt: skip
    staged = stage(MODEL, order="message_id", x_posts=records)

    began, noon = datetime(2026, 11, 18, 11, 50, tzinfo=UTC), datetime(2026, 11, 18, 12, tzinfo=UTC)
    assert staged.columns("message_id", "sent_at", "edited_at", "text", "in_reply_to_id") == [
        (f"x:{FIRST}", began, noon, "Anders", None),
        (f"x:{int(FIRST) + 9}", noon, None, "@ours Hallo", f"x:{FIRST}"),
    ]


def test_what_a_look_up_no_longer_found_is_deleted(stage: Any) -> None:
    gone = {"gone": {"id": "2", "conversation_id": "2", "checked_at": "2026-11-19T06:00:00+00:00"}}
    staged = stage(MODEL, order="1", x_posts=[post("2"), ("gone:2", gone)])

    assert staged.columns("deleted_at") == [(datetime(2026, 11, 19, 6, tzinfo=UTC),)]


def test_a_share_needs_no_answer_and_text_is_as_it_was_written(stage: Any) -> None:
    share = {"referenced_tweets": [{"type": "retweeted", "id": "1"}]}
    records = [post("2", **share), post("3", text="A &amp; B &lt;3"), post("4", note_post={"text": "Lang"})]
    staged = stage(MODEL, order="message_id", x_posts=records)

    assert staged.columns("no_answer_reason", "text") == [
        ("share", "@ours Hallo"), (None, "A & B <3"), (None, "Lang"),
    ]  # fmt: skip


def test_a_message_that_cannot_be_read_says_which_field_was_wrong(stage: Any) -> None:
    records = [
        post("1", created_at=None), post("2", created_at="gestern"), post("3", created_at="1970-01-01T00:00:00Z"),
        post(None),
    ]  # fmt: skip
    staged = stage(MODEL, order="1", x_posts=records)

    assert staged.rows == []
    assert staged.rejected == [
        ("1", "post.created_at: is empty"),
        ("2", "post.created_at: 'gestern' is no instant"),
        ("3", "post.created_at: '1970-01-01T00:00:00Z' is before 1990 or after 2099"),
        ("None", "post.id: is empty"),
    ]


def test_the_text_can_be_searched_for(stage: Any) -> None:
    staged = stage("marts.message_texts", order="message_id", x_posts=[post("2", text="Hallo")])

    assert staged.columns("message_id", "text") == [("x:2", "Hallo")]


def direct(name: str, sender: str, conversation: str = "5-77", **fields: Any) -> tuple[str, dict[str, Any]]:
    event = {
        "id": name, "event_type": "MessageCreate", "sender_id": sender, "dm_conversation_id": conversation,
        "created_at": NOON, "text": "Hallo",
    }  # fmt: skip
    return name, {"event": event | fields, "sender": {"id": sender, "username": f"Name{sender}"}}


def test_a_private_conversation_is_the_other_ones_and_one_of_several_nobodys(stage: Any) -> None:
    records = [direct("1", "5"), direct("2", "77"), direct("3", "77", "12345"), direct("4", "6", "12345")]
    staged = stage(MODEL, order="message_id", x_messages=records)

    anna, ben = staged.pseudonym("x", "5"), staged.pseudonym("x", "6")
    assert staged.columns("message_id", "direction", "customer_id", "conversation_id") == [
        ("x:1", "inbound", anna, "x:5-77"), ("x:2", "outbound", anna, "x:5-77"),
        ("x:3", "outbound", None, "x:12345"), ("x:4", "inbound", ben, "x:12345"),
    ]  # fmt: skip
    assert staged.columns("channel", "visibility", "post_id") == [("direct_message", "private", None)] * 4
    assert staged.columns("author_handle")[0] == (staged.pseudonym("x", "name5"),)


def test_a_private_message_that_cannot_be_read_says_which_field_was_wrong(stage: Any) -> None:
    records = [direct("1", "5", created_at="gestern"), direct("2", "5", conversation=None)]  # type: ignore[arg-type]
    staged = stage(MODEL, order="1", x_messages=records)

    assert staged.rejected == [
        ("1", "event.created_at: 'gestern' is no instant"),
        ("2", "event.dm_conversation_id: is empty"),
    ]
