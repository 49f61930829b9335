"""How a Discourse forum talks: its two headers, errors, posts by id, lists of topics, the posts of one topic.

Source: Discourse API documentation (OpenAPI): paths, fields, `before`, headers. Not verified against a live forum;
only common knowledge gives: `page` and `include_raw` of a topic, `order=activity` of a list, `more_topics_url`, group
inboxes, `extras.wait_seconds`, and that a list leaves out what its reader may not see, so that a page may be empty.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import requests
from requests.auth import AuthBase

from connectors.errors import AccessDenied, ConnectorError, SourceChanged
from connectors.http import Answer, Http, Params, Retry, retry_after
from connectors.page import Record

Item = dict[str, Any]

LATEST = "/latest.json"
GROUP_INBOX = "/topics/private-messages-group/"
CHUNK = 20  # posts of a topic that come at once, unless it says otherwise


class Gone(ConnectorError):
    """A topic isn't there any more, or can't be seen by this user any more."""


class KeyAuth(AuthBase):
    """Sends an API key and the user that it acts for; doesn't show it."""

    def __init__(self, key: str, username: str) -> None:
        self._key, self._username = key, username

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:  # noqa: D102
        request.headers["Api-Key"] = self._key
        request.headers["Api-Username"] = self._username
        return request

    def __repr__(self) -> str:
        return "KeyAuth(***)"


def judge(answer: Answer, now: datetime) -> Retry | None:
    """What an answer of Discourse means (see connectors.http)."""
    body = answer.body if isinstance(answer.body, dict) else {}
    said = ", ".join(str(text) for text in body.get("errors") or [])
    where = f"Discourse {answer.path}"
    if answer.status == 429:
        wait = (body.get("extras") or {}).get("wait_seconds")
        seconds = retry_after(answer.headers, now) if wait is None else float(wait)
        return Retry("throttled (HTTP 429)", seconds, throttled=True)
    if answer.status in {403, 404, 410} and answer.path.startswith("/t/"):
        raise Gone(f"{where}: {said or 'not there'}")
    if answer.status in {401, 403}:
        if answer.path.startswith(GROUP_INBOX):
            mend = "give its user the group membership"
        else:
            mend = 'check username and token, and that the key may read (scope "read-only" or global)'
        raise AccessDenied(f"{where}: access denied ({said}); {mend}")
    if 300 <= answer.status < 400:
        raise SourceChanged(f"{where}: redirects (HTTP {answer.status}); check base_url, https and subfolder")
    if answer.status == 404:
        raise SourceChanged(f"{where}: not found; check base_url, username and inboxes")
    if answer.status >= 500:
        return Retry(f"HTTP {answer.status}: {said}" if said else f"HTTP {answer.status}")
    if answer.status >= 400:
        raise SourceChanged(f"{where}: HTTP {answer.status}: {said}")
    return None


@dataclass(frozen=True)
class Forum:
    """One forum, read through `http`."""

    http: Http

    def get(self, path: str, params: Params | None = None) -> Mapping[str, Any]:
        """The object that GET `path` answers.

        Raises:
            SourceChanged: the answer is none.
        """
        body = self.http.get(path, params).body
        if not isinstance(body, dict):
            raise SourceChanged(f"Discourse {path}: expected a JSON object")
        return body

    def posts(self, before: int | None) -> list[Item]:
        """Public posts with an id up to `before` (itself in or not, by version), newest first."""
        path = "/posts.json"
        return _listed(path, self.get(path, {"before": before} if before else {}), "latest_posts")

    def topics(self, path: str, since: datetime) -> Iterator[Item]:
        """The topics of a list that were active since, the latest first."""
        number = 0
        while True:
            body = self.get(path, {"order": "activity", "page": number})
            topics = _listed(path, body.get("topic_list") or {}, "topics")
            active = [topic for topic in topics if not is_before(topic, since, "bumped_at")]
            yield from active
            # What is pinned may stand before its time, so one old topic doesn't end it: a page of them does.
            if not active or not body["topic_list"].get("more_topics_url"):
                return
            number += 1

    def topic(self, topic_id: int) -> tuple[Item, list[Item]]:
        """A topic as received but for its posts, and all its posts.

        Raises:
            Gone: it is deleted, or hidden from this user.
        """
        path = f"/t/{topic_id}.json"
        posts: list[Item] = []
        number, last = 1, 1
        while number <= last:
            try:
                body = self.get(path, {"include_raw": "true", "page": number})
            except Gone:
                if number == 1:
                    raise
                break  # posts went while we read
            if body.get("deleted_at"):
                raise Gone(f"Discourse {path}: deleted")
            stream = body.get("post_stream") or {}
            posts += _listed(path, stream, "posts")
            if number == 1:
                topic = {name: value for name, value in body.items() if name != "post_stream"}
                size = int(body.get("chunk_size") or CHUNK)
                last = -(-len(stream.get("stream") or []) // size)
            number += 1
        return topic, posts


def record_of(post: Item) -> Record:
    """A post's record by its own id. Without one, records would be taken for versions of each other."""
    native = post.get("id")
    return Record(str(native), post) if native else Record(None, post, error="id: is missing")


def instant_of(text: object) -> datetime | None:
    """The instant of Discourse's `2026-01-01T00:00:00.000Z`; None if it can't be read."""
    try:
        instant = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return instant.astimezone(UTC) if instant.tzinfo else None


def is_after(item: Item, instant: datetime, field: str = "created_at") -> bool:
    """Is the item's time readable and later than `instant`?"""
    at = instant_of(item.get(field))
    return at is not None and at > instant


def is_before(item: Item, instant: datetime, field: str = "created_at") -> bool:
    """Is the item's time readable and earlier than `instant`?"""
    at = instant_of(item.get(field))
    return at is not None and at < instant


def _listed(path: str, body: Mapping[str, Any], name: str) -> list[Item]:
    items = body.get(name)
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise SourceChanged(f"Discourse {path}: expected a list of objects in `{name}`")
    return items
