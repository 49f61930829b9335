"""Meta's own Python SDK walks the simulated page; what it read is compared with the world record by record."""

from typing import Any

import pytest
from facebook_business.adobjects.comment import Comment
from facebook_business.adobjects.page import Page
from facebook_business.adobjects.post import Post
from facebook_business.adobjects.unifiedthread import UnifiedThread
from facebook_business.api import FacebookAdsApi
from facebook_business.exceptions import FacebookRequestError
from facebook_business.session import FacebookSession

from simulator.company import PAGE_ID
from simulator.platforms.wire import graph_time
from simulator.records import World
from simulator.server import Server
from simulator.visible import removal_instants

pytestmark = [
    pytest.mark.server,
    # The SDK generates its field lists for ads and doesn't know those of private messages.
    pytest.mark.filterwarnings("ignore:messages does not allow field"),
]

COMMENT = ["id", "message", "created_time", "from", "is_hidden", "admin_creator", "parent", "comment_count"]


def sdk(server: Server, token: str | None = None) -> FacebookAdsApi:
    session = FacebookSession(access_token=token or server.token)
    session.GRAPH = server.facebook_url
    return FacebookAdsApi(session)


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


def test_the_sdk_understands_a_wrong_token(server: Server):
    with pytest.raises(FacebookRequestError) as caught:
        Page(PAGE_ID, api=sdk(server, "wrong")).get_posts()

    assert (caught.value.api_error_code(), caught.value.api_error_type()) == (190, "OAuthException")


def test_the_sdk_understands_a_throttled_app(server: Server):
    server.faults.add("throttle", platform="facebook", code=32)
    with pytest.raises(FacebookRequestError) as caught:
        Page(PAGE_ID, api=sdk(server)).get_posts()

    assert (caught.value.api_error_code(), caught.value.http_status()) == (32, 400)
