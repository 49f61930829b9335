"""From Facebook's comments, visitors' posts and private messages to messages."""

from datetime import UTC, datetime
from typing import Any

MODEL = "stg_facebook_messages"
PAGE = {"id": "9000", "name": "Firma"}
ANNA = {"id": "501", "name": "Anna"}
POST = {"id": "9000_1", "created_time": "2026-11-18T08:00:00+0000", "from": PAGE}


def comment(
    number: int, author: Any = ANNA, *, parent: int | None = None, under: Any = POST, **fields: Any
) -> tuple[str, dict[str, Any]]:
    content = {
        "id": f"1_{number}",
        "created_time": "2026-11-18T09:00:00+0000",
        "message": "Hallo",
        "from": author,
    }
    if parent:
        content["parent"] = {"id": f"1_{parent}"}
    return f"1_{number}", {"post": under, "comment": content | fields}


def walk(day: int, *numbers: int) -> tuple[str, dict[str, Any]]:
    body = {
        "walked_at": f"2026-11-{day}T06:00:00+00:00", "post_id": "9000_1", "comment_ids": [f"1_{n}" for n in numbers],
    }  # fmt: skip
    return f"walk:9000_1@{day}", {"walk": body}


def private(number: int, author: Any, **fields: Any) -> tuple[str, dict[str, Any]]:
    conversation = {"id": "t_1", "updated_time": "x", "participants": {"data": [ANNA, PAGE]}}
    message = {
        "id": f"m_{number}",
        "created_time": "2026-11-18T09:00:00+0000",
        "from": author,
        "message": "Psst",
    }
    return f"m_{number}", {"conversation": conversation, "message": message | fields}


def test_a_comment_comes_in_and_the_pages_reply_goes_out(stage: Any) -> None:
    reply = comment(11, PAGE, parent=10, admin_creator={"id": "77", "name": "Lena"})
    staged = stage(MODEL, order="message_id", facebook_comments=[comment(10), reply])

    anna, page, lena = (staged.pseudonym("fb", name) for name in ("501", "9000", "77"))
    assert staged.columns(
        "message_id", "direction", "author_kind", "author_id", "agent_id", "in_reply_to_id", "post_id"
    ) == [
        ("fb:1_10", "inbound", "customer", anna, None, None, "fb:9000_1"),
        ("fb:1_11", "outbound", "employee", page, lena, "fb:1_10", "fb:9000_1"),
    ]
    first = staged.rows[0]
    assert (first["platform"], first["channel"], first["visibility"]) == ("facebook", "comment", "public")
    assert (first["sent_at"], first["text"]) == (datetime(2026, 11, 18, 9, tzinfo=UTC), "Hallo")
    assert (first["account"], first["customer_id"], first["conversation_id"]) == ("9000", None, None)


def test_a_private_message_belongs_to_the_participant_that_is_not_the_page(stage: Any) -> None:
    staged = stage(MODEL, order="message_id", facebook_messages=[private(1, ANNA), private(2, PAGE)])

    anna = staged.pseudonym("fb", "501")
    assert staged.columns(
        "message_id", "channel", "visibility", "direction", "customer_id", "conversation_id", "in_reply_to_id"
    ) == [
        ("fb:m_1", "direct_message", "private", "inbound", anna, "fb:t_1", None),
        ("fb:m_2", "direct_message", "private", "outbound", anna, "fb:t_1", None),
    ]


def test_a_visitors_post_is_a_message_that_comments_below_it_answer(stage: Any) -> None:
    visitor = {"id": "9000_2", "created_time": "2026-11-18T08:00:00+0000", "from": ANNA, "message": "Hilfe"}
    staged = stage(
        MODEL, order="message_id",
        facebook_posts=[("9000_1", POST), ("9000_2", visitor)],
        facebook_comments=[comment(20, PAGE, under=visitor)],
    )  # fmt: skip

    assert staged.columns("message_id", "channel", "direction", "in_reply_to_id", "text") == [
        ("fb:1_20", "comment", "outbound", "fb:9000_2", "Hallo"),
        ("fb:9000_2", "post", "inbound", None, "Hilfe"),
    ]


def test_a_comment_is_deleted_when_a_complete_reading_no_longer_has_it(stage: Any) -> None:
    records = [comment(10), comment(11), walk(19, 10, 11), walk(20, 11), walk(21, 11)]
    staged = stage(MODEL, order="message_id", facebook_comments=records)

    assert staged.columns("message_id", "deleted_at") == [
        ("fb:1_10", datetime(2026, 11, 20, 6, tzinfo=UTC)),
        ("fb:1_11", None),
    ]


def test_a_comment_that_appears_again_was_not_deleted(stage: Any) -> None:
    staged = stage(MODEL, order="1", facebook_comments=[comment(10), walk(19, 10), walk(20), walk(21, 10)])

    assert staged.columns("deleted_at") == [(None,)]


def test_a_comment_too_young_to_be_listed_was_not_deleted(stage: Any) -> None:
    young = comment(10, created_time="2026-11-19T05:59:00+0000")
    staged = stage(MODEL, order="1", facebook_comments=[young, walk(19)])

    assert staged.columns("deleted_at") == [(None,)]


def test_comments_go_with_their_post(stage: Any) -> None:
    days = {"since": "2026-11-10T00:00:00+00:00", "until": "2026-11-19T00:00:00+00:00"}
    seen = {"walk": {**days, "walked_at": "2026-11-19T06:00:00+00:00", "post_ids": ["9000_1"]}}
    missed = {"walk": {**days, "walked_at": "2026-11-20T06:00:00+00:00", "post_ids": []}}
    staged = stage(
        MODEL, order="1",
        facebook_posts=[("9000_1", POST), ("walk:1", seen), ("walk:2", missed)],
        facebook_comments=[comment(10)],
    )  # fmt: skip

    assert staged.columns("deleted_at") == [(datetime(2026, 11, 20, 6, tzinfo=UTC),)]


def test_the_latest_text_of_a_comment_counts(stage: Any) -> None:
    staged = stage(MODEL, order="1", facebook_comments=[comment(10), comment(10, message="Hallo!!")])

    assert staged.columns("text") == [("Hallo!!",)]


def test_what_the_page_hid_or_a_sticker_needs_no_answer(stage: Any) -> None:
    staged = stage(
        MODEL, order="message_id",
        facebook_comments=[comment(10, is_hidden=True), comment(11, is_hidden=False)],
        facebook_messages=[private(1, ANNA, message="", sticker="https://x/thumb.png"), private(2, ANNA, message="")],
    )  # fmt: skip

    assert staged.columns("message_id", "no_answer_reason") == [
        ("fb:1_10", "hidden"),
        ("fb:1_11", None),
        ("fb:m_1", "sticker"),
        ("fb:m_2", None),
    ]


def review(key: str, **fields: Any) -> tuple[str, dict[str, Any]]:
    told = {
        "created_time": "2026-11-18T08:00:00+0000",
        "recommendation_type": "negative",
        "review_text": "Nie wieder",
        "reviewer": ANNA,
    }
    return key, {"review_id": key, "review": told | fields}


def below(key: str, record: tuple[str, dict[str, Any]]) -> tuple[str, dict[str, Any]]:
    return record[0], {"review_id": key} | record[1]


def test_a_review_comes_in_and_what_the_page_says_below_it_answers_it(stage: Any) -> None:
    answers = [below("77", comment(20, PAGE)), below("77", comment(21, ANNA, parent=20))]
    staged = stage(MODEL, order="sent_at, message_id", facebook_reviews=[review("77"), *answers])

    assert staged.columns("message_id", "channel", "visibility", "direction", "in_reply_to_id", "text") == [
        ("fb:77", "review", "public", "inbound", None, "Nie wieder"),
        ("fb:1_20", "review", "public", "outbound", "fb:77", "Hallo"),
        ("fb:1_21", "review", "public", "inbound", "fb:1_20", "Hallo"),
    ]
    assert {row["post_id"] for row in staged.rows} == {"fb:77"}
    assert staged.rows[0]["author_id"] == staged.pseudonym("fb", "501")


def test_praise_without_a_word_needs_no_answer_and_a_warning_does(stage: Any) -> None:
    silent = {"review_text": None}
    records = [
        review("1", **silent),
        review("2", recommendation_type="positive", **silent),
        review("3", recommendation_type=None, rating=5, **silent),
        review("4", recommendation_type="positive"),
    ]

    assert stage(MODEL, order="message_id", facebook_reviews=records).columns("no_answer_reason") == [
        (None,),
        ("rating_only",),
        ("rating_only",),
        (None,),
    ]


def test_a_review_and_its_answers_go_when_no_reading_finds_them(stage: Any) -> None:
    days = {"since": "2026-11-10T00:00:00+00:00", "until": "2026-11-21T00:00:00+00:00"}

    def readings(day: int, reviews: list[str], answers: list[str]) -> list[tuple[str, dict[str, Any]]]:
        at = {"walked_at": f"2026-11-{day}T06:00:00+00:00"}
        return [
            (f"walk:{day}", {"walk": {**days, **at, "review_ids": reviews}}),
            (f"walk:77@{day}", {"walk": {**at, "post_id": "77", "comment_ids": answers}}),
        ]

    first, second = readings(19, ["77", "78"], ["1_20"]), readings(20, ["77"], [])
    records = [review("77"), review("78"), below("77", comment(20, PAGE)), *first, *second]
    staged = stage(MODEL, order="message_id", facebook_reviews=records)

    gone = datetime(2026, 11, 20, 6, tzinfo=UTC)
    assert staged.columns("message_id", "deleted_at") == [("fb:1_20", gone), ("fb:77", None), ("fb:78", gone)]


def test_handles_in_the_text_are_mentions_and_addresses_are_not(stage: Any) -> None:
    text = "@Max.Muster schau, @firma! a@b.example @max.muster"
    staged = stage(MODEL, order="1", facebook_comments=[comment(10, message=text)])

    [(mentions,)] = staged.columns("mentions")
    assert sorted(mentions) == sorted(staged.pseudonym("fb", name) for name in ("max.muster", "firma"))


def test_a_writer_that_the_platform_keeps_back_is_unknown(stage: Any) -> None:
    staged = stage(MODEL, order="1", facebook_comments=[comment(10, None)])

    assert staged.columns("direction", "author_kind", "author_id") == [("inbound", "unknown", None)]


def test_a_record_that_cannot_be_read_says_which_field_was_wrong(stage: Any) -> None:
    alone = private(4, ANNA)[1] | {"conversation": {"id": "t_1", "participants": {"data": [PAGE]}}}
    staged = stage(
        MODEL, order="1",
        facebook_comments=[
            comment(10), comment(11, created_time="früher"), comment(12, id=None), ("13", {"something": "else"}),
            comment(14, created_time="1970-01-01T00:00:00+0000"), comment(15, created_time="9999-12-31T00:00:00+0000"),
        ],
        facebook_messages=[private(3, ANNA, created_time=None), ("m_4", alone)],
        facebook_reviews=[review("77", created_time="gestern")],
    )  # fmt: skip

    assert staged.columns("message_id") == [("fb:1_10",)]
    assert staged.rejected == [
        ("13", "comment.id: is empty"),
        ("1_11", "comment.created_time: 'früher' is no instant"),
        ("1_12", "comment.id: is empty"),
        ("1_14", "comment.created_time: '1970-01-01T00:00:00+0000' is before 1990 or after 2099"),
        ("1_15", "comment.created_time: '9999-12-31T00:00:00+0000' is before 1990 or after 2099"),
        ("77", "review.created_time: 'gestern' is no instant"),
        ("m_3", "message.created_time: is empty"),
        ("m_4", "conversation.participants: name nobody but the page"),
    ]
