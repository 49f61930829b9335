"""How often own posts were shown until now: a look at their lifetime impressions, on a page paid and organic apart.

Source: Graph API v26.0, insights of PagePost (`post_impressions_paid`, `post_impressions_organic`) and of IGMedia. The
platform tells no history: what was shown when follows from the looks taken. Not verified against the live platform.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from connectors.errors import SourceChanged
from connectors.facebook_graph import Gone, Graph, reached
from connectors.page import Cursor, Page, Record

log = logging.getLogger(__name__)

METRICS = "post_impressions_paid,post_impressions_organic"
BATCH = 100


@dataclass(frozen=True)
class Insights:
    """The `metrics` of the posts that `posts()` lists and `page_id` wrote, read through `graph`."""

    graph: Graph
    page_id: str
    posts: Callable[[], Iterable[dict[str, Any]]]
    metrics: str = METRICS

    def fetch(self, cursor: Cursor, until: datetime) -> Iterator[Page]:
        """Yield a record {"post_id", "read_at", "insights"} a post, at most once for an `until`.

        Cursor: {"watermark": when was looked last}. What was missed between two looks can't be read later.

        Raises:
            SourceChanged: the platform refuses the metrics of every post.
        """
        if reached(cursor, until):
            return
        own = sorted(post["id"] for post in self.posts() if self._is_own(post))
        refusal, told = None, False
        for start in range(0, len(own), BATCH):
            found = []
            for post_id in own[start : start + BATCH]:
                try:
                    found += self._look(post_id, until)
                except SourceChanged as error:
                    # Some kinds of posts don't have a figure that others have.
                    log.warning("skipping the insights of a post: %s", error)
                    refusal = error
            told = told or bool(found)
            yield Page("insights", found, cursor)
        if refusal and not told:
            raise refusal
        yield Page("insights", [], {"watermark": until.isoformat()})

    def _is_own(self, post: dict[str, Any]) -> bool:
        return "id" in post and str((post.get("from") or {}).get("id", self.page_id)) == self.page_id

    def _look(self, post_id: str, until: datetime) -> list[Record]:
        params = {"metric": self.metrics, "period": "lifetime"}
        try:
            found = [item for items in self.graph.edge(f"/{post_id}/insights", params) for item in items]
        except Gone as error:
            log.warning("skipping the insights of a post: %s", error)
            return []
        payload = {"post_id": post_id, "read_at": until.isoformat(), "insights": found}
        return [Record(f"{post_id}@{until.isoformat()}", payload)]
