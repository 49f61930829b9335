"""Reviews and recommendations of a page, and what was answered below them.

Source: Graph API v26.0, Page edge `ratings` (Recommendation). A review has no id of its own; the story that the
platform tells of it has one, and comments below it. Where there is no story, reviewer and time are the id, and no
answers are read. Reviews can't be asked for by time: they are read from the newest down to the first that is too old.
Not verified against the live platform: their order, and that a story's comments are read like a post's.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from connectors.errors import SourceChanged
from connectors.facebook_comments import Comments
from connectors.facebook_graph import instant_of, is_after, is_before, reached, watermark_of
from connectors.page import Cursor, Page, Record

log = logging.getLogger(__name__)

FIELDS = (
    "created_time,recommendation_type,review_text,has_rating,rating,has_review,reviewer{id,name},"
    "open_graph_story{id}"
)
BATCH = 200

Review = dict[str, Any]


@dataclass(frozen=True)
class Reviews:
    """The reviews of page `page_id`; `comments` reads what is below them, and says how far back to look."""

    comments: Comments
    page_id: str

    def fetch(self, cursor: Cursor, until: datetime) -> Iterator[Page]:
        """Yield reviews as {"review_id", "review"}, answers as {"review_id", "post", "comment"}, and walks.

        Cursor: {"watermark": all before was read}. Reviews of the last `comments.watch` are read again each time.
        """
        if reached(cursor, until):
            return
        since = self.comments.start
        if cursor:
            since = max(since, watermark_of(cursor) - self.comments.watch)
        reviews = list(self._reviews(since, until))
        records = [_record(review) for review in reviews]
        records.append(_walk(records, since, until))
        for review in reviews:
            if not (review.get("open_graph_story") or {}).get("id"):
                continue
            records += self._answers(review, cursor, until)
            if len(records) >= BATCH:
                yield Page("reviews", records, cursor)
                records = []
        yield Page("reviews", records, {"watermark": until.isoformat()})

    def _reviews(self, since: datetime, until: datetime) -> Iterator[Review]:
        for reviews in self.comments.graph.edge(f"/{self.page_id}/ratings", {"fields": FIELDS}):
            yield from (
                review for review in reviews if not (is_before(review, since) or is_after(review, until))
            )
            if reviews and all(is_before(review, since) for review in reviews):
                return

    def _answers(self, review: Review, cursor: Cursor, until: datetime) -> list[Record]:
        key, story = review_id(review), {"created_time": review.get("created_time")}
        story |= {"id": key, "from": review.get("reviewer")}
        try:
            found = self.comments.below(story, self.comments.stop(story, cursor, until), until)
        except SourceChanged as error:
            log.warning("skipping the answers below a review: %s", error)
            return []
        return [Record(one.record_id, {"review_id": key, **one.payload}, error=one.error) for one in found]


def review_id(review: Review) -> str | None:
    """The id of the review's story, or else reviewer and time; None without either."""
    story, reviewer = review.get("open_graph_story") or {}, review.get("reviewer") or {}
    if story.get("id"):
        return str(story["id"])
    created = instant_of(review.get("created_time"))
    return f"{reviewer['id']}@{created.isoformat()}" if created and reviewer.get("id") else None


def _record(review: Review) -> Record:
    key = review_id(review)
    if key is None:
        return Record(None, review, error="open_graph_story.id: is missing, and so is reviewer.id")
    return Record(key, {"review_id": key, "review": review})


def _walk(records: list[Record], since: datetime, until: datetime) -> Record:
    ids = sorted(record.record_id for record in records if record.record_id)
    walked = until.isoformat()
    walk = {"walked_at": walked, "since": since.isoformat(), "until": walked, "review_ids": ids}
    return Record(f"walk:{since.isoformat()}@{walked}", {"walk": walk})
