"""YouTube's Data API for one channel: channels, playlistItems, videos, commentThreads, comments.

Source: YouTube Data API v3 (discovery document), its pages on errors and quota. Checked in tests with
google-api-python-client. Each list costs a unit of the day's quota; a page of threads may be short or empty while
there is a next one, since what is held for review is taken out of it afterwards.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from simulator.faults import Fault
from simulator.platforms.wire import Answer, Request, from_cursor, to_cursor, zulu
from simulator.platforms.youtube_world import CHANNEL_ID, UPLOADS, Comment, Video

DAILY_UNITS = 10_000
API = "YouTube Data API v3"
EMBEDDED_REPLIES = 5
T = TypeVar("T")
LARGEST = {"commentThreads": 100, "comments": 100}
DEFAULT = {"commentThreads": 20, "comments": 20}


class Refused(Exception):
    """A request that is answered with an error."""

    def __init__(self, status: int, reason: str, message: str) -> None:
        super().__init__(message)
        self.answer = problem(status, reason, message)


def problem(status: int, reason: str, message: str) -> Answer:
    """An error as Google's older APIs word it."""
    one = {"message": message, "domain": "youtube." + reason, "reason": reason}
    return Answer(status, {"error": {"code": status, "message": message, "errors": [one]}})


class YouTube:
    """Answers requests about the videos of one channel, as of an instant; `spent` units of `daily_units` a day."""

    def __init__(self, videos: Sequence[Video], key: str, now: int, daily_units: int = DAILY_UNITS) -> None:
        self.key, self.now, self.daily_units = key, now, daily_units
        self.spent: dict[str, int] = {}
        self.refused: set[str] = set()  # permissions that were taken away, by name
        self._videos = {video.id: video for video in videos}
        self._threads = {thread.id: (video, thread) for video in videos for thread in video.threads}
        self._lists: dict[str, Callable[[Mapping[str, str]], Answer]] = {
            "channels": self._channels,
            "playlistItems": self._playlist,
            "videos": self._details,
            "commentThreads": self._comment_threads,
            "comments": self._comments,
        }

    def answer(self, request: Request) -> Answer:
        """The answer to one GET."""
        api, _, name = request.path.rpartition("/")
        if api != "youtube/v3" or name not in self._lists:
            return problem(404, "notFound", "Not Found")
        try:
            self._admit(request)
            return self._lists[name](request.params)
        except Refused as refused:
            return refused.answer

    def fault_answer(self, fault: Fault) -> Answer | None:
        """A fault in YouTube's words."""
        if fault.kind == "throttle":
            return problem(403, "rateLimitExceeded", "The request cannot be completed: too fast.")
        if fault.kind == "error":
            return problem(500, "backendError", "Backend Error")
        return Answer(200, b"<html><body>Bad gateway</body></html>") if fault.kind == "garbage" else None

    def _admit(self, request: Request) -> None:
        bearer = request.headers.get("authorization", "").removeprefix("Bearer ")
        key = request.params.get("key") or request.headers.get("x-goog-api-key") or bearer
        if not key:
            raise Refused(403, "forbidden", "Method doesn't allow unregistered callers.")
        if key != self.key:
            refused = Refused(400, "badRequest", "API key not valid. Please pass a valid API key.")
            refused.answer.body["error"]["details"] = [
                {"reason": "API_KEY_INVALID", "domain": "googleapis.com"}
            ]
            raise refused
        if API in self.refused:
            message = f"{API} has not been used in project 7 before or it is disabled."
            raise Refused(403, "accessNotConfigured", message)
        day = (
            datetime.fromtimestamp(self.now, UTC)
            .astimezone(ZoneInfo("America/Los_Angeles"))
            .date()
            .isoformat()
        )
        if self.spent.get(day, 0) >= self.daily_units:
            message = 'The request cannot be completed because you have exceeded your <a href="/x">quota</a>.'
            raise Refused(403, "quotaExceeded", message)
        self.spent[day] = self.spent.get(day, 0) + 1
        if not request.params.get("part"):
            raise Refused(400, "missingRequiredParameter", "No filter or part selected.")

    # -- lists ----------------------------------------------------------------------------------------------

    def _channels(self, params: Mapping[str, str]) -> Answer:
        content = {"relatedPlaylists": {"likes": "", "uploads": UPLOADS}}
        statistics = {"viewCount": "5000", "subscriberCount": "1200", "videoCount": str(len(self._videos))}
        item = {
            "kind": "youtube#channel", "id": CHANNEL_ID, "snippet": {"title": "Nordfunk"}, "contentDetails": content,
            "statistics": statistics,
        }  # fmt: skip
        found = [_parts(item, params)] if params.get("id") == CHANNEL_ID else []
        return Answer(200, {"kind": "youtube#channelListResponse", "items": found})

    def _playlist(self, params: Mapping[str, str]) -> Answer:
        if params.get("playlistId") != UPLOADS:
            raise Refused(404, "playlistNotFound", "The playlist cannot be found.")
        there = [video for video in self._videos.values() if video.is_public(self.now)]
        there.sort(key=lambda video: (video.at, video.id), reverse=True)

        def written(video: Video) -> Any:
            content = {"videoId": video.id, "videoPublishedAt": zulu(video.at)}
            snippet = {"title": video.title, "publishedAt": zulu(video.at), "playlistId": UPLOADS}
            item = {"id": f"UU.{video.id}", "kind": "youtube#playlistItem", "snippet": snippet}
            return _parts(item | {"contentDetails": content}, params)

        return _paged("playlistItems", params, there, lambda video: f"{video.at:011}|{video.id}", written)

    def _details(self, params: Mapping[str, str]) -> Answer:
        asked = params.get("id", "").split(",")
        if len(asked) > 50:
            raise Refused(400, "invalidFilters", "The request specifies too many ids.")
        found = [self._videos[name] for name in asked if name in self._videos]
        items = [_parts(self._video(video), params) for video in found if video.is_public(self.now)]
        return Answer(200, {"kind": "youtube#videoListResponse", "items": items})

    def _video(self, video: Video) -> dict[str, Any]:
        statistics = {
            "viewCount": str(100 + (self.now - video.at) // 600),
            "likeCount": "7",
            "favoriteCount": "0",
        }
        if video.has_comments:
            statistics["commentCount"] = str(video.count_at(self.now))
        snippet = {
            "publishedAt": zulu(video.at), "channelId": CHANNEL_ID, "title": video.title,
            "description": "Mehr im Netz.", "channelTitle": "Nordfunk", "liveBroadcastContent": "none",
        }  # fmt: skip
        status = {"uploadStatus": "processed", "privacyStatus": "public"}
        rest = {"snippet": snippet, "statistics": statistics, "status": status}
        return {"kind": "youtube#video", "id": video.id} | rest

    def _comment_threads(self, params: Mapping[str, str]) -> Answer:
        video = self._videos.get(params.get("videoId", ""))
        if video is None or not video.is_public(self.now):
            raise Refused(
                404, "videoNotFound", "The video identified by the videoId parameter could not be found."
            )
        if not video.has_comments:
            raise Refused(403, "commentsDisabled", "The video has disabled comments.")
        there = [thread for thread in video.threads if thread.held or thread.is_there(self.now)]
        there = [thread for thread in there if thread.at <= self.now]
        there.sort(key=lambda thread: (thread.at, thread.id), reverse=True)

        def written(thread: Comment) -> Any:
            return None if thread.held else self._thread(video, thread, params)

        return _paged("commentThreads", params, there, lambda one: f"{one.at:011}|{one.id}", written)

    def _thread(self, video: Video, thread: Comment, params: Mapping[str, str]) -> dict[str, Any]:
        replies = [reply for reply in thread.replies if reply.is_there(self.now)]
        snippet = {
            "channelId": CHANNEL_ID, "videoId": video.id, "topLevelComment": self._comment(thread, video, params),
            "canReply": True, "totalReplyCount": len(replies), "isPublic": True,
        }  # fmt: skip
        item: dict[str, Any] = {"kind": "youtube#commentThread", "id": thread.id, "snippet": snippet}
        if replies:
            given = replies[-EMBEDDED_REPLIES:]
            item["replies"] = {"comments": [self._comment(reply, video, params) for reply in given]}
        return _parts(item, params)

    def _comments(self, params: Mapping[str, str]) -> Answer:
        known = self._threads.get(params.get("parentId", ""))
        if known is None or not known[1].is_there(self.now):
            raise Refused(404, "commentNotFound", "One or more of the specified comments cannot be found.")
        video, thread = known
        there = [reply for reply in reversed(thread.replies) if reply.is_there(self.now)]
        written = lambda reply: self._comment(reply, video, params)  # noqa: E731
        return _paged("comments", params, there, lambda one: f"{one.at:011}|{one.id}", written)

    def _comment(self, comment: Comment, video: Video, params: Mapping[str, str]) -> dict[str, Any]:
        edited = comment.edited_at is not None and comment.edited_at <= self.now
        text = comment.text + (" (bearbeitet)" if edited else "")
        is_plain = params.get("textFormat") == "plainText"
        snippet = {
            "channelId": CHANNEL_ID, "videoId": video.id, "textDisplay": text if is_plain else html.escape(text),
            "textOriginal": text, "authorDisplayName": comment.name, "authorChannelId": {"value": comment.author},
            "canRate": True, "viewerRating": "none", "likeCount": 0, "publishedAt": zulu(comment.at),
            "updatedAt": zulu(comment.edited_at if edited and comment.edited_at else comment.at),
        }  # fmt: skip
        if comment.parent:
            snippet["parentId"] = comment.parent
        return {"kind": "youtube#comment", "id": comment.id, "snippet": snippet}


def _parts(item: dict[str, Any], params: Mapping[str, str]) -> dict[str, Any]:
    """An item with the parts that were asked for."""
    wanted = {*params["part"].split(","), "id", "kind"}
    return {name: value for name, value in item.items() if name in wanted}


def _paged(
    name: str,
    params: Mapping[str, str],
    items: Sequence[T],
    key: Callable[[T], str],
    written: Callable[[T], Any],
) -> Answer:
    """A page of `items`, which are in descending order of `key`; an item written as None is left out of its page."""
    largest = LARGEST.get(name, 50)
    try:
        size = int(params.get("maxResults") or DEFAULT.get(name, 5))
    except ValueError:
        size = 0
    if not 1 <= size <= largest:
        raise Refused(400, "invalidValue", f"Invalid value for maxResults: must be within [1, {largest}]")
    if token := params.get("pageToken"):
        try:
            below = from_cursor(token)
        except ValueError:
            raise Refused(400, "invalidPageToken", "The page token is not valid.") from None
        items = [item for item in items if key(item) < below]
    page = items[:size]
    body: dict[str, Any] = {
        "kind": f"youtube#{name.removesuffix('s')}ListResponse",
        "pageInfo": {"totalResults": len(items), "resultsPerPage": size},
        "items": [one for item in page if (one := written(item)) is not None],
    }
    if len(items) > size:
        body["nextPageToken"] = to_cursor(key(page[-1]))
    return Answer(200, body)
