"""One feed over HTTP: asked for only if it changed, followed to where it moved, read into entries.

Source: RSS 2.0, RFC 4287 (Atom), RFC 4685 (threads), RFC 9110 (ETag, Last-Modified); feedparser reads the XML. The
standards say nothing of rate limits: HTTP 429 and 503 with Retry-After are common knowledge.
"""

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO
from time import struct_time
from typing import Any
from urllib.parse import urljoin, urlsplit

import feedparser
import requests

from connectors.errors import AccessDenied, ConnectorError, SourceChanged
from connectors.http import Answer, Http, Retry, retry_after
from connectors.page import Record

log = logging.getLogger(__name__)

ACCEPT = "application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.5"
ENDS = (b"</rss>", b"</feed>", b"</rdf:rdf>")
HOPS = 3


class NotModified(ConnectorError):
    """The feed is the one that was read last."""


class Moved(ConnectorError):
    """The feed is somewhere else."""

    def __init__(self, location: str, for_good: bool) -> None:
        self.location, self.for_good = location, for_good
        super().__init__("the feed has moved")


def parse(response: requests.Response) -> tuple[bool, Any]:
    """Feeds are often not quite XML and read all the same; one without its end was cut off."""
    if not response.content or response.status_code >= 300:
        return True, None
    is_whole = response.content.rstrip()[-40:].lower().rstrip().endswith(ENDS)
    # Without the feed's address, from which feedparser would make ids that other feeds of this folder share.
    headers = {"content-type": response.headers.get("Content-Type", "")}
    found = feedparser.parse(BytesIO(response.content), response_headers=headers)
    return is_whole and bool(found.version), found


def judge(answer: Answer, now: datetime) -> Retry | None:
    """What a server of feeds means by its status (see connectors.http)."""
    if answer.status == 304:
        raise NotModified("not modified")
    if answer.status in {301, 302, 303, 307, 308} and answer.headers.get("Location"):
        raise Moved(answer.headers["Location"], answer.status in {301, 308})
    if answer.status in {401, 403}:
        raise AccessDenied("the feed isn't open to us; check username and password, or ask its owner")
    if answer.status == 410:
        raise SourceChanged("the feed is gone for good (HTTP 410); take it out of the section")
    if answer.status == 429 or (answer.status == 503 and "Retry-After" in answer.headers):
        return Retry(
            f"asks for patience (HTTP {answer.status})", retry_after(answer.headers, now), throttled=True
        )
    if answer.status >= 500:
        return Retry(f"HTTP {answer.status}")
    if answer.status >= 300:
        raise SourceChanged(f"no feed there (HTTP {answer.status}); check its address")
    return None


@dataclass(frozen=True)
class Feed:
    """The feed at `http.base_url`."""

    http: Http

    @property
    def name(self) -> str:
        """Its address without the query, which may hold a key: a hash tells feeds apart that differ in it."""
        url = urlsplit(self.http.base_url)
        mark = f"?{_digest(url.query)}" if url.query else ""
        return f"{url.netloc.rpartition('@')[2]}{url.path}{mark}"

    def read(self, state: Mapping[str, Any]) -> Answer:
        """The feed as feedparser has it in `body`.

        Raises:
            NotModified: it hasn't changed since `state` (its "etag" and "modified") was kept.
            ConnectorError: as connectors/http.py says; names the feed.
        """
        known = {"If-None-Match": state.get("etag"), "If-Modified-Since": state.get("modified")}
        headers = {name: str(value) for name, value in known.items() if value}
        http = self.http
        for _ in range(HOPS + 1):
            try:
                return http.get("", headers=headers)
            except Moved as move:
                http = self._at(urljoin(http.base_url, move.location))
                if move.for_good:
                    log.warning("%s has moved to %s: change its address", self.name, Feed(http).name)
            except (AccessDenied, SourceChanged) as error:
                raise type(error)(f"{self.name}: {error}") from None
        raise SourceChanged(f"{self.name}: redirects too often; check its address")

    def _at(self, url: str) -> Http:
        old, new = urlsplit(self.http.base_url), urlsplit(url)
        if new.scheme not in {"http", "https"}:
            raise SourceChanged(f"{self.name}: redirects to no web address")
        # A redirect must not carry the password to another host, nor into the open.
        is_same = (old.hostname, old.port) == (new.hostname, new.port) and old.scheme == new.scheme
        return replace(self.http, base_url=url, auth=self.http.auth if is_same else None)

    def record(self, entry: Mapping[str, Any], first_seen: str) -> Record:
        """An entry with its times as ISO, the feed it came from, and when it was seen first."""
        plain = {name: value for name, value in entry.items() if not isinstance(value, struct_time | None)}
        times = {f"{name}_at": at for name in ("published", "updated") if (at := instant_of(entry, name))}
        iso = {name: at.isoformat() for name, at in times.items()}
        payload = {"feed": self.name, "first_seen_at": first_seen, "entry": {**plain, **iso}}
        return Record(self.key(entry), payload)

    def key(self, entry: Mapping[str, Any]) -> str:
        """An id that stays: the entry's own, else its link, else a hash of what it says.

        An id that isn't an address may be another feed's too, so it carries the feed's name.
        """
        own = str(entry.get("id") or entry.get("link") or "")
        if "://" in own or own.startswith(("urn:", "tag:")):
            return own
        said = "|".join(str(entry.get(name) or "") for name in ("title", "published", "summary"))
        return f"{self.name}#{own or _digest(said)}"


def instant_of(entry: Mapping[str, Any], name: str) -> datetime | None:
    """When an entry was "published" or "updated"; None where it doesn't say, or nobody can read it."""
    # feedparser answers `updated` with `published` where it is missing, but not through `in`.
    parsed = dict.get(entry, f"{name}_parsed") if isinstance(entry, dict) else None
    if not isinstance(parsed, struct_time):
        return None
    try:
        return datetime(*parsed[:6], tzinfo=UTC)
    except ValueError:
        return None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
