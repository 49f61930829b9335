"""Meta's own Python SDK walks the simulated page; what it read is compared with the world record by record."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from facebook_business.adobjects.comment import Comment
from facebook_business.adobjects.page import Page
from facebook_business.adobjects.post import Post
from facebook_business.adobjects.unifiedthread import UnifiedThread
from facebook_business.api import FacebookAdsApi
from facebook_business.exceptions import FacebookRequestError
from facebook_business.session import FacebookSession

from connectors import facebook
from simulator.company import PAGE_ID
from simulator.platforms import graph_reactions
from simulator.platforms.facebook import Graph
from simulator.platforms.graph_reviews import Review
from simulator.platforms.wire import Request, graph_time
from simulator.records import Comment as PageComment
from simulator.records import World
from simulator.server import Server
from simulator.visible import removal_instants
from tests.connectors.conftest import Asked, Loopback, Reply, serve

__all__ = ["serve"]
Serve = Callable[[Any], Loopback]

pytestmark = [
    pytest.mark.server,
    # The SDK generates its field lists for ads and doesn't know those of private messages.
    pytest.mark.filterwarnings("ignore:.* does not allow field"),
]

COMMENT = ["id", "message", "created_time", "from", "is_hidden", "admin_creator", "parent", "comment_count"]


def sdk(server: Server, token: str | None = None) -> FacebookAdsApi:
    session = FacebookSession(access_token=token or server.token)
    session.GRAPH = server.facebook_url
    return FacebookAdsApi(session)


class Shown:
    """A platform of ours behind a server of the test's own."""

    def __init__(self, platform: Graph) -> None:
        self.platform = platform

    def __call__(self, asked: Asked) -> Reply:
        request = Request(asked.path, asked.params, asked.headers, f"http://{asked.headers['host']}")
        answer = self.platform.answer(request)
        return Reply(answer.body, answer.status, answer.headers)


def plain(node: Any) -> dict[str, Any]:
    return node.export_all_data()


def test_the_sdk_reads_every_post(server: Server, world: World):
    read = Page(PAGE_ID, api=sdk(server)).get_posts(
        fields=["id", "message", "created_time"], params={"limit": 7}
    )

    assert [plain(post) for post in read] == [
        {"id": post.id, "message": post.text, "created_time": graph_time(post.created)}
        for post in sorted(world.posts, key=lambda p: (p.created, p.id), reverse=True)
    ]


def expected_comments(world: World) -> dict[str, dict[str, Any]]:
    removed = removal_instants(world.comments)
    there = {c.id: c for c in world.comments if removed.get(c.id, world.end + 1) > world.end}
    found: dict[str, dict[str, Any]] = {}
    for c in there.values():
        author = (
            {"name": c.person.name, "id": c.person.facebook_id}
            if c.person
            else {"name": "Nordfunk", "id": PAGE_ID}
        )
        found[c.id] = {
            "id": c.id,
            "message": c.text_at(world.end),
            "created_time": graph_time(c.created),
            "from": author,
            "is_hidden": c.hidden_at is not None and c.hidden_at <= world.end,
        }
        if c.agent:
            found[c.id]["admin_creator"] = {"name": c.agent.name, "id": c.agent.facebook_id}
        if c.parent_id:
            found[c.id]["parent"] = there[c.parent_id].id
    return found


def test_the_sdk_reads_every_comment_and_reply(server: Server, world: World):
    api, read = sdk(server), {}
    for post in world.posts:
        params = {"filter": Comment.Filter.stream, "order": Comment.Order.chronological, "limit": 100}
        for node in Post(post.id, api=api).get_comments(fields=COMMENT, params=params):
            comment = plain(node)
            comment.pop("comment_count")
            if "parent" in comment:
                comment["parent"] = comment["parent"]["id"]
            read[comment["id"]] = comment

    assert read == expected_comments(world)


def test_the_sdk_reads_the_replies_below_each_comment_too(server: Server, world: World):
    api, read = sdk(server), set()
    post = max(world.posts, key=lambda p: sum(c.post_id == p.id for c in world.comments))
    for top in Post(post.id, api=api).get_comments(params={"limit": 50}):
        read.add(top["id"])
        replies = Comment(top["id"], api=api).get_comments(fields=["id", "parent"], params={"limit": 2})
        read |= {reply["id"] for reply in replies}

    posts = {c.id: c.post_id for c in world.comments}
    assert read == {name for name in expected_comments(world) if posts[name] == post.id}


def test_the_sdk_reads_every_private_message(server: Server, world: World):
    api, read = sdk(server), {}
    for thread in Page(PAGE_ID, api=api).get_conversations(
        fields=["id", "participants", "updated_time"], params={"limit": 50}
    ):
        messages = UnifiedThread(thread["id"], api=api).get_messages(
            fields=["id", "message", "created_time", "from", "to"], params={"limit": 20}
        )
        read[thread["id"]] = (
            [p["id"] for p in plain(thread)["participants"]["data"]],
            [plain(m) for m in messages],
        )

    page, expected = {"name": "Nordfunk", "email": f"{PAGE_ID}@facebook.com", "id": PAGE_ID}, {}
    for conversation in world.conversations:
        person = conversation.person
        them = {"name": person.name, "email": f"{person.facebook_id}@facebook.com", "id": person.facebook_id}
        messages = [
            {
                "id": m.id,
                "message": m.text,
                "created_time": graph_time(m.created),
                "from": them if m.person else page,
                "to": {"data": [page if m.person else them]},
            }
            for m in sorted(conversation.messages, key=lambda m: (m.created, m.id), reverse=True)
        ]
        expected[conversation.id] = ([person.facebook_id, PAGE_ID], messages)
    assert read == expected


def test_the_sdk_reads_who_reacted_to_a_post_and_to_its_comments(server: Server, world: World):
    api, post = sdk(server), max(world.posts, key=lambda p: sum(c.post_id == p.id for c in world.comments))
    below = list(Post(post.id, api=api).get_comments(params={"filter": Comment.Filter.stream, "limit": 20}))
    assert len(below) > 20

    for found in [post, *(c for c in world.comments if c.id in {node["id"] for node in below})]:
        kind = Post if found is post else Comment
        nodes = kind(found.id, api=api).get_reactions(fields=["id", "name", "type"], params={"limit": 7})
        expected = graph_reactions.of(found, world.end)
        assert [(node["id"], node["name"], node["type"]) for node in map(plain, nodes)] == [
            (one.id, one.name, one.kind) for one in reversed(expected)
        ]
        counted = plain(kind(found.id, api=api).api_get(fields=["reactions.limit(0).summary(total_count)"]))
        assert counted["reactions"]["summary"]["total_count"] == len(expected)


def reviewed(world: World) -> list[Review]:
    """A dozen reviews; the page answered every other one, and somebody took one back."""
    found = []
    for number, person in enumerate(world.people[:12]):
        story, at = f"88{number:03}", world.start + 3600 * number
        review = Review(story, at, person, number % 3 > 0, "" if number == 4 else f"Naja {number}")
        review.deleted_at = at + 60 if number == 5 else None
        if number % 2:
            review.answers = [
                PageComment(f"{story}_1", story, f"{story}_1", None, None, None, "Danke!", at + 600)
            ]
        found.append(review)
    return found


def test_the_sdk_reads_every_review_and_what_stands_below_it(serve: Serve, world: World):
    reviews = reviewed(world)
    graph = Graph(world, "secret", reviews)
    session = FacebookSession(access_token="secret")
    session.GRAPH = serve(Shown(graph)).url
    api = FacebookAdsApi(session)
    fields = [
        "created_time",
        "recommendation_type",
        "review_text",
        "has_review",
        "reviewer",
        "open_graph_story",
    ]
    read = [plain(node) for node in Page(PAGE_ID, api=api).get_ratings(fields=fields, params={"limit": 5})]

    there = [review for review in reversed(reviews) if not review.deleted_at]
    assert [(node["open_graph_story"]["id"], node["reviewer"]["id"]) for node in read] == [
        (review.id, review.person.facebook_id) for review in there
    ]
    assert [
        (n["created_time"], n["recommendation_type"], n.get("review_text"), n["has_review"]) for n in read
    ] == [
        (
            graph_time(r.created),
            "positive" if r.recommends else "negative",
            r.text or None,
            bool(r.text),
        )
        for r in there
    ]
    for review in there:
        # The SDK has no class for a review's story; its comments are read as those of a post.
        below = [plain(node) for node in Post(review.id, api=api).get_comments(fields=COMMENT)]
        assert [(node["id"], node["message"]) for node in below] == [(a.id, a.text) for a in review.answers]


def test_our_connector_reads_the_same_reviews(serve: Serve, world: World):
    graph = Graph(world, "secret", reviewed(world))
    url = serve(Shown(graph)).url
    settings = {"page_id": PAGE_ID, "token": "secret", "base_url": url, "start": date(2026, 1, 1)}
    connector = facebook.connect("fb", facebook.Settings.model_validate(settings), Path())
    end = datetime.fromtimestamp(world.end, UTC)
    found = [one for page in connector.fetch("reviews", {}, until=end) for one in page.records]

    there = [review for review in reviewed(world) if not review.deleted_at]
    assert {one.record_id for one in found if "review" in one.payload} == {review.id for review in there}
    assert {one.record_id for one in found if "comment" in one.payload} == {
        answer.id for review in there for answer in review.answers
    }


def test_doctor_names_each_permission_that_was_taken_away(serve: Serve, world: World):
    graph = Graph(world, "secret")
    graph.refused = {"pages_messaging", "pages_read_user_content"}
    settings = {
        "page_id": PAGE_ID,
        "token": "secret",
        "base_url": serve(Shown(graph)).url,
        "start": "2026-01-01",
    }
    asked = facebook.Settings.model_validate(settings | {"read_insights": True})
    checks = facebook.connect("fb", asked, Path()).check()

    assert {check.name for check in checks if not check.ok} - {"clock"} == graph.refused


def test_the_sdk_understands_a_wrong_token(server: Server):
    with pytest.raises(FacebookRequestError) as caught:
        Page(PAGE_ID, api=sdk(server, "wrong")).get_posts()

    assert (caught.value.api_error_code(), caught.value.api_error_type()) == (190, "OAuthException")


def test_the_sdk_understands_a_throttled_app(server: Server):
    server.faults.add("throttle", platform="facebook", code=32)
    with pytest.raises(FacebookRequestError) as caught:
        Page(PAGE_ID, api=sdk(server)).get_posts()

    assert (caught.value.api_error_code(), caught.value.http_status()) == (32, 400)
