"""From readings of an account's posts on X to how many answered, as the platform counts."""

from typing import Any

from tests.warehouse.models.staging.test_stg_x_reach import NOON, reading

MODEL = "stg_x_counts"
EVENING = "2026-11-18T18:00:00+00:00"


def own(name: str, created: str) -> tuple[str, dict[str, Any]]:
    item = {"id": name, "author_id": "77", "created_at": created, "conversation_id": name, "text": "Neu"}
    return name, {"post": item, "author": None}


def test_the_latest_reading_of_the_latest_version_counts(stage: Any) -> None:
    records = [
        reading("1", reply_count=2),
        reading("1", EVENING, reply_count=3),
        reading("2", EVENING, reply_count=9),
        reading("5", EVENING, history=["2", "5"], reply_count=0),
    ]
    staged = stage(MODEL, "post_id", x_posts=records)

    assert staged.columns("post_id", "account", "platform", "said_count", "depth") == [
        ("x:1", "77", "x", 3, "direct"), ("x:2", "77", "x", 0, "direct"),
    ]  # fmt: skip


def test_answers_to_what_was_old_at_the_first_reading_were_never_asked_for(stage: Any) -> None:
    records = [own("1", "2026-11-01T12:00:00.000Z"), own("2", "2026-11-17T12:00:00.000Z")]
    records += [reading("1", reply_count=2), reading("2", reply_count=2)]
    staged = stage(MODEL, "post_id", x_posts=records)

    assert staged.columns("gap_reason") == [("too_old",), ("not_visible",)]


def test_what_is_no_count_is_rejected(stage: Any) -> None:
    staged = stage(MODEL, "1", x_posts=[reading("1", reply_count="x")])

    assert staged.rejected == [(f"reading:1@{NOON}", "reading.public_metrics.reply_count: 'x' is no count")]
