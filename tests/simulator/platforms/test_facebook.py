"""The Graph API's answers at the edges: tokens, unknown things, pages of results, the passing of time."""

from typing import Any

import pytest

from simulator.company import PAGE_ID
from simulator.platforms.facebook import Graph
from simulator.platforms.wire import Answer, Request
from simulator.records import World
from simulator.visible import removal_instants

TOKEN = "secret"


@pytest.fixture
def graph(world: World) -> Graph:
    return Graph(world, TOKEN)


def get(graph: Graph, path: str, token: str | None = TOKEN, **params: Any) -> Answer:
    if token is not None:
        params["access_token"] = token
    texts = {name: str(value) for name, value in params.items()}
    return graph.answer(Request(path, texts, {}, "http://graph.test"))


def pages(graph: Graph, path: str, **params: Any) -> list[list[dict[str, Any]]]:
    found, after = [], {}
    while True:
        body = get(graph, path, **params, **after).body
        found.append(body["data"])
        if "next" not in body.get("paging", {}):
            return found
        after = {"after": body["paging"]["cursors"]["after"]}


def busiest(world: World) -> str:
    posts = [c.post_id for c in world.comments]
    return max(set(posts), key=posts.count)


def test_without_a_token_nothing_is_said(graph: Graph):
    answer = get(graph, PAGE_ID, token=None)
    assert (answer.status, answer.body["error"]["code"]) == (400, 104)


def test_a_wrong_token_is_error_190(graph: Graph):
    answer = get(graph, PAGE_ID, token="wrong")
    assert (answer.status, answer.body["error"]["code"], answer.body["error"]["type"]) == (
        401,
        190,
        "OAuthException",
    )


def test_a_token_may_come_in_the_header(graph: Graph):
    request = Request(f"v26.0/{PAGE_ID}", {}, {"authorization": f"Bearer {TOKEN}"}, "")
    assert graph.answer(request).body == {"id": PAGE_ID, "name": "Nordfunk"}


def test_what_does_not_exist_is_error_100_33(graph: Graph):
    answer = get(graph, "v26.0/1_2")
    assert (answer.status, answer.body["error"]["code"], answer.body["error"]["error_subcode"]) == (
        400,
        100,
        33,
    )


def test_a_field_that_does_not_exist_is_refused(graph: Graph):
    answer = get(graph, f"{PAGE_ID}/feed", fields="id,mesage")
    assert (answer.status, answer.body["error"]["code"]) == (400, 100)
    assert "mesage" in answer.body["error"]["message"]


def test_every_answer_tells_the_usage(graph: Graph):
    headers = get(graph, PAGE_ID).headers
    assert '"call_count"' in headers["X-App-Usage"]
    assert PAGE_ID in headers["X-Business-Use-Case-Usage"]


@pytest.mark.parametrize("limit", [1, 3, 25, 100])
def test_pages_of_any_size_hold_every_comment_once(graph: Graph, world: World, limit: int):
    post = busiest(world)
    removed = removal_instants(world.comments)
    gone = {name for name, at in removed.items() if at <= world.end}
    there = [c.id for c in world.comments if c.post_id == post and c.id not in gone]
    found = [c["id"] for page in pages(graph, f"{post}/comments", filter="stream", limit=limit) for c in page]
    assert found == there


def test_a_deleted_comment_leaves_a_gap_in_its_page(graph: Graph, world: World):
    removed = removal_instants(world.comments)
    lost = next(c for c in world.comments if removed.get(c.id, world.end + 1) <= world.end)
    sizes = [len(page) for page in pages(graph, f"{lost.post_id}/comments", filter="stream", limit=1)]
    assert 0 in sizes


def test_newest_first_is_the_same_list_backwards(graph: Graph, world: World):
    path = f"{busiest(world)}/comments"
    oldest = [c["id"] for page in pages(graph, path, filter="stream") for c in page]
    newest = [
        c["id"]
        for page in pages(graph, path, filter="stream", order="reverse_chronological", limit=7)
        for c in page
    ]
    assert newest == oldest[::-1]


def test_before_leads_back(graph: Graph, world: World):
    path = f"{busiest(world)}/comments"
    first = get(graph, path, filter="stream", limit=5).body
    second = get(graph, path, filter="stream", limit=5, after=first["paging"]["cursors"]["after"]).body
    back = get(graph, path, filter="stream", limit=5, before=second["paging"]["cursors"]["before"]).body
    assert back["data"] == first["data"]
    assert "previous" not in first["paging"]
    assert "previous" in second["paging"]


def test_top_level_comments_hold_their_replies(graph: Graph, world: World):
    post = busiest(world)
    fields = "id,comment_count,comments.limit(100){id,parent{id},from}"
    tops = [c for page in pages(graph, f"{post}/comments", fields=fields, limit=100) for c in page]
    replies = [r for top in tops for r in top.get("comments", {"data": []})["data"]]
    stream = [
        c for page in pages(graph, f"{post}/comments", filter="stream", fields="id,parent") for c in page
    ]
    assert {c["id"] for c in [*tops, *replies]} == {c["id"] for c in stream}
    assert all("parent" in reply for reply in replies)
    assert sum(top["comment_count"] for top in tops) == len(replies)


def test_a_nested_page_says_where_it_goes_on(graph: Graph, world: World):
    thread = max(world.conversations, key=lambda c: len(c.messages))
    body = get(graph, thread.id, fields="messages.limit(2){message}").body["messages"]
    assert len(body["data"]) == 2
    assert body["paging"]["next"].startswith(f"http://graph.test/v26.0/{thread.id}/messages?")
    assert "fields=message" in body["paging"]["next"]


def test_since_and_until_bound_the_feed_in_seconds_and_dates(graph: Graph, world: World):
    middle = world.posts[len(world.posts) // 2].created
    newer = [p["id"] for page in pages(graph, f"{PAGE_ID}/feed", since=middle) for p in page]
    older = [p["id"] for page in pages(graph, f"{PAGE_ID}/feed", until=middle - 1) for p in page]
    assert [*newer, *older] == [p.id for p in reversed(world.posts)]
    assert get(graph, f"{PAGE_ID}/feed", since="2999-01-01").body == {"data": []}
    assert get(graph, f"{PAGE_ID}/feed", since="soon").status == 400


def test_conversations_come_latest_change_first(graph: Graph, world: World):
    found = [c for page in pages(graph, f"{PAGE_ID}/conversations", limit=9) for c in page]
    updated = [c["updated_time"] for c in found]
    assert updated == sorted(updated, reverse=True)
    assert {c["id"] for c in found} == {c.id for c in world.conversations}


def test_the_page_is_seen_as_of_an_instant(graph: Graph, world: World):
    edited = next(c for c in world.comments if c.edits and c.edits[0][0] < world.end and not c.deleted_at)
    at, text = edited.edits[0]
    graph.now = edited.created - 1
    assert get(graph, edited.id).status == 400
    graph.now = at - 1
    assert get(graph, edited.id).body["message"] == edited.text
    graph.now = at
    assert get(graph, edited.id).body["message"] == text


def test_a_hidden_comment_can_be_seen_by_the_page_and_says_so(graph: Graph, world: World):
    hidden = next(c for c in world.comments if c.hidden_at and c.hidden_at < world.end)
    assert get(graph, hidden.id, fields="is_hidden").body["is_hidden"] is True
    graph.now = hidden.created
    assert get(graph, hidden.id, fields="is_hidden").body["is_hidden"] is False


def test_the_pages_own_comments_name_the_employee(graph: Graph, world: World):
    reply = next(c for c in world.comments if c.agent and c.id not in removal_instants(world.comments))
    body = get(graph, reply.id, fields="from,admin_creator").body
    assert body["from"] == {"name": "Nordfunk", "id": PAGE_ID}
    assert reply.agent
    assert body["admin_creator"] == {"name": reply.agent.name, "id": reply.agent.facebook_id}


def test_a_cursor_that_is_none_is_refused(graph: Graph):
    assert get(graph, f"{PAGE_ID}/feed", after="%%%").status == 400
    assert get(graph, f"{PAGE_ID}/feed", limit="many").status == 400
