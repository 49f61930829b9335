"""All comments and replies under a page's posts: newest first down to a watermark, recent posts completely.

What was deleted is simply absent and an edit carries no time. So the comments of recent posts are read
completely each time, and a walk record beside them says which ids such a reading saw, and which of them had
how many reactions: the platform tells no history.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from connectors.facebook_graph import (
    OVERLAP,
    Gone,
    Graph,
    instant_of,
    is_after,
    is_before,
    reached,
    record_of,
    watermark_of,
    without_links,
)
from connectors.page import Cursor, Page, Record

log = logging.getLogger(__name__)

FIELDS = (
    "id,created_time,from{id,name},admin_creator{id,name},application{id,name},parent{id},message,message_tags,"
    "attachment,is_hidden,is_private,comment_count,like_count,permalink_url,reactions.limit(0).summary(total_count)"
)
# Records of many quiet posts go out together.
BATCH = 500

Post = dict[str, Any]


@dataclass(frozen=True)
class Comments:
    """The comments of the posts that `posts(since, until)` lists, read through `graph`.

    `start`: no post before it is looked at. `watch`: how long a post is looked at for new comments; `rewalk`:
    how long all of its comments are read each time.
    """

    graph: Graph
    posts: Callable[[datetime, datetime], Iterable[Post]]
    start: datetime
    watch: timedelta
    rewalk: timedelta

    def fetch(self, cursor: Cursor, until: datetime) -> Iterator[Page]:
        """Passes over all posts that may still change, oldest post first.

        Cursor: {"watermark": all before was read, "pass": {"until": .., "post": time and id of the last one
        done}}. A pass that was interrupted is finished first; its watermark is the instant at which it began.
        """
        while "pass" in cursor or not reached(cursor, until):
            for page in self._pass(cursor, until):
                cursor = page.cursor
                yield page

    def stop(self, post: Post, cursor: Cursor, until: datetime) -> datetime | None:
        """The instant down to which to read a post's comments; None for a complete walk."""
        created = instant_of(post.get("created_time"))
        if not cursor or created is None or created >= until - self.rewalk:
            return None
        return watermark_of(cursor) - OVERLAP

    def below(self, post: Post, stop: datetime | None, until: datetime) -> list[Record]:
        """The post's comments and replies, newest first, and the record of the walk if it was a complete one."""
        found: list[Record] = []
        # filter=stream lists replies among the rest, so that a new reply to an old comment stands on top
        params = {"filter": "stream", "order": "reverse_chronological", "fields": FIELDS}
        try:
            for comments in self.graph.edge(f"/{post['id']}/comments", params):
                listed = [without_links(comment) for comment in comments if not is_after(comment, until)]
                found += [record_of(item, {"post": post, "comment": item}) for item in listed]
                if stop and comments and is_before(comments[-1], stop):
                    return found
        except Gone as error:
            # Just listed, and not there: deleted this minute, or closed to this token. The next feed will tell.
            log.warning("skipping the comments of a post: %s", error)
            return found
        return found if stop else [*found, _walk(post["id"], found, until)]

    def _pass(self, cursor: Cursor, until: datetime) -> Iterator[Page]:
        began = cursor.get("pass") or {"until": until.isoformat(), "post": ["", ""]}
        rest = {"watermark": cursor["watermark"]} if "watermark" in cursor else {}
        batch: list[Record] = []
        for post in self._watched(rest, until):
            if _key(post) <= began["post"]:
                continue
            batch += self.below(post, self.stop(post, rest, until), until)
            began = {**began, "post": _key(post)}
            if len(batch) >= BATCH:
                yield Page("comments", batch, {**rest, "pass": began})
                batch = []
        yield Page("comments", batch, {"watermark": began["until"]})

    def _watched(self, cursor: Cursor, until: datetime) -> list[Post]:
        """The posts that may have new comments, oldest first: all at the first time, later the younger ones."""
        since = max(self.start, watermark_of(cursor) - self.watch) if cursor else self.start
        return sorted((post for post in self.posts(since, until) if "id" in post), key=_key)


def _walk(post_id: str, found: list[Record], walked_at: datetime) -> Record:
    ids = sorted(record.record_id for record in found if record.record_id)
    walk: dict[str, Any] = {"walked_at": walked_at.isoformat(), "post_id": post_id, "comment_ids": ids}
    counts = {record.record_id: reactions_of(record.payload["comment"]) for record in found}
    if any(count is not None for count in counts.values()):
        walk["counts"] = {name: {"reactions": count} for name, count in counts.items() if name and count}
    return Record(f"walk:{post_id}@{walked_at.isoformat()}", {"walk": walk})


def reactions_of(item: dict[str, Any]) -> int | None:
    """How many reacted to a post or comment; None where the platform doesn't say."""
    count = ((item.get("reactions") or {}).get("summary") or {}).get("total_count")
    return count if isinstance(count, int) else None


def _key(post: Post) -> list[str]:
    """Orders posts by time, then id; JSON-able."""
    created = instant_of(post.get("created_time"))
    return [created.isoformat() if created else "", post["id"]]
