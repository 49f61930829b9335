"""Posts of a company's own Discourse community, and private messages to the company where it permits that.

Source: Discourse API documentation (OpenAPI); connectors/discourse_api.py says what isn't verified.

Landed: posts as received. New public ones come by id, newest first, every time. Edits and deletions don't show there,
so the topics that were active in the last `rewalk_days` are read completely every `walk_hours`
(connectors/discourse_walk.py); what happens under quieter topics goes unnoticed. Of private messages only those
are read that `username` or one of the `inboxes` (groups) takes part in, never what members write each other.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator

from connectors.about import About, Permission
from connectors.address import Address
from connectors.discourse_api import (
    GROUP_INBOX,
    LATEST,
    Forum,
    Item,
    KeyAuth,
    is_after,
    is_before,
    judge,
    record_of,
)
from connectors.discourse_walk import Walk
from connectors.errors import AccessDenied, ConnectorError, SourceChanged
from connectors.http import Http, check_clock, check_quota, secrets_of
from connectors.page import Check, Cursor, Page

OVERLAP = timedelta(hours=1)
# A post gets its id before it can be seen: the last ids are read twice.
OVERLAP_IDS = 50
# Older versions answer with windows of ids, which may hold nothing that can be seen.
WINDOW, EMPTY_WINDOWS = 50, 20


ABOUT = About(
    title="Discourse forum",
    group="community",
    reads="Public posts of a forum, topic by topic, how many there are as the forum counts, and with `read_private` "
    "the messages to the company. What members write each other is never read.",
    how="New posts by id, the last 50 ids again. Topics that were active in the last `rewalk_days` are read "
    "completely every `walk_hours`: for edits, and for what is no longer there.",
    limits="A forum allows some 60 requests a minute, more for keys by its own settings. Edits and deletions under "
    "quieter topics go unnoticed. What the key's user may not see is neither shown nor counted.",
    verified="Against a simulator written after the API's description. Not verified against a live forum.",
    permissions=(
        Permission("read-only", "an API key with this scope, or a global one, for `username`"),
        Permission("group membership", "private messages of `inboxes`: `username` must be a member of each"),
    ),
)


class Settings(BaseModel):
    """The section of a source with type = "discourse".

    `staff_groups` and `staff_users` say who writes for the company; without both, the forum's staff does.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    base_url: Address = Field(description="The forum's address, with its subfolder if it has one.")
    username: str = Field(description="The user that the key acts for.")
    token: SecretStr = Field(description="An API key for that user, from Admin, API.")
    start: date = Field(description="The first day to fetch.")
    staff_groups: tuple[str, ...] = Field(
        default=(), description="Primary groups whose members write for the company."
    )
    staff_users: tuple[str, ...] = Field(
        default=(),
        description="Users who write for the company; without groups and users, the forum's staff does.",
    )
    read_private: bool = Field(default=False, description="Also read private messages to the company.")
    inboxes: tuple[str, ...] = Field(
        default=(), description="Groups whose private messages are read beside those of `username`."
    )
    rewalk_days: int = Field(
        default=7, ge=0, description="Topics active in these days are read completely again."
    )
    walk_hours: int = Field(default=6, ge=0, description="Hours between two such readings.")

    @model_validator(mode="after")
    def _inboxes_are_read(self) -> Self:
        if self.inboxes and not self.read_private:
            raise ValueError("inboxes are private messages: they need read_private = true")
        return self


def connect(name: str, settings: Settings, base: Path) -> "Discourse":
    """The forum of the source section `name`."""
    key = settings.token.get_secret_value()
    auth = KeyAuth(key, settings.username)
    http = Http(settings.base_url, judge, auth=auth, secrets=secrets_of(key))
    streams = ("posts", "private_messages") if settings.read_private else ("posts",)
    return Discourse(settings, Forum(http), streams)


@dataclass(frozen=True)
class Discourse:
    """One community, read through `forum`."""

    settings: Settings
    forum: Forum
    streams: tuple[str, ...] = ("posts",)
    daily: frozenset[str] = frozenset()

    def fetch(self, stream: str, cursor: Cursor, *, until: datetime) -> Iterator[Page]:
        """Yield pages of records as received, each with the cursor to store after it; nothing after `until`.

        Raises:
            RateLimited: with the instant from which the forum will answer again.
            AccessDenied: the key isn't accepted, or may not read this.
            SourceUnavailable, SourceChanged: no usable answer; an answer in an unknown shape.
        """
        match stream:
            case "posts":
                return self._posts(cursor, until)
            case "private_messages":
                return self._private(cursor, until)
        raise ValueError(f"discourse has no stream {stream!r}")

    def fetch_day(self, stream: str, day: date) -> Iterator[Page]:
        """Not offered: a forum lists by id, not by time."""
        raise ValueError(f"discourse can't be asked for one day of {stream!r}")

    def check(self) -> Iterator[Check]:
        """Is the key good, may it read what we need, and do both clocks agree?"""
        name = self.settings.username
        try:
            answer = self.forum.http.get(f"/u/{name}.json")
        except AccessDenied as error:
            yield Check("token", False, str(error), "create an API key for this user and export it again")
            return
        except ConnectorError as error:
            yield Check("token", False, str(error), "check base_url and username, and that the forum is up")
            return
        yield Check("token", True, f"reads as {name}")
        yield check_clock(answer.headers, self.forum.http.now())
        yield check_quota(answer.headers)
        yield self._check_list("posts", "/posts.json")
        for path in self._inboxes if self.settings.read_private else ():
            yield self._check_list("private messages", path)

    def _check_list(self, name: str, path: str) -> Check:
        try:
            self.forum.get(path)
        except AccessDenied as error:
            group = path.startswith(GROUP_INBOX)
            mend = "make the user a member of the group" if group else "create a key that may read this"
            return Check(name, False, str(error), mend)
        except ConnectorError as error:
            return Check(name, False, str(error), "try again later")
        return Check(name, True, f"may read {path}")

    def _posts(self, cursor: Cursor, until: datetime) -> Iterator[Page]:
        """What is new, then a walk if one is due.

        Cursor: {"read": all before was read, "after": highest id, "newest": {"top", "before"} while under way,
        "walk": that of connectors/discourse_walk.py}.
        """
        if "read" not in cursor or datetime.fromisoformat(cursor["read"]) < until:
            for page in self._newest(cursor, until):
                cursor = page.cursor
                yield page
        walk = cursor.get("walk", {})
        if "pass" in walk or self._is_due(walk, until):
            since = max(self._start, until - self._rewalk)
            for records, after in Walk(self.forum, (LATEST,), self._rewalk).fetch(walk, since, until):
                yield Page("posts", records, {**cursor, "walk": after})

    def _is_due(self, walk: Cursor, until: datetime) -> bool:
        if "walked" not in walk:
            return True
        walked = datetime.fromisoformat(walk["walked"])
        return until > walked and until - walked >= timedelta(hours=self.settings.walk_hours)

    def _newest(self, cursor: Cursor, until: datetime) -> Iterator[Page]:
        """From the newest public post down to the last one read."""
        rest: Cursor = {name: value for name, value in cursor.items() if name != "newest"}
        began = cursor.get("newest") or {"top": rest.get("after", 0), "before": None}
        floor = rest.get("after", 0) - OVERLAP_IDS
        top, before, empty = began["top"], began["before"], 0
        while True:
            posts = [post for post in self.forum.posts(before) if isinstance(post.get("id"), int)]
            young = [post for post in posts if not is_before(post, self._start)]
            new = [post for post in young if post["id"] > floor and not is_after(post, until)]
            top = max([top, *(post["id"] for post in new)])
            empty = 0 if posts else empty + 1
            lowest = _lowest(posts, before)
            records = [record_of(post) for post in new]
            if (posts and not young) or lowest <= max(floor, 1) or empty > EMPTY_WINDOWS:
                yield Page("posts", records, {**rest, "after": top, "read": until.isoformat()})
                return
            before = lowest
            yield Page("posts", records, {**rest, "newest": {"top": top, "before": before}})

    def _private(self, cursor: Cursor, until: datetime) -> Iterator[Page]:
        """A walk over the conversations that were active since the one before, or in the days to read again."""
        walk = Walk(self.forum, self._inboxes, self._rewalk)
        if "pass" not in cursor and "walked" in cursor and datetime.fromisoformat(cursor["walked"]) >= until:
            return
        since = self._start
        if "walked" in cursor:
            unread = datetime.fromisoformat(cursor["walked"]) - OVERLAP
            since = max(since, min(unread, until - self._rewalk))
        for records, after in walk.fetch(cursor, since, until):
            yield Page("private_messages", records, after)

    @property
    def _inboxes(self) -> tuple[str, ...]:
        name = self.settings.username
        own = [f"/topics/{kind}/{name}.json" for kind in (
            "private-messages", "private-messages-sent", "private-messages-archive")]  # fmt: skip
        for group in self.settings.inboxes:
            path = f"/topics/private-messages-group/{name}/{group}"
            own += [f"{path}.json", f"{path}/archive.json"]
        return tuple(own)

    @property
    def _rewalk(self) -> timedelta:
        return timedelta(days=self.settings.rewalk_days)

    @property
    def _start(self) -> datetime:
        return datetime.combine(self.settings.start, time(), UTC)


def _lowest(posts: list[Item], before: int | None) -> int:
    """Where the next page ends: below all of these posts, or a window further down.

    Raises:
        SourceChanged: the answer stands above where it was asked for.
    """
    if not posts:
        return before - WINDOW if before else 0
    lowest = min(int(post["id"]) for post in posts)
    if before and lowest > before:
        raise SourceChanged("Discourse /posts.json: the next page is the same one again")
    return before - 1 if lowest == before else lowest
