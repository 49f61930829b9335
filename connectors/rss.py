"""Entries of RSS and Atom feeds: blogs, press, and forums or groups that offer one.

Landed: {"feed", "first_seen_at", "entry"}, the entry as feedparser reads it, times also as ISO. A feed shows only its
latest entries: what leaves it isn't deleted, and what came and went between two readings is lost, which is logged. An
entry without a readable time counts from when it was seen first. Feeds have no paging (Atom's `rel=next` is rare and
not followed).
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

from connectors.about import About
from connectors.errors import ConnectorError
from connectors.http import BasicAuth, Http, check_clock, secrets_of
from connectors.page import Check, Cursor, Page, Record
from connectors.rss_feed import ACCEPT, Feed, NotModified, instant_of, judge, parse

log = logging.getLogger(__name__)


ABOUT = About(
    title="RSS and Atom feeds",
    group="community",
    reads="Entries of feeds: blogs, press, and forums or groups that offer one.",
    how="Each feed is asked whether it changed (ETag, Last-Modified) and read as a whole if so.",
    limits="A feed shows its latest entries only: what came and went between two readings is lost, which is logged. "
    "What leaves a feed isn't deleted. Feeds tell no counts, no replies and no views.",
    verified="Against feeds of a simulator, read by feedparser. Not verified against a particular site.",
)


class Settings(BaseModel):
    """The section of a source with type = "rss": feeds of one kind.

    `match`: only entries that hold one of these words count. `own`: the company's own blog; `authors` write for
    the company in feeds of others. `expects_answer`: entries are questions that wait for the company.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    feeds: tuple[str, ...] = Field(min_length=1, description="Addresses of feeds.")
    start: date = Field(description="The first day to fetch.")
    channel: Literal["post", "comment", "review", "forum"] = Field(
        default="post", description="What an entry is."
    )
    own: bool = Field(
        default=False, description="The feeds are the company's own: what they say are its posts."
    )
    authors: tuple[str, ...] = Field(
        default=(), description="Authors who write for the company in feeds of others."
    )
    match: tuple[str, ...] = Field(
        default=(), description="Only entries that hold one of these words count; without any, all do."
    )
    expects_answer: bool = Field(
        default=False, description="Entries are questions that wait for the company's answer."
    )
    username: str = Field(default="", description="For feeds that ask who reads them.")
    password: SecretStr = Field(default=SecretStr(""), description="The password of that user.")

    @field_validator("feeds")
    @classmethod
    def _are_urls(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not all(url.startswith(("https://", "http://")) for url in value):
            raise ValueError("each must start with https:// or http://")
        if len(set(value)) < len(value):
            raise ValueError("names a feed twice")
        return value

    @model_validator(mode="after")
    def _has_both(self) -> Self:
        if bool(self.username) != bool(self.password.get_secret_value()):
            raise ValueError("give username and password, or neither")
        return self


def connect(name: str, settings: Settings, base: Path) -> "Rss":
    """The feeds of the source section `name`."""
    password = settings.password.get_secret_value()
    auth = BasicAuth(settings.username, password) if password else None
    feeds = [
        Feed(
            Http(
                url,
                judge,
                auth=auth,
                secrets=secrets_of(password),
                parse=parse,
                accept=ACCEPT,
                body_format="feed",
            )
        )
        for url in settings.feeds
    ]
    return Rss(settings, tuple(feeds))


@dataclass(frozen=True)
class Rss:
    """Some feeds."""

    settings: Settings
    feeds: tuple[Feed, ...]
    streams: tuple[str, ...] = ("entries",)
    daily: frozenset[str] = frozenset()

    def fetch(self, stream: str, cursor: Cursor, *, until: datetime) -> Iterator[Page]:
        """Yield the entries of each feed that changed, oldest first. Cursor: by feed, "etag", "modified" and "seen".

        "seen" are the entries of its last reading and when each was seen first. A feed that fails doesn't keep the
        others from being read; its error is raised at the end.

        Raises:
            RateLimited, AccessDenied, SourceUnavailable, SourceChanged: of the first feed that failed.
        """
        if stream != "entries":
            raise ValueError(f"rss has no stream {stream!r}")
        failed: ConnectorError | None = None
        for feed in self.feeds:
            try:
                records, state = self._read(feed, cursor.get(feed.name, {}), until)
            except NotModified:
                continue
            except ConnectorError as error:
                log.warning("%s", error)
                failed = failed or error
                continue
            cursor = {**cursor, feed.name: state}
            yield Page("entries", records, cursor)
        if failed:
            raise failed

    def fetch_day(self, stream: str, day: date) -> Iterator[Page]:
        """Not offered: a feed shows its latest entries, whatever is asked."""
        raise ValueError(f"a feed can't be asked for one day of {stream!r}")

    def check(self) -> Iterator[Check]:
        """Is each feed there, and do its entries have times?"""
        for feed in self.feeds:
            try:
                answer = feed.read({})
            except ConnectorError as error:
                yield Check(feed.name, False, str(error), "check the feed's address in a browser")
                continue
            entries = answer.body.entries
            dated = sum(1 for entry in entries if _published(entry))
            yield Check(feed.name, True, f"{len(entries)} entries, {dated} of them with a time")
            yield check_clock(answer.headers, feed.http.now())

    def _read(
        self, feed: Feed, state: dict[str, Any], until: datetime
    ) -> tuple[list[Record], dict[str, Any]]:
        answer = feed.read(state)
        start = datetime.combine(self.settings.start, time(), UTC)
        seen: dict[str, str] = state.get("seen", {})
        now_seen: dict[str, str] = {}
        found: list[tuple[str, Record]] = []
        has_later = False
        for entry in answer.body.entries:
            published = _published(entry)
            if published and published > until:
                has_later = True
                continue
            key = feed.key(entry)
            now_seen[key] = seen.get(key, until.isoformat())
            if published is None or published >= start:
                record = feed.record(entry, now_seen[key])
                found.append((published.isoformat() if published else now_seen[key], record))
        if seen and now_seen and not seen.keys() & now_seen.keys():
            log.warning(
                "%s: nothing of its last reading is left; read it more often, some may be missing",
                feed.name,
            )
        kept: dict[str, Any] = {"seen": now_seen}
        if not has_later:  # else the next answer would be "not modified", and they would never come
            kept |= {"etag": answer.headers.get("ETag"), "modified": answer.headers.get("Last-Modified")}
        return [record for _, record in sorted(found, key=lambda pair: pair[0])], kept


def _published(entry: Any) -> datetime | None:
    return instant_of(entry, "published") or instant_of(entry, "updated")
