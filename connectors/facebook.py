"""Posts, comments and private messages of one Facebook page, from the Graph API.

Source: Graph API v26.0: Page, PagePost, Comment, UnifiedThread. Not verified against the live platform; only
documentation or common knowledge gives: feed's `since` and `until`, throttling codes, empty pages with a
`next`.

Landed: posts as received; comments as {"post", "comment"} and messages as {"conversation", "message"}, each
object as received, since neither says where it hangs. What was deleted is simply absent, so posts of the last
`rewalk_days` and all their comments are read completely each time, and records {"walk": ...} say which ids
such a reading saw. Edits and deletions under older posts go unnoticed. With `read_insights`, the impressions of the
page's own posts of the last `watch_days` are looked at each time as well (connectors/facebook_insights.py).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

from connectors.errors import AccessDenied, ConnectorError
from connectors.facebook_comments import Comments
from connectors.facebook_graph import API_VERSION, Graph, instant_of, judge, reached, record_of, watermark_of
from connectors.facebook_insights import Insights
from connectors.facebook_messages import Messages
from connectors.http import BearerAuth, Http, check_clock, secrets_of
from connectors.page import Check, Cursor, Page, Record

POST_FIELDS = (
    "id,created_time,updated_time,from{id,name},message,story,status_type,permalink_url,parent_id,is_hidden,"
    "is_published,is_expired,promotion_status"
)
LISTED_FIELDS = "id,created_time,from{id}"
WINDOW = timedelta(days=28)
STREAMS = ("posts", "comments", "messages")


class Settings(BaseModel):
    """The section of a source with type = "facebook"."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    page_id: str
    token: SecretStr
    base_url: str = "https://graph.facebook.com"
    start: date
    rewalk_days: int = Field(default=7, ge=0)
    watch_days: int = Field(default=90, ge=1)
    read_insights: bool = False

    @field_validator("page_id", mode="before")
    @classmethod
    def _accept_number(cls, value: object) -> object:
        return str(value) if isinstance(value, int) else value

    @field_validator("base_url")
    @classmethod
    def _without_version(cls, value: str) -> str:
        if not value.startswith(("https://", "http://")):
            raise ValueError("must start with https:// (http:// only for the simulator)")
        return value.rstrip("/").removesuffix(f"/{API_VERSION}")


def connect(name: str, settings: Settings, base: Path) -> "FacebookPage":
    """The page of the source section `name`."""
    token = settings.token.get_secret_value()
    http = Http(
        f"{settings.base_url}/{API_VERSION}", judge, auth=BearerAuth(token), secrets=secrets_of(token)
    )
    streams = (*STREAMS, "insights") if settings.read_insights else STREAMS
    return FacebookPage(settings, Graph(http), streams)


@dataclass(frozen=True)
class FacebookPage:
    """One page, read through `graph`."""

    settings: Settings
    graph: Graph
    streams: tuple[str, ...] = STREAMS
    daily: frozenset[str] = frozenset({"posts"})

    def fetch(self, stream: str, cursor: Cursor, *, until: datetime) -> Iterator[Page]:
        """Yield pages of records as received, each with the cursor to store after it; nothing after `until`.

        Raises:
            RateLimited: with the instant from which the platform will answer again.
            AccessDenied: the token expired or lacks a permission; the message names the permission.
            SourceUnavailable, SourceChanged: no usable answer; an answer in an unknown shape.
        """
        match stream:
            case "posts":
                return self._posts(cursor, until)
            case "comments":
                listed = partial(self._feed, fields=LISTED_FIELDS)
                watch = timedelta(days=self.settings.watch_days)
                return Comments(self.graph, listed, self._start, watch, self._rewalk).fetch(cursor, until)
            case "messages":
                return Messages(self.graph, self.settings.page_id, self._start).fetch(cursor, until)
            case "insights":
                watch = timedelta(days=self.settings.watch_days)
                posts = partial(self._feed, max(self._start, until - watch), until, LISTED_FIELDS)
                return Insights(self.graph, self.settings.page_id, posts).fetch(cursor, until)
        raise ValueError(f"facebook has no stream {stream!r}")

    def fetch_day(self, stream: str, day: date) -> Iterator[Page]:
        """Yield the posts of one UTC day."""
        if stream not in self.daily:
            raise ValueError(f"facebook can't be asked for one day of {stream!r}")
        since = datetime.combine(day, time(), UTC)
        posts = self._feed(since, since + timedelta(days=1), POST_FIELDS)
        yield Page("posts", [record_of(post, post) for post in posts], {})

    def check(self) -> Iterator[Check]:
        """Is the token good, may it read all we need, and do both clocks agree?"""
        page = f"/{self.settings.page_id}"
        try:
            answer = self.graph.get(page, {"fields": "id,name"})
        except AccessDenied as error:
            yield Check("token", False, str(error), "create a page access token and export it again")
            return
        except ConnectorError as error:
            yield Check("token", False, str(error), "check base_url and page_id, and that the platform is up")
            return
        yield Check("token", True, f"reads page {self.settings.page_id}")
        yield check_clock(answer.headers, self.graph.http.now())
        yield self._check_permission("pages_read_engagement, pages_read_user_content", f"{page}/feed")
        yield self._check_permission("pages_messaging", f"{page}/conversations")
        if self.settings.read_insights:
            yield self._check_permission("read_insights", f"{page}/insights")

    def _check_permission(self, name: str, path: str) -> Check:
        try:
            self.graph.get(path, {"fields": "id", "limit": 1})
        except AccessDenied as error:
            return Check(name, False, str(error), f"grant {name} to the app and create the token again")
        except ConnectorError as error:
            return Check(name, False, str(error), "try again later")
        return Check(name, True, f"may read {path}")

    def _posts(self, cursor: Cursor, until: datetime) -> Iterator[Page]:
        """Windows of time, oldest first, each read completely. Cursor: {"watermark": all before was read}."""
        if reached(cursor, until):
            return
        start = max(self._start, watermark_of(cursor) - self._rewalk) if cursor else self._start
        while start < until:
            end = min(start + WINDOW, until)
            posts = list(self._feed(start, end, POST_FIELDS))
            if not reached(cursor, end):
                cursor = {"watermark": end.isoformat()}
            records = [record_of(post, post) for post in posts]
            yield Page("posts", [*records, _walk(posts, start, end, until)], cursor)
            start = end

    def _feed(self, since: datetime, until: datetime, fields: str) -> Iterator[dict[str, Any]]:
        """The page's posts, its visitors' too, created in [since, until), newest first."""
        # Whole seconds on the wire, and whether its ends are in is not documented: ask wider, then cut.
        asked = {"since": int(since.timestamp()) - 1, "until": int(until.timestamp()) + 1}
        for posts in self.graph.edge(f"/{self.settings.page_id}/feed", {"fields": fields, **asked}):
            for post in posts:
                created = instant_of(post.get("created_time"))
                if created is None or since <= created < until:
                    yield post

    @property
    def _start(self) -> datetime:
        return datetime.combine(self.settings.start, time(), UTC)

    @property
    def _rewalk(self) -> timedelta:
        return timedelta(days=self.settings.rewalk_days)


def _walk(posts: list[dict[str, Any]], start: datetime, end: datetime, walked_at: datetime) -> Record:
    since, until, walked = start.isoformat(), end.isoformat(), walked_at.isoformat()
    ids = sorted(post["id"] for post in posts if "id" in post)
    walk = {"walked_at": walked, "since": since, "until": until, "post_ids": ids}
    return Record(f"walk:{since}@{walked}", {"walk": walk})
