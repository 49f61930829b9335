"""Comment threads with all their replies under a channel's videos, within a day's budget of units.

The platform can't be asked for comments of a time, and reading each video each time would cost a unit a video. So
the videos' own `commentCount`, 50 for a unit, says which of them to visit: those whose count changed, and the
youngest, whose edits should be seen. What was deleted is simply absent; a walk record says what a visit saw.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from connectors.errors import ConnectorError
from connectors.page import Cursor, Page, Record
from connectors.youtube_api import Api, Asked, Budget, Gone, Item, StalePlace, instant_of, record_of
from connectors.youtube_videos import Upload, Videos

log = logging.getLogger(__name__)

PAGE_SIZE = 100
# Records of many quiet videos go out together.
BATCH = 500
# A video with no more comments than these is always read to its end: even old threads get replies.
WHOLE = 1000
# A visit that didn't see everything: the video is due again.
UNSURE = -1


@dataclass(frozen=True)
class Comments:
    """The comments under `videos`, read through `api`.

    `rewalk`: age up to which a video is visited each time. `watch`: how old a thread may be to be read again on a
    later visit to an old video with many; the first visit reads them all. `units`: what it may spend on a day.
    """

    api: Api
    videos: Videos
    rewalk: timedelta
    watch: timedelta
    units: int

    def fetch(self, cursor: Cursor, until: datetime) -> Iterator[Page]:
        """Passes over the videos, oldest first; an interrupted one is finished first.

        Cursor: {"watermark": all before was read, "counts": comments by video when it was visited, "units": spent,
        "pass": {"until", "video": the last one done, "page": where in the next one}}.
        """
        while "pass" in cursor or "watermark" not in cursor or _instant(cursor["watermark"]) < until:
            for page in self._pass(cursor, until):
                cursor = page.cursor
                yield page

    def _pass(self, cursor: Cursor, until: datetime) -> Iterator[Page]:
        budget = Budget.of(cursor, self.units)
        began = cursor.get("pass") or {"until": until.isoformat(), "video": ["", ""]}
        counts: dict[str, int] = dict(cursor.get("counts", {}))
        rest = {"watermark": cursor["watermark"]} if "watermark" in cursor else {}
        at = _instant(began["until"])
        batch: list[Record] = []
        try:
            uploads = self.videos.uploads(at, budget)
            listed = self._listed_counts(uploads, budget)
            for upload in uploads:
                if upload.key <= began["video"] or not self._is_due(upload, listed, counts, at):
                    continue
                stop = self._stop(upload, listed, counts, at)
                visit = Visit(self.api, upload, stop, at, listed[upload.id])
                for records, following in visit.pages(began.get("page"), budget):
                    batch += records
                    place = {"page": following} if following else {"video": upload.key}
                    began = {"until": began["until"], "video": began["video"]} | place
                    if not following:
                        counts[upload.id] = listed[upload.id] if visit.is_complete else UNSURE
                    if len(batch) >= BATCH:
                        yield Page("comments", batch, _cursor(rest, counts, budget, began))
                        batch = []
        except ConnectorError:
            yield Page("comments", batch, _cursor(rest, counts, budget, began))
            raise
        kept = {upload.id: counts[upload.id] for upload in uploads if upload.id in counts}
        done = {"watermark": began["until"], "counts": kept, "units": budget.stored}
        yield Page("comments", batch, done)

    def _listed_counts(self, uploads: list[Upload], budget: Budget) -> dict[str, int]:
        """Comments by video, as the platform counts them; videos with comments switched off have no count."""
        found = {}
        for items in self.videos.details(uploads, "statistics", budget):
            for item in items:
                count = (item.get("statistics") or {}).get("commentCount")
                if count is not None and str(count).isdigit():
                    found[str(item.get("id"))] = int(count)
        return found

    def _is_due(self, upload: Upload, listed: dict[str, int], counts: dict[str, int], at: datetime) -> bool:
        if upload.id not in listed:
            return False
        young = upload.published_at >= at - self.rewalk and listed[upload.id] > 0
        return young or listed[upload.id] != counts.get(upload.id, 0)

    def _stop(
        self, upload: Upload, listed: dict[str, int], counts: dict[str, int], at: datetime
    ) -> datetime | None:
        """The instant down to which to read threads; None for all of them."""
        known = upload.id in counts and listed[upload.id] > WHOLE
        return at - self.watch if known and upload.published_at < at - self.watch else None


@dataclass
class Visit:
    """One reading of the threads under `upload`, newest first, down to `stop`; nothing later than `until`.

    `listed` is how many there are, as the platform counts. `is_complete` tells afterwards whether it began at the top
    and left nothing out.
    """

    api: Api
    upload: Upload
    stop: datetime | None
    until: datetime
    listed: int
    is_complete: bool = True

    def pages(self, token: str | None, budget: Budget) -> Iterator[tuple[list[Record], str | None]]:
        """Records page by page with the token of the next page; the last one ends with the record of the walk."""
        if token:
            self.is_complete = False
            try:
                yield from self._read(token, budget)
                return
            except StalePlace:
                # The platform doesn't keep a place in a list for ever; from the top nothing is lost.
                log.info("the stored place among comments is no longer accepted; from the top")
                self.is_complete = True
        yield from self._read(None, budget)

    def _read(self, token: str | None, budget: Budget) -> Iterator[tuple[list[Record], str | None]]:
        whole = token is None
        seen: list[str] = []
        params: Asked = {
            "part": "snippet,replies", "videoId": self.upload.id, "order": "time", "textFormat": "plainText",
            "maxResults": PAGE_SIZE,
        }  # fmt: skip
        try:
            for threads, following in self.api.pages("commentThreads", params, budget, token):
                records = [record for thread in threads for record in self._records(thread, budget)]
                seen += [record.record_id for record in records if record.record_id]
                is_end = not following or self._is_past(threads)
                if is_end and whole:
                    records.append(self._walk(seen))
                yield records, None if is_end else following
                if is_end:
                    return
        except Gone as error:
            # Just listed, and not there: deleted this minute, or closed. The next listing will tell.
            log.warning("skipping the comments of a video: %s", error)
            self.is_complete = False
            yield [], None

    def _is_past(self, threads: list[Item]) -> bool:
        published = instant_of(_published(threads[-1])) if threads else None
        return self.stop is not None and published is not None and published < self.stop

    def _records(self, thread: Item, budget: Budget) -> Iterator[Record]:
        snippet = thread.get("snippet") or {}
        top = snippet.get("topLevelComment") or {}
        video = {"id": self.upload.id, "publishedAt": self.upload.published_at.isoformat()}
        # What a reply needs to know of its thread, and no more: the count moves with each further reply.
        stub = {"id": thread.get("id"), "publishedAt": _published(thread)}
        about = {name: value for name, value in snippet.items() if name != "topLevelComment"}
        if self._is_later(top):
            return
        yield record_of(top, {"video": video, "thread": stub | {"snippet": about}, "comment": top})
        for reply in self._replies(thread, snippet, budget):
            if not self._is_later(reply):
                yield record_of(reply, {"video": video, "thread": stub, "comment": reply})

    def _replies(self, thread: Item, snippet: Item, budget: Budget) -> list[Item]:
        """All replies: a thread brings only some of them along."""
        given: list[Item] = (thread.get("replies") or {}).get("comments") or []
        if (snippet.get("totalReplyCount") or 0) <= len(given) or not thread.get("id"):
            return given
        params: Asked = {
            "part": "snippet", "parentId": thread["id"], "textFormat": "plainText", "maxResults": PAGE_SIZE,
        }  # fmt: skip
        try:
            return [item for items, _ in self.api.pages("comments", params, budget) for item in items]
        except Gone as error:
            log.warning("skipping the replies of a thread: %s", error)
            self.is_complete = False
            return given

    def _is_later(self, comment: Item) -> bool:
        published = instant_of((comment.get("snippet") or {}).get("publishedAt"))
        later = published is not None and published > self.until
        if later:
            self.is_complete = False
        return later

    def _walk(self, seen: list[str]) -> Record:
        walked_at = self.until.isoformat()
        walk = {
            "walked_at": walked_at, "video_id": self.upload.id, "since": self.stop.isoformat() if self.stop else None,
            "comment_ids": sorted(seen), "comment_count": self.listed,
        }  # fmt: skip
        return Record(f"walk:{self.upload.id}@{walked_at}", {"walk": walk})


def _published(thread: Item) -> Any:
    top = (thread.get("snippet") or {}).get("topLevelComment") or {}
    return (top.get("snippet") or {}).get("publishedAt")


def _cursor(rest: Cursor, counts: dict[str, int], budget: Budget, began: Cursor) -> Cursor:
    return {**rest, "counts": dict(counts), "units": budget.stored, "pass": began}


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
