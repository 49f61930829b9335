"""tweepy walks the simulated account; its records are compared with our connector's, one by one."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
import tweepy
from requests.adapters import HTTPAdapter

from connectors import registry
from simulator.platforms import x_world
from simulator.platforms.x import X
from simulator.platforms.x_world import USER_ID, Post
from simulator.small_server import SmallServer

pytestmark = pytest.mark.server
TOKEN = "AAAA-secret"
END = datetime(2026, 3, 30, 4, tzinfo=UTC)
FIELDS = [
    "author_id", "created_at", "conversation_id", "referenced_tweets", "edit_history_tweet_ids", "public_metrics",
]  # fmt: skip


class Detour(HTTPAdapter):
    """Sends what is meant for the real host to the simulator."""

    def __init__(self, server: SmallServer) -> None:
        super().__init__()
        self.server = server

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        assert request.url
        request.url = self.server.url_of("x") + request.url.removeprefix("https://api.twitter.com")
        return super().send(request, *args, **kwargs)


@pytest.fixture(scope="module")
def posts() -> list[Post]:
    return x_world.build(END, seed=3, days=6)


@pytest.fixture
def server(posts: list[Post]) -> Iterator[SmallServer]:
    with SmallServer({"x": X(posts, TOKEN, int(END.timestamp()) + 60)}) as running:
        yield running


def client(server: SmallServer, token: str = TOKEN) -> tweepy.Client:
    made = tweepy.Client(token)
    made.session.trust_env = False
    made.session.mount("https://", Detour(server))
    return made


def ours(server: SmallServer) -> dict[str, Any]:
    settings = {"user_id": USER_ID, "token": TOKEN, "base_url": server.url_of("x"), "start": date(2025, 1, 1)}
    connector = registry.connect("x", "x", settings, base=Path())
    object.__setattr__(connector.http, "now", lambda: END + timedelta(minutes=1))  # type: ignore[attr-defined]
    object.__setattr__(connector.api, "spelling", "tweet")  # type: ignore[attr-defined]
    pages = connector.fetch("posts", {}, until=END)
    found = [record.payload["post"] for page in pages for record in page.records if "post" in record.payload]
    return {post["id"]: post for post in found}


def test_tweepy_finds_the_same_posts_mentions_and_replies(server: SmallServer) -> None:
    x = client(server)
    theirs: dict[str, Any] = {}
    for call in (x.get_users_tweets, x.get_users_mentions):
        for page in tweepy.Paginator(call, USER_ID, tweet_fields=FIELDS, max_results=7, end_time=END):
            theirs |= {post.data["id"]: post.data for post in page.data or []}
    own = {post["conversation_id"] for post in theirs.values() if post["author_id"] == USER_ID}
    for conversation in sorted(own):
        query = f"conversation_id:{conversation}"
        for page in tweepy.Paginator(
            x.search_recent_tweets, query, tweet_fields=FIELDS, max_results=10, end_time=END
        ):
            theirs |= {post.data["id"]: post.data for post in page.data or []}

    assert len(theirs) > 100
    assert ours(server) == theirs


def test_tweepy_reads_edits_and_what_is_gone(server: SmallServer, posts: list[Post]) -> None:
    edited = next(post for post in posts if len(post.history) == 2)
    deleted = next(post for post in posts if post.deleted_at and post.deleted_at < END.timestamp())
    answer = client(server).get_tweets([edited.id, deleted.id], tweet_fields=FIELDS)

    assert [list(map(str, post.edit_history_tweet_ids)) for post in answer.data] == [list(edited.history)]
    assert [problem["resource_id"] for problem in answer.errors] == [deleted.id]


def test_tweepy_understands_errors(server: SmallServer) -> None:
    with pytest.raises(tweepy.Unauthorized):
        client(server, "wrong").get_users_mentions(USER_ID)
    with pytest.raises(tweepy.BadRequest):
        client(server).get_users_mentions(USER_ID, pagination_token="forgotten")
    server.faults.add("throttle", platform="x")
    with pytest.raises(tweepy.TooManyRequests):
        client(server).get_users_mentions(USER_ID)
