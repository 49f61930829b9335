"""From Mastodon's mentions, own statuses and threads to messages."""

from datetime import UTC, datetime
from typing import Any

MODEL = "stg_mastodon_messages"
BRAND = {"id": "1", "acct": "nordfunk", "bot": False}
ANNA = {"id": "501", "acct": "Anna@elsewhere.example", "bot": False}
BEN = {"id": "502", "acct": "ben", "bot": False}


def status(
    number: int, author: Any = ANNA, answers: tuple[int, Any] | None = None, **fields: Any
) -> dict[str, Any]:
    return {
        "id": str(number),
        "created_at": "2026-11-18T09:00:00.000Z",
        "edited_at": None,
        "visibility": "public",
        "account": author,
        "content": "<p>Hallo?</p>",
        "spoiler_text": "",
        "mentions": [],
        "in_reply_to_id": str(answers[0]) if answers else None,
        "in_reply_to_account_id": answers[1]["id"] if answers else None,
    } | fields


def named(*people: Any) -> dict[str, Any]:
    return {"mentions": [{"id": person["id"], "acct": person["acct"]} for person in people]}


def mention(number: int, told: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return str(number), {
        "id": str(number),
        "type": "mention",
        "created_at": told.get("created_at"),
        "status": told,
    }


def own(told: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return told["id"], told


def placed(root: dict[str, Any], told: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    thread = {name: root[name] for name in ("id", "in_reply_to_id", "visibility")} | {
        "account_id": root["account"]["id"]
    }
    return f"{root['id']}/{told['id']}", {"thread": thread, "status": told}


def test_a_mention_comes_in_and_the_accounts_reply_goes_out(stage: Any) -> None:
    asked = status(10, **named(BRAND))
    reply = status(11, BRAND, (10, ANNA), **named(ANNA))
    staged = stage(MODEL, "message_id", mastodon_mentions=[mention(1, asked)], mastodon_statuses=[own(reply)])

    anna, brand = staged.pseudonym("mastodon", "501"), staged.pseudonym("mastodon", "1")
    handle = staged.pseudonym("mastodon", "anna@elsewhere.example")
    assert staged.columns(
        "message_id", "direction", "author_kind", "author_id", "in_reply_to_id", "channel"
    ) == [
        ("mastodon:10", "inbound", "customer", anna, None, "post"),
        ("mastodon:11", "outbound", "employee", brand, "mastodon:10", "comment"),
    ]
    assert staged.columns("mentions", "account", "agent_id") == [
        ([staged.pseudonym("mastodon", "nordfunk")], "1", None), ([handle], "1", None)
    ]  # fmt: skip
    assert staged.rows[0]["author_handle"] == handle


def test_the_accounts_own_posts_are_no_messages_and_comments_below_them_begin_conversations(
    stage: Any,
) -> None:
    post = status(10, BRAND)
    anna = status(11, ANNA, (10, BRAND), **named(BRAND))
    ben = status(12, BEN, (11, ANNA), **named(ANNA))
    threads = [placed(post, told) for told in (post, anna, ben)]
    mentions = [mention(1, anna)]
    staged = stage(
        MODEL,
        "message_id",
        mastodon_statuses=[own(post)],
        mastodon_mentions=mentions,
        mastodon_threads=threads,
    )

    assert staged.columns("message_id", "post_id", "in_reply_to_id", "conversation_id") == [
        ("mastodon:11", "mastodon:10", None, None),
        ("mastodon:12", "mastodon:10", "mastodon:11", None),
    ]


def test_a_thread_of_somebody_else_is_one_conversation_of_those_who_speak_to_the_account(stage: Any) -> None:
    root = status(10, BEN)
    asked = status(11, ANNA, (10, BEN), **named(BEN, BRAND))
    aside = status(12, BEN, (11, ANNA), **named(ANNA))
    reply = status(13, BRAND, (11, ANNA), **named(ANNA))
    back = status(14, BEN, (13, BRAND))
    staged = stage(
        MODEL,
        "message_id",
        mastodon_threads=[placed(root, told) for told in (root, asked, aside, reply, back)],
    )

    assert staged.columns("message_id", "conversation_id", "post_id", "in_reply_to_id") == [
        ("mastodon:11", "mastodon:10", None, "mastodon:10"),
        ("mastodon:13", "mastodon:10", None, "mastodon:11"),
        ("mastodon:14", "mastodon:10", None, "mastodon:13"),
    ]


def test_what_is_meant_for_one_person_is_private_and_names_the_customer(stage: Any) -> None:
    asked = status(10, visibility="direct", **named(BRAND))
    reply = status(11, BRAND, (10, ANNA), visibility="direct", **named(ANNA))
    first = status(12, BRAND, visibility="direct", **named(BEN))
    staged = stage(
        MODEL, "message_id", mastodon_mentions=[mention(1, asked)], mastodon_statuses=[own(reply), own(first)]
    )

    anna, ben = staged.pseudonym("mastodon", "501"), staged.pseudonym("mastodon", "502")
    assert staged.columns("message_id", "channel", "visibility", "direction", "customer_id") == [
        ("mastodon:10", "direct_message", "private", "inbound", anna),
        ("mastodon:11", "direct_message", "private", "outbound", anna),
        ("mastodon:12", "direct_message", "private", "outbound", ben),
    ]


def test_the_latest_version_counts_and_keeps_the_thread_it_stood_in(stage: Any) -> None:
    post, before = status(10, BRAND), status(11, ANNA, (10, BRAND), **named(BRAND))
    after = before | {"content": "<p>Besser</p>", "edited_at": "2026-11-18T10:00:00.000Z"}
    alone = ("alone:11", {"status": after})
    staged = stage(
        MODEL, "1", mastodon_mentions=[mention(1, before)], mastodon_threads=[placed(post, before), alone]
    )

    assert staged.columns("text", "edited_at", "post_id") == [
        ("Besser", datetime(2026, 11, 18, 10, tzinfo=UTC), "mastodon:10")
    ]


def test_an_answer_stays_one_when_what_it_answered_is_deleted(stage: Any) -> None:
    post, anna = status(10, BRAND), status(11, ANNA, (10, BRAND))
    reply = status(12, BRAND, (11, ANNA))
    lost = reply | {"in_reply_to_id": None, "in_reply_to_account_id": None}
    threads = [*(placed(post, told) for told in (post, anna, reply)), placed(lost, lost)]
    staged = stage(MODEL, "message_id", mastodon_statuses=[own(reply)], mastodon_threads=threads)

    assert staged.columns("message_id", "post_id", "in_reply_to_id") == [
        ("mastodon:11", "mastodon:10", None),
        ("mastodon:12", "mastodon:10", "mastodon:11"),
    ]


def test_what_is_gone_is_deleted_when_it_was_noticed(stage: Any) -> None:
    gone = ("gone:10", {"gone": {"id": "10", "noticed_at": "2026-11-19T06:00:00+00:00"}})
    mentions = [mention(1, status(10, **named(BRAND))), mention(2, status(20, **named(BRAND)))]
    staged = stage(MODEL, "message_id", mastodon_mentions=mentions, mastodon_threads=[gone])

    assert staged.columns("message_id", "deleted_at") == [
        ("mastodon:10", datetime(2026, 11, 19, 6, tzinfo=UTC)), ("mastodon:20", None)
    ]  # fmt: skip


def test_html_becomes_text_and_a_picture_alone_has_none(stage: Any) -> None:
    html = '<p>Tom &amp; <a href="https://x.example">&lt;b&gt;</a></p><p>eins<br />zwei &amp;lt;</p>'
    mentions = [
        mention(1, status(10, content=html, spoiler_text="Achtung", **named(BRAND))),
        mention(2, status(20, content="", **named(BRAND))),
    ]
    staged = stage(MODEL, "message_id", mastodon_mentions=mentions)

    assert staged.columns("text") == [("Achtung\nTom & <b>\neins\nzwei &lt;",), (None,)]


def test_an_automated_account_is_no_human(stage: Any) -> None:
    bot = ANNA | {"bot": True}
    staged = stage(MODEL, "1", mastodon_mentions=[mention(1, status(10, bot, **named(BRAND)))])

    assert staged.columns("author_kind", "is_human", "direction") == [("bot", False, "inbound")]


def test_what_cannot_be_placed_in_time_is_rejected_with_the_reason(stage: Any) -> None:
    mentions = [
        mention(1, status(10, created_at="gestern", **named(BRAND))),
        mention(2, status(20, created_at="1970-01-01T00:00:00.000Z", **named(BRAND))),
        mention(3, status(30, visibility="secret", **named(BRAND))),
        ("4", {"id": "4", "type": "mention", "status": None}),
    ]
    staged = stage(MODEL, "1", mastodon_mentions=mentions)

    assert staged.rejected == [
        ("1", "status.created_at: 'gestern' is no instant"),
        ("2", "status.created_at: '1970-01-01T00:00:00.000Z' is before 1990 or after 2099"),
        ("3", "status.visibility: 'secret' is unknown"),
        ("4", "status.id: is empty"),
    ]
