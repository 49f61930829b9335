"""From Instagram's media to posts, deleted ones noticed by their absence."""

from datetime import UTC, datetime
from typing import Any

MODEL = "stg_instagram_posts"


def media(
    number: int, timestamp: Any = "2026-11-18T09:00:00+0000", **fields: Any
) -> tuple[str, dict[str, Any]]:
    return f"179{number}", {"id": f"179{number}", "timestamp": timestamp, "caption": "Neu!"} | fields


def walk(day: int, *numbers: int) -> tuple[str, dict[str, Any]]:
    """A complete reading, on that day of November, of the media since the tenth."""
    walked_at = f"2026-11-{day}T06:00:00+00:00"
    body = {"walked_at": walked_at, "since": "2026-11-10T00:00:00+00:00", "until": walked_at}
    return f"walk:{day}", {"walk": body | {"media_ids": [f"179{number}" for number in numbers]}}


def test_a_post_keeps_its_time_its_words_and_the_account(stage: Any) -> None:
    staged = stage(MODEL, order="post_id", instagram_media=[media(1), media(2, caption=None)])

    published = datetime(2026, 11, 18, 9, tzinfo=UTC)
    assert staged.columns("post_id", "platform", "account", "published_at", "is_paid", "text") == [
        ("instagram:1791", "instagram", "1784", published, False, "Neu!"),
        ("instagram:1792", "instagram", "1784", published, False, None),
    ]


def test_a_post_is_deleted_when_a_complete_reading_of_its_time_no_longer_has_it(stage: Any) -> None:
    old = media(3, "2026-11-09T09:00:00+0000")
    records = [media(1), media(2), old, walk(19, 1, 2), walk(20, 2), walk(21, 2)]
    staged = stage(MODEL, order="post_id", instagram_media=records)

    assert staged.columns("deleted_at") == [(datetime(2026, 11, 20, 6, tzinfo=UTC),), (None,), (None,)]


def test_a_post_that_cannot_be_read_says_which_field_was_wrong(stage: Any) -> None:
    records = [media(1, None), media(2, "gestern"), media(3, "1970-01-01T00:00:00+0000"), media(4, id=None)]
    staged = stage(MODEL, order="1", instagram_media=records)

    assert staged.rows == []
    assert staged.rejected == [
        ("1791", "timestamp: is empty"),
        ("1792", "timestamp: 'gestern' is no instant"),
        ("1793", "timestamp: '1970-01-01T00:00:00+0000' is before 1990 or after 2099"),
        ("1794", "id: is empty"),
    ]
