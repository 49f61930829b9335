"""A Discourse forum over HTTP: newest posts, walks over topics, private messages, throttling and broken answers."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pydiscourse import DiscourseClient

from connectors import discourse_api
from connectors.discourse import Discourse, Settings
from connectors.discourse_api import Forum, KeyAuth
from connectors.errors import AccessDenied, RateLimited, SourceChanged, SourceUnavailable
from connectors.http import Http, Limits
from connectors.page import Cursor, Page
from simulator.platforms import discourse, discourse_world
from simulator.platforms.discourse_world import Community
from simulator.small_server import SmallServer
from tests.connectors.conftest import Asked, Reply

pytestmark = pytest.mark.server
END = datetime(2026, 11, 20, 12, tzinfo=UTC)
START = date(2026, 10, 1)
KEY = "forum-secret"


@pytest.fixture(scope="module")
def community() -> Community:
    return discourse_world.build(int(END.timestamp()), seed=4)


@pytest.fixture
def server(community: Community) -> Iterator[SmallServer]:
    with SmallServer({"discourse": discourse.Discourse(community, KEY)}) as running:
        yield running


def forum_at(url: str, key: str = KEY, **given: Any) -> Discourse:
    http = Http(
        url, discourse_api.judge, auth=KeyAuth(key, "team_0"), secrets=(key,), limits=Limits(attempts=3, read=5),
        now=lambda: END, sleep=lambda _: None,
    )  # fmt: skip
    settings = {"base_url": url, "username": "team_0", "token": key, "start": START} | given
    return Discourse(Settings(**settings), Forum(http), ("posts", "private_messages"))


def payloads(pages: list[Page]) -> dict[str, Any]:
    found = {str(record.record_id): record.payload for page in pages for record in page.records}
    return {name: payload for name, payload in found.items() if not name.startswith("walk:")}


def walks(pages: list[Page]) -> dict[int, Any]:
    records = [record.payload for page in pages for record in page.records]
    return {payload["walk"]["topic_id"]: payload["walk"] for payload in records if "walk" in payload}


def read(
    forum: Discourse, stream: str = "posts", cursor: Cursor | None = None, until: datetime = END
) -> list[Page]:
    return list(forum.fetch(stream, cursor or {}, until=until))


def there(community: Community, *, is_private: bool, at: datetime = END) -> set[str]:
    now = at.timestamp()
    return {
        str(post.id)
        for topic in community.topics
        for post in topic.posts
        if topic.is_private == is_private
        and post.created <= now < min(post.deleted_at or now + 1, topic.deleted_at or now + 1)
    }


def test_every_post_that_can_be_seen_is_read_with_its_text(server: SmallServer, community: Community) -> None:
    found = payloads(read(forum_at(server.url_of("discourse"), rewalk_days=60)))

    assert set(found) == there(community, is_private=False)
    assert all(payload["raw"] for payload in found.values())


def test_private_messages_come_from_the_users_and_the_groups_inboxes_each_once(
    server: SmallServer, community: Community
) -> None:
    forum = forum_at(server.url_of("discourse"), read_private=True, inboxes=["support"])
    pages = read(forum, "private_messages")

    assert set(payloads(pages)) == there(community, is_private=True)
    assert len(payloads(pages)) == sum(len(walk["post_ids"]) for walk in walks(pages).values())
    assert {len(walk["topic"]["details"]["allowed_users"]) for walk in walks(pages).values()} == {2}


def test_pydiscourse_reads_the_same_posts_record_by_record(server: SmallServer) -> None:
    client = DiscourseClient(server.url_of("discourse"), api_username="team_0", api_key=KEY)
    listed: dict[str, Any] = {}
    before = None
    while posts := client.latest_posts(before=before)["latest_posts"]:
        listed |= {str(post["id"]): post for post in posts}
        before = posts[-1]["id"]
    forum = forum_at(server.url_of("discourse"), rewalk_days=0)
    assert payloads(read(forum)) == listed

    topics = [topic["id"] for topic in client.private_messages("team_0")["topic_list"]["topics"]]
    read_ours = payloads(read(forum, "private_messages"))
    for number in topics:
        stream = client.topic("-", number, include_raw="true")["post_stream"]
        assert [read_ours[str(post["id"])] for post in stream["posts"]] == stream["posts"]
    assert client.user("team_0")["username"] == "team_0"


def test_a_later_reading_asks_for_the_newest_page_and_a_walk_only_when_one_is_due(
    server: SmallServer,
) -> None:
    forum = forum_at(server.url_of("discourse"))
    first_at = END - timedelta(days=2)
    server.set_now(first_at)
    first = read(forum, until=first_at)
    server.set_now(END)
    server.requests.clear()
    soon = read(forum, cursor=first[-1].cursor, until=first_at + timedelta(hours=1))
    assert not [path for path in server.requests if "latest.json" in path or "/t/" in path]
    later = read(forum, cursor=soon[-1].cursor)

    assert walks(later)
    assert read(forum, cursor=later[-1].cursor) == []
    assert payloads([*first, *soon, *later]).keys() >= payloads(read(forum)).keys()


def test_the_last_ids_are_read_twice_for_what_came_to_light_late(server: SmallServer) -> None:
    first = read(forum_at(server.url_of("discourse"), rewalk_days=0))
    again = read(
        forum_at(server.url_of("discourse"), rewalk_days=0), cursor=first[-1].cursor, until=END + timedelta(1)
    )

    assert 30 < len(payloads(again)) <= 50


@pytest.mark.parametrize("stream", ["posts", "private_messages"])
def test_reading_on_after_any_page_loses_nothing(
    server: SmallServer, stream: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors.discourse_walk.BATCH", 8)
    forum = forum_at(server.url_of("discourse"), rewalk_days=20)
    whole = read(forum, stream)
    assert len(whole) > 2
    for stop in range(1, len(whole)):
        rest = read(forum, stream, whole[stop - 1].cursor)
        assert payloads([*whole[:stop], *rest]) == payloads(whole)
        assert rest[-1].cursor == whole[-1].cursor


def test_edits_and_deletions_show_in_the_next_walk_and_a_deleted_topic_has_no_posts(
    server: SmallServer, community: Community
) -> None:
    forum = forum_at(server.url_of("discourse"), rewalk_days=9)
    public = [topic for topic in community.topics if not topic.is_private]
    gone = [topic for topic in public if topic.deleted_at and topic.deleted_at < END.timestamp()][-1]
    first_at = datetime.fromtimestamp((gone.deleted_at or 0) - 1, UTC)
    server.set_now(first_at)
    first = read(forum, until=first_at)
    server.set_now(END)
    second = read(forum, cursor=first[-1].cursor)

    assert walks(first)[gone.id]["post_ids"]
    assert walks(second)[gone.id]["post_ids"] == []
    old, new = payloads(first), payloads(second)
    edited = [name for name in old.keys() & new.keys() if old[name]["raw"] != new[name]["raw"]]
    removed = {str(n) for walk in walks(first).values() for n in walk["post_ids"]} - there(
        community, is_private=False
    )
    assert {new[name]["version"] for name in edited} <= {2, 3}
    assert removed
    assert not removed & new.keys()


def test_a_bad_day_changes_nothing(server: SmallServer) -> None:
    quiet = payloads(read(forum_at(server.url_of("discourse"))))
    for number, kind in enumerate(("throttle", "error", "cut", "refuse", "garbage")):
        server.faults.add(kind, after=2 * number, times=1)

    assert payloads(read(forum_at(server.url_of("discourse")))) == quiet


def test_throttling_keeps_what_arrived_and_waits_as_long_as_the_forum_says(server: SmallServer) -> None:
    forum = forum_at(server.url_of("discourse"))
    whole = payloads(read(forum))
    arrived: list[Page] = []
    server.faults.add("throttle", after=2, times=9, seconds=90)
    with pytest.raises(RateLimited) as caught:
        for page in forum.fetch("posts", {}, until=END):
            arrived.append(page)
    server.faults.clear()
    rest = read(forum, cursor=arrived[-1].cursor)

    assert caught.value.until == END + timedelta(seconds=90)
    assert len(arrived) == 2
    assert payloads([*arrived, *rest]) == whole


def test_a_withdrawn_key_is_said_not_shown_and_never_taken_for_deletions(serve: Any) -> None:
    denied = {"errors": ["The API username or key is invalid."], "error_type": "invalid_access"}

    def answers(asked: Asked) -> Any:
        if asked.path == "/latest.json" and "page" in asked.params:
            topics = [{"id": 7, "bumped_at": "2026-11-19T00:00:00.000Z"}]
            return {"topic_list": {"topics": topics}}
        return {"latest_posts": []} if asked.path == "/posts.json" else Reply(denied, 403)

    with pytest.raises(AccessDenied, match="check username and token") as caught:
        read(forum_at(serve(answers).url))
    assert KEY not in str(caught.value)
    assert KEY not in repr(forum_at("http://127.0.0.1:1").forum.http)


def test_a_window_of_ids_that_holds_nothing_is_not_the_end(serve: Any) -> None:
    def answers(asked: Any) -> Any:
        before = int(asked.params.get("before", 500))
        old = {"id": 3, "created_at": "2026-11-01T00:00:00.000Z"}
        new = {"id": 400, "created_at": "2026-11-02T00:00:00.000Z"}
        posts = [new] if before > 400 else [old] if 3 < before <= 50 else []
        return {"latest_posts": posts, "topic_list": {"topics": []}}

    assert set(payloads(read(forum_at(serve(answers).url)))) == {"3", "400"}


@pytest.mark.parametrize("odd", [{}, [1], {"latest_posts": "?"}])
def test_an_answer_in_another_shape_is_named(serve: Any, odd: Any) -> None:
    with pytest.raises(SourceChanged, match=r"/posts\.json"):
        read(forum_at(serve([odd]).url))


def test_a_body_that_is_always_cut_makes_the_source_unavailable(server: SmallServer) -> None:
    server.faults.add("cut", times=9)
    with pytest.raises(SourceUnavailable):
        read(forum_at(server.url_of("discourse")))


def test_doctor_tries_the_key_and_each_inbox(server: SmallServer) -> None:
    url = server.url_of("discourse")
    good = list(forum_at(url, read_private=True, inboxes=["support"]).check())
    [bad] = forum_at(url, key="wrong-key").check()

    assert [check.ok for check in good if check.name != "clock"] == [True] * 8
    assert (bad.ok, bad.mend) == (False, "create an API key for this user and export it again")
    assert "wrong-key" not in bad.detail


def test_inboxes_without_private_messages_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="read_private"):
        forum_at("http://127.0.0.1:1", inboxes=["support"])
