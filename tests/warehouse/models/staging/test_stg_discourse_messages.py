"""From a forum's posts and private messages to messages."""

from datetime import UTC, datetime
from typing import Any

MODEL = "stg_discourse_messages"
ANNA = {"user_id": 501, "username": "Anna", "staff": False}
BEN = {"user_id": 502, "username": "ben", "staff": False}
LENA = {"user_id": 7, "username": "lena", "staff": True, "primary_group_name": "support"}
BOT = {"user_id": -2, "username": "discobot", "staff": True}


def post(number: int, author: Any = ANNA, topic: int | None = 9, **fields: Any) -> tuple[str, dict[str, Any]]:
    """The number is both the post's id, less 100, and its place in the topic."""
    usual = {
        "id": 100 + number, "topic_id": topic, "post_number": number, "created_at": "2026-11-18T09:00:00.000Z",
        "updated_at": "2026-11-18T10:00:00.000Z", "raw": "Hallo", "post_type": 1, "version": 1,
        "reply_to_post_number": None,
    }  # fmt: skip
    return str(fields.get("id", 100 + number)), usual | author | fields


def walk(day: int, *numbers: int, topic: int = 9, **about: Any) -> tuple[str, dict[str, Any]]:
    ids = [100 + number for number in numbers]
    body = {"walked_at": f"2026-11-{day}T06:00:00+00:00", "topic_id": topic, "post_ids": ids, "topic": about}
    return f"walk:{topic}@{day}", {"walk": body}


def test_a_question_comes_in_and_staff_answer_the_post_that_they_reply_to(stage: Any) -> None:
    posts = [post(1), post(2, BEN), post(3, LENA, reply_to_post_number=1), post(4, BOT)]
    staged = stage(MODEL, order="message_id", discourse_posts=posts)

    lena = staged.pseudonym("discourse", "7")
    assert staged.columns(
        "message_id", "direction", "agent_id", "in_reply_to_id", "conversation_id", "is_human"
    ) == [
        ("discourse:101", "inbound", None, None, "discourse:t9", True),
        ("discourse:102", "inbound", None, None, "discourse:t9", True),
        ("discourse:103", "outbound", lena, "discourse:101", "discourse:t9", True),
        ("discourse:104", "outbound", None, None, "discourse:t9", False),
    ]
    assert staged.columns("platform", "channel", "visibility", "account")[0] == (
        "discourse", "forum", "public", "forum.example",
    )  # fmt: skip


def test_handles_in_the_text_name_whom_an_answer_is_for_and_a_quote_is_not_ones_own_text(stage: Any) -> None:
    raw = '[quote="ben, post:2"]Meine Rechnung, @firma![/quote]\nLiebe @Anna, mail an a@b.example'
    staged = stage(MODEL, order="message_id", discourse_posts=[post(1), post(2, LENA, raw=raw)])

    anna = staged.pseudonym("discourse", "anna")
    assert staged.columns("author_handle", "mentions", "text")[0] == (anna, [], "Hallo")
    assert staged.columns("mentions", "text")[1] == ([anna], "Liebe @Anna, mail an a@b.example")


def test_what_stands_below_a_topic_of_staff_is_a_comment_on_the_companys_post(stage: Any) -> None:
    staged = stage(
        MODEL, order="message_id", discourse_posts=[post(1, LENA), post(2), post(1, topic=8, id=300)]
    )

    assert staged.columns("message_id", "post_id") == [
        ("discourse:102", "discourse:t9"),
        ("discourse:300", None),
    ]


def test_a_private_message_is_for_its_only_customer_even_before_that_one_writes(stage: Any) -> None:
    named = {"details": {"allowed_users": [{"id": 501}, {"id": 7}]}}
    records = [
        post(1, LENA), walk(19, 1, **named),
        post(1, BEN, topic=8, id=201), post(2, LENA, topic=8, id=202),
        post(1, BEN, topic=6, id=301), post(2, ANNA, topic=6, id=302),
    ]  # fmt: skip
    staged = stage(MODEL, order="message_id", discourse_private_messages=records)

    anna, ben = staged.pseudonym("discourse", "501"), staged.pseudonym("discourse", "502")
    assert staged.columns("message_id", "customer_id", "channel", "visibility") == [
        ("discourse:101", anna, "direct_message", "private"),
        ("discourse:201", ben, "direct_message", "private"),
        ("discourse:202", ben, "direct_message", "private"),
        ("discourse:301", None, "direct_message", "private"),
        ("discourse:302", None, "direct_message", "private"),
    ]


def test_whispers_are_internal_and_notes_of_actions_no_messages(stage: Any) -> None:
    posts = [post(1), post(2, LENA, post_type=4), post(3, LENA, post_type=3, raw="")]
    staged = stage(MODEL, order="message_id", discourse_posts=posts)

    assert staged.columns("visibility") == [("public",), ("internal",)]
    assert staged.rejected == []


def test_the_latest_version_counts_and_says_when_it_was_edited(stage: Any) -> None:
    staged = stage(MODEL, order="1", discourse_posts=[post(1), post(1, raw="Hallo!!", version=2)])

    assert staged.columns("text", "edited_at") == [("Hallo!!", datetime(2026, 11, 18, 10, tzinfo=UTC))]


def test_a_post_is_deleted_from_the_first_walk_that_no_longer_had_it(stage: Any) -> None:
    posts = [
        post(1),
        post(2),
        post(3, created_at="2026-11-19T05:30:00.000Z"),
        walk(19, 1, 2),
        walk(20, 1),
        walk(21, 1),
    ]
    staged = stage(MODEL, order="message_id", discourse_posts=posts)

    twentieth = datetime(2026, 11, 20, 6, tzinfo=UTC)
    assert staged.columns("deleted_at") == [(None,), (twentieth,), (twentieth,)]


def test_what_its_author_took_back_is_deleted_and_what_was_hidden_needs_no_answer(stage: Any) -> None:
    taken_back = post(1, user_deleted=True, version=2)
    staged = stage(MODEL, order="message_id", discourse_posts=[taken_back, post(2, hidden=True)])

    assert staged.columns("deleted_at", "no_answer_reason") == [
        (datetime(2026, 11, 18, 10, tzinfo=UTC), None),
        (None, "hidden"),
    ]


def test_a_post_that_cannot_be_read_says_which_field_was_wrong(stage: Any) -> None:
    odd = [
        post(1), post(2, created_at=None), post(3, created_at="neulich"), post(4, created_at="1970-01-01T00:00:00Z"),
        post(5, topic=None), ("106", {"something": "else"}),
    ]  # fmt: skip
    staged = stage(MODEL, order="1", discourse_posts=odd)

    assert staged.columns("message_id") == [("discourse:101",)]
    assert staged.rejected == [
        ("102", "created_at: is empty"),
        ("103", "created_at: 'neulich' is no instant"),
        ("104", "created_at: '1970-01-01T00:00:00Z' is before 1990 or after 2099"),
        ("105", "topic_id: is empty"),
        ("106", "id: is empty"),
    ]
