"""From Instagram's comments, tags and private messages to messages."""

from datetime import UTC, datetime
from typing import Any

MODEL = "stg_instagram_messages"
BRAND = {"id": "1784", "username": "nordfunk"}
ANNA = {"id": "501", "username": "Anna.Blum"}


def comment(
    number: int, author: Any = ANNA, *, parent: int | None = None, **fields: Any
) -> tuple[str, dict[str, Any]]:
    content = {"id": f"c{number}", "timestamp": "2026-11-18T09:00:00+0000", "text": "Hallo", "from": author}
    content |= {"username": (author or {}).get("username"), "hidden": False} | fields
    payload = {"media": {"id": "179"}, "comment": content}
    return f"c{number}", payload | ({"parent_id": f"c{parent}"} if parent else {})


def walk(day: int, *numbers: int) -> tuple[str, dict[str, Any]]:
    ids = [f"c{number}" for number in numbers]
    walked_at = f"2026-11-{day}T06:00:00+00:00"
    return f"walk:179@{day}", {"walk": {"walked_at": walked_at, "media_id": "179", "comment_ids": ids}}


def private(number: int, author: Any, **fields: Any) -> tuple[str, dict[str, Any]]:
    conversation = {"id": "t1", "participants": {"data": [ANNA, BRAND]}}
    message = {
        "id": f"m{number}",
        "created_time": "2026-11-18T09:00:00+0000",
        "from": author,
        "message": "Psst",
    }
    return f"m{number}", {"conversation": conversation, "message": message | fields}


def tag(number: int, **fields: Any) -> tuple[str, dict[str, Any]]:
    told = {"timestamp": "2026-11-18T09:00:00+0000", "caption": "Mit @nordfunk", "username": "anna.blum"}
    return f"180{number}", {"id": f"180{number}"} | told | fields


def test_a_comment_comes_in_and_what_bears_the_accounts_number_or_name_goes_out(stage: Any) -> None:
    records = [
        comment(1),
        comment(2, BRAND, parent=1),
        comment(3, {"id": "9", "username": "NORDFUNK"}, parent=1),
        comment(4, None, parent=1, username="nordfunk"),
    ]
    staged = stage(MODEL, order="message_id", instagram_comments=records)

    anna = staged.pseudonym("instagram", "501")
    assert staged.columns("message_id", "direction", "author_kind", "in_reply_to_id", "post_id") == [
        ("instagram:c1", "inbound", "customer", None, "instagram:179"),
        ("instagram:c2", "outbound", "employee", "instagram:c1", "instagram:179"),
        ("instagram:c3", "outbound", "employee", "instagram:c1", "instagram:179"),
        ("instagram:c4", "outbound", "employee", "instagram:c1", "instagram:179"),
    ]
    first = staged.rows[0]
    assert (first["platform"], first["channel"], first["visibility"]) == ("instagram", "comment", "public")
    assert (first["sent_at"], first["text"]) == (datetime(2026, 11, 18, 9, tzinfo=UTC), "Hallo")
    assert (first["author_id"], first["account"], first["agent_id"]) == (anna, "1784", None)


def test_whom_a_reply_names_is_known_by_the_handle_under_which_they_wrote(stage: Any) -> None:
    staged = stage(
        MODEL, order="message_id", instagram_comments=[comment(1), comment(2, BRAND, parent=1, text="@Anna.Blum Ja.")]
    )  # fmt: skip

    asked, answered = staged.rows
    assert answered["mentions"] == [asked["author_handle"]] == [staged.pseudonym("instagram", "anna.blum")]


def test_a_reply_answers_the_latest_comment_of_whom_it_names_first_or_else_the_thread(stage: Any) -> None:
    ben, later = {"id": "502", "username": "ben"}, "2026-11-18T10:00:00+0000"
    said = ("@BEN Ja.", "@anna.blum @ben Ja.", "@ben.2 Ja.", "Ja.")
    thread = [comment(1), comment(2, ben, parent=1), comment(3, ben, parent=1, timestamp=later)]
    replies = [
        comment(number, BRAND, parent=1, text=text, timestamp="2026-11-18T11:00:00+0000")
        for number, text in enumerate(said, 4)
    ]
    staged = stage(MODEL, order="message_id", instagram_comments=[*thread, *replies])

    assert staged.columns("in_reply_to_id")[3:] == [
        ("instagram:c3",),
        ("instagram:c1",),
        ("instagram:c1",),
        ("instagram:c1",),
    ]


def test_a_comment_is_deleted_when_a_complete_reading_no_longer_has_it(stage: Any) -> None:
    records = [comment(1), comment(2), walk(19, 1, 2), walk(20, 2), walk(21, 2)]
    staged = stage(MODEL, order="message_id", instagram_comments=records)

    gone = datetime(2026, 11, 20, 6, tzinfo=UTC)
    assert staged.columns("message_id", "deleted_at") == [("instagram:c1", gone), ("instagram:c2", None)]


def test_comments_go_with_their_post(stage: Any) -> None:
    days = {"since": "2026-11-10T00:00:00+00:00", "until": "2026-11-19T00:00:00+00:00"}
    media = {"id": "179", "timestamp": "2026-11-18T08:00:00+0000"}
    seen = {"walk": {**days, "walked_at": "2026-11-19T06:00:00+00:00", "media_ids": ["179"]}}
    missed = {"walk": {**days, "walked_at": "2026-11-20T06:00:00+00:00", "media_ids": []}}
    staged = stage(
        MODEL, order="1",
        instagram_media=[("179", media), ("walk:1", seen), ("walk:2", missed)], instagram_comments=[comment(1)],
    )  # fmt: skip

    assert staged.columns("deleted_at") == [(datetime(2026, 11, 20, 6, tzinfo=UTC),)]


def test_a_hidden_comment_needs_no_answer(stage: Any) -> None:
    records = [comment(1, hidden=True), comment(2), comment(3, BRAND, hidden=True)]
    staged = stage(MODEL, order="message_id", instagram_comments=records)

    assert staged.columns("no_answer_reason") == [("hidden",), (None,), (None,)]


def test_a_tag_is_a_post_of_somebody_who_names_the_account(stage: Any) -> None:
    staged = stage(MODEL, order="1", instagram_tags=[tag(1)])

    anna, brand = (staged.pseudonym("instagram", name) for name in ("anna.blum", "nordfunk"))
    assert staged.columns("message_id", "channel", "direction", "author_id", "author_handle", "mentions") == [
        ("instagram:1801", "post", "inbound", anna, anna, [brand])
    ]


def test_a_private_message_belongs_to_the_participant_that_is_not_the_account(stage: Any) -> None:
    records = [private(1, ANNA), private(2, BRAND)]
    staged = stage(MODEL, order="message_id", instagram_messages=records)

    anna = staged.pseudonym("instagram", "501")
    assert staged.columns(
        "channel", "visibility", "direction", "customer_id", "conversation_id", "post_id"
    ) == [
        ("direct_message", "private", "inbound", anna, "instagram:t1", None),
        ("direct_message", "private", "outbound", anna, "instagram:t1", None),
    ]


def test_a_record_that_cannot_be_read_says_which_field_was_wrong(stage: Any) -> None:
    alone = private(4, ANNA)[1] | {"conversation": {"id": "t1", "participants": {"data": [BRAND]}}}
    nowhere = private(5, ANNA)[1] | {"conversation": {"participants": {"data": [ANNA]}}}
    staged = stage(
        MODEL, order="1",
        instagram_comments=[
            comment(1, timestamp="früher"), comment(2, id=None), comment(3, timestamp="1970-01-01T00:00:00+0000"),
            ("c6", {"something": "else"}),
        ],
        instagram_tags=[tag(1, timestamp=None)],
        instagram_messages=[private(3, ANNA, created_time=None), ("m4", alone), ("m5", nowhere)],
    )  # fmt: skip

    assert staged.rows == []
    assert staged.rejected == [
        ("1801", "timestamp: is empty"),
        ("c1", "comment.timestamp: 'früher' is no instant"),
        ("c2", "comment.id: is empty"),
        ("c3", "comment.timestamp: '1970-01-01T00:00:00+0000' is before 1990 or after 2099"),
        ("c6", "comment.id: is empty"),
        ("m3", "message.created_time: is empty"),
        ("m4", "conversation.participants: name nobody but the account"),
        ("m5", "conversation.id: is empty"),
    ]
