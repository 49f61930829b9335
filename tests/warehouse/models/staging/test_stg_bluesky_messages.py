"""From what a Bluesky account heard, wrote and was told in private to messages."""

from datetime import UTC, datetime
from typing import Any

from tests.warehouse.models.conftest import LANDED_AT

MODEL = "stg_bluesky_messages"
BRAND, ANNA, BEN = "did:plc:brand", "did:plc:anna", "did:plc:ben"
NINE = "2026-11-18T09:00:00.000Z"


def uri(number: int, author: str = ANNA) -> str:
    return f"at://{author}/app.bsky.feed.post/{number}"


def post(
    number: int,
    author: str = ANNA,
    answers: tuple[str, str] | None = None,
    named: tuple[str, ...] = (),
    quotes: str | None = None,
    **fields: Any,
) -> dict[str, Any]:
    """A post; `answers` are the URIs of its thread's first post and of the one right above it."""
    record: dict[str, Any] = {"createdAt": fields.pop("claimed", NINE), "text": fields.pop("text", "Hallo?")}
    if answers:
        record["reply"] = {"root": {"uri": answers[0]}, "parent": {"uri": answers[1]}}
    if quotes:
        record["embed"] = {"$type": "app.bsky.embed.record", "record": {"uri": quotes}}
    if named:
        record["facets"] = [{"features": [{"did": did}]} for did in named] + [{"features": [{"tag": "nett"}]}]
    labels = [{"val": "bot"}] if fields.pop("is_bot", False) else []
    author_view = {"did": author, "handle": "name.example", "labels": labels}
    return {"uri": uri(number, author), "author": author_view, "record": record, "indexedAt": NINE} | fields


def as_notification(view: dict[str, Any]) -> tuple[str | None, dict[str, Any]]:
    return view["uri"], {"account_id": BRAND, "notification": view}


def as_post(view: dict[str, Any]) -> tuple[str | None, dict[str, Any]]:
    return view["uri"], {"account_id": BRAND, "post": view}


def gone(name: str) -> tuple[str, dict[str, Any]]:
    told = {"uri": name, "reason": "not found", "noticed_at": "2026-11-19T06:00:00+00:00"}
    return f"gone:{name}", {"account_id": BRAND, "gone": told}


def counted(number: int, at: str, **counts: Any) -> tuple[str, dict[str, Any]]:
    """What was counted of a post of the account's own on 19 November."""
    reading = {"uri": uri(number, BRAND), "read_at": f"2026-11-19T{at}:00+00:00"}
    return f"reading:{number}@{at}", {"account_id": BRAND, "reading": reading | counts}


def direct(number: int, author: str = ANNA, members: tuple[str, ...] = (BRAND, ANNA), **fields: Any) -> Any:
    convo = {"id": "c1", "members": [{"did": member} for member in members]}
    message = {
        "$type": "chat.bsky.convo.defs#messageView",
        "id": f"m{number}",
        "sender": {"did": author},
        "sentAt": NINE,
        "text": "Privat",
    } | fields
    name = f"deleted:m{number}" if message["$type"].endswith("#deletedMessageView") else f"m{number}"
    return name, {"account_id": BRAND, "convo": convo, "message": message}


def test_a_mention_comes_in_and_the_accounts_reply_goes_out(stage: Any) -> None:
    asked = post(10, named=(BRAND,))
    reply = post(11, BRAND, (uri(10), uri(10)))
    staged = stage(
        MODEL,
        "message_id",
        bluesky_notifications=[as_notification(asked)],
        bluesky_posts=[as_post(reply)],
    )

    anna, brand = (staged.pseudonym("bluesky", did) for did in (ANNA, BRAND))
    assert staged.columns("message_id", "direction", "author_kind", "author_id", "channel") == [
        (f"bluesky:{uri(10)}", "inbound", "customer", anna, "post"),
        (f"bluesky:{uri(11, BRAND)}", "outbound", "employee", brand, "comment"),
    ]
    assert staged.columns("conversation_id", "in_reply_to_id", "post_id", "mentions", "account") == [
        (f"bluesky:{uri(10)}", None, None, [brand], "nordfunk.example"),
        (f"bluesky:{uri(10)}", f"bluesky:{uri(10)}", None, [], "nordfunk.example"),
    ]
    assert staged.columns("author_handle", "agent_id", "visibility", "edited_at") == [
        (anna, None, "public", None), (brand, None, "public", None)
    ]  # fmt: skip


def test_below_a_post_of_its_own_each_comment_begins_a_conversation(stage: Any) -> None:
    top = uri(10, BRAND)
    anna = post(11, answers=(top, top))
    ben = post(12, BEN, (top, uri(11)))
    reply = post(13, BRAND, (top, uri(12, BEN)))
    staged = stage(
        MODEL, "message_id", bluesky_threads=[as_post(one) for one in (post(10, BRAND), anna, ben, reply)]
    )

    assert [row[1:] for row in sorted(staged.columns("text", "post_id", "in_reply_to_id", "conversation_id"),
            key=str)] == [
        (f"bluesky:{top}", f"bluesky:{uri(11)}", None), (f"bluesky:{top}", f"bluesky:{uri(12, BEN)}", None),
        (f"bluesky:{top}", None, None),
    ]  # fmt: skip


def test_in_a_thread_of_somebody_else_only_those_who_speak_to_the_account_count(stage: Any) -> None:
    root = uri(10, BEN)
    asked = post(11, answers=(root, root), named=(BRAND,))
    reply = post(12, BRAND, (root, uri(11)))
    back = post(13, answers=(root, uri(12, BRAND)))
    aside = post(14, BEN, (root, uri(13)))
    staged = stage(MODEL, "message_id", bluesky_threads=[as_post(one) for one in (asked, reply, back, aside)])

    assert {row[0] for row in staged.columns("message_id")} == {
        f"bluesky:{one['uri']}" for one in (asked, reply, back)
    }
    assert {row[0] for row in staged.columns("conversation_id")} == {f"bluesky:{root}"}


def test_a_quote_of_its_post_is_said_to_the_account(stage: Any) -> None:
    plain = post(11, quotes=uri(10, BRAND))
    pictured = post(12)
    pictured["record"]["embed"] = {"record": {"record": {"uri": uri(10, BRAND)}}, "media": {}}
    other = post(13, quotes=uri(9, BEN))
    staged = stage(
        MODEL, "message_id", bluesky_notifications=[as_notification(one) for one in (plain, pictured, other)]
    )

    assert staged.columns("message_id", "channel", "conversation_id") == [
        (f"bluesky:{uri(11)}", "post", f"bluesky:{uri(11)}"), (f"bluesky:{uri(12)}", "post", f"bluesky:{uri(12)}")
    ]  # fmt: skip


def test_what_a_software_claims_counts_unless_it_cannot_be(stage: Any) -> None:
    claims = {
        10: "2026-11-18T08:59:30.000Z",
        11: "2026-11-18T09:00:01.000Z",
        12: "2024-01-01T00:00:00.000Z",
        13: "gestern",
        14: "2026-11-17T09:00:00.000Z",
    }
    views = [as_notification(post(number, named=(BRAND,), claimed=claim)) for number, claim in claims.items()]
    staged = stage(MODEL, "message_id", bluesky_notifications=views)

    nine = datetime(2026, 11, 18, 9, tzinfo=UTC)
    assert [row[0] for row in staged.columns("sent_at")] == [
        datetime(2026, 11, 18, 8, 59, 30, tzinfo=UTC), nine, nine, nine, datetime(2026, 11, 17, 9, tzinfo=UTC)
    ]  # fmt: skip


def test_a_post_knows_better_than_its_notification_when_it_arrived(stage: Any) -> None:
    old = "2026-11-10T09:00:00.000Z"
    told = post(10, named=(BRAND,), claimed=old, indexedAt=old)
    itself = post(10, named=(BRAND,), claimed=old)
    staged = stage(
        MODEL, "1", bluesky_notifications=[as_notification(told)], bluesky_threads=[as_post(itself)]
    )

    assert staged.columns("sent_at") == [(datetime(2026, 11, 18, 9, tzinfo=UTC),)]


def test_a_post_that_comes_another_way_later_was_received_when_it_came_first(stage: Any) -> None:
    others = [as_post(post(number, answers=(uri(1, BRAND), uri(1, BRAND)))) for number in (20, 21)]
    staged = stage(
        MODEL,
        "message_id",
        bluesky_notifications=[as_notification(post(10, named=(BRAND,)))],
        bluesky_threads=[*others, as_post(post(10, named=(BRAND,)))],
    )

    first, *later = (row[0] for row in staged.columns("received_at"))
    assert first == LANDED_AT < max(later)


def test_what_is_gone_is_deleted_when_it_was_noticed(stage: Any) -> None:
    heard = [as_notification(post(number, named=(BRAND,))) for number in (10, 11)]
    staged = stage(MODEL, "message_id", bluesky_notifications=heard, bluesky_threads=[gone(uri(10))])

    assert staged.columns("deleted_at") == [(datetime(2026, 11, 19, 6, tzinfo=UTC),), (None,)]


def test_direct_messages_are_private_and_name_the_customer(stage: Any) -> None:
    messages = [direct(1), direct(2, BRAND), direct(3, BEN, (BRAND, ANNA, BEN))]
    joined = direct(4)
    joined[1]["message"]["$type"] = "chat.bsky.convo.defs#systemMessageView"
    staged = stage(MODEL, "message_id", bluesky_messages=[*messages, joined])

    anna, ben = (staged.pseudonym("bluesky", did) for did in (ANNA, BEN))
    assert staged.columns(
        "message_id", "channel", "visibility", "direction", "customer_id", "conversation_id"
    ) == [
        ("bluesky:m1", "direct_message", "private", "inbound", anna, "bluesky:c1"),
        ("bluesky:m2", "direct_message", "private", "outbound", anna, "bluesky:c1"),
        ("bluesky:m3", "direct_message", "private", "inbound", ben, "bluesky:c1"),
    ]


def test_a_deleted_direct_message_keeps_its_text(stage: Any) -> None:
    removed = direct(1, **{"$type": "chat.bsky.convo.defs#deletedMessageView", "text": None})
    staged = stage(MODEL, "1", bluesky_messages=[direct(1), removed])

    [(text, deleted_at)] = staged.columns("text", "deleted_at")
    assert (text, deleted_at is not None) == ("Privat", True)


def test_an_automated_account_is_no_human_and_a_picture_alone_has_no_text(stage: Any) -> None:
    heard = [as_notification(post(10, named=(BRAND,), is_bot=True, text=" "))]
    staged = stage(MODEL, "1", bluesky_notifications=heard)

    assert staged.columns("author_kind", "is_human", "text") == [("bot", False, None)]


def test_what_cannot_be_placed_in_time_is_rejected_with_the_reason(stage: Any) -> None:
    heard = [
        as_notification(post(10, named=(BRAND,), indexedAt="gestern")),
        as_notification(post(11, named=(BRAND,), indexedAt="1970-01-01T00:00:00.000Z")),
        as_notification(post(12, named=(BRAND,), indexedAt=None)),
        ("x", {"account_id": BRAND, "notification": {"indexedAt": NINE}}),
    ]
    staged = stage(MODEL, "1", bluesky_notifications=heard, bluesky_messages=[direct(1, sentAt="bald")])

    assert staged.rejected == [
        (uri(10), "notification.indexedAt: 'gestern' is no instant"),
        (uri(11), "notification.indexedAt: '1970-01-01T00:00:00.000Z' is before 1990 or after 2099"),
        (uri(12), "notification.indexedAt: is empty"),
        ("m1", "message.sentAt: 'bald' is no instant"),
        ("x", "notification.uri: is empty"),
    ]


def test_what_was_counted_of_a_post_is_no_message(stage: Any) -> None:
    staged = stage(MODEL, "1", bluesky_threads=[counted(10, "06:00", likeCount=3)])

    assert (staged.rows, staged.rejected) == ([], [])
