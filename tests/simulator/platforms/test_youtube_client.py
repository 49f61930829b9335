"""google-api-python-client walks the simulated channel; its records are compared with our connector's, one by one."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import httplib2
import pytest
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError

from connectors import registry
from simulator.platforms import youtube_world
from simulator.platforms.youtube import YouTube
from simulator.platforms.youtube_world import CHANNEL_ID, Video
from simulator.small_server import SmallServer

pytestmark = pytest.mark.server
KEY = "AIza-secret"
END = datetime(2026, 3, 30, 4, tzinfo=UTC)


@pytest.fixture(scope="module")
def videos() -> list[Video]:
    return youtube_world.build(END, seed=3, videos=8, threads=12)


@pytest.fixture
def server(videos: list[Video]) -> Iterator[SmallServer]:
    with SmallServer({"youtube": YouTube(videos, KEY, int(END.timestamp()))}) as running:
        yield running


def client(server: SmallServer, key: str = KEY) -> Any:
    options = {"api_endpoint": server.url_of("youtube") + "/"}
    return build(
        "youtube", "v3", developerKey=key, http=httplib2.Http(proxy_info=None), client_options=options,
        static_discovery=True,
    )  # fmt: skip


def walk(resource: Any, **params: Any) -> list[dict[str, Any]]:
    """All pages of a list, as the client follows them."""
    found, request = [], resource.list(**params)
    while request is not None:
        answer = request.execute()
        found += answer["items"]
        request = resource.list_next(request, answer)
    return found


def ours(server: SmallServer, stream: str) -> dict[str, Any]:
    settings = {
        "channel_id": CHANNEL_ID, "api_key": KEY, "base_url": server.url_of("youtube"), "start": date(2025, 1, 1),
    }  # fmt: skip
    pages = registry.connect("yt", "youtube", settings, base=Path()).fetch(stream, {}, until=END)
    found = {str(record.record_id): record.payload for page in pages for record in page.records}
    # Not of its own reading: what it saw, and how often a video was shown by then.
    return {name: told for name, told in found.items() if not name.startswith(("walk:", "reading:"))}


def test_the_client_finds_the_same_videos(server: SmallServer) -> None:
    youtube = client(server)
    [found] = walk(youtube.channels(), part="contentDetails", id=CHANNEL_ID)
    playlist = found["contentDetails"]["relatedPlaylists"]["uploads"]
    listed = walk(youtube.playlistItems(), part="contentDetails", playlistId=playlist, maxResults=3)
    ids = ",".join(item["contentDetails"]["videoId"] for item in listed)
    theirs = youtube.videos().list(part="snippet,statistics,status", id=ids).execute()["items"]

    assert {video["id"]: video for video in theirs} == ours(server, "videos")


def test_the_client_finds_the_same_comments_and_replies(server: SmallServer, videos: list[Video]) -> None:
    youtube = client(server)
    theirs: dict[str, Any] = {}
    for video in videos:
        try:
            threads = walk(
                youtube.commentThreads(), part="snippet,replies", videoId=video.id, order="time",
                textFormat="plainText", maxResults=7,
            )  # fmt: skip
        except HttpError as error:
            assert error.error_details[0]["reason"] in ("commentsDisabled", "videoNotFound")
            continue
        for thread in threads:
            top = thread["snippet"]["topLevelComment"]
            replies = walk(youtube.comments(), part="snippet", parentId=thread["id"], textFormat="plainText")
            assert len(replies) == thread["snippet"]["totalReplyCount"]
            theirs |= {comment["id"]: comment for comment in (top, *replies)}

    read = {name: payload["comment"] for name, payload in ours(server, "comments").items()}
    assert len(read) > 200
    assert read == theirs


def test_a_page_may_be_short_while_there_is_a_next_one(server: SmallServer, videos: list[Video]) -> None:
    youtube = client(server)
    request, sizes = youtube.commentThreads().list(part="snippet", videoId=videos[0].id, maxResults=5), []
    while request is not None:
        answer = request.execute()
        sizes.append(len(answer["items"]))
        request = youtube.commentThreads().list_next(request, answer)

    assert set(sizes[:-1]) > {5}


def test_the_client_understands_errors(server: SmallServer) -> None:
    with pytest.raises(HttpError, match="API key not valid"):
        client(server, "wrong").channels().list(part="id", id=CHANNEL_ID).execute()
    with pytest.raises(HttpError, match="page token"):
        request = (
            client(server)
            .playlistItems()
            .list(part="id", playlistId=youtube_world.UPLOADS, pageToken="forgotten")
        )
        request.execute()
    server.platforms["youtube"].daily_units = 0  # type: ignore[attr-defined]
    with pytest.raises(HttpError) as caught:
        client(server).channels().list(part="id", id=CHANNEL_ID).execute()
    assert caught.value.error_details[0]["reason"] == "quotaExceeded"
