"""X's API v2 for one account: users, users/:id/tweets, users/:id/mentions, tweets/search/recent, tweets, dm_events.

Source: X API v2 (OpenAPI 2.167). Checked in tests with tweepy and xdk. Asked with `post.fields` it answers in the new
spelling, with `tweet.fields` in the old one, as long as `spellings` has both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from simulator.faults import Fault
from simulator.platforms.wire import Answer, Request, from_cursor, to_cursor
from simulator.platforms.x_sign_in import SignIn
from simulator.platforms.x_world import DAY, USER_ID, DirectMessage, Post

PROBLEMS = "https://api.x.com/2/problems/"


def problem(status: int, kind: str, title: str, detail: str, **more: Any) -> Answer:
    """An error as X words it."""
    return Answer(
        status, {"title": title, "detail": detail, "type": PROBLEMS + kind, "status": status} | more
    )


def mistaken(name: str, value: str) -> Answer:
    """A parameter that isn't one, or holds what it may not."""
    one = {"parameters": {name: [value]}, "message": f"The query parameter [{name}] is not valid"}
    return problem(
        400, "invalid-request", "Invalid Request", "One or more parameters were invalid.", errors=[one]
    )


def _scope_of(path: str) -> str:
    if path == "2/dm_events":
        return "dm.read"
    return "users.read" if path == f"2/users/{USER_ID}" else "tweet.read"


class X:
    """Answers requests about one account as of an instant; `cap` is how many posts may still be read this month.

    `user_token` is the account's own sign-in: only that, or a token of `sign_in`, may read `messages`.
    """

    takes_post = True

    def __init__(
        self,
        posts: Sequence[Post],
        token: str,
        now: int,
        messages: Sequence[DirectMessage] = (),
        user_token: str = "",
        sign_in: SignIn | None = None,
    ) -> None:
        self.token, self.now, self.cap = token, now, 1_000_000
        self.user_token, self._messages, self.sign_in = user_token, messages, sign_in
        self.refused: set[str] = set()  # scopes that were taken away, by name
        self.spellings: tuple[str, ...] = ("post", "tweet")
        self._posts = {post.id: post for post in posts}
        self._replies: dict[str, list[Post]] = {}
        for post in posts:
            if post.reply_to:
                self._replies.setdefault(post.reply_to.history[0], []).append(post)

    def answer(self, request: Request) -> Answer:
        """The answer to one GET."""
        if self.sign_in and request.path == "2/oauth2/token":
            return self.sign_in.answer(request, self.now)
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        if not given or (given != self.token and not self._is_own(given)):
            return problem(401, "not-authorized", "Unauthorized", "Unauthorized")
        if self.cap <= 0:
            more = {"period": "Monthly", "scope": "Product", "account_id": 1}
            return problem(
                429, "usage-capped", "UsageCapExceeded", "Usage cap exceeded: Monthly product cap", **more
            )
        path, params = request.path, request.params
        if _scope_of(path) in self.refused:
            said = "When authenticating requests to the X API v2 endpoints, you must use keys and tokens that allow it."
            return problem(403, "client-forbidden", "Client Forbidden", said)
        if path == "2/dm_events":
            return self._direct_messages(dict(params), given)
        spelling = "post" if "post.fields" in params else "tweet"
        if f"{spelling}.fields" in params and spelling not in self.spellings:
            return mistaken(f"{spelling}.fields", params[f"{spelling}.fields"])
        answer = self._routed(path, dict(params), spelling)
        self.cap -= len(answer.body.get("data", []))
        answer.headers |= {
            "x-rate-limit-limit": "450", "x-rate-limit-remaining": "449", "x-rate-limit-reset": str(self.now + 900)
        }  # fmt: skip
        return answer

    def fault_answer(self, fault: Fault) -> Answer | None:
        """A fault in X's words."""
        if fault.kind == "throttle":
            answer = Answer(
                429, {"title": "Too Many Requests", "detail": "Too Many Requests", "type": "about:blank"}
            )
            answer.headers = {
                "x-rate-limit-remaining": "0",
                "x-rate-limit-reset": str(self.now + int(fault.seconds)),
            }
            return answer
        if fault.kind == "error":
            return problem(503, "service-unavailable", "Service Unavailable", "Service Unavailable")
        return Answer(200, b"<html><body>Bad gateway</body></html>") if fault.kind == "garbage" else None

    def _is_own(self, given: str) -> bool:
        signed_in = self.sign_in is not None and self.sign_in.is_good(given, self.now)
        return signed_in or (bool(self.user_token) and given == self.user_token)

    def _routed(self, path: str, params: dict[str, str], spelling: str) -> Answer:
        listed = [post for post in self._posts.values() if post.is_listed(self.now)]
        if path == "2/tweets":
            return self._look_up(params["ids"].split(","), spelling)
        if path == "2/tweets/search/recent":
            return self._search(listed, params, spelling)
        user, _, edge = path.removeprefix("2/users/").partition("/")
        if user != USER_ID:
            return Answer(200, {"errors": [_not_found("user", user)]})
        if edge == "tweets":
            return self._page([post for post in listed if post.author == USER_ID], params, spelling, 5)
        if edge == "mentions":
            named = [post for post in listed if post.author != USER_ID and "@nordfunk" in post.text]
            return self._page(named[-800:], params, spelling, 5)
        if not edge:
            return Answer(200, {"data": {"id": USER_ID, "name": "Nordfunk", "username": "nordfunk"}})
        return problem(404, "resource-not-found", "Not Found", "No such path")

    def _search(self, listed: list[Post], params: dict[str, str], spelling: str) -> Answer:
        names = set(re.findall(r"conversation_id:(\d+)", params.get("query", "")))
        if not names or len(params["query"]) > 512:
            return mistaken("query", params.get("query", ""))
        if "start_time" in params and _seconds(params["start_time"]) < self.now - 7 * DAY:
            return mistaken("start_time", params["start_time"])
        found = [post for post in listed if post.conversation in names and post.at >= self.now - 7 * DAY]
        return self._page(found, params, spelling, 10)

    def _look_up(self, ids: list[str], spelling: str) -> Answer:
        if len(ids) > 100:
            return mistaken("ids", "too many")
        there = [
            self._posts[name] for name in ids if name in self._posts and self._posts[name].is_there(self.now)
        ]
        body = self._body(there, spelling)
        if lost := set(ids) - {post.id for post in there}:
            body["errors"] = [_not_found(spelling, name) for name in sorted(lost)]
        return Answer(200, body)

    def _direct_messages(self, params: dict[str, str], given: str) -> Answer:
        """The last 30 days, newest first; for the account itself only."""
        if not self._is_own(given):
            kind = "unsupported-authentication"
            detail = "Authenticating with OAuth 2.0 Application-Only is forbidden for this endpoint."
            return problem(403, kind, "Unsupported Authentication", detail)
        size = int(params.get("max_results", "100"))
        if not 1 <= size <= 100:
            return mistaken("max_results", str(size))
        there = [one for one in self._messages if self.now - 30 * DAY <= one.at <= self.now]
        there.sort(key=lambda one: int(one.id), reverse=True)
        if token := params.get("pagination_token"):
            try:
                below = int(from_cursor(token))
            except ValueError:
                return mistaken("pagination_token", token)
            there = [one for one in there if int(one.id) < below]
        page = there[:size]
        body: dict[str, Any] = {"meta": {"result_count": len(page)}}
        if page:
            body["data"] = [_event(one) for one in page]
            names = sorted({one.sender for one in page})
            users = [{"id": one, "name": f"Person {one}", "username": _username(one)} for one in names]
            body["includes"] = {"users": users}
        if len(there) > size:
            body["meta"]["next_token"] = to_cursor(page[-1].id)
        return Answer(200, body)

    def _page(self, posts: list[Post], params: dict[str, str], spelling: str, smallest: int) -> Answer:
        size = int(params.get("max_results", "10"))
        if not smallest <= size <= 100:
            return mistaken("max_results", str(size))
        if "end_time" in params and _seconds(params["end_time"]) > self.now - 10:
            return mistaken("end_time", params["end_time"])
        posts = [post for post in posts if _within(post, params)]
        posts.sort(key=lambda post: int(post.id), reverse=True)
        token = params.get("pagination_token") or params.get("next_token")
        if token:
            try:
                below = int(from_cursor(token))
            except ValueError:
                return mistaken("pagination_token", token)
            posts = [post for post in posts if int(post.id) < below]
        page = posts[:size]
        body = self._body(page, spelling) if page else {}
        body["meta"] = {"result_count": len(page)}
        if page:
            body["meta"] |= {"newest_id": page[0].id, "oldest_id": page[-1].id}
        if len(posts) > size:
            body["meta"]["next_token"] = to_cursor(page[-1].id)
        return Answer(200, body)

    def _body(self, posts: list[Post], spelling: str) -> dict[str, Any]:
        authors = sorted({post.author for post in posts})
        users = [{"id": name, "name": f"Person {name}", "username": _username(name)} for name in authors]
        data = [
            _written(post, spelling) | {"public_metrics": self._counted(post, spelling)} for post in posts
        ]
        return {"data": data, "includes": {"users": users}}

    def _counted(self, post: Post, spelling: str) -> dict[str, int]:
        """What X counts of a post: those who answered it, and how often it was shown, more slowly with age."""
        replies = [reply for reply in self._replies.get(post.history[0], []) if reply.is_listed(self.now)]
        shown = int(12 * max(0, self.now - post.at) ** 0.5)
        return {
            f"re{spelling}_count": 0, "reply_count": len(replies), "like_count": 0, "quote_count": 0,
            "bookmark_count": 0, "impression_count": shown,
        }  # fmt: skip


def _written(post: Post, spelling: str) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": post.id, "text": post.text, "author_id": post.author, "conversation_id": post.conversation,
        "created_at": datetime.fromtimestamp(post.at, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z"), "lang": "de",
        f"edit_history_{spelling}_ids": list(post.history),
    }  # fmt: skip
    if post.reply_to:
        item["in_reply_to_user_id"] = post.reply_to.author
        item[f"referenced_{spelling}s"] = [{"type": "replied_to", "id": post.reply_to.id}]
    return item


def _event(message: DirectMessage) -> dict[str, Any]:
    return {
        "id": message.id, "event_type": "MessageCreate", "text": message.text, "sender_id": message.sender,
        "created_at": datetime.fromtimestamp(message.at, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "dm_conversation_id": message.conversation,
    }  # fmt: skip


def _username(name: str) -> str:
    return "nordfunk" if name == USER_ID else f"person{name}"


def _not_found(kind: str, name: str) -> dict[str, Any]:
    return {
        "value": name, "resource_id": name, "resource_type": kind, "parameter": "ids", "title": "Not Found Error",
        "detail": f"Could not find {kind} with ids: [{name}].", "type": PROBLEMS + "resource-not-found",
    }  # fmt: skip


def _seconds(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


def _within(post: Post, params: dict[str, str]) -> bool:
    if "start_time" in params and post.at < _seconds(params["start_time"]):
        return False
    return not ("end_time" in params and post.at >= _seconds(params["end_time"]))
