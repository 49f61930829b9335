"""The videos of a channel, from its playlist of uploads: which there are, and their details.

Beside each video comes what the platform counts of it by then. The playlist is read as a whole each time (a unit for 50
videos), since nothing says in which order it is. An entry without `videoPublishedAt` is a video that is private or
deleted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from connectors.errors import AccessDenied, ConnectorError
from connectors.page import Cursor, Page, Record
from connectors.youtube_api import Api, Asked, Budget, Item, instant_of, record_of

PAGE_SIZE = 50
DETAILS = "snippet,statistics,status"


@dataclass(frozen=True, order=True)
class Upload:
    """A video of the channel; ordered by time, then id."""

    published_at: datetime
    id: str

    @property
    def key(self) -> list[str]:
        """The same order, JSON-able."""
        return [self.published_at.isoformat(), self.id]


@dataclass(frozen=True)
class Videos:
    """The videos of one channel since `start`; those younger than `watch` are looked at each time."""

    api: Api
    channel_id: str
    start: datetime
    watch: timedelta
    units: int

    def fetch(self, cursor: Cursor, until: datetime) -> Iterator[Page]:
        """All videos at the first time, later the younger ones, oldest first; a walk says which there are.

        Cursor: {"watermark": all before was read, "units": spent, "pass": {"until", "video": last one done}}.
        """
        while "pass" in cursor or not _reached(cursor, until):
            for page in self._pass(cursor, until):
                cursor = page.cursor
                yield page

    def uploads(self, until: datetime, budget: Budget) -> list[Upload]:
        """What was published in [start, until), oldest first."""
        params: Asked = {
            "part": "contentDetails",
            "playlistId": self._playlist(budget),
            "maxResults": PAGE_SIZE,
        }
        found = []
        for items, _ in self.api.pages("playlistItems", params, budget):
            for content in (item.get("contentDetails") or {} for item in items):
                published = instant_of(content.get("videoPublishedAt"))
                if published and content.get("videoId") and self.start <= published < until:
                    found.append(Upload(published, content["videoId"]))
        return sorted(set(found))

    def details(self, uploads: Sequence[Upload], part: str, budget: Budget) -> Iterator[list[Item]]:
        """What the platform says of videos, 50 at a time; what is private by now is left out."""
        for begin in range(0, len(uploads), PAGE_SIZE):
            ids = ",".join(upload.id for upload in uploads[begin : begin + PAGE_SIZE])
            yield self.api.page("videos", {"part": part, "id": ids}, budget)["items"]

    def _pass(self, cursor: Cursor, until: datetime) -> Iterator[Page]:
        budget = Budget.of(cursor, self.units)
        began = cursor.get("pass") or {"until": until.isoformat(), "video": ["", ""]}
        rest = {"watermark": cursor["watermark"]} if "watermark" in cursor else {}
        at = datetime.fromisoformat(began["until"])
        try:
            uploads = self.uploads(at, budget)
            known = {upload.id for upload in uploads}
            young = [upload for upload in uploads if not rest or upload.published_at >= at - self.watch]
            left = [upload for upload in young if upload.key > began["video"]]
            for number, items in enumerate(self.details(left, DETAILS, budget)):
                asked = left[number * PAGE_SIZE : (number + 1) * PAGE_SIZE]
                known -= {upload.id for upload in asked} - {item.get("id") for item in items}
                began = {**began, "video": asked[-1].key}
                records = [record_of(item, item) for item in items]
                records += [_reading(item, until) for item in items if item.get("id")]
                yield Page("videos", records, {**rest, "units": budget.stored, "pass": began})
        except ConnectorError:
            yield Page("videos", [], {**rest, "units": budget.stored, "pass": began})
            raise
        walk = {"walked_at": began["until"], "since": self.start.isoformat(), "video_ids": sorted(known)}
        done = {"watermark": began["until"], "units": budget.stored}
        yield Page("videos", [Record(f"walk:{began['until']}", {"walk": walk})], done)

    def _playlist(self, budget: Budget) -> str:
        found = self.api.page("channels", {"part": "contentDetails", "id": self.channel_id}, budget)["items"]
        lists = [((item.get("contentDetails") or {}).get("relatedPlaylists") or {}) for item in found]
        if not lists or not lists[0].get("uploads"):
            raise AccessDenied(
                f"YouTube knows no channel {self.channel_id} with uploads; channel_id begins with UC"
            )
        return str(lists[0]["uploads"])


def _reading(item: Item, until: datetime) -> Record:
    """What the platform counts of a video by now; the next reading stands beside it."""
    counted = {"id": item["id"], "read_at": until.isoformat(), "statistics": item.get("statistics") or {}}
    return Record(f"reading:{item['id']}@{until.isoformat()}", {"reading": counted})


def _reached(cursor: Cursor, until: datetime) -> bool:
    return "watermark" in cursor and datetime.fromisoformat(cursor["watermark"]) >= until
