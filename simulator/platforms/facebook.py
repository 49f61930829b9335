"""Facebook's Graph API for one page: posts, comments with replies, reactions, reviews, private conversations.

Source: Graph API reference (Page, PagePost, Comment, Recommendation, UnifiedThread; v26.0). Any version in the path is
accepted. Checked with the vendor's own Python SDK in tests. Replies to replies are listed under their top-level
comment, as on the page, each with its own `parent`; a deleted comment leaves a gap in its page of results.
"""

from __future__ import annotations

import bisect
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.company import PAGE_ID
from simulator.platforms import graph_errors as errors
from simulator.platforms import graph_reactions, graph_reviews, post_insights
from simulator.platforms.ads import Ads
from simulator.platforms.graph_fields import Field, FieldsError, parse, text_of
from simulator.platforms.graph_nodes import DEFAULTS, Nodes, UnknownField
from simulator.platforms.graph_paging import BadParameter, Edge, Key, paginate, within
from simulator.platforms.graph_reviews import Review
from simulator.platforms.wire import Answer, Request
from simulator.records import Comment, Conversation, Post, World
from simulator.visible import removal_instants

NEEDS = {
    "posts": "pages_read_engagement", "feed": "pages_read_user_content", "visitor_posts": "pages_read_user_content",
    "ratings": "pages_read_user_content", "comments": "pages_read_user_content", "conversations": "pages_messaging",
    "messages": "pages_messaging", "insights": "read_insights",
}  # fmt: skip


def _by_creation(item: Any) -> Key:
    return item.created, item.id


@dataclass(frozen=True)
class Listed:
    """What stands on an edge, and how it is listed: by what, from which end, and what leaves a gap in its page."""

    items: Sequence[Any]
    key: Callable[[Any], Key] = _by_creation
    is_newest_first: bool = True
    is_shown: Callable[[Any], bool] = lambda item: True


class Graph:
    """Answers Graph requests about a world and its `reviews`, as of an instant.

    `refused` are permissions that the token lost, by name.
    """

    def __init__(self, world: World, token: str, reviews: Sequence[Review] = ()) -> None:
        self.world, self.token, self.reviews = world, token, reviews
        self.now, self.refused = world.end, set[str]()
        comments = [*world.comments, *graph_reviews.comments(reviews)]
        self._removed = removal_instants(comments)
        self._posts = {post.id: post for post in world.posts}
        self._reviews = {review.id: review for review in reviews}
        self._comments = {comment.id: comment for comment in comments}
        self._conversations = {c.id: c for c in world.conversations}
        self._messages = {m.id: (c, m) for c in world.conversations for m in c.messages}
        self._tops: dict[str, list[Comment]] = {}
        self._stream: dict[str, list[Comment]] = {}
        self._below: dict[str, list[Comment]] = {}
        for comment in comments:
            self._stream.setdefault(comment.post_id, []).append(comment)
            if comment.parent_id is None:
                self._tops.setdefault(comment.post_id, []).append(comment)
                continue
            self._below.setdefault(comment.root_id, []).append(comment)
            if comment.parent_id != comment.root_id:
                self._below.setdefault(comment.parent_id, []).append(comment)
        self._nodes = Nodes(self)
        self._ads = Ads(world, token)
        self._calls = 0

    # -- what is there now ----------------------------------------------------------------------------------

    def is_gone(self, comment: Comment) -> bool:
        """Deleted, or below something deleted, at now."""
        return self._removed.get(comment.id, self.now + 1) <= self.now

    def replies(self, comment: Comment) -> list[Comment]:
        """The replies below a comment that can be seen now."""
        below = self._below.get(comment.id, [])
        return [c for c in below if c.created <= self.now and not self.is_gone(c)]

    def messages(self, conversation: Conversation) -> list[Any]:
        """A conversation's messages up to now, oldest first."""
        end = bisect.bisect_right(conversation.messages, self.now, key=lambda m: m.created)
        return conversation.messages[:end]

    def conversation_of(self, message: Any) -> Conversation:
        """The thread that a private message belongs to."""
        return self._messages[message.id][0]

    # -- requests -------------------------------------------------------------------------------------------

    def answer(self, request: Request) -> Answer:
        """The answer to one GET, with the usage headers that every answer carries."""
        self._calls += 1
        answer = self._answer(request)
        percent = min(99, self._calls // 2000)
        usage = {"call_count": percent, "total_cputime": percent // 2, "total_time": percent // 2}
        answer.headers.setdefault("X-App-Usage", json.dumps(usage))
        business = [{"type": "pages", **usage, "estimated_time_to_regain_access": 0}]
        answer.headers.setdefault("X-Business-Use-Case-Usage", json.dumps({PAGE_ID: business}))
        answer.headers.setdefault("facebook-api-version", "v26.0")
        return answer

    def _answer(self, request: Request) -> Answer:
        given = request.params.get("access_token") or request.headers.get("authorization", "")
        if not given:
            return errors.no_token()
        if given.removeprefix("Bearer ").removeprefix("OAuth ") != self.token:
            return errors.bad_token()
        parts = [part for part in request.path.split("/") if part]
        if parts and re.fullmatch(r"v\d+\.\d+", parts[0]):
            parts = parts[1:]
        if not parts or len(parts) > 2:
            return errors.unknown_object("/".join(parts))
        if len(parts) == 2 and NEEDS.get(parts[1]) in self.refused:
            return errors.no_permission(NEEDS[parts[1]])
        try:
            if self._ads.knows(parts[0]):
                if "ads_read" in self.refused:
                    return errors.no_permission("ads_read")
                return self._ads.answer(parts, request, self.now)
            return (
                self._node(parts[0], request) if len(parts) == 1 else self._edge(parts[0], parts[1], request)
            )
        except UnknownField as problem:
            return errors.unknown_field(problem.name, problem.node)
        except (FieldsError, BadParameter) as problem:
            return errors.bad_parameter(str(problem))

    def find(self, object_id: str) -> Any:
        """The page ('page'), or the post, comment, conversation or message of that id, if it can be seen now."""
        if object_id in (PAGE_ID, "me"):
            return "page"
        post, comment = self._posts.get(object_id), self._comments.get(object_id)
        if post and post.created <= self.now:
            return post
        if comment and comment.created <= self.now and not self.is_gone(comment):
            return comment
        review = self._reviews.get(object_id)
        if review and review.is_there(self.now):
            return review
        conversation = self._conversations.get(object_id)
        if conversation and self.messages(conversation):
            return conversation
        pair = self._messages.get(object_id)
        return pair[1] if pair and pair[1].created <= self.now else None

    def _node(self, object_id: str, request: Request) -> Answer:
        found = self.find(object_id)
        if found is None:
            return errors.unknown_object(object_id)
        return Answer(200, self._nodes.render(found, self._fields(request.params, found), request))

    def _fields(self, params: Any, found: Any) -> list[Field]:
        return parse(params["fields"]) if params.get("fields") else parse(DEFAULTS[type(found).__name__])

    def _edge(self, object_id: str, edge: str, request: Request) -> Answer:
        found = self.find(object_id)
        if found is None:
            return errors.unknown_object(object_id)
        if edge == "insights" and isinstance(found, Post):
            return post_insights.answer(found, request, self.now)
        fields = parse(request.params["fields"]) if request.params.get("fields") else None
        return Answer(200, self.list_edge(object_id, found, edge, dict(request.params), fields, request))

    def list_edge(
        self,
        object_id: str,
        found: Any,
        edge: str,
        params: dict[str, str],
        fields: list[Field] | None,
        request: Request,
    ) -> dict[str, Any]:
        """One page of an edge, e.g. the comments of a post; also used for edges nested in `fields`."""
        listed = self._listed(found, edge, params)
        ordered = sorted(listed.items, key=listed.key, reverse=listed.is_newest_first)
        if fields is not None:
            params = {**params, "fields": text_of(fields)}
        page, paging = paginate(
            ordered, listed.key, listed.is_newest_first, Edge(object_id, edge, params, request, self.token)
        )
        kind = fields or parse(DEFAULTS[_edge_kind(edge)])
        data = [self._nodes.render(item, kind, request) for item in page if listed.is_shown(item)]
        answer: dict[str, Any] = {"data": data}
        if paging:
            answer["paging"] = paging
        if edge == "reactions" and "summary" in params:
            answer["summary"] = {"total_count": len(ordered), "viewer_reaction": "NONE"}
        if edge == "comments" and params.get("summary") not in (None, "false", "0"):
            total = sum(map(listed.is_shown, ordered))
            order = params.get("order", "chronological")
            answer["summary"] = {"order": order, "total_count": total, "can_comment": True}
        return answer

    def _listed(self, found: Any, edge: str, params: dict[str, str]) -> Listed:
        """What stands on an edge now.

        Raises:
            UnknownField: this object has no such edge.
        """
        if found == "page":
            return self._listed_of_page(edge, params)
        if edge == "reactions" and isinstance(found, Post | Comment):
            return Listed(graph_reactions.of(found, self.now))
        if edge == "comments" and isinstance(found, Post | Comment | Review):
            return Listed(
                self._comment_items(found, params),
                is_newest_first=params.get("order") == "reverse_chronological",
                is_shown=lambda comment: not self.is_gone(comment),
            )
        if edge == "messages" and isinstance(found, Conversation):
            return Listed(self.messages(found))
        raise UnknownField(edge, _kind(found))

    def _listed_of_page(self, edge: str, params: dict[str, str]) -> Listed:
        if edge in ("feed", "posts", "published_posts"):
            posts = [post for post in self.world.posts if post.created <= self.now]
            return Listed([post for post in posts if within(post.created, params)])
        if edge == "visitor_posts":
            return Listed([])
        if edge == "ratings":
            return Listed([review for review in self.reviews if review.is_there(self.now)])
        if edge == "conversations":
            talks = [talk for talk in self.world.conversations if self.messages(talk)]
            return Listed(talks, key=lambda talk: (self.messages(talk)[-1].created, talk.id))
        raise UnknownField(edge, _kind("page"))

    def _comment_items(self, found: Post | Comment | Review, params: dict[str, str]) -> list[Comment]:
        if isinstance(found, Comment):
            items = self._below.get(found.id, [])
        elif params.get("filter", "toplevel") == "stream":
            items = self._stream.get(found.id, [])
        else:
            items = self._tops.get(found.id, [])
        end = bisect.bisect_right(items, self.now, key=lambda c: c.created)
        return [c for c in items[:end] if within(c.created, {"since": params.get("since", "")})]


def _kind(found: Any) -> str:
    return "Page" if found == "page" else type(found).__name__


def _edge_kind(edge: str) -> str:
    kinds = {
        "comments": "Comment", "conversations": "Conversation", "messages": "PrivateMessage", "ratings": "Review",
        "reactions": "Reaction",
    }  # fmt: skip
    return kinds.get(edge, "Post")
