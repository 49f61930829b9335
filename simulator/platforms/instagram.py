"""The Graph API for one Instagram account: media, comments with replies, tags, insights, private conversations.

Source: Graph API reference (IGUser, IGMedia, IGComment, UnifiedThread; v26.0). Checked with the vendor's own Python
SDK in tests. Comments stand newest first, replies under their top-level comment, oldest first; what was deleted leaves
a gap in its page of results. `since` and `until` are known for media only.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from simulator import reach
from simulator.faults import Fault
from simulator.platforms import graph_errors as errors
from simulator.platforms.graph_fields import Field, FieldsError, parse, text_of
from simulator.platforms.graph_nodes import UnknownField
from simulator.platforms.graph_paging import BadParameter, Edge, Key, paginate, within
from simulator.platforms.instagram_nodes import DEFAULTS, NAMES, Account, Nodes, Tagged
from simulator.platforms.wire import Answer, Request
from simulator.records import Comment, Conversation, Person, Post, PrivateMessage
from simulator.visible import removal_instants

NEEDS = {
    "media": "instagram_basic", "comments": "instagram_manage_comments", "replies": "instagram_manage_comments",
    "tags": "instagram_manage_comments", "insights": "instagram_manage_insights",
    "conversations": "instagram_manage_messages", "messages": "instagram_manage_messages",
}  # fmt: skip
KINDS = {
    "comments": "Comment",
    "replies": "Comment",
    "conversations": "Conversation",
    "messages": "PrivateMessage",
}
THROTTLED = 80002
UNIQUE = 0.7


class Instagram:
    """Answers Graph requests about an account's `posts` and what stands below them, as of `now` (epoch seconds).

    `removed` says when posts were deleted, by id. A comment without a person is the account's own. `refused` are
    permissions that the token lost, by name.
    """

    def __init__(
        self, account: Account, token: str, posts: Sequence[Post], comments: Sequence[Comment],
        conversations: Sequence[Conversation] = (), tagged: Sequence[Tagged] = (), *,
        removed: Mapping[str, int] | None = None, now: int = 0,
    ) -> None:  # fmt: skip
        self.account, self.token, self.now = account, token, now
        self.refused: set[str] = set()
        self._posts = {post.id: post for post in posts}
        self._removed = {**(removed or {}), **removal_instants(comments)}
        self._comments = {comment.id: comment for comment in comments}
        self._conversations = {one.id: one for one in conversations}
        self._messages = {message.id: (one, message) for one in conversations for message in one.messages}
        self._tagged = {one.id: one for one in tagged}
        self._tops: dict[str, list[Comment]] = {}
        self._below: dict[str, list[Comment]] = {}
        for comment in comments:
            if comment.root_id == comment.id:
                self._tops.setdefault(comment.post_id, []).append(comment)
            else:
                self._below.setdefault(comment.root_id, []).append(comment)
        self._nodes = Nodes(self)
        self._calls = 0

    # -- what is there now ----------------------------------------------------------------------------------

    def is_there(self, found: Post | Comment | Tagged) -> bool:
        """Published, and neither deleted nor below something deleted."""
        gone = found.deleted_at if isinstance(found, Tagged) else self._removed.get(found.id)
        if isinstance(found, Comment) and not self.is_there(self._posts[found.post_id]):
            return False
        return found.created <= self.now and (gone is None or gone > self.now)

    def media(self) -> list[Post]:
        """The account's posts."""
        return [post for post in self._posts.values() if self.is_there(post)]

    def comment_count(self, post: Post) -> int:
        """Comments and replies below a post, hidden ones too."""
        tops = self._tops.get(post.id, [])
        below = [one for top in tops for one in (top, *self._below.get(top.id, []))]
        return sum(self.is_there(one) for one in below)

    def messages(self, conversation: Conversation) -> list[PrivateMessage]:
        """A conversation's messages up to now, oldest first."""
        return [message for message in conversation.messages if message.created <= self.now]

    def conversation_of(self, message: PrivateMessage) -> Conversation:
        """The thread that a private message belongs to."""
        return self._messages[message.id][0]

    def author(self, person: Person | None) -> dict[str, str]:
        """Who wrote: id and name; the account itself without a person."""
        if person is None:
            return {"id": self.account.id, "username": self.account.username}
        return {"id": person.facebook_id, "username": person.handle}

    # -- requests -------------------------------------------------------------------------------------------

    def answer(self, request: Request) -> Answer:
        """The answer to one GET, with the account's usage in its header."""
        self._calls += 1
        answer = self._answer(request)
        answer.headers.setdefault("X-Business-Use-Case-Usage", self._usage(min(99, self._calls // 500), 0))
        answer.headers.setdefault("facebook-api-version", "v26.0")
        return answer

    def fault_answer(self, fault: Fault) -> Answer | None:
        """A fault in the platform's own words; None where the true answer goes out, only badly."""
        if fault.kind == "throttle":
            answer = errors.throttled(THROTTLED)
            answer.headers["X-Business-Use-Case-Usage"] = self._usage(100, int(fault.seconds) // 60)
            return answer
        if fault.kind == "too_much_data":
            return errors.too_much_data()
        if fault.kind == "error":
            return errors.unknown_error()
        return Answer(200, b"<html><body>Bad gateway</body></html>") if fault.kind == "garbage" else None

    def _usage(self, percent: int, minutes: int) -> str:
        case = {
            "type": "instagram",
            "call_count": percent,
            "total_cputime": percent // 2,
            "total_time": percent // 2,
        }
        return json.dumps({self.account.id: [case | {"estimated_time_to_regain_access": minutes}]})

    def _answer(self, request: Request) -> Answer:
        given = request.params.get("access_token") or request.headers.get("authorization", "")
        if not given:
            return errors.no_token()
        if given.removeprefix("Bearer ").removeprefix("OAuth ") != self.token:
            return errors.bad_token()
        parts = [part for part in request.path.split("/") if part]
        if parts and re.fullmatch(r"v\d+\.\d+", parts[0]):
            parts = parts[1:]
        if not parts or len(parts) > 2 or (found := self.find(parts[0])) is None:
            return errors.unknown_object("/".join(parts))
        needed = NEEDS.get(parts[1]) if len(parts) == 2 else "instagram_basic"
        if needed in self.refused:
            return errors.no_permission(str(needed))
        try:
            if len(parts) == 1:
                fields = parse(request.params.get("fields") or DEFAULTS[type(found).__name__])
                return Answer(200, self._nodes.render(found, fields, request))
            if parts[1] == "insights" and isinstance(found, Post):
                return self._insights(found, request)
            asked = parse(request.params["fields"]) if request.params.get("fields") else None
            return Answer(200, self.list_edge(found, parts[1], dict(request.params), asked, request))
        except UnknownField as problem:
            return errors.unknown_field(problem.name, problem.node)
        except (FieldsError, BadParameter) as problem:
            return errors.bad_parameter(str(problem))

    def find(self, name: str) -> Any:
        """The account, its page ('page'), or the object of that id, if it can be seen now."""
        if name in (self.account.page_id, self.account.id):
            return self.account if name == self.account.id else "page"
        found = self._posts.get(name) or self._comments.get(name) or self._tagged.get(name)
        if found is not None:
            return found if self.is_there(found) else None
        conversation = self._conversations.get(name)
        if conversation and self.messages(conversation):
            return conversation
        pair = self._messages.get(name)
        return pair[1] if pair and pair[1].created <= self.now else None

    def list_edge(
        self, found: Any, edge: str, params: dict[str, str], fields: list[Field] | None, request: Request
    ) -> dict[str, Any]:
        """One page of an edge, e.g. the comments of a post; also used for edges nested in `fields`."""
        items: Sequence[Any]
        key: Callable[[Any], Key] = lambda item: (item.created, item.id)  # noqa: E731
        newest_first, kind = True, KINDS.get(edge, "Post")
        match found, edge:
            case Account(), "media":
                items = [post for post in self.media() if within(post.created, params)]
            case Account(), "tags":
                items, kind = list(self._tagged.values()), "Tagged"
            case Post(), "comments":
                items = [one for one in self._tops.get(found.id, []) if one.created <= self.now]
            case Comment(), "replies":
                items, newest_first = self._below.get(found.id, []), False
                items = [one for one in items if one.created <= self.now]
            case "page", "conversations":
                is_ours = params.get("platform") == "instagram"
                items = [one for one in self._conversations.values() if is_ours and self.messages(one)]
                key = lambda item: (self.messages(item)[-1].created, item.id)  # noqa: E731
            case Conversation(), "messages":
                items = self.messages(found)
            case _:
                raise UnknownField(edge, NAMES[type(found).__name__])
        ordered = sorted(items, key=key, reverse=newest_first)
        if fields is not None:
            params = {**params, "fields": text_of(fields)}
        name = self.account.page_id if found == "page" else found.id
        page, paging = paginate(ordered, key, newest_first, Edge(name, edge, params, request, self.token))
        shown = [one for one in page if not isinstance(one, Comment | Tagged) or self.is_there(one)]
        asked = fields or parse(DEFAULTS[kind])
        answer: dict[str, Any] = {"data": [self._nodes.render(one, asked, request) for one in shown]}
        return answer | ({"paging": paging} if paging else {})

    def _insights(self, post: Post, request: Request) -> Answer:
        names = [name.strip(' "[]') for name in request.params.get("metric", "").split(",")]
        views = reach.organic(post, self.now)
        values = {"views": views, "reach": int(views * UNIQUE), "comments": self.comment_count(post)}
        if not any(names):
            return errors.no_metric()
        if any(name not in values for name in names):
            return errors.bad_parameter(
                "metric[0] must be one of the following values: views, reach, comments"
            )
        return Answer(200, {"data": [
            {
                "name": name, "period": "lifetime", "values": [{"value": values[name]}], "title": name.capitalize(),
                "description": "", "id": f"{post.id}/insights/{name}/lifetime",
            }
            for name in dict.fromkeys(names)
        ]})  # fmt: skip
