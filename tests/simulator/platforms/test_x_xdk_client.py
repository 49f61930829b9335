"""xdk, X's own client, walks the simulated account in the new spelling; compared with our connector, one by one."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from xdk import Client

from connectors import registry
from connectors.x import X
from simulator.platforms import x_world
from simulator.platforms.x import X as Simulated
from simulator.platforms.x_world import USER_ID, DirectMessage, Post
from simulator.small_server import SmallServer

pytestmark = pytest.mark.server
TOKEN, OWN = "AAAA-secret", "own-secret"
END = datetime(2026, 3, 30, 4, tzinfo=UTC)
UNTIL = END.strftime("%Y-%m-%dT%H:%M:%SZ")
FIELDS = ["author_id", "created_at", "conversation_id", "public_metrics"]


@pytest.fixture(scope="module")
def posts() -> list[Post]:
    return x_world.build(END, seed=3, days=6)


@pytest.fixture(scope="module")
def messages() -> list[DirectMessage]:
    return x_world.build_messages(END, seed=3)


@pytest.fixture
def server(posts: list[Post], messages: list[DirectMessage]) -> Iterator[SmallServer]:
    world = Simulated(posts, TOKEN, int(END.timestamp()) + 60, messages, OWN)
    with SmallServer({"x": world}) as running:
        yield running


def client(server: SmallServer, *, own: bool = False, token: str = TOKEN) -> Client:
    given = {"access_token": OWN} if own else {"bearer_token": token}
    made = Client(base_url=server.url_of("x"), **given)
    made.session.trust_env = False
    return made


def ours(server: SmallServer, stream: str, part: str) -> dict[str, Any]:
    settings = {
        "user_id": USER_ID, "token": TOKEN, "user_token": OWN, "base_url": server.url_of("x"),
        "start": date(2025, 1, 1),
    }  # fmt: skip
    connector = registry.connect("x", "x", settings, base=Path())
    assert isinstance(connector, X)
    object.__setattr__(connector.http, "now", lambda: END + timedelta(minutes=1))
    pages = connector.fetch(stream, {}, until=END)
    found = [record.payload for page in pages for record in page.records]
    return {one[part]["id"]: one[part] for one in found if part in one}


def theirs(pages: Iterable[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for page in pages:
        for item in page.data or []:
            told = item if isinstance(item, dict) else item.model_dump(mode="json", exclude_unset=True)
            found[told["id"]] = told
    return found


def plain(records: dict[str, Any]) -> dict[str, Any]:
    """Instants as instants: the client reads them and writes them in its own way."""
    return {
        name: one | {"created_at": datetime.fromisoformat(str(one["created_at"]))}
        for name, one in records.items()
    }


def test_xdk_finds_the_same_posts_mentions_and_replies(server: SmallServer) -> None:
    x = client(server)
    asked: dict[str, Any] = {"max_results": 7, "end_time": UNTIL, "post_fields": FIELDS}
    found = theirs(x.users.get_posts(USER_ID, **asked)) | theirs(x.users.get_mentions(USER_ID, **asked))
    own = {post["conversation_id"] for post in found.values() if post["author_id"] == USER_ID}
    for conversation in sorted(own):
        query = f"conversation_id:{conversation}"
        found |= theirs(x.posts.search_recent(query, **(asked | {"max_results": 10})))

    assert len(found) > 100
    assert plain(ours(server, "posts", "post")) == plain(found)


def test_xdk_reads_edits_and_what_is_gone(server: SmallServer, posts: list[Post]) -> None:
    edited = next(post for post in posts if len(post.history) == 2)
    deleted = next(post for post in posts if post.deleted_at and post.deleted_at < END.timestamp())
    answer = client(server).posts.get_by_ids([edited.id, deleted.id], post_fields=FIELDS)
    [found] = theirs([answer]).values()

    assert found["edit_history_post_ids"] == list(edited.history)
    [lost] = [one if isinstance(one, dict) else one.model_dump() for one in answer.errors]
    assert lost["resource_id"] == deleted.id


def test_xdk_reads_the_same_direct_messages(server: SmallServer) -> None:
    fields = ["event_type", "created_at", "sender_id", "dm_conversation_id", "text"]
    asked: dict[str, Any] = {"max_results": 7, "dm_event_fields": fields, "event_types": ["MessageCreate"]}
    found = theirs(client(server, own=True).direct_messages.get_events(**asked))

    assert len(found) > 50
    assert plain(ours(server, "messages", "event")) == plain(found)


def test_xdk_understands_errors(server: SmallServer) -> None:
    with pytest.raises(requests.HTTPError, match="401"):
        theirs(client(server, token="wrong").users.get_mentions(USER_ID))
    with pytest.raises(ValueError, match="OAuth2UserToken"):
        theirs(client(server).direct_messages.get_events())
    server.platforms["x"].cap = 0  # type: ignore[attr-defined]
    with pytest.raises(requests.HTTPError, match="429"):
        theirs(client(server).users.get_mentions(USER_ID))
