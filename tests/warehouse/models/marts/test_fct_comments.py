"""Comments that figures of posts count, each with what it is."""

from __future__ import annotations

from tests.warehouse.post_marts import made


def test_each_comment_stands_there_once_with_its_post_and_what_it_wants() -> None:
    rows = made(
        "fct_comments",
        dim_post=[{}, {"post_id": "q", "campaign_id": None, "kind": "usual"}],
        fct_messages=[
            {
                "message_id": "a",
                "intent": "complaint",
                "takes_up_claim": True,
                "wait_id": "a",
                "case_id": "a",
            },
            {"message_id": "b", "intent": "praise", "post_id": "q"},
            {"message_id": "c", "in_reply_to_id": "a"},
            {"message_id": "d", "post_id": "somebody's"},
            {"message_id": "e", "sent_at": "-1 09:00"},  # before its post, as a wrong clock would have it
        ],
    )

    shown = [(row["message_id"], row["post_id"], row["campaign_id"], row["is_complaint"]) for row in rows]
    assert shown == [("a", "p", "c", True), ("b", "q", None, False)]


def test_a_post_of_its_own_answers_for_its_own_complaints_only() -> None:
    rows = made(
        "fct_comments",
        dim_post=[{}, {"post_id": "q"}],
        fct_messages=[
            {"message_id": "a", "sent_at": "10:00"},
            {"message_id": "b", "sent_at": "10:00", "post_id": "q"},
        ],
        fct_waits=[{"wait_id": "x", "opened_at": "09:00"}],
    )

    assert [(row["message_id"], row["is_beside"]) for row in rows] == [("a", True), ("b", False)]


def test_a_comment_stands_beside_a_complaint_that_nobody_has_answered_yet() -> None:
    rows = made(
        "fct_comments",
        fct_messages=[
            {"message_id": "a", "sent_at": "09:00", "intent": "complaint"},
            {"message_id": "b", "sent_at": "09:30", "intent": "complaint"},
            {"message_id": "c", "sent_at": "10:00", "intent": "praise"},
            {"message_id": "d", "sent_at": "11:00", "intent": "complaint"},
        ],
        fct_waits=[
            {"wait_id": "a", "opened_at": "09:00", "ended_at": "10:00", "outcome": "answered"},
            {"wait_id": "b", "opened_at": "09:30", "ended_at": "09:45", "outcome": "answered"},
            {"wait_id": "d", "opened_at": "11:00"},
        ],
    )

    # Only b was written while another complaint stood; at ten it was answered, and d sees only itself.
    assert [row["message_id"] for row in rows if row["is_beside"]] == ["b"]
