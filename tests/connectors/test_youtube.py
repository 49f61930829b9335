"""A YouTube channel read over HTTP from its simulator, and the words of its errors."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors import registry
from connectors.errors import AccessDenied, ConnectorError, RateLimited, SourceChanged, SourceUnavailable
from connectors.http import Limits
from connectors.page import Cursor, Page
from connectors.youtube import YouTube
from simulator.platforms import youtube_world
from simulator.platforms.youtube import YouTube as Simulated
from simulator.platforms.youtube_world import CHANNEL_ID, Video
from simulator.small_server import SmallServer
from tests.connectors.conftest import Loopback, Reply

pytestmark = pytest.mark.server
KEY = "AIza-secret"
END = datetime(2026, 11, 20, 12, tzinfo=UTC)
NEXT_MIDNIGHT = datetime(2026, 11, 21, 8, tzinfo=UTC)  # Pacific


@pytest.fixture(scope="module")
def videos() -> list[Video]:
    return youtube_world.build(END, videos=9, threads=14)


@pytest.fixture
def running(videos: list[Video]) -> Iterator[SmallServer]:
    with SmallServer({"youtube": Simulated(videos, KEY, int(END.timestamp()))}) as server:
        yield server


def channel_at(url: str, now: datetime = END, key: str = KEY, **given: Any) -> YouTube:
    settings = {"channel_id": CHANNEL_ID, "api_key": key, "base_url": url, "start": date(2026, 1, 1)} | given
    connector = registry.connect("yt", "youtube", settings, base=Path())
    assert isinstance(connector, YouTube)
    for name, value in {
        "sleep": lambda _: None,
        "limits": Limits(read=5, attempts=4),
        "now": lambda: now,
    }.items():
        object.__setattr__(connector.http, name, value)
    return connector


def payloads(pages: Iterator[Page] | list[Page], *, walks: bool = False) -> dict[str, Any]:
    found = {str(record.record_id): record.payload for page in pages for record in page.records}
    return {name: p for name, p in found.items() if walks or not name.startswith(("walk:", "reading:"))}


def visible(videos: list[Video], at: datetime) -> set[str]:
    now = int(at.timestamp())
    threads = [thread for video in videos if video.is_public(now) for thread in video.threads_at(now)]
    return {c.id for thread in threads for c in (thread, *thread.replies) if c.is_there(now)}


def until_error(pages: Iterator[Page], kind: type[ConnectorError]) -> list[Page]:
    found = []
    with pytest.raises(kind):
        for page in pages:
            found.append(page)
    return found


def test_all_videos_and_all_comments_with_all_replies_are_read(
    running: SmallServer, videos: list[Video]
) -> None:
    source = channel_at(running.url_of("youtube"))
    read = {stream: payloads(source.fetch(stream, {}, until=END)) for stream in source.streams}

    public = [video for video in videos if video.is_public(int(END.timestamp()))]
    assert list(read["videos"]) == [video.id for video in public]
    assert set(read["comments"]) == visible(videos, END)
    assert max(p["thread"]["snippet"]["totalReplyCount"] for p in read["comments"].values()
               if "snippet" in p["thread"]) > 5  # fmt: skip
    for payload in read["comments"].values():
        parent = payload["comment"]["snippet"].get("parentId", payload["comment"]["id"])
        assert parent == payload["thread"]["id"]


def test_no_video_and_no_comment_is_of_later_than_until(running: SmallServer, videos: list[Video]) -> None:
    source, early = channel_at(running.url_of("youtube")), END - timedelta(days=6)
    listed = payloads(source.fetch("videos", {}, until=early))
    first = list(source.fetch("comments", {}, until=early))
    second = list(source.fetch("comments", first[-1].cursor, until=END))

    def sent(payload: Any) -> datetime:
        return datetime.fromisoformat((payload.get("comment") or payload)["snippet"]["publishedAt"])

    assert all(sent(payload) <= early for payload in [*listed.values(), *payloads(first).values()])
    assert set(payloads([*first, *second])) == visible(videos, END)


def test_reading_on_after_any_page_loses_nothing(
    running: SmallServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors.youtube_comments.BATCH", 20)
    monkeypatch.setattr("connectors.youtube_comments.PAGE_SIZE", 40)
    monkeypatch.setattr("connectors.youtube_videos.PAGE_SIZE", 4)
    source = channel_at(running.url_of("youtube"))
    for stream in source.streams:
        whole = list(source.fetch(stream, {}, until=END))
        assert len(whole) > 2
        for stop in range(1, len(whole)):
            rest = list(source.fetch(stream, whole[stop - 1].cursor, until=END))
            assert payloads([*whole[:stop], *rest]) == payloads(whole)
            assert rest[-1].cursor["watermark"] == END.isoformat()
            assert "pass" not in rest[-1].cursor


def test_a_place_that_the_platform_forgot_is_read_again_from_the_top(
    running: SmallServer, videos: list[Video]
) -> None:
    source = channel_at(running.url_of("youtube"))
    forgotten: Cursor = {"pass": {"until": END.isoformat(), "video": ["", ""], "page": "forgotten"}}

    assert set(payloads(source.fetch("comments", forgotten, until=END))) == visible(videos, END)


def test_reading_day_by_day_lands_what_reading_at_once_does(
    running: SmallServer, videos: list[Video]
) -> None:
    source, cursor, landed = channel_at(running.url_of("youtube")), {}, {}
    for days in (20, 9, 3, 1, 0):
        now = END - timedelta(days=days)
        running.set_now(now)
        for page in source.fetch("comments", cursor, until=now):
            landed |= payloads([page])
            cursor = page.cursor
    whole = payloads(source.fetch("comments", {}, until=END))

    assert whole.keys() <= landed.keys()
    late = {name for name, payload in whole.items() if landed[name]["comment"] != payload["comment"]}
    assert len(late) < 0.01 * len(whole)  # edits in threads that are too old to be read again


def test_a_deletion_is_known_by_a_reading_that_no_longer_has_it(
    running: SmallServer, videos: list[Video]
) -> None:
    source, before = channel_at(running.url_of("youtube"), watch_days=90), END - timedelta(days=4)
    running.set_now(before)
    first = list(source.fetch("comments", {}, until=before))
    running.set_now(END)
    second = payloads(source.fetch("comments", first[-1].cursor, until=END), walks=True)
    public = {video.id for video in videos if video.is_public(int(END.timestamp()))}
    walks = {payload["walk"]["video_id"]: payload["walk"] for payload in second.values() if "walk" in payload}
    gone = {name: p for name, p in payloads(first).items()
            if p["video"]["id"] in public and name not in visible(videos, END)}  # fmt: skip

    assert gone
    for name, payload in gone.items():
        assert name not in walks[payload["video"]["id"]]["comment_ids"]


def test_an_old_video_with_many_comments_is_read_down_to_young_threads(
    running: SmallServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors.youtube_comments.WHOLE", 200)
    monkeypatch.setattr("connectors.youtube_comments.PAGE_SIZE", 10)
    source, before = channel_at(running.url_of("youtube"), watch_days=5), END - timedelta(days=4)
    running.set_now(before)
    first = list(source.fetch("comments", {}, until=before))
    running.set_now(END)
    second = payloads(source.fetch("comments", first[-1].cursor, until=END), walks=True)
    [walk] = [p["walk"] for p in second.values() if "walk" in p and p["walk"]["since"]]
    threads = [datetime.fromisoformat(p["thread"]["publishedAt"]) for p in second.values()
               if p.get("video", {}).get("id") == walk["video_id"]]  # fmt: skip

    assert walk["since"] == (END - timedelta(days=5)).isoformat()
    assert sum(at < END - timedelta(days=5) for at in threads) < len(threads) / 2
    assert min(threads) < END - timedelta(days=5)


def test_a_quiet_video_costs_nothing(running: SmallServer) -> None:
    source = channel_at(running.url_of("youtube"), rewalk_days=0)
    last = list(source.fetch("comments", {}, until=END))[-1].cursor
    running.requests.clear()
    again = list(source.fetch("comments", last, until=END + timedelta(minutes=1)))

    assert payloads(again) == {}
    assert not any("commentThreads" in path for path in running.requests)
    assert again[-1].cursor["units"]["spent"] == last["units"]["spent"] + len(running.requests)


def test_a_spent_budget_keeps_what_arrived_and_goes_on_the_next_day(
    running: SmallServer, videos: list[Video], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors.youtube_comments.PAGE_SIZE", 20)
    url, cursor, landed, day = running.url_of("youtube"), {}, {}, 0
    while "watermark" not in cursor:
        now = END + timedelta(days=day)
        source = channel_at(url, now=now, daily_units=40)
        try:
            for page in source.fetch("comments", cursor, until=END):
                landed |= payloads([page])
                cursor = page.cursor
        except RateLimited as limit:
            assert limit.until == NEXT_MIDNIGHT + timedelta(days=day)
            assert cursor["units"] == {"day": now.date().isoformat(), "spent": 30}
            assert until_error(source.fetch("comments", cursor, until=END), RateLimited)[-1].records == []
        day += 1

    assert day > 1
    assert set(landed) == visible(videos, END)


def test_the_platforms_own_end_of_quota_is_not_tried_again(
    running: SmallServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors.youtube_comments.PAGE_SIZE", 20)
    running.platforms["youtube"].daily_units = 30  # type: ignore[attr-defined]
    source = channel_at(running.url_of("youtube"))
    pages = until_error(source.fetch("comments", {}, until=END), RateLimited)

    assert payloads(pages)
    assert len(running.requests) == 31
    [check] = list(source.check())
    assert (check.name, check.ok) == ("units", False)
    assert "2026-11-21 08:00 UTC" in check.mend


def test_a_bad_day_changes_nothing(running: SmallServer) -> None:
    source = channel_at(running.url_of("youtube"))
    quiet = {stream: payloads(source.fetch(stream, {}, until=END), walks=True) for stream in source.streams}
    for number, kind in enumerate(("throttle", "error", "cut", "refuse", "garbage", "throttle")):
        running.faults.add(kind, platform="youtube", after=2 * number, times=2)
    noisy = {stream: payloads(source.fetch(stream, {}, until=END), walks=True) for stream in source.streams}

    assert noisy == quiet


def test_a_throttle_without_end_keeps_what_arrived(running: SmallServer) -> None:
    running.faults.add("throttle", platform="youtube", path="parentId", times=99)
    source = channel_at(running.url_of("youtube"))
    pages = until_error(source.fetch("comments", {}, until=END), RateLimited)
    running.faults.clear()
    rest = list(source.fetch("comments", pages[-1].cursor, until=END))

    assert payloads([*pages, *rest]) == payloads(source.fetch("comments", {}, until=END))


def test_one_day_of_videos_can_be_asked_for(running: SmallServer, videos: list[Video]) -> None:
    day = datetime.fromtimestamp(videos[4].at, UTC).date()
    pages = list(channel_at(running.url_of("youtube")).fetch_day("videos", day))

    assert list(payloads(pages)) == [videos[4].id]
    assert all(page.cursor == {} for page in pages)


def test_doctor_finds_key_channel_and_clock_in_order(running: SmallServer) -> None:
    url = running.url_of("youtube")
    checks = list(channel_at(url, now=datetime.now(UTC)).check())
    [denied] = list(channel_at(url, key="wrong").check())
    unknown = {check.name: check for check in channel_at(url, channel_id="UCother").check()}

    assert [(check.name, check.ok) for check in checks] == [
        ("key", True), ("units", True), ("channel", True), ("clock", True),
    ]  # fmt: skip
    assert (denied.name, denied.ok) == ("key", False)
    assert "doesn't accept the key" in denied.detail
    assert not unknown["channel"].ok
    assert "begins with UC" in unknown["channel"].mend


def problem(status: int, reason: str) -> Reply:
    return Reply({"error": {"code": status, "message": f"no, {KEY}", "errors": [{"reason": reason}]}}, status)


@pytest.mark.parametrize(
    ("answer", "error", "words"),
    [
        (problem(400, "keyExpired"), AccessDenied, "create an API key"),
        (problem(401, "authError"), AccessDenied, "create an API key"),
        (problem(403, "accessNotConfigured"), AccessDenied, "enable the YouTube Data API v3"),
        (problem(400, "invalidFilters"), SourceChanged, "invalidFilters"),
        (problem(500, "backendError"), SourceUnavailable, "HTTP 500"),
        (problem(403, "quotaExceeded"), RateLimited, "units of the day"),
        (Reply({"items": "?"}), SourceChanged, "list of objects"),
        (Reply([]), SourceChanged, "list of objects"),
        (Reply({"items": []}), AccessDenied, "knows no channel"),
        (Reply(b'{"items": [{"id"'), SourceUnavailable, "no valid JSON"),
        (Reply({"items": ["x" * 90]}, cut=True), SourceUnavailable, "cut off"),
    ],
)
def test_what_went_wrong_is_said_and_the_key_is_not(
    serve: Callable[[Any], Loopback], answer: Reply, error: type[ConnectorError], words: str
) -> None:
    server = serve([answer])
    for stream in ("videos", "comments"):
        with pytest.raises(error, match=words) as caught:
            list(channel_at(server.url).fetch(stream, {}, until=END))
        if answer.status in (500, 401) or error is RateLimited:
            assert KEY not in str(caught.value)
    assert all(KEY not in str(asked.params) for asked in server.asked)
    assert server.asked[0].headers["x-goog-api-key"] == KEY
