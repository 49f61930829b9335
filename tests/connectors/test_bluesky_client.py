"""The client atproto signs in to the simulated platform and walks it; what it read is compared record by record."""

from typing import Any

import pytest
from atproto import Client, models
from atproto.exceptions import UnauthorizedError

from tests.connectors.bluesky_wire import PASSWORD, SKY, UNTIL, Instance, Serve, account_at, payloads

pytestmark = pytest.mark.server
# The client looks at the real clock before it asks: its token outlives that.
LASTING = 20 * 365 * 86400


def client(url: str, password: str = PASSWORD) -> Client:
    reader = Client(url)
    reader.login(SKY.brand.handle, password, fetch_bsky_profile=False)
    return reader


def all_pages(method: Any, key: str, **params: Any) -> list[Any]:
    found, cursor = [], None
    while True:
        answer = method({"limit": 30, "cursor": cursor, **params})
        found += getattr(answer, key)
        cursor = answer.cursor
        if not cursor:
            return found


def told(post: Any) -> dict[str, Any]:
    """A post in words that both readings have, from the client's objects."""
    record = post.record
    return {
        "uri": post.uri,
        "cid": post.cid,
        "arrived": post.indexed_at,
        "author": (post.author.did, post.author.handle),
        "written": (record.text, record.created_at),
        "answers": (record.reply.root.uri, record.reply.parent.uri) if record.reply else None,
        "quotes": record.embed.record.uri if record.embed else None,
        "names": [feature.did for facet in record.facets or [] for feature in facet.features],
    }


def read(post: dict[str, Any]) -> dict[str, Any]:
    """The same from a payload of ours."""
    record = post["record"]
    reply, embed = record.get("reply"), record.get("embed")
    return {
        "uri": post["uri"],
        "cid": post["cid"],
        "arrived": post["indexedAt"],
        "author": (post["author"]["did"], post["author"]["handle"]),
        "written": (record["text"], record["createdAt"]),
        "answers": (reply["root"]["uri"], reply["parent"]["uri"]) if reply else None,
        "quotes": embed["record"]["uri"] if embed else None,
        "names": [feature["did"] for facet in record.get("facets", []) for feature in facet["features"]],
    }


def ours(url: str, stream: str, **given: Any) -> list[dict[str, Any]]:
    return payloads(account_at(url, **given).fetch(stream, {}, until=UNTIL))


def test_the_client_reads_the_same_notifications(serve: Serve) -> None:
    url = serve(Instance(lifetime=LASTING)).url
    theirs = all_pages(client(url).app.bsky.notification.list_notifications, "notifications")
    heard = [item for item in theirs if item.reason in ("mention", "reply", "quote")]

    assert 50 < len(heard) < len(theirs)
    assert {item.reason for item in theirs} == {"mention", "reply", "quote", "like"}
    assert [(item.reason, item.reason_subject, told(item)) for item in heard] == [
        (
            item["notification"]["reason"],
            item["notification"].get("reasonSubject"),
            read(item["notification"]),
        )
        for item in ours(url, "notifications")
    ]


def test_the_client_reads_the_same_feed(serve: Serve) -> None:
    url = serve(Instance(lifetime=LASTING)).url
    reader = client(url)
    theirs = all_pages(reader.app.bsky.feed.get_author_feed, "feed", actor=SKY.brand.did)
    own = [item.post for item in theirs if not item.reason]

    assert 50 < len(own) < len(theirs)
    assert [(told(post), post.reply_count) for post in own] == [
        (read(item["post"]), item["post"]["replyCount"]) for item in ours(url, "posts")
    ]


def test_the_client_reads_the_same_threads(serve: Serve) -> None:
    url = serve(Instance(lifetime=LASTING)).url
    reader = client(url)
    found = {
        item["post"]["uri"]: item["post"] for item in ours(url, "threads", watch_days=30) if "post" in item
    }

    def below(node: Any) -> list[Any]:
        shown = [
            reply for reply in node.replies or [] if isinstance(reply, models.AppBskyFeedDefs.ThreadViewPost)
        ]
        return [node.post, *(post for reply in shown for post in below(reply))]

    tops = [uri for uri, post in found.items() if "reply" not in post["record"]]
    theirs = [post for uri in tops for post in below(reader.get_post_thread(uri, depth=10).thread)]
    assert len(theirs) > 100
    assert all(told(post) == read(found[post.uri]) for post in theirs)
    deeper = set(found) - {post.uri for post in theirs}
    assert len(deeper) == 4, "the long thread ends four levels below what the platform shows at once"


def test_the_client_reads_the_same_direct_messages(serve: Serve) -> None:
    url = serve(Instance(lifetime=LASTING)).url
    chat = client(url).with_bsky_chat_proxy().chat.bsky.convo
    theirs = [
        (convo.id, message.id, message.sender.did, message.sent_at, getattr(message, "text", None))
        for convo in all_pages(chat.list_convos, "convos")
        for message in all_pages(chat.get_messages, "messages", convo_id=convo.id)
    ]

    assert len(theirs) > 200
    assert any(text is None for *_, text in theirs)
    assert theirs == [
        (
            item["convo"]["id"],
            item["message"]["id"],
            item["message"]["sender"]["did"],
            item["message"]["sentAt"],
            item["message"].get("text"),
        )
        for item in ours(url, "messages", messages=True)
    ]


def test_the_client_refreshes_its_session_and_understands_a_wrong_password(serve: Serve) -> None:
    url = serve(Instance(lifetime=60)).url
    reader = client(url)  # its token has long run out by the real clock
    first = reader.export_session_string()

    assert reader.app.bsky.feed.get_author_feed({"actor": SKY.brand.did, "limit": 1}).feed
    assert reader.export_session_string() != first
    with pytest.raises(UnauthorizedError):
        client(url, "wrong")
