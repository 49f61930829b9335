"""Comments under a LinkedIn organisation's posts, with all replies.

The platform can't be asked for new comments. The posts' own number of comments, many posts a call, says which of them
to visit: those where it changed, and the youngest, whose edits should be seen. What was deleted is simply absent; a
walk record says what a visit saw. A visit that met a moving list is mended by the next, as the number then differs.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from connectors.errors import ConnectorError
from connectors.linkedin_api import Api, Gone, Item, instant_of, record_of
from connectors.linkedin_posts import Posts, published_at, reached
from connectors.page import Cursor, Page, Record

log = logging.getLogger(__name__)

# Records of many quiet posts go out together.
BATCH = 500
# A visit that didn't see everything: the post is due again.
UNSURE = -1


@dataclass(frozen=True)
class Comments:
    """The comments under `posts`, read through `api`; under posts younger than `rewalk` on each pass."""

    api: Api
    posts: Posts
    rewalk: timedelta

    def fetch(self, cursor: Cursor, since: datetime, until: datetime) -> Iterator[Page]:
        """One pass over the posts since `since`, oldest first; an interrupted one goes on behind the last post done.

        Cursor: {"watermark": when the last pass was made, "counts": comments by post when it was visited,
        "pass": {"post": time and URN of the last one done}}.
        """
        if reached(cursor, until):
            return
        done = {name: cursor[name] for name in ("watermark",) if name in cursor}
        counts: dict[str, int] = dict(cursor.get("counts", {}))
        after = list(cursor.get("pass", {}).get("post", ["", ""]))
        batch: list[Record] = []
        try:
            watched = sorted(self._watched(since, until))
            listed = self._listed([urn for _, urn in watched])
            due = [
                (at, urn)
                for at, urn in watched
                if [at, urn] > after and self._is_due(at, urn, listed, counts, until)
            ]
            # Before any visit: what the quota leaves for tomorrow is known to be missing.
            batch += [_reading(urn, listed[urn], until) for _, urn in due]
            for at, urn in due:
                records, is_complete = self._visit(urn, until)
                batch += records
                counts[urn] = listed[urn] if is_complete else UNSURE
                after = [at, urn]
                if len(batch) >= BATCH:
                    yield Page("comments", batch, _cursor(done, counts, after))
                    batch = []
        except ConnectorError:
            yield Page("comments", batch, _cursor(done, counts, after))
            raise
        kept = {urn: counts[urn] for _, urn in watched if urn in counts}
        yield Page("comments", batch, {"watermark": until.isoformat(), "counts": kept})

    def _watched(self, since: datetime, until: datetime) -> Iterator[tuple[str, str]]:
        """Time and URN of the posts whose comments may still change."""
        for items in self.posts.listed(since, until):
            for item in items:
                if item.get("id"):
                    yield (published_at(item) or since).isoformat(), str(item["id"])

    def _listed(self, urns: list[str]) -> dict[str, int]:
        """Comments and replies by post, as the platform counts them."""
        found = {}
        for urn, one in self.api.social(urns).items():
            count = (one.get("commentSummary") or {}).get("count")
            found[urn] = count if isinstance(count, int) else 0
        return found

    def _is_due(
        self, at: str, urn: str, listed: dict[str, int], counts: dict[str, int], until: datetime
    ) -> bool:
        if urn not in listed:
            return False
        is_young = datetime.fromisoformat(at) >= until - self.rewalk and listed[urn] > 0
        return is_young or listed[urn] != counts.get(urn, 0)

    def _visit(self, urn: str, until: datetime) -> tuple[list[Record], bool]:
        """The records of a post's comments and of the walk, and whether nothing was left out."""
        found: list[Item] = []
        is_complete = True
        try:
            for top in self._under(urn):
                found.append(top)
                if _replies(top):
                    urn_of_top = (
                        top.get("commentUrn") or f"urn:li:comment:({top.get('object')},{top.get('id')})"
                    )
                    try:
                        found += self._under(str(urn_of_top))
                    except Gone as error:
                        log.warning("skipping the replies to a comment: %s", error)
                        is_complete = False
        except Gone as error:
            # Just counted, and not there: deleted this minute, or closed. The next count will tell.
            log.warning("skipping the comments of a post: %s", error)
            return [], False
        seen = [one for one in found if not _is_later(one, until)]
        records = [record_of(one, {"post": {"id": urn}, "comment": one}) for one in seen]
        if is_complete:
            walked_at = until.isoformat()
            ids = sorted({str(one["id"]) for one in seen if one.get("id")})
            walk = {"walked_at": walked_at, "post_id": urn, "comment_ids": ids}
            records.append(Record(f"walk:{urn}@{walked_at}", {"walk": walk}))
        return records, is_complete and len(seen) == len(found)

    def _under(self, urn: str) -> list[Item]:
        path = f"/rest/socialActions/{quote(urn, safe='')}/comments"
        return [item for items in self.api.pages(path, {}) for item in items]


def _replies(comment: Item) -> int:
    summary: Any = comment.get("commentsSummary") or {}
    total = summary.get("aggregatedTotalComments", summary.get("totalFirstLevelComments"))
    return total if isinstance(total, int) else 0


def _is_later(comment: Item, until: datetime) -> bool:
    created = instant_of((comment.get("created") or {}).get("time"))
    return created is not None and created > until


def _reading(urn: str, count: int, until: datetime) -> Record:
    reading = {"post_id": urn, "read_at": until.isoformat(), "comment_count": count}
    return Record(f"reading:{urn}", {"reading": reading})


def _cursor(done: Cursor, counts: dict[str, int], after: list[str]) -> Cursor:
    return {**done, "counts": dict(counts), "pass": {"post": after}}
