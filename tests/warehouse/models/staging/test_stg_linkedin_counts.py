"""From looks at posts on LinkedIn to how many comments there are, as the platform counts."""

from datetime import UTC, datetime
from typing import Any

MODEL = "stg_linkedin_counts"
NOON = "2026-11-18T12:00:00+00:00"


def reading(number: int, count: Any = 7, at: str = NOON) -> tuple[str, dict[str, Any]]:
    urn = f"urn:li:share:{number}"
    return f"reading:{urn}", {"reading": {"post_id": urn, "read_at": at, "comment_count": count}}


def walk(number: int, at: str = NOON) -> tuple[str, dict[str, Any]]:
    urn = f"urn:li:share:{number}"
    return f"walk:{urn}@{at}", {"walk": {"walked_at": at, "post_id": urn, "comment_ids": []}}


def test_a_count_says_whether_its_post_was_visited_since(stage: Any) -> None:
    records = [reading(1), reading(2), reading(3, 0), walk(1), walk(2, "2026-11-17T12:00:00+00:00")]
    staged = stage(MODEL, "post_id", linkedin_comments=records)

    noon = datetime(2026, 11, 18, 12, tzinfo=UTC)
    assert staged.columns("post_id", "account", "counted_at", "said_count", "depth", "gap_reason") == [
        ("linkedin:urn:li:share:1", "2414183", noon, 7, "all", "unknown"),
        ("linkedin:urn:li:share:2", "2414183", noon, 7, "all", "not_read_yet"),
        ("linkedin:urn:li:share:3", "2414183", noon, 0, "all", "not_read_yet"),
    ]


def test_what_is_no_count_is_rejected(stage: Any) -> None:
    staged = stage(
        MODEL, "1", linkedin_comments=[reading(1, "viele"), reading(2, 3, "gestern"), reading(3, None)]
    )

    assert staged.rows == []
    assert staged.rejected == [
        ("reading:urn:li:share:1", "reading.comment_count: 'viele' is no count"),
        ("reading:urn:li:share:2", "reading.read_at: is no instant"),
        ("reading:urn:li:share:3", "reading.comment_count: '' is no count"),
    ]
