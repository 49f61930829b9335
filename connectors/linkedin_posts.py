"""Posts of a LinkedIn organisation, newest first, and how often each was shown until now.

The platform can't be asked for what changed, so each pass lists the posts of the watched days again. What was deleted
is simply absent; a walk record says what a pass saw.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from connectors.errors import SourceChanged
from connectors.linkedin_api import BATCH_SIZE, Api, Item, instant_of, list_of, record_of
from connectors.page import Cursor, Page, Record

# The address of a kind of post in the statistics, by the kind's name in its URN.
STATISTICS = {"share": "shares", "ugcPost": "ugcPosts"}


@dataclass(frozen=True)
class Posts:
    """The posts that `organisation` (a URN) wrote, read through `api`."""

    api: Api
    organisation: str

    def fetch(self, cursor: Cursor, since: datetime, until: datetime) -> Iterator[Page]:
        """One pass over the posts since `since`. Cursor: {"watermark": when the last pass was made}.

        A pass that was interrupted begins anew: a hundred posts are one call.
        """
        if reached(cursor, until):
            return
        seen: list[str] = []
        for items in self.listed(since, until):
            seen += [str(item["id"]) for item in items if item.get("id")]
            yield Page("posts", [record_of(item, item) for item in items], cursor)
        walked_at = until.isoformat()
        walk = {"walked_at": walked_at, "since": since.isoformat(), "post_ids": sorted(set(seen))}
        yield Page("posts", [Record(f"walk:posts@{walked_at}", {"walk": walk})], {"watermark": walked_at})

    def listed(self, since: datetime, until: datetime) -> Iterator[list[Item]]:
        """Pages of the posts of that time, the newest first; those whose time can't be read are among them."""
        params = {"q": "author", "author": self.organisation, "sortBy": "CREATED"}
        for items in self.api.pages("/rest/posts", params, "FINDER"):
            # One without a readable time is given on: staging names it.
            times = [published_at(item) or until for item in items]
            yield [item for item, at in zip(items, times, strict=True) if since <= at <= until]
            if items and times[-1] < since:
                return

    def statistics(self, cursor: Cursor, since: datetime, until: datetime) -> Iterator[Page]:
        """A look at each post's impressions: {"post_id", "read_at", "statistics"}. Cursor as of `fetch`.

        What was missed between two looks can't be read later.
        """
        if reached(cursor, until):
            return
        posts = [str(item.get("id")) for items in self.listed(since, until) for item in items]
        for kind, name in STATISTICS.items():
            urns = [urn for urn in posts if urn.startswith(f"urn:li:{kind}:")]
            for start in range(0, len(urns), BATCH_SIZE):
                elements = self._looks(name, urns[start : start + BATCH_SIZE])
                yield Page("statistics", [self._look(kind, one, until) for one in elements], cursor)
        yield Page("statistics", [], {"watermark": until.isoformat()})

    def _looks(self, name: str, urns: list[str]) -> list[Item]:
        place = "/rest/organizationalEntityShareStatistics"
        asked = f"?q=organizationalEntity&{name}={list_of(urns)}"
        elements = self.api.get(
            place + asked, {"organizationalEntity": self.organisation}, "FINDER"
        ).body.get("elements")
        if not isinstance(elements, list) or not all(isinstance(one, dict) for one in elements):
            raise SourceChanged(f"LinkedIn {place}: expected a list of objects in `elements`")
        return elements

    def _look(self, kind: str, element: Item, until: datetime) -> Record:
        payload: dict[str, Any] = {
            "post_id": element.get(kind),
            "read_at": until.isoformat(),
            "statistics": element.get("totalShareStatistics"),
        }
        if not payload["post_id"]:
            return Record(None, payload, error=f"{kind}: is missing")
        return Record(f"{payload['post_id']}@{until.isoformat()}", payload)


def published_at(post: Item) -> datetime | None:
    """When a post came out, or was created where it doesn't say; None if neither can be read."""
    return instant_of(post.get("publishedAt")) or instant_of(post.get("createdAt"))


def reached(cursor: Cursor, until: datetime) -> bool:
    """Was everything up to `until` read already?"""
    return "watermark" in cursor and datetime.fromisoformat(cursor["watermark"]) >= until
