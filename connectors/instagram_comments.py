"""All comments and replies under an account's media, read completely wherever something may have changed.

Neither edge can be asked for a time, a new reply to an old comment stands deep in the list, and what was deleted is
simply absent. So the comments of recent media are read completely each time, those of older ones when the platform
counts another number than at the last reading. A walk record says which ids such a reading saw.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from connectors.facebook_graph import Gone, Graph, instant_of, is_after, reached, record_of
from connectors.page import Cursor, Page, Record

log = logging.getLogger(__name__)

REPLY_FIELDS = "id,timestamp,from{id,username},username,text,hidden,like_count,parent_id"
NESTED = 50
FIELDS = f"{REPLY_FIELDS},replies.limit({NESTED}){{{REPLY_FIELDS}}}"
# A page of comments brings their replies along, so it is a smaller one.
SIZE = 50
BATCH = 500

Media = dict[str, Any]


@dataclass(frozen=True)
class Comments:
    """The comments of the media that `media(since, until)` lists, read through `graph`.

    `start`: no media before it is looked at. `watch`: how long media are looked at for another number of comments;
    `rewalk`: how long their comments are read each time.
    """

    graph: Graph
    media: Callable[[datetime, datetime], Iterable[Media]]
    start: datetime
    watch: timedelta
    rewalk: timedelta

    def fetch(self, cursor: Cursor, until: datetime) -> Iterator[Page]:
        """Passes over all media that may have changed, the oldest first.

        Cursor: {"watermark": all before was read, "counts": comments by media at their last reading, "pass":
        {"until": .., "media": time and id of the last one done}}. A pass that was interrupted is finished first.
        """
        while "pass" in cursor or not reached(cursor, until):
            for page in self._pass(cursor, until):
                cursor = page.cursor
                yield page

    def _pass(self, cursor: Cursor, until: datetime) -> Iterator[Page]:
        began = cursor.get("pass") or {"until": until.isoformat(), "media": ["", ""]}
        rest = {"watermark": cursor["watermark"]} if "watermark" in cursor else {}
        known = dict(cursor.get("counts", {}))
        since = max(self.start, until - self.watch) if rest else self.start
        watched = sorted((one for one in self.media(since, until) if "id" in one), key=_key)
        batch: list[Record] = []
        for media in watched:
            if _key(media) <= began["media"]:
                continue
            if self._may_differ(media, known, until):
                batch += self._comments_of(media, until)
            known[media["id"]] = media.get("comments_count")
            began = {**began, "media": _key(media)}
            if len(batch) >= BATCH:
                yield Page("comments", batch, {**rest, "counts": known, "pass": began})
                batch = []
        ids = {media["id"] for media in watched}
        kept = {name: count for name, count in known.items() if name in ids}
        yield Page("comments", batch, {"watermark": began["until"], "counts": kept})

    def _may_differ(self, media: Media, known: dict[str, int | None], until: datetime) -> bool:
        created, count = instant_of(media.get("timestamp")), media.get("comments_count")
        if created is None or created >= until - self.rewalk:
            return True
        return count is None or known.get(media["id"], 0) != count

    def _comments_of(self, media: Media, until: datetime) -> list[Record]:
        """The media's comments, each followed by its replies, and the record of the walk."""
        found: list[Record] = []
        place = {"id": media["id"], "timestamp": media.get("timestamp")}
        try:
            for comments in self.graph.edge(f"/{media['id']}/comments", {"fields": FIELDS, "limit": SIZE}):
                for comment in comments:
                    alone = {name: value for name, value in comment.items() if name != "replies"}
                    found.append(record_of(comment, {"media": place, "comment": alone}))
                    found += self._replies_of(comment, place)
        except Gone as error:
            # Just listed, and not there: deleted this minute, or closed to this token. The next list will tell.
            log.warning("skipping the comments of a post: %s", error)
            return []
        found = [record for record in found if not is_after(record.payload["comment"], until, "timestamp")]
        return [*found, _walk(media, found, until)]

    def _replies_of(self, comment: dict[str, Any], place: Media) -> Iterator[Record]:
        first = comment.get("replies")
        if not first or "id" not in comment:
            return
        params: dict[str, str | int] = {"fields": REPLY_FIELDS, "limit": NESTED}
        for replies in self.graph.edge(f"/{comment['id']}/replies", params, first=first):
            for reply in replies:
                payload = {"media": place, "parent_id": comment["id"], "comment": reply}
                yield record_of(reply, payload)


def _walk(media: Media, found: list[Record], walked_at: datetime) -> Record:
    ids = sorted(record.record_id for record in found if record.record_id)
    likes = {one.record_id: one.payload["comment"].get("like_count") for one in found if one.record_id}
    counts = {name: {"reactions": count} for name, count in likes.items() if count}
    walk = {
        "walked_at": walked_at.isoformat(),
        "media_id": media["id"],
        "comment_count": media.get("comments_count"),
        "comment_ids": ids,
        "counts": counts,
    }
    return Record(f"walk:{media['id']}@{walked_at.isoformat()}", {"walk": walk})


def _key(media: Media) -> list[str]:
    """Orders media by time, then id; JSON-able."""
    created = instant_of(media.get("timestamp"))
    return [created.isoformat() if created else "", media["id"]]
