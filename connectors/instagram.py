"""Media, comments, tags and private messages of one Instagram account, from the Graph API.

Source: Graph API v26.0: IGUser, IGMedia, IGComment, UnifiedThread (with Facebook Login, through the connected page).
Not verified against the live platform; only documentation or common knowledge gives: `comments_count` includes replies,
tags stand newest first, conversations by `platform=instagram`, code 80002 for throttling, metrics by kind of media.

Landed: media as received; comments as {"media", "comment"}, replies with "parent_id" beside; tags as received; messages
as {"conversation", "message"}; with `read_insights`, looks at how often media had been seen. What was deleted is simply
absent: media of the last `rewalk_days` and all their comments are read completely each time, and records {"walk": ...}
say which ids such a reading saw, and how many likes and comments they had.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

from connectors.about import About, Permission
from connectors.errors import AccessDenied, ConnectorError
from connectors.facebook_graph import (
    Graph,
    check_permission,
    check_usage,
    instant_of,
    is_after,
    is_before,
    newest_of,
    open_graph,
    reached,
    record_of,
    watermark_of,
    without_version,
)
from connectors.facebook_insights import Insights
from connectors.facebook_messages import Messages
from connectors.http import Answer, check_clock
from connectors.instagram_comments import Comments
from connectors.page import Check, Cursor, Page, Record

MEDIA_FIELDS = (
    "id,timestamp,caption,username,owner{id},media_type,media_product_type,permalink,shortcode,comments_count,"
    "like_count,is_comment_enabled"
)
LISTED_FIELDS = "id,timestamp,comments_count"
TAG_FIELDS = "id,timestamp,caption,username,media_type,permalink,comments_count,like_count"
MESSAGE_FIELDS = "id,created_time,from,to,message,attachments,shares,story"
METRICS = "views,reach"
WINDOW = timedelta(days=28)

ABOUT = About(
    title="Instagram account",
    group="platform",
    reads="Posts and reels with likes and views, comments with all replies, what others tag the account in, and, with "
    "`page_id`, private messages. Hidden comments are read and need no answer.",
    how="Media by time from the stored instant, those of the last `rewalk_days` again. Comments can't be asked for by "
    "time: under media of the last `rewalk_days` all are read each time, under older ones of the last `watch_days` "
    "when their number changed; what is no longer there was deleted. Conversations newest first down to the run "
    "before the last one. Media can be read again by day.",
    limits="Only professional accounts that are connected to a Facebook page. Calls are counted by the hour for each "
    "account; when they are used up, the run says until when and goes on later. Stories, comments under an ad alone, "
    "and mentions in other people's comments are not listed; of a conversation the platform keeps the latest 20 "
    "messages readable, and of requests those of 30 days. The API knows no edits. Views have no history: theirs "
    "begins with the first run, and what was paid for isn't among them.",
    verified="Against a simulator that Meta's own SDK for Python walks record by record. Not verified against the "
    "platform.",
    permissions=(
        Permission("instagram_basic", "the account and its media"),
        Permission("instagram_manage_comments", "comments, replies and tags"),
        Permission("instagram_manage_messages", "private messages, with `page_id`"),
        Permission("instagram_manage_insights", "views and reach, with `read_insights`"),
        Permission("pages_show_list", "to get a token of the connected page at all"),
        Permission("pages_read_engagement", "to look up which account belongs to the page"),
    ),
)


class Settings(BaseModel):
    """The section of a source with type = "instagram"."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    user_id: str = Field(description="The professional account's number (begins with 1784).")
    username: str = Field(description="The account's name: what bears it is the company's own.")
    token: SecretStr = Field(description="A page access token of the connected Facebook page.")
    page_id: str | None = Field(
        default=None, description="The connected Facebook page's number; with it, private messages are read."
    )
    base_url: str = Field(
        default="https://graph.facebook.com",
        description="The platform's address; another one for the simulator.",
    )
    start: date = Field(description="The first day to fetch.")
    rewalk_days: int = Field(
        default=7, ge=0, description="How far back each run reads all comments, for deleted and hidden ones."
    )
    watch_days: int = Field(
        default=90, ge=1, description="How long media are looked at for another number of comments."
    )
    read_tags: bool = Field(default=True, description="Also read the media in which others tag the account.")
    read_insights: bool = Field(
        default=False, description="Also look at how often media were seen each time."
    )

    @field_validator("user_id", "page_id", mode="before")
    @classmethod
    def _accept_number(cls, value: object) -> object:
        return str(value) if isinstance(value, int) else value

    @field_validator("username")
    @classmethod
    def _as_written_in_comments(cls, value: str) -> str:
        return value.removeprefix("@").lower()

    @field_validator("base_url")
    @classmethod
    def _without_version(cls, value: str) -> str:
        return without_version(value)


def connect(name: str, settings: Settings, base: Path) -> "InstagramAccount":
    """The account of the source section `name`."""
    wanted = {
        "media": True,
        "comments": True,
        "tags": settings.read_tags,
        "messages": settings.page_id is not None,
        "insights": settings.read_insights,
    }
    streams = tuple(stream for stream, is_wanted in wanted.items() if is_wanted)
    graph = open_graph(settings.base_url, settings.token.get_secret_value(), permission_of)
    return InstagramAccount(settings, graph, streams)


def permission_of(path: str) -> str:
    """The permission that reading `path` of an account needs."""
    return {
        "conversations": "instagram_manage_messages",
        "messages": "instagram_manage_messages",
        "comments": "instagram_manage_comments",
        "replies": "instagram_manage_comments",
        "tags": "instagram_manage_comments",
        "insights": "instagram_manage_insights",
    }.get(path.rpartition("/")[2], "instagram_basic")


@dataclass(frozen=True)
class InstagramAccount:
    """One account, read through `graph`."""

    settings: Settings
    graph: Graph
    streams: tuple[str, ...] = ("media", "comments")
    daily: frozenset[str] = frozenset({"media"})

    def fetch(self, stream: str, cursor: Cursor, *, until: datetime) -> Iterator[Page]:
        """Yield pages of records as received, each with the cursor to store after it; nothing after `until`.

        Raises:
            RateLimited: with the instant from which the platform will answer again.
            AccessDenied: the token expired or lacks a permission; the message names the permission.
            SourceUnavailable, SourceChanged: no usable answer; an answer in an unknown shape.
        """
        watch, listed = timedelta(days=self.settings.watch_days), partial(self._media, fields=LISTED_FIELDS)
        match stream:
            case "media":
                return self._windows(cursor, until)
            case "comments":
                return Comments(self.graph, listed, self._start, watch, self._rewalk).fetch(cursor, until)
            case "tags":
                return self._tags(cursor, until)
            case "messages" if self.settings.page_id:
                return Messages(
                    self.graph, self.settings.page_id, self._start, "instagram", MESSAGE_FIELDS
                ).fetch(cursor, until)
            case "insights":
                posts = partial(listed, max(self._start, until - watch), until)
                return Insights(self.graph, self.settings.user_id, posts, METRICS).fetch(cursor, until)
        raise ValueError(f"instagram has no stream {stream!r}")

    def fetch_day(self, stream: str, day: date) -> Iterator[Page]:
        """Yield the media of one UTC day."""
        if stream not in self.daily:
            raise ValueError(f"instagram can't be asked for one day of {stream!r}")
        since = datetime.combine(day, time(), UTC)
        media = self._media(since, since + timedelta(days=1), MEDIA_FIELDS)
        yield Page("media", [record_of(one, one) for one in media], {})

    def check(self) -> Iterator[Check]:
        """Is the token good, is it this account, may it read all we need, and do both clocks agree?"""
        account = f"/{self.settings.user_id}"
        try:
            answer = self.graph.get(account, {"fields": "id,username"})
        except AccessDenied as error:
            yield Check(
                "token", False, str(error), "create a token of the connected page and export it again"
            )
            return
        except ConnectorError as error:
            yield Check("token", False, str(error), "check base_url and user_id, and that the platform is up")
            return
        yield self._check_name(answer)
        yield check_clock(answer.headers, self.graph.http.now())
        yield check_usage(answer.headers)
        yield check_permission(self.graph, "instagram_basic", f"{account}/media")
        newest = newest_of(self.graph, f"{account}/media")
        below = f"{account}/tags" if newest is None else f"/{newest}/comments"
        yield check_permission(self.graph, "instagram_manage_comments", below)
        if self.settings.page_id:
            params: dict[str, str | int] = {"platform": "instagram", "fields": "id", "limit": 1}
            path = f"/{self.settings.page_id}/conversations"
            yield check_permission(self.graph, "instagram_manage_messages", path, params)
        if self.settings.read_insights and newest:
            params = {"metric": METRICS, "period": "lifetime"}
            yield check_permission(self.graph, "instagram_manage_insights", f"/{newest}/insights", params)

    def _check_name(self, answer: Answer) -> Check:
        name = str(answer.body.get("username", ""))
        if name.lower() == self.settings.username:
            return Check("token", True, f"reads account {name}")
        return Check(
            "token",
            False,
            f"account {self.settings.user_id} is named {name!r}",
            f'set username = "{name}"; otherwise its own replies count as those of a customer',
        )

    def _windows(self, cursor: Cursor, until: datetime) -> Iterator[Page]:
        """Windows of time, oldest first, each read completely. Cursor: {"watermark": all before was read}."""
        if reached(cursor, until):
            return
        start = max(self._start, watermark_of(cursor) - self._rewalk) if cursor else self._start
        while start < until:
            end = min(start + WINDOW, until)
            media = list(self._media(start, end, MEDIA_FIELDS))
            if not reached(cursor, end):
                cursor = {"watermark": end.isoformat()}
            yield Page(
                "media", [*(record_of(one, one) for one in media), _walk(media, start, end, until)], cursor
            )
            start = end

    def _media(self, since: datetime, until: datetime, fields: str) -> Iterator[dict[str, Any]]:
        """The account's media created in [since, until), newest first."""
        # Whole seconds on the wire, and whether its ends are in is not documented: ask wider, then cut.
        asked = {"since": int(since.timestamp()) - 1, "until": int(until.timestamp()) + 1}
        for page in self.graph.edge(f"/{self.settings.user_id}/media", {"fields": fields, **asked}):
            for media in page:
                created = instant_of(media.get("timestamp"))
                if created is None or since <= created < until:
                    yield media

    def _tags(self, cursor: Cursor, until: datetime) -> Iterator[Page]:
        """Media of others in which the account is tagged, newest first down to what is too old.

        The platform can't be asked for those of a time. Cursor: {"watermark": all before was read}.
        """
        if reached(cursor, until):
            return
        since = max(self._start, watermark_of(cursor) - self._rewalk) if cursor else self._start
        for page in self.graph.edge(f"/{self.settings.user_id}/tags", {"fields": TAG_FIELDS}):
            inside = [
                media
                for media in page
                if not (is_before(media, since, "timestamp") or is_after(media, until, "timestamp"))
            ]
            yield Page("tags", [record_of(media, media) for media in inside], cursor)
            if page and all(is_before(media, since, "timestamp") for media in page):
                break
        yield Page("tags", [], {"watermark": until.isoformat()})

    @property
    def _start(self) -> datetime:
        return datetime.combine(self.settings.start, time(), UTC)

    @property
    def _rewalk(self) -> timedelta:
        return timedelta(days=self.settings.rewalk_days)


def _walk(media: list[dict[str, Any]], start: datetime, end: datetime, walked_at: datetime) -> Record:
    since, until, walked = start.isoformat(), end.isoformat(), walked_at.isoformat()
    ids = sorted(one["id"] for one in media if "id" in one)
    # An account may hide its likes; then there is no number.
    counts = {one["id"]: count for one in media if "id" in one and (count := _counts(one))}
    walk = {"walked_at": walked, "since": since, "until": until, "media_ids": ids, "counts": counts}
    return Record(f"walk:{since}@{walked}", {"walk": walk})


def _counts(media: dict[str, Any]) -> dict[str, int]:
    """Likes and comments as they stand; the platform tells no history, so each reading keeps what it saw."""
    told = {"reactions": media.get("like_count"), "comments": media.get("comments_count")}
    return {name: count for name, count in told.items() if isinstance(count, int)}
