"""Posts, comments, reviews and private messages of one Facebook page, from the Graph API.

Source: Graph API v26.0: Page, PagePost, Comment, Recommendation, UnifiedThread. Not verified against the
live platform; only documentation or common knowledge gives: feed's `since` and `until`, throttling codes, empty pages
with a `next`.

Landed: posts as received; comments as {"post", "comment"} and messages as {"conversation", "message"}, each
object as received, since neither says where it hangs. What was deleted is simply absent, so posts of the last
`rewalk_days` and all their comments are read completely each time, and records {"walk": ...} say which ids
such a reading saw, and how many reactions, shares and comments the posts had. Edits and deletions under older posts go
unnoticed. With `read_insights`, the impressions of the page's own posts of the last `watch_days` are looked at each
time as well (connectors/facebook_insights.py).
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
from connectors.facebook_comments import Comments, reactions_of
from connectors.facebook_graph import (
    Graph,
    check_permission,
    check_usage,
    instant_of,
    newest_of,
    open_graph,
    reached,
    record_of,
    watermark_of,
    without_links,
    without_version,
)
from connectors.facebook_insights import METRICS, Insights
from connectors.facebook_messages import Messages
from connectors.facebook_reviews import Reviews
from connectors.http import check_clock
from connectors.page import Check, Cursor, Page, Record

POST_FIELDS = (
    "id,created_time,updated_time,from{id,name},message,story,status_type,permalink_url,parent_id,is_hidden,"
    "is_published,is_expired,promotion_status,shares,reactions.limit(0).summary(total_count),"
    "comments.filter(stream).limit(0).summary(total_count)"
)
LISTED_FIELDS = "id,created_time,from{id}"
WINDOW = timedelta(days=28)
STREAMS = ("posts", "comments", "messages", "reviews")

ABOUT = About(
    title="Facebook page",
    group="platform",
    reads="Posts with reactions, shares and impressions (paid and organic apart), comments with all replies, posts "
    "of visitors, reviews and recommendations with their answers, and private messages. Hidden comments are read "
    "and need no answer.",
    how="Posts by time from the stored instant, those of the last `rewalk_days` again. Comments newest first down "
    "to the stored instant, completely under posts of the last `rewalk_days`: what is no longer there was deleted. "
    "Conversations newest first down to the run before the last one. Posts can be read again by day.",
    limits="Calls are counted by the hour for each app and page; when they are used up, the run says until when and "
    "goes on later. Edits carry no time, so the latest text counts. Deletions under posts older than `rewalk_days` "
    "go unnoticed; comments under posts older than `watch_days`, and under ads that never stood on the page, are not "
    "seen. Who of the company wrote is told only "
    "to apps of the same business. Reactions and impressions have no history: theirs begins with the first run.",
    verified="Against a simulator that Meta's own SDK for Python walks record by record. Not verified against the "
    "platform.",
    permissions=(
        Permission("pages_show_list", "to get a page token at all"),
        Permission("pages_read_engagement", "the page's own posts, their comments and reactions"),
        Permission("pages_read_user_content", "what visitors write: comments, posts and reviews"),
        Permission("pages_messaging", "private messages"),
        Permission("read_insights", "impressions, with `read_insights`"),
    ),
)


class Settings(BaseModel):
    """The section of a source with type = "facebook"."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    page_id: str = Field(
        description="The page's number; `leitstand doctor` says whether the token may read it."
    )
    token: SecretStr = Field(
        description="A page access token, best one of a system user, which doesn't expire."
    )
    base_url: str = Field(
        default="https://graph.facebook.com",
        description="The platform's address; another one for the simulator.",
    )
    start: date = Field(description="The first day to fetch.")
    rewalk_days: int = Field(
        default=7, ge=0, description="How far back each run looks again for edits and deletions."
    )
    watch_days: int = Field(
        default=90, ge=1, description="How long posts and reviews are watched for new comments."
    )
    read_reviews: bool = Field(
        default=True, description="Also read reviews and recommendations, and what is answered below them."
    )
    read_insights: bool = Field(
        default=False, description="Also look at the impressions of the page's own posts each time."
    )

    @field_validator("page_id", mode="before")
    @classmethod
    def _accept_number(cls, value: object) -> object:
        return str(value) if isinstance(value, int) else value

    @field_validator("base_url")
    @classmethod
    def _without_version(cls, value: str) -> str:
        return without_version(value)


def connect(name: str, settings: Settings, base: Path) -> "FacebookPage":
    """The page of the source section `name`."""
    left_out = () if settings.read_reviews else ("reviews",)
    streams = tuple(stream for stream in STREAMS if stream not in left_out)
    if settings.read_insights:
        streams = (*streams, "insights")
    return FacebookPage(settings, open_graph(settings.base_url, settings.token.get_secret_value()), streams)


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
                return self._comments.fetch(cursor, until)
            case "reviews":
                return Reviews(self._comments, self.settings.page_id).fetch(cursor, until)
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
        yield check_usage(answer.headers)
        yield check_permission(self.graph, "pages_read_engagement", f"{page}/posts")
        yield check_permission(self.graph, "pages_read_user_content", f"{page}/visitor_posts")
        yield check_permission(self.graph, "pages_messaging", f"{page}/conversations")
        if self.settings.read_reviews:
            params: dict[str, str | int] = {"fields": "created_time", "limit": 1}
            yield check_permission(self.graph, "pages_read_user_content", f"{page}/ratings", params)
        if self.settings.read_insights:
            yield self._check_insights()

    def _check_insights(self) -> Check:
        newest = newest_of(self.graph, f"/{self.settings.page_id}/posts")
        if newest is None:
            return Check("read_insights", True, "there is no post to try it on")
        path = f"/{newest}/insights"
        return check_permission(self.graph, "read_insights", path, {"metric": METRICS, "period": "lifetime"})

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
                    yield without_links(post)

    @property
    def _comments(self) -> Comments:
        listed = partial(self._feed, fields=LISTED_FIELDS)
        watch = timedelta(days=self.settings.watch_days)
        return Comments(self.graph, listed, self._start, watch, self._rewalk)

    @property
    def _start(self) -> datetime:
        return datetime.combine(self.settings.start, time(), UTC)

    @property
    def _rewalk(self) -> timedelta:
        return timedelta(days=self.settings.rewalk_days)


def _walk(posts: list[dict[str, Any]], start: datetime, end: datetime, walked_at: datetime) -> Record:
    since, until, walked = start.isoformat(), end.isoformat(), walked_at.isoformat()
    ids = sorted(post["id"] for post in posts if "id" in post)
    counts = {post["id"]: count for post in posts if "id" in post and (count := _counts(post))}
    walk: dict[str, Any] = {"walked_at": walked, "since": since, "until": until, "post_ids": ids}
    if counts:
        walk["counts"] = counts
    return Record(f"walk:{since}@{walked}", {"walk": walk})


def _counts(post: dict[str, Any]) -> dict[str, int]:
    """Reactions, shares and comments as they stand: the platform tells no history, so a reading keeps what it saw."""
    reactions, shares = reactions_of(post), (post.get("shares") or {}).get("count")
    # Where nobody shared it, the field is left out.
    comments = ((post.get("comments") or {}).get("summary") or {}).get("total_count")
    counts = {
        "reactions": reactions,
        "shares": shares if reactions is None else shares or 0,
        "comments": comments,
    }
    return {name: count for name, count in counts.items() if isinstance(count, int)}
