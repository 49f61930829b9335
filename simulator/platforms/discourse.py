"""A Discourse forum's API: newest posts by id, lists of topics, topics with their posts, users.

Source: Discourse API documentation (OpenAPI). Checked with pydiscourse, a client that others wrote, in tests. `before`
is taken as "an id lower than this" and reaches down a window of ids, in which what the reader may not see is missing.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from simulator.faults import Fault
from simulator.platforms.discourse_world import Community, Member, Post, Topic
from simulator.platforms.wire import Answer, Request

WINDOW, CHUNK, PER_PAGE = 50, 20, 30
WHISPER = 4


class Discourse:
    """Answers requests about a community, as of an instant, to a user of its staff with an API key."""

    def __init__(self, community: Community, key: str) -> None:
        self.community, self.key = community, key
        self.now = community.end
        self.refused: set[str] = set()  # permissions that were taken away, by name
        self._topics = {topic.id: topic for topic in community.topics}

    def answer(self, request: Request) -> Answer:
        """The answer to one GET."""
        answer = self._answer(request)
        # pydiscourse takes nothing else for JSON.
        answer.headers.setdefault("Content-Type", "application/json; charset=utf-8")
        return answer

    def _answer(self, request: Request) -> Answer:
        username = request.headers.get("api-username", "")
        reader = next((m for m in self.community.members if m.username == username), None)
        if request.headers.get("api-key") != self.key or reader is None:
            said = "You are not permitted to view the requested resource. The API username or key is invalid."
            return _problem(403, "invalid_access", said)
        path = request.path.removesuffix(".json")
        if refused := self._refused(path):
            return refused
        if path == "posts":
            return self._latest_posts(request)
        if path == "latest":
            public = [topic for topic in self.community.topics if not topic.is_private]
            return self._list(public, request, "/latest")
        if found := re.fullmatch(r"topics/private-messages(-sent|-archive)?/([\w.-]+)", path):
            return self._inbox(found[1] or "", found[2], request)
        if re.fullmatch(r"topics/private-messages-group/[\w.-]+/[\w.-]+(/archive)?", path):
            return self._group_inbox(path, request)
        if found := re.fullmatch(r"t(?:/[\w-]+)?/(\d+)", path):
            return self._topic(int(found[1]), request)
        if found := re.fullmatch(r"u(?:sers)?/([\w.-]+)", path):
            return self._user(found[1])
        return _problem(404, "not_found", "The requested URL or resource could not be found.")

    def fault_answer(self, fault: Fault) -> Answer | None:
        """A fault in the forum's own words."""
        if fault.kind == "throttle":
            return _throttled(fault.seconds)
        if fault.kind == "error":
            return _problem(500, "internal", "Oops! The software powering this forum encountered a problem.")
        if fault.kind == "garbage":
            return Answer(200, b"<html><body>Bad gateway</body></html>", {"Content-Type": "text/html"})
        return None

    def _refused(self, path: str) -> Answer | None:
        """Why the key or its user may not read this, if so: the same words for either."""
        of_group = path.startswith("topics/private-messages-group/")
        if ("group membership" if of_group else "read-only") in self.refused and not path.startswith("u/"):
            said = "You are not permitted to view the requested resource."
            return _problem(403, "invalid_access", said)
        return None

    def _latest_posts(self, request: Request) -> Answer:
        before = int(request.params.get("before") or 0) or max(post.id for post in self.community.posts) + 1
        window = range(before - WINDOW, before)
        posts = [p for p in self.community.posts if p.id in window and self._is_there(p) and p.kind == 1]
        public = [post for post in posts if not self._topics[post.topic_id].is_private]
        newest = sorted(public, key=lambda post: post.id, reverse=True)
        return Answer(200, {"latest_posts": [self._post(post, listed=True) for post in newest]})

    def _inbox(self, kind: str, username: str, request: Request) -> Answer:
        mine = [t for t in self.community.topics if t.is_private and username in t.allowed_users]
        sent = [t for t in mine if self._opener(t).username == username]
        kinds = {"": [t for t in mine if t not in sent], "-sent": sent, "-archive": []}
        return self._list(kinds[kind], request, f"/topics/private-messages{kind}/{username}")

    def _group_inbox(self, path: str, request: Request) -> Answer:
        group = path.removesuffix("/archive").rpartition("/")[2]
        topics = [] if path.endswith("/archive") else self.community.topics
        return self._list([t for t in topics if group in t.allowed_groups], request, f"/{path}")

    def _list(self, topics: list[Topic], request: Request, link: str) -> Answer:
        there = [topic for topic in topics if self._posts_of(topic)]
        ordered = sorted(there, key=lambda topic: (self._bumped(topic), topic.id), reverse=True)
        page = int(request.params.get("page") or 0)
        shown = ordered[page * PER_PAGE : (page + 1) * PER_PAGE]
        listed: dict[str, Any] = {"can_create_topic": True, "per_page": PER_PAGE}
        if len(ordered) > (page + 1) * PER_PAGE:
            listed["more_topics_url"] = f"{link}?page={page + 1}"
        listed["topics"] = [self._head(topic) for topic in shown]
        return Answer(200, {"users": [], "primary_groups": [], "topic_list": listed})

    def _topic(self, number: int, request: Request) -> Answer:
        topic = self._topics.get(number)
        posts = self._posts_of(topic) if topic else []
        page = int(request.params.get("page") or 1)
        if not topic or not posts or (page - 1) * CHUNK >= len(posts):
            return _problem(404, "not_found", "The requested URL or resource could not be found.")
        raw = request.params.get("include_raw") in ("true", "1")
        shown = [self._post(p, raw=raw) for p in posts[(page - 1) * CHUNK : page * CHUNK]]
        details: dict[str, Any] = {"created_by": _card(self._opener(topic)), "can_edit": True}
        if topic.is_private:
            named = {member.username: member for member in self.community.members}
            details["allowed_users"] = [_card(named[name]) for name in topic.allowed_users]
            details["allowed_groups"] = [{"name": name} for name in topic.allowed_groups]
        stream = {"posts": shown, "stream": [post.id for post in posts]}
        views = {
            "chunk_size": CHUNK,
            "details": details,
            "deleted_at": None,
            "user_id": self._opener(topic).id,
        }
        return Answer(200, {"post_stream": stream, **self._head(topic), **views})

    def _user(self, username: str) -> Answer:
        for member in self.community.members:
            if member.username == username:
                flags = {"admin": member.is_staff, "moderator": False, "trust_level": 1}
                return Answer(200, {"user": {**_card(member), **flags}})
        return _problem(404, "not_found", "The requested URL or resource could not be found.")

    def _is_there(self, post: Post) -> bool:
        topic = self._topics[post.topic_id]
        removed = min(post.deleted_at or self.now + 1, topic.deleted_at or self.now + 1)
        return post.created <= self.now < removed

    def _posts_of(self, topic: Topic) -> list[Post]:
        return [post for post in topic.posts if self._is_there(post)]

    def _opener(self, topic: Topic) -> Member:
        return self.community.member(topic.posts[0].user_id)

    def _bumped(self, topic: Topic) -> int:
        return max(post.created for post in self._posts_of(topic))

    def _head(self, topic: Topic) -> dict[str, Any]:
        posts = self._posts_of(topic)
        counted = [
            post for post in posts if post.kind != WHISPER
        ]  # notes of the system count, whispers don't
        return {
            "id": topic.id, "title": topic.title, "fancy_title": topic.title, "slug": f"topic-{topic.id}",
            "posts_count": len(counted), "highest_post_number": posts[-1].number,
            "created_at": millis(posts[0].created),
            "last_posted_at": millis(posts[-1].created), "bumped": True, "bumped_at": millis(self._bumped(topic)),
            "archetype": "private_message" if topic.is_private else "regular", "visible": True, "closed": False,
            "archived": False, "views": 10 * len(posts), "category_id": None if topic.is_private else topic.category_id,
        }  # fmt: skip

    def _post(self, post: Post, *, listed: bool = False, raw: bool = False) -> dict[str, Any]:
        member, topic = self.community.member(post.user_id), self._topics[post.topic_id]
        versions = [(post.created, post.text), *((at, text) for at, text in post.edits if at <= self.now)]
        taken_back = post.taken_back_at is not None and post.taken_back_at <= self.now
        if taken_back and post.taken_back_at:
            versions.append((post.taken_back_at, "(post deleted by author)"))
        changed, text = versions[-1]
        body: dict[str, Any] = {
            "id": post.id, "name": member.name, "username": member.username, "created_at": millis(post.created),
            "cooked": f"<p>{text}</p>", "post_number": post.number, "post_type": post.kind,
            "updated_at": millis(changed), "reply_to_post_number": post.reply_to, "topic_id": topic.id,
            "topic_slug": f"topic-{topic.id}", "version": len(versions), "user_id": member.id,
            "primary_group_name": member.group, "staff": member.is_staff, "admin": member.is_staff, "moderator": False,
            "hidden": post.is_hidden, "deleted_at": None, "user_deleted": taken_back, "reads": 3, "score": 1.4,
            "trust_level": 1, "actions_summary": [],
        }  # fmt: skip
        if listed:
            body |= {"topic_title": topic.title, "category_id": topic.category_id}
        if listed or raw:
            body["raw"] = text
        return body


def millis(at: int) -> str:
    """2026-01-31T12:00:00.000Z."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _card(member: Member) -> dict[str, Any]:
    return {"id": member.id, "username": member.username, "name": member.name}


def _problem(status: int, kind: str, text: str) -> Answer:
    return Answer(status, {"errors": [text], "error_type": kind})


def _throttled(seconds: float) -> Answer:
    said = (
        f"You've performed this action too many times. Please wait {seconds:.0f} seconds before trying again."
    )
    answer = _problem(429, "rate_limit", said)
    answer.body["extras"] = {"wait_seconds": seconds, "time_left": f"{seconds:.0f} seconds"}
    answer.headers |= {"Discourse-Rate-Limit-Error-Code": "admin_api_key_rate_limit"}
    return answer
