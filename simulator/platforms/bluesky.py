"""Bluesky for one account: sessions, notifications, its feed, threads, direct messages.

Source: the lexicons and the open source of Bluesky's servers. Checked with the client atproto in tests. Lists are
newest first by the earlier one of claimed and real time; a thread goes ten levels down at most, whatever is asked for.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from urllib.parse import parse_qs

from simulator.faults import Fault
from simulator.platforms import bluesky_views as views
from simulator.platforms.bluesky_session import Sessions, problem
from simulator.platforms.bluesky_world import Post, Sky
from simulator.platforms.wire import Answer, Request

WINDOW, DEEPEST, NOTIFIED_LEVELS = 300, 10, 5
CHAT = "did:web:api.bsky.chat#bsky_chat"
Item = tuple[int, str, dict[str, Any]]


class Bluesky:
    """Answers requests about a sky, as of an instant; `limit` requests are allowed in each five minutes of `now`."""

    takes_post = True

    def __init__(
        self, sky: Sky, password: str, *, limit: int = 3000, may_chat: bool = True, lifetime: int = 7200
    ) -> None:
        self.sky, self.limit, self.now = sky, limit, sky.end
        self.sessions = Sessions(sky.brand, password, may_chat, lifetime)
        self.refused: set[str] = set()  # permissions that were taken away, by name
        self._calls: dict[int, int] = {}
        self._replies: dict[str, list[Post]] = defaultdict(list)
        for post in sky.posts.values():
            self._replies[post.parent or ""].append(post)

    def answer(self, request: Request) -> Answer:
        """The answer to one request, with the rate limit's headers."""
        window = self.now // WINDOW
        self._calls[window] = self._calls.get(window, 0) + 1
        left = self.limit - self._calls[window]
        if left < 0:
            answer = problem(429, "RateLimitExceeded", "Rate Limit Exceeded")
        else:
            answer = self._answer(request, request.path.rpartition("/")[2])
        answer.headers |= {
            "RateLimit-Limit": str(self.limit), "RateLimit-Remaining": str(max(0, left)),
            "RateLimit-Reset": str((window + 1) * WINDOW), "RateLimit-Policy": f"{self.limit};w={WINDOW}",
        }  # fmt: skip
        return answer

    def fault_answer(self, fault: Fault) -> Answer | None:
        """A fault in the platform's own words; None where the true answer goes out, only badly."""
        if fault.kind == "throttle":
            answer = problem(429, "RateLimitExceeded", "Rate Limit Exceeded")
            answer.headers["RateLimit-Reset"] = str(self.now - int(-fault.seconds // 1))
            return answer
        if fault.kind == "error":
            return problem(502, "UpstreamFailure", "Upstream service unreachable")
        return Answer(200, b"<html><body>Bad gateway</body></html>") if fault.kind == "garbage" else None

    def _answer(self, request: Request, method: str) -> Answer:
        if method == "com.atproto.server.createSession":
            return self.sessions.sign_in(request, self.now)
        if method == "com.atproto.server.refreshSession":
            return self.sessions.refresh(request, self.now)
        is_chat = method.startswith("chat.")
        if refused := self.sessions.refused(request, self.now, chat=is_chat):
            return refused
        if is_chat and "Allow access to your direct messages" in self.refused:
            return problem(400, "InvalidToken", "Bad token method")
        params = request.params
        match method:
            case "app.bsky.notification.listNotifications":
                reasons = set(parse_qs(request.query).get("reasons", []))
                return self._page("notifications", self._notifications(reasons), request)
            case "app.bsky.feed.getAuthorFeed":
                if params.get("actor") not in (self.sky.brand.did, self.sky.brand.handle):
                    return problem(400, "InvalidRequest", "Profile not found")
                return self._page("feed", self._feed(), request)
            case "app.bsky.feed.getPostThread":
                return self._thread(params)
            case "chat.bsky.convo.listConvos" if request.headers.get("atproto-proxy") == CHAT:
                return self._page("convos", self._convos(), request)
            case "chat.bsky.convo.getMessages" if request.headers.get("atproto-proxy") == CHAT:
                return self._messages(request)
        return problem(501, "MethodNotImplemented", "Method Not Implemented")

    def _is_there(self, post: Post | None) -> bool:
        return (
            post is not None and post.indexed <= self.now and not (post.deleted and post.deleted <= self.now)
        )

    def _is_shown(self, post: Post | None) -> bool:
        return post is not None and self._is_there(post) and not self._is_hidden(post)

    def _is_hidden(self, post: Post) -> bool:
        return bool(post.author.blocks and post.author.blocks <= self.now)

    def _view(self, post: Post) -> dict[str, Any]:
        return views.post_view(post, sum(self._is_there(reply) for reply in self._replies[post.uri]))

    def _notifications(self, reasons: set[str]) -> list[Item]:
        listed = [
            (post.listed, post.uri, views.notification(post, *told))
            for post in self.sky.posts.values()
            if self._is_shown(post) and (told := self._reason(post))
        ]
        listed += [
            (at, uri, views.like(at, who, uri)) for at, who, uri in self.sky.likes
            if at <= self.now and self._is_there(self.sky.posts.get(uri))
        ]  # fmt: skip
        return [item for item in listed if not reasons or item[2]["reason"] in reasons]

    def _reason(self, post: Post) -> tuple[str, str | None] | None:
        """Why the account is told of a post, and which post of its own it is about."""
        brand, posts = self.sky.brand, self.sky.posts
        if post.author.did == brand.did:
            return None
        if brand in post.named:
            return "mention", None
        if post.quoted and self._is_there(posts.get(post.quoted)) and posts[post.quoted].author == brand:
            return "quote", post.quoted
        above = posts.get(post.parent or "")
        for _ in range(NOTIFIED_LEVELS):
            if above is None:
                return None
            if above.author == brand and self._is_there(above):
                return "reply", above.uri
            above = posts.get(above.parent or "")
        return None

    def _feed(self) -> list[Item]:
        brand = self.sky.brand
        own = [post for post in self.sky.posts.values() if post.author == brand and self._is_there(post)]
        listed = [(post.listed, post.uri, {"post": self._view(post)}) for post in own]
        for at, uri in self.sky.shared:
            if at <= self.now and self._is_shown(self.sky.posts.get(uri)):
                reason = {
                    "$type": "app.bsky.feed.defs#reasonRepost",
                    "by": views.author(brand),
                    "indexedAt": views.iso(at),
                }
                listed.append((at, uri, {"post": self._view(self.sky.posts[uri]), "reason": reason}))
        return listed

    def _thread(self, params: Any) -> Answer:
        post = self.sky.posts.get(params.get("uri", ""))
        if post is None or not self._is_there(post):
            return problem(400, "NotFound", f"Post not found: {params.get('uri')}")
        depth = min(DEEPEST, int(params.get("depth") or 6) if params.get("depth") != "0" else 0)
        node = self._node(post, depth)
        height = int(params.get("parentHeight", 80))
        below, above = node, self.sky.posts.get(post.parent or "")
        while post.parent and height > 0:
            if above is None or not self._is_there(above):
                below["parent"] = {
                    "$type": "app.bsky.feed.defs#notFoundPost",
                    "uri": post.parent,
                    "notFound": True,
                }
                break
            below["parent"] = self._node(above, 0)
            post, below, height = above, below["parent"], height - 1
            above = self.sky.posts.get(post.parent or "")
        return Answer(200, {"thread": node})

    def _node(self, post: Post, depth: int) -> dict[str, Any]:
        if self._is_hidden(post):
            viewer = {"blockedBy": True}
            return {
                "$type": "app.bsky.feed.defs#blockedPost",
                "uri": post.uri,
                "blocked": True,
                "author": {"did": post.author.did, "viewer": viewer},
            }
        node: dict[str, Any] = {"$type": "app.bsky.feed.defs#threadViewPost", "post": self._view(post)}
        if depth > 0:
            below = [reply for reply in self._replies[post.uri] if self._is_shown(reply)]
            node["replies"] = [self._node(reply, depth - 1) for reply in below]
        return node

    def _convos(self) -> list[Item]:
        listed = []
        for convo in self.sky.convos:
            said = [message for message in convo.messages if message.sent <= self.now]
            if said:
                view = views.convo_view(convo, self.sky.brand, said[-1], self.now)
                listed.append((said[-1].sent, convo.id, view))
        return listed

    def _messages(self, request: Request) -> Answer:
        found = [convo for convo in self.sky.convos if convo.id == request.params.get("convoId")]
        if not found:
            return problem(400, "InvalidRequest", "Convo not found")
        said = [message for message in found[0].messages if message.sent <= self.now]
        listed = [(message.sent, message.id, views.message_view(message, self.now)) for message in said]
        return self._page("messages", listed, request)

    def _page(self, key: str, items: list[Item], request: Request) -> Answer:
        """Newest first; a cursor is the place of the last item shown."""
        try:
            size = int(request.params.get("limit") or 50)
            at, _, name = request.params.get("cursor", "").partition("::")
            place = (int(at), name) if at else None
        except ValueError:
            return problem(400, "InvalidRequest", "Malformed cursor")
        if not 1 <= size <= 100:
            return problem(400, "InvalidRequest", "limit must be between 1 and 100")
        listed = sorted(items, key=lambda item: item[:2], reverse=True)
        rest = [item for item in listed if place is None or item[:2] < place]
        page = rest[:size]
        body: dict[str, Any] = {key: [view for _, _, view in page]}
        if page:  # as long as a page holds anything, it names a place behind it
            body["cursor"] = f"{page[-1][0]}::{page[-1][1]}"
        return Answer(200, body)
