"""What stands below a Bluesky account's posts, what is gone of it, and what is counted."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from simulator.platforms.bluesky_world import Post
from tests.connectors.bluesky_wire import (
    END,
    SKY,
    UNTIL,
    Instance,
    Serve,
    account_at,
    ids,
    payloads,
    posts_of,
    there,
)

pytestmark = pytest.mark.server


def test_threads_hold_all_that_stands_below_the_accounts_posts_however_deep(serve: Serve) -> None:
    account = account_at(serve(Instance()).url, watch_days=30)
    found = set(posts_of(account.fetch("threads", {}, until=UNTIL)))

    def is_reachable(post: Post) -> bool:
        parent = SKY.posts.get(post.parent or "")
        return parent is None or (parent in shown and is_reachable(parent))

    shown = there()
    below = {
        post.uri for post in shown
        if post.root and SKY.posts[post.root].author is SKY.brand and is_reachable(post)
    }  # fmt: skip
    assert len(below) > 60
    assert below <= found
    tops = found - below
    assert all(SKY.posts[uri].author is SKY.brand and SKY.posts[uri].root is None for uri in tops)


def test_a_post_without_replies_is_not_asked_for(serve: Serve) -> None:
    server = serve(Instance())
    list(account_at(server.url, watch_days=30).fetch("threads", {}, until=UNTIL))
    asked = [one.params["uri"] for one in server.asked if one.path.endswith("getPostThread")]

    answered = {post.parent for post in SKY.posts.values()}
    assert len(asked) == len(set(asked))
    assert set(asked) <= answered


def test_what_was_deleted_or_hidden_is_noticed_by_the_next_pass(serve: Serve) -> None:
    before = UNTIL - timedelta(days=5)
    instance = Instance()
    account = account_at(serve(instance.at(before)).url)
    first = list(account.fetch("threads", {}, until=before))
    instance.at(UNTIL)
    second = list(account.fetch("threads", first[-1].cursor, until=UNTIL))
    gone = {payload["gone"]["uri"]: payload["gone"] for payload in payloads(second) if "gone" in payload}

    known = set(first[-1].cursor["known"])
    lost = [SKY.posts[uri] for uri in known if SKY.posts[uri] not in there()]
    assert {"not found", "blocked"} == {one["reason"] for one in gone.values()}
    assert set(gone) == {post.uri for post in lost}
    assert {one["noticed_at"] for one in gone.values()} == {UNTIL.isoformat()}


def test_what_is_no_longer_watched_is_not_taken_for_deleted(serve: Serve) -> None:
    server = serve(Instance())
    first = list(account_at(server.url, watch_days=6).fetch("threads", {}, until=UNTIL))
    second = list(account_at(server.url, watch_days=2).fetch("threads", first[-1].cursor, until=UNTIL))

    assert not [payload for payload in payloads(second) if "gone" in payload]
    assert set(posts_of(second)) >= set(first[-1].cursor["known"]) - set(second[-1].cursor["known"])


def test_what_is_dated_back_further_than_the_overlap_is_still_found(serve: Serve) -> None:
    late = [
        post for post in there()
        if post.claimed < post.indexed - 86400 and SKY.brand in post.named and post.indexed > END - 8 * 86400
    ]  # fmt: skip
    assert late
    for post in late:
        before = datetime.fromtimestamp(post.indexed - 60, UTC)
        instance = Instance()
        account = account_at(serve(instance.at(before)).url)
        heard = list(account.fetch("notifications", {}, until=before))
        walked = list(account.fetch("threads", {}, until=before))
        after = before + timedelta(minutes=10)
        instance.at(after)
        missed = ids(account.fetch("notifications", heard[-1].cursor, until=after))
        found = posts_of(account.fetch("threads", walked[-1].cursor, until=after))
        assert post.uri not in missed
        assert post.uri in found


def test_each_pass_says_what_is_counted_of_the_accounts_own_posts(serve: Serve) -> None:
    account = account_at(serve(Instance()).url)
    first = payloads(account.fetch("threads", {}, until=UNTIL))
    readings = [payload["reading"] for payload in first if "reading" in payload]
    direct = Counter(
        payload["post"]["record"].get("reply", {}).get("parent", {}).get("uri")
        for payload in first
        if "post" in payload
    )

    assert readings and {reading["read_at"] for reading in readings} == {UNTIL.isoformat()}
    assert sum(reading["replyCount"] for reading in readings) > 3
    # Some are counted that a block hides from the account.
    assert all(reading["replyCount"] >= direct[reading["uri"]] for reading in readings)
    assert any(reading["replyCount"] == direct[reading["uri"]] > 0 for reading in readings)
