"""From a NodeBB forum's posts to messages."""

from datetime import UTC, datetime
from typing import Any

MODEL = "stg_nodebb_messages"
FORUM = {"nodebb": {"base_url": "https://board.example/forum", "staff_users": ["team"]}}


def post(pid: int, user: str, uid: int, **fields: Any) -> tuple[str, dict[str, Any]]:
    usual = {
        "pid": pid, "uid": uid, "content": "<p>Hallo?</p>", "timestamp": 1795165200000, "editedISO": "",
        "timestampISO": "2026-11-20T09:00:00.000Z", "deleted": 0, "user": {"uid": uid, "username": user},
    }  # fmt: skip
    return str(pid), {"topic": {"tid": 7, "title": "Thema"}, "post": usual | fields}


def gone(pid: int) -> tuple[str, dict[str, Any]]:
    return f"gone:{pid}", {"topic": {"tid": 7}, "gone": {"pid": pid}}


def test_what_staff_write_is_outbound_and_answers_its_post(stage):
    records = [post(1, "anna", 9), post(2, "Team", 5, toPid="1")]
    staged = stage(MODEL, order="message_id", settings=FORUM, nodebb_posts=records)

    assert staged.columns(
        "message_id", "direction", "in_reply_to_id", "conversation_id", "author_id", "text"
    ) == [
        ("nodebb:1", "inbound", None, "nodebb:t7", staged.pseudonym("nodebb", "9"), "Hallo?"),
        ("nodebb:2", "outbound", "nodebb:1", "nodebb:t7", staged.pseudonym("nodebb", "5"), "Hallo?"),
    ]


def test_guests_are_nobody_in_particular(stage):
    staged = stage(MODEL, order="1", settings=FORUM, nodebb_posts=[post(1, "[[global:guest]]", 0)])

    assert staged.columns("author_id", "author_kind", "account") == [(None, "unknown", "board.example")]


def test_a_deleted_post_keeps_its_text_and_one_that_came_back_is_there(stage):
    records = [post(1, "anna", 9), gone(1), gone(2), post(2, "ben", 8, editedISO="2026-11-20T10:00:00.000Z")]
    staged = stage(MODEL, order="message_id", settings=FORUM, nodebb_posts=records)

    assert [(text, at is not None) for text, at in staged.columns("text", "deleted_at")] == [
        ("Hallo?", True), ("Hallo?", False)
    ]  # fmt: skip
    assert staged.columns("edited_at") == [(None,), (datetime(2026, 11, 20, 10, tzinfo=UTC),)]


def test_a_post_without_an_instant_is_rejected_with_the_reason(stage):
    staged = stage(
        MODEL, order="1", settings=FORUM, nodebb_posts=[post(1, "anna", 9, timestampISO="gestern")]
    )

    assert staged.rejected == [("1", "timestampISO: 'gestern' is no instant")]
