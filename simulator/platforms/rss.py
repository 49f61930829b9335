"""Feeds of a small web of its own: an RSS 2.0 blog, an Atom press room with replies, an RSS forum without times.

Source: RSS 2.0, RFC 4287 (Atom), RFC 4685 (threads), RFC 9110 (ETag, Last-Modified, 304). A feed shows its latest
entries; /old moved to /blog for good, /gone is no more. Tests read it with the standard library's XML parser as well.
"""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape

from simulator.faults import Fault
from simulator.platforms.wire import Answer, Request, zulu

SHOWN = 10
HOUR = 3600
NAMES = ("Ada Blum", "Jan Kern", "Mia Voss")
TITLES = ("Nordfunk senkt Preise", "Störung bei Nordfunk & Co.", "Wetter am Wochenende", "Neues Netz im Test")


@dataclass(frozen=True)
class Entry:
    """One entry; instants are epoch seconds."""

    id: str
    title: str
    text: str
    author: str
    published: int
    updated: int
    answers: str | None = None


def build(end: int, seed: int = 1, count: int = 25) -> dict[str, list[Entry]]:
    """The entries of the feeds "blog", "press" and "forum", oldest first, one every few hours up to `end`."""
    chance = random.Random(seed)
    return {name: _entries(name, end, count, chance) for name in ("blog", "press", "forum")}


def _entries(name: str, end: int, count: int, chance: random.Random) -> list[Entry]:
    found: list[Entry] = []
    for number in range(count):
        published = end - (count - number) * 6 * HOUR + chance.randrange(HOUR)
        own = f"https://{name}.example/{number}" if name != "forum" else str(number)
        answers = found[-1].id if name == "press" and number % 3 == 2 else None
        text = f"<p>Absatz {number} &amp; mehr</p>"
        updated = published + HOUR if number % 5 == 0 else published
        title = chance.choice(TITLES)
        found.append(Entry(own, title, text, chance.choice(NAMES), published, updated, answers))
    return found


class Rss:
    """Answers requests for the feeds, as of an instant; each shows its latest entries, as many as `shown`."""

    def __init__(self, feeds: dict[str, list[Entry]], *, shown: int = SHOWN) -> None:
        self.feeds, self._count = feeds, shown
        self.now = max((entry.published for entries in feeds.values() for entry in entries), default=0)

    def answer(self, request: Request) -> Answer:
        """The answer to one GET: the feed, 304 if it is the known one, 301 and 410 where it was once."""
        name = request.path.strip("/")
        if name == "old":
            return Answer(301, b"", {"Location": f"{request.base}/blog"})
        if name == "gone":
            return Answer(410, b"gone", {"Content-Type": "text/plain"})
        if name not in self.feeds:
            return Answer(404, b"not found", {"Content-Type": "text/plain"})
        entries = self.shown(name)
        kind = "atom" if name == "press" else "rss"
        body = (
            _atom(name, entries) if kind == "atom" else _rss(name, entries, dated=name == "blog")
        ).encode()
        last = max((entry.updated for entry in entries), default=0)
        headers = {
            "ETag": f'"{hashlib.sha256(body).hexdigest()[:12]}"',
            "Last-Modified": format_datetime(datetime.fromtimestamp(last, UTC), usegmt=True),
        }
        if request.headers.get("if-none-match") == headers["ETag"]:
            return Answer(304, b"", headers)
        return Answer(200, body, {**headers, "Content-Type": f"application/{kind}+xml; charset=utf-8"})

    def fault_answer(self, fault: Fault) -> Answer | None:
        """A fault as a web server has it."""
        plain = {"Content-Type": "text/html"}
        if fault.kind == "throttle":
            return Answer(429, b"slow down", {**plain, "Retry-After": str(int(fault.seconds))})
        if fault.kind == "error":
            return Answer(500, b"oops", plain)
        if fault.kind == "garbage":
            return Answer(200, b"<html><body>Wartung</body></html>", plain)
        return None

    def shown(self, name: str) -> list[Entry]:
        """What a feed shows, newest first."""
        there = [entry for entry in self.feeds[name] if entry.published <= self.now]
        return there[::-1][: self._count]


def _rss(name: str, entries: list[Entry], *, dated: bool) -> str:
    items = []
    for entry in entries:
        at = format_datetime(datetime.fromtimestamp(entry.published, UTC))
        permanent = "true" if "://" in entry.id else "false"
        items.append(
            f"<item><title>{escape(entry.title)}</title><link>https://{name}.example/t/{entry.id[-3:]}</link>"
            f'<guid isPermaLink="{permanent}">{entry.id}</guid><dc:creator>{entry.author}</dc:creator>'
            + (f"<pubDate>{at}</pubDate>" if dated else "")
            + f"<description>{escape(entry.text)}</description></item>"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>{name}</title><link>https://{name}.example/</link><description/>{''.join(items)}</channel></rss>"
    )


def _atom(name: str, entries: list[Entry]) -> str:
    found = []
    for entry in entries:
        thread = f'<thr:in-reply-to ref="{entry.answers}"/>' if entry.answers else ""
        found.append(
            f"<entry><id>{entry.id}</id><title>{escape(entry.title)}</title><author><name>{entry.author}</name></author>"
            f"<published>{zulu(entry.published)}</published><updated>{zulu(entry.updated)}</updated>{thread}"
            f'<content type="html">{escape(entry.text)}</content></entry>'
        )
    head = '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0">'
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{head}<id>https://{name}.example/</id><title>{name}</title>'
        + (f"{''.join(found)}</feed>")
    )
