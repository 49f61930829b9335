"""From comment threads under videos to messages."""

from datetime import UTC, datetime
from typing import Any

MODEL = "stg_youtube_messages"
SENT = "2026-11-18T09:00:00Z"


def comment(
    name: str,
    author: str | None = "UCanna",
    *,
    thread: str | None = None,
    thread_at: str = SENT,
    **fields: Any,
) -> tuple[str, dict[str, Any]]:
    """A comment under video v; with `thread`, a reply in it."""
    snippet: dict[str, Any] = {
        "publishedAt": SENT, "updatedAt": SENT, "textOriginal": "Hallo", "authorDisplayName": "@Anna-7",
    }  # fmt: skip
    if author:
        snippet["authorChannelId"] = {"value": author}
    if thread:
        snippet["parentId"] = thread
    about = {"id": thread or name, "publishedAt": thread_at}
    content = {"id": name, "snippet": snippet | fields}
    return name, {"video": {"id": "v"}, "thread": about, "comment": content}


def walk(day: int, *names: str, since: str | None = None) -> tuple[str, dict[str, Any]]:
    body = {
        "walked_at": f"2026-11-{day}T06:00:00+00:00", "video_id": "v", "since": since, "comment_ids": [*names],
    }  # fmt: skip
    return f"walk:v@{day}", {"walk": body}


def test_a_comment_comes_in_and_the_channels_reply_goes_out(stage: Any) -> None:
    records = [comment("1"), comment("1.2", "UCours", thread="1", authorDisplayName="@ours")]
    staged = stage(MODEL, order="message_id", youtube_comments=records)

    anna, ours = staged.pseudonym("youtube", "UCanna"), staged.pseudonym("youtube", "UCours")
    assert staged.columns(
        "message_id", "direction", "author_kind", "author_id", "in_reply_to_id", "post_id", "account"
    ) == [
        ("youtube:1", "inbound", "customer", anna, None, "youtube:v", "UCours"),
        ("youtube:1.2", "outbound", "employee", ours, "youtube:1", "youtube:v", "UCours"),
    ]
    first = staged.rows[0]
    assert (first["platform"], first["channel"], first["visibility"]) == ("youtube", "comment", "public")
    assert (first["sent_at"], first["text"]) == (datetime(2026, 11, 18, 9, tzinfo=UTC), "Hallo")
    assert (first["edited_at"], first["deleted_at"], first["conversation_id"]) == (None, None, None)


def test_several_customers_in_a_thread_are_told_apart_and_a_reply_may_name_one(stage: Any) -> None:
    records = [
        comment("1"), comment("1.2", "UCben", thread="1", authorDisplayName="@ben"),
        comment("1.3", "UCours", thread="1", textOriginal="@Anna-7 geht jetzt, @anna-7!"),
    ]  # fmt: skip
    staged = stage(MODEL, order="message_id", youtube_comments=records)

    anna, ben = staged.pseudonym("youtube", "anna-7"), staged.pseudonym("youtube", "ben")
    assert staged.columns("author_handle", "mentions") == [(anna, []), (ben, []), (None, [anna])]


def answered_by(stage: Any, text: str, ben: str = "@ben") -> str:
    """Which comment a reply with that text answers, below one of Anna's and two of Ben's."""
    records = [
        comment("1"),
        comment("1.2", "UCben", thread="1", authorDisplayName=ben),
        comment("1.3", "UCben", thread="1", authorDisplayName=ben, publishedAt="2026-11-18T10:00:00Z"),
        comment("1.4", "UCours", thread="1", textOriginal=text, publishedAt="2026-11-18T11:00:00Z"),
        comment("1.5", "UCben", thread="1", authorDisplayName=ben, publishedAt="2026-11-18T12:00:00Z"),
        comment("2", "UCcleo", authorDisplayName="@cleo"),
    ]
    staged = stage(MODEL, order="message_id", youtube_comments=records)
    return str(staged.columns("in_reply_to_id")[3][0])


def test_a_reply_answers_the_latest_comment_of_whom_it_names_first(stage: Any) -> None:
    assert answered_by(stage, "@Ben geht jetzt, @anna-7") == "youtube:1.3"
    assert answered_by(stage, "@anna-7 @ben geht jetzt") == "youtube:1"


def test_a_reply_that_names_nobody_of_its_thread_answers_the_thread(stage: Any) -> None:
    for text in ("Geht jetzt.", "@cleo geht jetzt", "@ben.2 geht jetzt", "an ben@ben"):
        assert answered_by(stage, text) == "youtube:1", text


def test_a_name_with_spaces_is_known_at_the_beginning_of_the_text(stage: Any) -> None:
    assert answered_by(stage, "@Ben Blum geht jetzt", ben="Ben Blum") == "youtube:1.3"


def test_the_wait_that_ends_is_that_of_the_person_named(stage: Any) -> None:
    records = [
        comment("1"),
        comment("1.2", "UCben", thread="1", authorDisplayName="@ben"),
        comment("1.3", "UCours", thread="1", textOriginal="@ben Ja.", publishedAt="2026-11-18T11:00:00Z"),
    ]
    staged = stage("steps.int_replies", order="1", youtube_comments=records)

    ben = staged.pseudonym("youtube", "UCben")
    assert staged.columns("message_id", "addressee_id", "addressee_source") == [
        ("youtube:1.3", ben, "parent")
    ]


def test_a_thread_is_one_conversation(stage: Any) -> None:
    records = [comment("1"), comment("1.2", "UCours", thread="1"), comment("3")]
    staged = stage("steps.int_messages", order="message_id", youtube_comments=records)

    assert staged.columns("message_id", "conversation_id") == [
        ("youtube:1", "youtube:1"), ("youtube:1.2", "youtube:1"), ("youtube:3", "youtube:3"),
    ]  # fmt: skip


def test_a_later_updated_at_is_an_edit(stage: Any) -> None:
    staged = stage(MODEL, order="1", youtube_comments=[comment("1", updatedAt="2026-11-18T10:00:00Z")])

    assert staged.columns("edited_at") == [(datetime(2026, 11, 18, 10, tzinfo=UTC),)]


def test_a_comment_is_deleted_since_the_first_reading_that_no_longer_had_it(stage: Any) -> None:
    records = [comment("1"), comment("1.2", thread="1"), walk(19, "1", "1.2"), walk(20, "1"), walk(21, "1")]
    staged = stage(MODEL, order="message_id", youtube_comments=records)

    assert staged.columns("deleted_at") == [(None,), (datetime(2026, 11, 20, 6, tzinfo=UTC),)]


def test_a_reading_that_does_not_reach_back_to_the_thread_says_nothing(stage: Any) -> None:
    """The reply is young, its thread is old: readings down to the 15th don't come by; the one down to the 1st does."""
    old = "2026-11-10T09:00:00Z"
    for since, gone in (("2026-11-15T00:00:00Z", None), ("2026-11-01T00:00:00Z", 20), (None, 20)):
        records = [comment("1.2", thread="1", thread_at=old), walk(19, "1.2"), walk(20, since=since)]
        staged = stage(MODEL, order="1", youtube_comments=records)
        expected = datetime(2026, 11, gone, 6, tzinfo=UTC) if gone else None
        assert staged.columns("deleted_at") == [(expected,)]


def test_what_hangs_under_a_video_goes_with_it(stage: Any) -> None:
    body = {"since": "2026-11-01T00:00:00+00:00", "walked_at": "2026-11-19T06:00:00+00:00", "video_ids": []}
    videos = [
        ("v", {"id": "v", "snippet": {"publishedAt": "2026-11-10T09:00:00Z"}}),
        ("walk", {"walk": body}),
    ]
    staged = stage(MODEL, order="1", youtube_videos=videos, youtube_comments=[comment("1")])

    assert staged.columns("deleted_at") == [(datetime(2026, 11, 19, 6, tzinfo=UTC),)]


def test_what_is_held_back_needs_no_answer_and_nobody_known_may_have_written(stage: Any) -> None:
    records = [comment("1", moderationStatus="likelySpam"), comment("2", None)]
    staged = stage(MODEL, order="message_id", youtube_comments=records)

    assert staged.columns("no_answer_reason", "author_kind") == [("hidden", "customer"), (None, "unknown")]


def test_a_comment_that_cannot_be_read_says_which_field_was_wrong(stage: Any) -> None:
    nameless = comment("4")[1]
    del nameless["comment"]["id"]
    records = [
        comment("1", publishedAt=None), comment("2", publishedAt="gestern"),
        comment("3", publishedAt="1970-01-01T00:00:00Z"), ("4", nameless),
    ]  # fmt: skip
    staged = stage(MODEL, order="1", youtube_comments=records)

    assert staged.rows == []
    assert staged.rejected == [
        ("1", "comment.snippet.publishedAt: is empty"),
        ("2", "comment.snippet.publishedAt: 'gestern' is no instant"),
        ("3", "comment.snippet.publishedAt: '1970-01-01T00:00:00Z' is before 1990 or after 2099"),
        ("4", "comment.id: is empty"),
    ]


def test_the_text_can_be_searched_for(stage: Any) -> None:
    staged = stage("marts.message_texts", order="message_id", youtube_comments=[comment("1")])

    assert staged.columns("message_id", "text") == [("youtube:1", "Hallo")]
