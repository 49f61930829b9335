"""From what an account on X wrote to posts."""

from datetime import UTC, datetime
from typing import Any

MODEL = "stg_x_posts"
NOON = "2026-11-18T12:00:00.000Z"
# The instant of an id stands in it.
FIRST = str((int(datetime(2026, 11, 18, 11, 50, tzinfo=UTC).timestamp()) * 1000 - 1288834974657) << 22)


def post(name: str | None, author: str = "77", **fields: Any) -> tuple[str, dict[str, Any]]:
    item = {"id": name, "author_id": author, "created_at": NOON, "text": "Neu", "conversation_id": name}
    return str(name), {"post": item | fields, "author": {"id": author, "username": "ours"}}


def test_only_what_the_account_wrote_to_nobody_is_a_post(stage: Any) -> None:
    answer, share = [{"type": "replied_to", "id": "1"}], [{"type": "retweeted", "id": "1"}]
    records = [
        post("1"), post("2", author="5"), post("3", referenced_posts=answer), post("4", referenced_tweets=answer),
        post("5", referenced_posts=share), post("6", referenced_tweets=[{"type": "quoted", "id": "1"}]),
    ]  # fmt: skip
    staged = stage(MODEL, order="post_id", x_posts=records)

    noon = datetime(2026, 11, 18, 12, tzinfo=UTC)
    assert staged.columns("post_id", "platform", "account", "published_at", "text", "deleted_at") == [
        ("x:1", "x", "77", noon, "Neu", None), ("x:6", "x", "77", noon, "Neu", None),
    ]  # fmt: skip


def test_a_chain_of_edits_is_one_post_of_the_first_ones_time_and_the_last_ones_text(stage: Any) -> None:
    edit = str(int(FIRST) + 7)
    for spelling in ("edit_history_post_ids", "edit_history_tweet_ids"):
        records = [post(FIRST), post(edit, text="Neuer", **{spelling: [FIRST, edit]})]
        staged = stage(MODEL, order="1", x_posts=records)

        began = datetime(2026, 11, 18, 11, 50, tzinfo=UTC)
        assert staged.columns("post_id", "published_at", "text") == [(f"x:{FIRST}", began, "Neuer")]


def test_a_post_that_a_look_up_no_longer_found_is_deleted(stage: Any) -> None:
    gone = {"gone": {"id": "1", "conversation_id": "1", "checked_at": "2026-11-19T06:00:00+00:00"}}
    staged = stage(MODEL, order="1", x_posts=[post("1"), ("gone:1", gone)])

    assert staged.columns("deleted_at") == [(datetime(2026, 11, 19, 6, tzinfo=UTC),)]


def test_a_post_is_one_of_the_company(stage: Any) -> None:
    assert stage("marts.dim_post", order="1", x_posts=[post("1")]).columns("post_id") == [("x:1",)]


def test_a_post_that_cannot_be_read_says_which_field_was_wrong(stage: Any) -> None:
    records = [post("1", created_at=None), post("2", created_at="gestern"), post(None)]
    staged = stage(MODEL, order="1", x_posts=records)

    assert staged.rows == []
    assert staged.rejected == [
        ("1", "post.created_at: is empty"),
        ("2", "post.created_at: 'gestern' is no instant"),
        ("None", "post.id: is empty"),
    ]
