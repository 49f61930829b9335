"""Posts of one X account, what mentions it, and the replies in its conversations.

Source: X API v2 (OpenAPI 2.167): users/:id/tweets, users/:id/mentions, tweets/search/recent, tweets. Read with tweepy
against the simulator; not verified against the live platform. Both spellings of v2 are asked for and understood.

Landed: {"post", "author"} as received, an edit being a post of its own with its chain of ids; and {"gone"} for what a
look-up no longer found. Each post read counts against the plan's monthly cap, so nothing is read twice but the last
minutes, and a look-up a day of the posts of the last `recheck_days`. Not seen: more than 800 mentions between two
runs, replies older than 7 days at the first run, deletions later than `recheck_days`, direct messages (they need the
account's own sign-in), and how often a post was shown.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

from connectors.errors import ConnectorError, RateLimited
from connectors.http import BearerAuth, Http, check_clock, secrets_of
from connectors.page import Check, Cursor, Page, Record
from connectors.x_api import Api, Item, StalePlace, gone_of, instant_of, judge, with_authors

OVERLAP = timedelta(minutes=10)
# The platform refuses an end that is nearly now.
LAG = timedelta(seconds=15)
RECENT = timedelta(days=7) - timedelta(minutes=5)  # as far back as a search goes
PAGE_SIZE = 100
# A query holds 512 characters; one conversation takes up 39 of them.
CONVERSATIONS = 11


class Settings(BaseModel):
    """The section of a source with type = "x"."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    user_id: str
    token: SecretStr
    base_url: str = "https://api.x.com"
    start: date
    watch_days: int = Field(default=7, ge=1)
    recheck_days: int = Field(default=2, ge=0)

    @field_validator("user_id", mode="before")
    @classmethod
    def _accept_number(cls, value: object) -> object:
        return str(value) if isinstance(value, int) else value

    @field_validator("base_url")
    @classmethod
    def _with_scheme(cls, value: str) -> str:
        if not value.startswith(("https://", "http://")):
            raise ValueError("must start with https:// (http:// only for the simulator)")
        return value.rstrip("/")


def connect(name: str, settings: Settings, base: Path) -> "X":
    """The account of the source section `name`."""
    token = settings.token.get_secret_value()
    http = Http(settings.base_url, judge, auth=BearerAuth(token), secrets=secrets_of(token))
    return X(settings, Api(http))


@dataclass(frozen=True)
class X:
    """One account, read through `api`."""

    settings: Settings
    api: Api
    streams: tuple[str, ...] = ("posts",)
    daily: frozenset[str] = frozenset()

    @property
    def http(self) -> Http:
        """What it is read through."""
        return self.api.http

    def fetch(self, stream: str, cursor: Cursor, *, until: datetime) -> Iterator[Page]:
        """Yield posts as received; nothing after `until`. An interrupted pass is finished first.

        Cursor: {"watermark": all before was read, "checked": when posts were last looked up, "recent": [time,
        conversation] by id of the posts to look up, "conversations": time by id of those to search, "pass":
        {"until", "edge": how many lists are done, "next": where in the next one}}.

        Raises:
            RateLimited: with the instant to come back; for a monthly cap, the next month.
            AccessDenied: the token isn't accepted, or the plan doesn't include this.
            SourceUnavailable, SourceChanged: no usable answer; an answer in an unknown shape.
        """
        if stream != "posts":
            raise ValueError(f"x has no stream {stream!r}")
        until = min(until, self.http.now() - LAG)
        while "pass" in cursor or "watermark" not in cursor or _instant(cursor["watermark"]) < until:
            for page in self._pass(cursor, until):
                cursor = page.cursor
                yield page

    def fetch_day(self, stream: str, day: date) -> Iterator[Page]:
        """Not offered: each post read again would count against the monthly cap."""
        raise ValueError(f"x isn't asked for one day of {stream!r}")

    def check(self) -> Iterator[Check]:
        """Is the token good, may it read mentions and search, and do both clocks agree?"""
        user = f"/2/users/{self.settings.user_id}"
        try:
            answer = self.http.get(user)
        except RateLimited as error:
            yield Check("limit", False, str(error), f"wait until {error.until:%Y-%m-%d %H:%M} UTC")
            return
        except ConnectorError as error:
            yield Check(
                "token", False, str(error), "create a bearer token and export it again; check base_url"
            )
            return
        known = isinstance(answer.body, dict) and "data" in answer.body
        mend = "" if known else "user_id is the account's number, not its name"
        yield Check("token", known, f"{'reads' if known else 'finds no'} user {self.settings.user_id}", mend)
        yield check_clock(answer.headers, self.http.now())

    def _pass(self, cursor: Cursor, until: datetime) -> Iterator[Page]:
        state = {name: value for name, value in cursor.items() if name != "pass"}
        state = {"recent": {}, "conversations": {}} | state
        began = cursor.get("pass") or {"until": until.isoformat(), "edge": 0}
        at = _instant(began["until"])
        while (edge := self._edge(began["edge"], state, at)) is not None:
            path, params = edge
            for found, following in self._pages(path, params, began.get("next")):
                state = self._remember(state, found, at, began["edge"] < 2)
                began = {"until": began["until"], "edge": began["edge"] + (following is None)}
                began |= {"next": following} if following else {}
                yield Page("posts", [_record(one) for one in found], {**state, "pass": began})
        yield from self._look_up(state, at)

    def _edge(self, number: int, state: Cursor, at: datetime) -> tuple[str, dict[str, str | int]] | None:
        """The list of that number within a pass: own posts, mentions, then conversations, some at a time."""
        start = datetime.combine(self.settings.start, time(), UTC)
        since = max(start, _instant(state["watermark"]) - OVERLAP) if "watermark" in state else start
        window: dict[str, str | int] = {"end_time": _zulu(at), "max_results": PAGE_SIZE}
        if number < 2:
            path = f"/2/users/{self.settings.user_id}/{('tweets', 'mentions')[number]}"
            return path, window | {"start_time": _zulu(since)}
        names = sorted(state["conversations"])[(number - 2) * CONVERSATIONS : (number - 1) * CONVERSATIONS]
        if not names:
            return None
        query = f"({' OR '.join(f'conversation_id:{name}' for name in names)})"
        earliest = max(since, self.http.now() - RECENT)
        if earliest >= at:
            return None
        return "/2/tweets/search/recent", window | {"query": query, "start_time": _zulu(earliest)}

    def _pages(
        self, path: str, params: dict[str, str | int], token: str | None
    ) -> Iterator[tuple[list[Item], str | None]]:
        if token:
            try:
                yield from self.api.pages(path, params, token)
                return
            except StalePlace:
                pass  # the platform keeps no place for ever; from the top nothing is lost
        yield from self.api.pages(path, params)

    def _remember(self, state: Cursor, found: list[Item], at: datetime, is_ours: bool) -> Cursor:
        """The state with what is to be looked up and searched later, without what is too old for it."""
        recent, conversations = dict(state["recent"]), dict(state["conversations"])
        for post in (one["post"] for one in found if one["post"].get("id")):
            created, conversation = post.get("created_at"), post.get("conversation_id")
            if instant_of(created):
                recent[post["id"]] = [created, conversation]
            # Only from the first two lists: while a pass goes through conversations, these have to stay.
            is_own = is_ours and post.get("author_id") == self.settings.user_id
            if is_own and conversation and instant_of(created):
                conversations[conversation] = max(created, conversations.get(conversation, created))
        oldest, quiet = (
            at - timedelta(days=self.settings.recheck_days),
            at - timedelta(days=self.settings.watch_days),
        )
        kept = {name: value for name, value in recent.items() if _instant(value[0]) >= oldest}
        watched = {name: value for name, value in conversations.items() if _instant(value) >= quiet}
        return state | {"recent": kept, "conversations": watched}

    def _look_up(self, state: Cursor, at: datetime) -> Iterator[Page]:
        """Which posts of the last days are gone; once a day, since each look-up counts as a reading."""
        done = state | {"watermark": at.isoformat()}
        if "checked" not in state or at - _instant(state["checked"]) < timedelta(days=1):
            yield Page("posts", [], {"checked": at.isoformat()} | done)
            return
        ids = sorted(state["recent"])
        records: list[Record] = []
        for begin in range(0, len(ids), PAGE_SIZE):
            body = self.api.posts("/2/tweets", {"ids": ",".join(ids[begin : begin + PAGE_SIZE])})
            records += [_record(one) for one in with_authors(body)]
            for name in gone_of(body):
                gone = {"id": name, "conversation_id": state["recent"].get(name, [None, None])[1]}
                records.append(Record(f"gone:{name}", {"gone": gone | {"checked_at": at.isoformat()}}))
        lost = {record.payload["gone"]["id"] for record in records if "gone" in record.payload}
        recent = {name: value for name, value in state["recent"].items() if name not in lost}
        yield Page("posts", records, done | {"checked": at.isoformat(), "recent": recent})


def _record(found: Item) -> Record:
    native = found["post"].get("id")
    return Record(str(native), found) if native else Record(None, found, error="id: is missing")


def _instant(text: Any) -> datetime:
    return datetime.fromisoformat(str(text))


def _zulu(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
