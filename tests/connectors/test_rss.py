"""Feeds over HTTP: only what changed, entries without times, feeds that moved, are gone, cut off or no feeds."""

import logging
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import requests

from connectors import registry
from connectors.errors import AccessDenied, RateLimited, SourceChanged, SourceUnavailable
from connectors.http import BasicAuth, Http, Limits
from connectors.page import Cursor, Page
from connectors.rss import Rss, Settings
from connectors.rss_feed import ACCEPT, Feed, judge, parse
from simulator.platforms import rss
from simulator.small_server import SmallServer
from tests.connectors.conftest import Asked, Reply

pytestmark = pytest.mark.server
END = datetime(2026, 11, 20, 12, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"
ITEM = b"<rss version='2.0'><channel><item><title>Hallo</title>%s</item></channel></rss>"


@pytest.fixture
def server() -> Iterator[SmallServer]:
    with SmallServer({"rss": rss.Rss(rss.build(int(END.timestamp()), seed=2))}) as running:
        running.set_now(END)
        yield running


def feeds_at(*urls: str, password: str = "", **given: Any) -> Rss:
    auth = BasicAuth("leser", password) if password else None
    feeds = [
        Feed(Http(
            url, judge, auth=auth, secrets=(password,) if password else (), limits=Limits(attempts=3, read=5),
            now=lambda: END, sleep=lambda _: None, parse=parse, accept=ACCEPT, body_format="feed",
        ))
        for url in urls
    ]  # fmt: skip
    login = {"username": "leser", "password": password} if password else {}
    return Rss(Settings(**{"feeds": urls, "start": date(2026, 11, 1)} | login | given), tuple(feeds))


def of(server: SmallServer, *names: str, **given: Any) -> Rss:
    return feeds_at(*(f"{server.url_of('rss')}/{name}" for name in names), **given)


def read(source: Rss, cursor: Cursor | None = None, until: datetime = END) -> list[Page]:
    return list(source.fetch("entries", cursor or {}, until=until))


def payloads(pages: list[Page]) -> dict[str, Any]:
    return {str(record.record_id): record.payload for page in pages for record in page.records}


def test_entries_are_those_that_another_parser_reads_one_by_one(server: SmallServer) -> None:
    found = payloads(read(of(server, "blog", "press", "forum")))
    url = server.url_of("rss")
    expected: dict[str, tuple[str | None, ...]] = {}
    for entry in ElementTree.fromstring(requests.get(f"{url}/press", timeout=5).content).iter(f"{ATOM}entry"):
        texts = [entry.findtext(f"{ATOM}{name}") for name in ("title", "published", "updated", "content")]
        expected[str(entry.findtext(f"{ATOM}id"))] = (*texts, entry.findtext(f"{ATOM}author/{ATOM}name"))
    for key, texts in expected.items():
        entry = found[key]["entry"]
        ours = (
            entry["title"],
            entry["published"],
            entry["updated"],
            entry["content"][0]["value"],
            entry["author"],
        )
        assert ours == texts
    items = ElementTree.fromstring(requests.get(f"{url}/blog", timeout=5).content).iter("item")
    for item in items:
        entry = found[str(item.findtext("guid"))]["entry"]
        assert (entry["title"], entry["published"]) == (item.findtext("title"), item.findtext("pubDate"))
    assert len(found) == 3 * rss.SHOWN


def test_what_answers_another_entry_says_so(server: SmallServer) -> None:
    answers = [p["entry"].get("thr_in-reply-to") for p in payloads(read(of(server, "press"))).values()]

    assert {answer["ref"].split("/")[2] for answer in answers if answer} == {"press.example"}


def test_a_feed_that_did_not_change_is_not_sent_again_and_a_new_entry_is(server: SmallServer) -> None:
    early = END - timedelta(days=1)
    server.set_now(early)
    first = read(of(server, "blog"), until=early)
    assert read(of(server, "blog"), first[-1].cursor, early) == []
    server.set_now(END)
    second = read(of(server, "blog"), first[-1].cursor)

    new = payloads(second).keys() - payloads(first).keys()
    assert len(new) == 4
    times = [record.payload["entry"]["published_at"] for page in second for record in page.records]
    assert times == sorted(times)


def test_an_entry_without_a_time_counts_from_when_it_was_seen_first(server: SmallServer) -> None:
    early = END - timedelta(days=1)
    server.set_now(early)
    first = read(of(server, "forum"), until=early)
    server.set_now(END)
    second = payloads(read(of(server, "forum"), first[-1].cursor))

    old = {key: payload["first_seen_at"] for key, payload in second.items() if key in payloads(first)}
    assert set(old.values()) == {early.isoformat()}
    assert {payload["first_seen_at"] for key, payload in second.items() if key not in old} == {
        END.isoformat()
    }
    assert {key.rpartition("#")[0].rpartition("/")[2] for key in second} == {"forum"}


def test_what_is_later_than_until_or_before_the_start_waits_or_is_left_out(server: SmallServer) -> None:
    early = END - timedelta(hours=30)
    source = of(server, "blog", start=date(2026, 11, 19))
    first = read(source, until=early)
    times = [datetime.fromisoformat(p["entry"]["published_at"]) for p in payloads(first).values()]
    assert max(times) <= early
    assert min(times) >= datetime(2026, 11, 19, tzinfo=UTC)

    assert max(payloads(read(source, first[-1].cursor)).keys()) > max(payloads(first).keys())


def test_a_reading_that_came_too_late_is_logged(
    server: SmallServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.set_now(END - timedelta(days=4))
    first = read(of(server, "blog"), until=END - timedelta(days=4))
    server.set_now(END)
    with caplog.at_level(logging.WARNING):
        read(of(server, "blog"), first[-1].cursor)

    assert "some may be missing" in caplog.text


def test_a_moved_feed_is_followed_and_a_gone_one_keeps_no_other_from_being_read(server: SmallServer) -> None:
    arrived: list[Page] = []
    with pytest.raises(SourceChanged, match="gone for good"):
        for page in of(server, "gone", "old", "press").fetch("entries", {}, until=END):
            arrived.append(page)

    assert len(payloads(arrived)) == 2 * rss.SHOWN
    assert {name.rpartition("/")[2] for name in arrived[-1].cursor} == {"old", "press"}


def test_a_password_is_not_carried_to_another_host_nor_shown(serve: Any) -> None:
    other = serve([Reply(ITEM % b"")])
    first = serve([Reply(b"", 302, {"Location": f"{other.url}/feed"})])
    read(feeds_at(f"{first.url}/feed", password="geheim"))
    denied = feeds_at(serve([Reply(b"", 401)]).url + "/feed?key=geheim", password="geheim")

    assert first.asked[0].headers["authorization"].startswith("Basic ")
    assert "authorization" not in other.asked[0].headers
    with pytest.raises(AccessDenied, match="username and password") as caught:
        read(denied)
    assert "geheim" not in str(caught.value)


def test_throttling_waits_as_long_as_the_server_says_and_keeps_what_arrived(server: SmallServer) -> None:
    server.faults.add("throttle", path="press", times=9, seconds=300)
    arrived: list[Page] = []
    with pytest.raises(RateLimited) as caught:
        for page in of(server, "blog", "press").fetch("entries", {}, until=END):
            arrived.append(page)

    assert caught.value.until == END + timedelta(seconds=300)
    server.faults.clear()
    rest = read(of(server, "blog", "press"), arrived[-1].cursor)
    assert {payload["feed"].rpartition("/")[2] for payload in payloads(rest).values()} == {"press"}


def test_a_bad_day_changes_nothing(server: SmallServer) -> None:
    quiet = payloads(read(of(server, "blog", "press")))
    for number, kind in enumerate(("error", "cut", "refuse", "garbage")):
        server.faults.add(kind, after=2 * number, times=1)

    assert payloads(read(of(server, "blog", "press"))) == quiet


@pytest.mark.parametrize("body", [b"<html></html>", (ITEM % b"")[:60], b'{"data": []}'])
def test_what_is_no_whole_feed_makes_the_source_unavailable(serve: Any, body: bytes) -> None:
    with pytest.raises(SourceUnavailable, match="no valid feed"):
        read(feeds_at(serve([Reply(body)]).url))


@pytest.mark.parametrize(
    ("inside", "key"),
    [
        (b"<guid>7</guid>", "#7"),
        (b"<link>https://a.example/1</link>", "https://a.example/1"),
        (b"<guid>urn:x:1</guid>", "urn:x:1"),
        (b"<pubDate>neulich</pubDate>", "#"),
        (b"<title>R&B, kaputt & krumm</title><guid>8</guid>", "#8"),
    ],
)
def test_every_entry_has_an_id_that_stays(serve: Any, inside: bytes, key: str) -> None:
    url = serve([Reply(ITEM % inside)]).url
    [first], [second] = payloads(read(feeds_at(url))), payloads(read(feeds_at(url)))

    assert first == second
    assert key in first


def test_two_feeds_that_differ_in_their_query_are_two_and_do_not_show_it(serve: Any) -> None:
    def answers(asked: Asked) -> Reply:
        return Reply(ITEM % (b"<guid>%s</guid>" % asked.params["key"].encode()))

    url = serve(answers).url
    found = payloads(read(feeds_at(f"{url}/f?key=eins", f"{url}/f?key=zwei")))

    assert len(found) == 2
    assert len({payload["feed"] for payload in found.values()}) == 2
    assert not [
        payload for payload in found.values() if "eins" in payload["feed"] or "zwei" in payload["feed"]
    ]


def test_doctor_says_of_each_feed_what_it_holds(server: SmallServer) -> None:
    checks = [check for check in of(server, "blog", "forum", "gone").check() if check.name != "clock"]

    assert [(check.ok, check.detail[:37]) for check in checks[:2]] == [
        (True, "10 entries, 10 of them with a time"),
        (True, "10 entries, 0 of them with a time"),
    ]
    assert not checks[2].ok


def test_a_section_is_connected_without_a_request(tmp_path: Path) -> None:
    section = {"feeds": ["http://127.0.0.1:1/feed"], "start": date(2026, 1, 1)}

    assert registry.connect("web", "rss", section, base=tmp_path).streams == ("entries",)
