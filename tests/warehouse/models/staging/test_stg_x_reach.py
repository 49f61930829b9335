"""From readings of an account's posts on X to counters of impressions."""

from datetime import UTC, datetime
from typing import Any

MODEL = "stg_x_reach"
NOON = "2026-11-18T12:00:00+00:00"


def reading(
    name: str, at: str = NOON, history: list[str] | None = None, **metrics: Any
) -> tuple[str, dict[str, Any]]:
    told = {"id": name, "history": history or [name], "conversation_id": name, "read_at": at}
    return f"reading:{name}@{at}", {"reading": told | {"public_metrics": metrics}}


def test_each_reading_is_a_counter_of_its_chain(stage: Any) -> None:
    later = "2026-11-18T18:00:00+00:00"
    records = [
        reading("1", impression_count=40),
        reading("1", later, impression_count=70),
        reading("3", history=["2", "3"], impression_count=5),
    ]
    staged = stage(MODEL, "post, read_at", x_posts=records)

    noon, six = datetime(2026, 11, 18, 12, tzinfo=UTC), datetime(2026, 11, 18, 18, tzinfo=UTC)
    assert staged.columns("post", "read_at", "organic_impressions", "paid_impressions") == [
        ("1", noon, 40, None), ("1", six, 70, None), ("2", noon, 5, None),
    ]  # fmt: skip


def test_the_mart_of_reach_counts_what_a_reading_adds(stage: Any) -> None:
    item = {"id": "1", "author_id": "77", "created_at": "2026-11-18T11:00:00.000Z", "conversation_id": "1"}
    records = [
        ("1", {"post": item, "author": None}),
        reading("1", impression_count=40),
        reading("1", "2026-11-18T18:00:00+00:00", impression_count=70),
    ]
    staged = stage("marts.fct_reach", "from_at", x_posts=records)

    assert staged.columns("post_id", "kind", "organic_impressions", "quality") == [
        ("x:1", "organic", 40, "hourly"), ("x:1", "organic", 30, "daily"),
    ]  # fmt: skip


def test_a_reading_without_impressions_says_nothing_and_one_that_is_no_count_is_rejected(stage: Any) -> None:
    records = [reading("1", reply_count=2), reading("2", impression_count="viele")]
    staged = stage(MODEL, "1", x_posts=records)

    assert staged.rows == []
    assert staged.rejected == [
        (f"reading:2@{NOON}", "reading.public_metrics.impression_count: 'viele' is no count")
    ]
