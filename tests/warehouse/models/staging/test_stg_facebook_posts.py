"""From Facebook's posts to posts, deleted ones noticed by their absence."""

from datetime import UTC, datetime
from typing import Any

MODEL = "stg_facebook_posts"


def post(
    number: int, created_time: Any = "2026-11-18T09:00:00+0000", **fields: Any
) -> tuple[str, dict[str, Any]]:
    return f"9000_{number}", {
        "id": f"9000_{number}", "created_time": created_time, "message": "Neu!", "from": {"id": "9000"},
    } | fields  # fmt: skip


def walk(day: int, *numbers: int) -> tuple[str, dict[str, Any]]:
    """A complete reading, on that day of November, of the posts since the tenth."""
    walked_at = f"2026-11-{day}T06:00:00+00:00"
    ids = [f"9000_{number}" for number in numbers]
    body = {"walked_at": walked_at, "since": "2026-11-10T00:00:00+00:00", "until": walked_at, "post_ids": ids}
    return f"walk:{day}", {"walk": body}


def test_a_post_keeps_its_time_text_and_page(stage: Any) -> None:
    staged = stage(
        MODEL,
        order="1",
        facebook_posts=[post(1), post(2, promotion_status="active", message=None, story="x")],
    )

    assert sorted(staged.columns("post_id", "platform", "account", "published_at", "is_paid", "text")) == [
        ("fb:9000_1", "facebook", "9000", datetime(2026, 11, 18, 9, tzinfo=UTC), False, "Neu!"),
        ("fb:9000_2", "facebook", "9000", datetime(2026, 11, 18, 9, tzinfo=UTC), True, "x"),
    ]


def test_a_post_is_deleted_when_a_complete_reading_no_longer_has_it(stage: Any) -> None:
    records = [post(1), post(2), walk(19, 1, 2), walk(20, 2), walk(21, 2)]
    staged = stage(MODEL, order="post_id", facebook_posts=records)

    assert staged.columns("post_id", "deleted_at") == [
        ("fb:9000_1", datetime(2026, 11, 20, 6, tzinfo=UTC)),
        ("fb:9000_2", None),
    ]


def test_a_reading_of_another_time_says_nothing(stage: Any) -> None:
    staged = stage(MODEL, order="1", facebook_posts=[post(1, "2026-11-09T09:00:00+0000"), walk(19), walk(20)])

    assert staged.columns("deleted_at") == [(None,)]


def test_a_post_that_cannot_be_read_says_which_field_was_wrong(stage: Any) -> None:
    records = [
        post(1, None),
        post(2, "gestern"),
        post(3, "1970-01-01T00:00:00+0000"),
        ("x", {"created_time": "2026-11-18T09:00:00+0000"}),
    ]
    staged = stage(MODEL, order="1", facebook_posts=records)

    assert staged.rows == []
    assert staged.rejected == [
        ("9000_1", "created_time: is empty"),
        ("9000_2", "created_time: 'gestern' is no instant"),
        ("9000_3", "created_time: '1970-01-01T00:00:00+0000' is before 1990 or after 2099"),
        ("x", "id: is empty"),
    ]
