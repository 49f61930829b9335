"""Meta's own Python SDK walks the simulated account; what it read is compared with the feed and with what we read.

The SDK takes a page without items for the last one, though there is a next: where all replies of a page were deleted
it stops. So it gets pages that are larger than such gaps.
"""

from collections.abc import Iterable
from typing import Any

import pytest
from facebook_business.adobjects.igcomment import IGComment
from facebook_business.adobjects.igmedia import IGMedia
from facebook_business.adobjects.iguser import IGUser
from facebook_business.adobjects.page import Page
from facebook_business.adobjects.unifiedthread import UnifiedThread
from facebook_business.api import FacebookAdsApi
from facebook_business.exceptions import FacebookRequestError
from facebook_business.session import FacebookSession

from simulator.platforms.instagram_world import BRAND
from simulator.platforms.wire import graph_time
from tests.connectors.conftest import serve
from tests.connectors.instagram_wire import FEED, TOKEN, UNTIL, Serve, Shown, account_at, payloads

__all__ = ["serve"]
pytestmark = [
    pytest.mark.server,
    # The SDK generates its field lists for ads and doesn't know those of private messages.
    pytest.mark.filterwarnings("ignore:.* does not allow field"),
    pytest.mark.filterwarnings("ignore:value of (platform|period) might not be compatible"),
]
COMMENT = ["id", "text", "timestamp", "from", "username", "hidden", "parent_id", "like_count"]
MEDIA = ["id", "caption", "timestamp", "username", "comments_count", "like_count", "permalink", "media_type"]


def sdk(url: str, token: str = TOKEN) -> FacebookAdsApi:
    session = FacebookSession(access_token=token)
    session.GRAPH = url
    return FacebookAdsApi(session)


def plain(node: Any) -> dict[str, Any]:
    return node.export_all_data()


def shared(ours: dict[str, Any], theirs: dict[str, Any]) -> dict[str, Any]:
    """What we landed of the fields that the SDK asked for."""
    return {name: ours.get(name) for name in theirs}


def by_id(nodes: Iterable[Any]) -> dict[str, dict[str, Any]]:
    return {node["id"]: plain(node) for node in nodes}


def test_the_sdk_walks_media_comments_and_replies_and_reads_what_we_read(serve: Serve):
    shown = Shown()
    url = serve(shown).url
    api, ours = sdk(url), account_at(url)
    media = by_id(IGUser(BRAND.id, api=api).get_media(fields=MEDIA, params={"limit": 6}))
    comments: dict[str, dict[str, Any]] = {}
    parents: dict[str, str | None] = {}
    for name in media:
        tops = by_id(IGMedia(name, api=api).get_comments(fields=COMMENT, params={"limit": 3}))
        assert list(tops) == sorted(tops, key=lambda one: (tops[one]["timestamp"], one), reverse=True)
        for top, comment in tops.items():
            replies = by_id(IGComment(top, api=api).get_replies(fields=COMMENT, params={"limit": 3}))
            comments |= {top: comment, **replies}
            parents |= {top: None, **dict.fromkeys(replies, top)}

    landed = payloads(ours.fetch("media", {}, until=UNTIL))
    below = payloads(ours.fetch("comments", {}, until=UNTIL))
    assert {name: shared(landed[name], one) for name, one in media.items()} == media
    assert (landed.keys(), below.keys()) == (media.keys(), comments.keys())
    assert {name: shared(below[name]["comment"], one) for name, one in comments.items()} == comments
    assert {name: one.get("parent_id") for name, one in below.items()} == parents


def test_what_the_sdk_reads_is_the_feed(serve: Serve):
    shown = Shown()
    api = sdk(serve(shown).url)
    is_there = shown.platform.is_there
    media = by_id(IGUser(BRAND.id, api=api).get_media(fields=MEDIA, params={"limit": 100}))
    comments: dict[str, dict[str, Any]] = {}
    for name in media:
        for top in IGMedia(name, api=api).get_comments(fields=COMMENT, params={"limit": 50}):
            comments |= by_id([top, *IGComment(top["id"], api=api).get_replies(fields=COMMENT)])

    assert [(m["id"], m["caption"], m["timestamp"], m["comments_count"]) for m in media.values()] == [
        (p.id, p.text, graph_time(p.created), sum(is_there(c) for c in FEED.comments if c.post_id == p.id))
        for p in reversed(FEED.posts)
        if is_there(p)
    ]
    expected = {}
    for one in filter(is_there, FEED.comments):
        author = (one.person.facebook_id, one.person.handle) if one.person else (BRAND.id, BRAND.username)
        parent = None if one.root_id == one.id else one.root_id
        hidden = one.hidden_at is not None and one.hidden_at <= UNTIL.timestamp()
        expected[one.id] = (one.text, graph_time(one.created), author, hidden, parent)
    assert {
        name: (c["text"], c["timestamp"], (c["from"]["id"], c["username"]), c["hidden"], c.get("parent_id"))
        for name, c in comments.items()
    } == expected
    assert any(one[3] for one in expected.values())
    assert any(one[4] for one in expected.values())


def test_the_sdk_asks_for_media_of_a_time(serve: Serve):
    post = FEED.posts[-4]
    asked = {"since": post.created, "until": post.created + 60}
    read = IGUser(BRAND.id, api=sdk(serve(Shown()).url)).get_media(fields=["id"], params=asked)

    assert [node["id"] for node in read] == [post.id]


def test_the_sdk_reads_the_same_tags(serve: Serve):
    shown = Shown()
    url = serve(shown).url
    fields = ["id", "caption", "timestamp", "username"]
    read = by_id(IGUser(BRAND.id, api=sdk(url)).get_tags(fields=fields, params={"limit": 2}))
    ours = payloads(account_at(url).fetch("tags", {}, until=UNTIL))

    assert len(read) > 2
    assert {name: shared(ours[name], one) for name, one in read.items()} == read
    assert {one["username"] for one in read.values()} == {
        one.person.handle for one in FEED.tagged if shown.platform.is_there(one)
    }


def test_the_sdk_reads_the_same_private_messages(serve: Serve):
    url = serve(Shown()).url
    api, read = sdk(url), {}
    threads = Page(BRAND.page_id, api=api).get_conversations(
        fields=["id", "participants", "updated_time"], params={"platform": "instagram", "limit": 3}
    )
    for thread in threads:
        fields = ["id", "message", "created_time", "from", "to"]
        for message in UnifiedThread(thread["id"], api=api).get_messages(fields=fields, params={"limit": 9}):
            read[message["id"]] = (plain(thread), plain(message))
    ours = payloads(account_at(url).fetch("messages", {}, until=UNTIL))

    assert {name: (one["conversation"], one["message"]) for name, one in ours.items()} == read
    assert {name: one["message"] for name, (_, one) in read.items()} == {
        message.id: message.text for thread in FEED.conversations for message in thread.messages
    }


def test_the_sdk_reads_the_same_figures(serve: Serve):
    url = serve(Shown()).url
    ours = payloads(account_at(url).fetch("insights", {}, until=UNTIL))

    for payload in ours.values():
        params = {"metric": ["views", "reach"], "period": "lifetime"}
        read = IGMedia(payload["post_id"], api=sdk(url)).get_insights(params=params)
        told = {one["name"]: one["values"][0]["value"] for one in map(plain, read)}
        assert told == {one["name"]: one["values"][0]["value"] for one in payload["insights"]}
        assert told["views"] > told["reach"] > 0


def test_the_sdk_understands_a_wrong_token_and_one_that_lost_a_permission(serve: Serve):
    shown = Shown()
    url = serve(shown).url
    shown.platform.refused = {"instagram_manage_comments"}
    for token, code in (("wrong", 190), (TOKEN, 10)):
        with pytest.raises(FacebookRequestError) as caught:
            list(IGMedia(FEED.posts[-1].id, api=sdk(url, token)).get_comments())
        assert caught.value.api_error_code() == code
