"""Posts of one X account, what mentions it, the replies in its conversations, and its direct messages.

Source: X API v2 (OpenAPI 2.167): users/:id/tweets, users/:id/mentions, tweets/search/recent, tweets, dm_events. Read
with tweepy and xdk against the simulator; not verified against the live platform. Both spellings of v2 are asked for
and understood.

Landed: {"post", "author"} as received, an edit being a post of its own with its chain of ids; {"gone"} for what a
look-up no longer found; {"reading"} for what is counted of an own post; {"event", "sender"} for a direct message. Each
post read counts against the plan's monthly cap, so nothing is read twice but the last minutes, and what `recheck_days`,
`watch_days` and `count_hours` ask for. Not seen: more than 800 mentions between two runs, replies older than 7 days at
the first run, deletions later than `recheck_days` (of own posts: `watch_days`), deletions of direct messages.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

from connectors.about import About, Permission
from connectors.address import Address
from connectors.errors import ConnectorError, RateLimited
from connectors.http import BearerAuth, Http, check_clock, check_quota, secrets_of
from connectors.page import Check, Cursor, Page, Record
from connectors.x_api import (
    Api,
    Item,
    StalePlace,
    gone_of,
    instant_of,
    judge,
    reading_of,
    record_of,
    references_of,
    with_authors,
)
from connectors.x_messages import Messages, signed_in

OVERLAP = timedelta(minutes=10)
# The platform refuses an end that is nearly now.
LAG = timedelta(seconds=15)
RECENT = timedelta(days=7) - timedelta(minutes=5)  # as far back as a search goes
PAGE_SIZE = 100
# A query holds 512 characters; one conversation takes up 39 of them.
CONVERSATIONS = 11


ABOUT = About(
    title="X",
    group="platform",
    reads="The account's posts, mentions of it, replies in its conversations with edits as chains, how often its "
    "posts were shown and answered, and with `refresh_token` direct messages of the last 30 days.",
    how="Posts and mentions by time from the stored instant, ten minutes again. The conversations of the last "
    "`watch_days` are searched for replies. Posts of the last `recheck_days` are looked up once a day for "
    "deletions, own ones of the last `watch_days` every `count_hours`. Direct messages newest first down to the "
    "last run.",
    limits="Every post read counts against the plan's monthly cap; when it is used up, the run says until when and "
    "asks no more. A search reaches back 7 days, mentions the last 800. Replies of protected accounts are "
    "counted and not shown. Impressions don't tell paid from organic. A user token of OAuth 2.0 lasts two hours: "
    "with `refresh_token` each next one is fetched, and kept in the var folder, readable by its owner only.",
    verified="Against a simulator that tweepy and xdk read record by record. Not verified against the platform.",
    permissions=(
        Permission("tweet.read", "posts, mentions and replies; an app's bearer token has it"),
        Permission("users.read", "who wrote them; an app's bearer token has it"),
        Permission("dm.read", "direct messages, for the account's own sign-in"),
        Permission("offline.access", "gives the refresh token of that sign-in"),
    ),
)


class Settings(BaseModel):
    """The section of a source with type = "x"."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    user_id: str = Field(description="The account's number, not its name.")
    token: SecretStr = Field(description="The app's bearer token, from the developer console.")
    base_url: Address = Field(
        default="https://api.x.com", description="The platform's address; another one for the simulator."
    )
    start: date = Field(description="The first day to fetch.")
    watch_days: int = Field(
        default=7,
        ge=1,
        description="How long after its last post of ours a conversation is searched for replies.",
    )
    recheck_days: int = Field(
        default=2, ge=0, description="How long posts are looked up again, once a day, to see which are gone."
    )
    count_hours: int = Field(
        default=6, ge=0,
        description="Hours between two looks at how often own posts were shown and answered; 0 for none.",
    )  # fmt: skip
    user_token: SecretStr | None = Field(
        default=None,
        description="A token of the account's own sign-in that has no end; with it, direct messages are read too.",
    )
    refresh_token: SecretStr | None = Field(
        default=None,
        description="In place of `user_token`: that of a sign-in by OAuth 2.0. Each use replaces it; we keep the next.",
    )
    client_id: str = Field(default="", description="The app's OAuth 2.0 client ID, with `refresh_token`.")
    client_secret: SecretStr | None = Field(
        default=None, description="The app's OAuth 2.0 client secret, where it is a confidential client."
    )

    @field_validator("user_id", mode="before")
    @classmethod
    def _accept_number(cls, value: object) -> object:
        return str(value) if isinstance(value, int) else value

    @model_validator(mode="after")
    def _has_one_sign_in(self) -> Self:
        if self.user_token and self.refresh_token:
            raise ValueError("give user_token, or refresh_token with client_id, not both")
        if bool(self.refresh_token) != bool(self.client_id):
            raise ValueError("refresh_token and client_id go together")
        return self


def connect(name: str, settings: Settings, base: Path) -> "X":
    """The account of the source section `name`; its tokens are in var/tokens/ beside the configuration."""
    token = settings.token.get_secret_value()
    secrets = [*secrets_of(token, *_sign_in(settings).values())]
    api = Api(Http(settings.base_url, judge, auth=BearerAuth(token), secrets=secrets))
    return X(settings, api, secrets).keeping_in(base / "var" / "tokens" / name)


def _sign_in(settings: Settings) -> dict[str, str]:
    """The secrets of the account's own sign-in, by their settings."""
    given = {name: getattr(settings, name) for name in ("user_token", "refresh_token", "client_secret")}
    return {name: secret.get_secret_value() if secret else "" for name, secret in given.items()}


@dataclass(frozen=True)
class X:
    """One account, read through `api`."""

    settings: Settings
    api: Api
    secrets: list[str] = field(repr=False)
    messages: Messages | None = None
    streams: tuple[str, ...] = ("posts",)
    daily: frozenset[str] = frozenset()

    @property
    def http(self) -> Http:
        """What it is read through."""
        return self.api.http

    def keeping_in(self, folder: Path) -> "X":
        """The same, with the tokens of the account's own sign-in in `folder`."""
        own = self.settings
        start = datetime.combine(own.start, time(), UTC)
        messages = signed_in(
            own.base_url, start, folder, self.secrets, client_id=own.client_id, **_sign_in(own)
        )
        return replace(self, messages=messages, streams=("posts", "messages") if messages else ("posts",))

    def fetch(self, stream: str, cursor: Cursor, *, until: datetime) -> Iterator[Page]:
        """Yield records as received; nothing after `until`. An interrupted pass is finished first.

        Cursor of posts: {"watermark": all before was read, "checked": when posts were last looked up, "counted": when
        own ones were, "recent", "own": [time, conversation] by id of those to look up, "conversations": time by id of
        those to search, "pass": {"until", "edge": how many lists are done, "next": where in the next one}}.

        Raises:
            RateLimited: with the instant to come back; for a monthly cap, the next month.
            AccessDenied: the token isn't accepted, or the plan doesn't include this.
            SourceUnavailable, SourceChanged: no usable answer; an answer in an unknown shape.
        """
        if stream not in self.streams:
            raise ValueError(f"x has no stream {stream!r}")
        until = min(until, self.http.now() - LAG)
        if stream == "messages" and self.messages:
            yield from self.messages.fetch(cursor, until)
            return
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
        yield check_quota(answer.headers)
        # The fewest posts that can be asked for, and a conversation of none: each counts against the month's cap.
        yield self._tried("tweet.read: mentions", f"{user}/mentions", {"max_results": 5})
        search: dict[str, str | int] = {"query": "conversation_id:1", "max_results": 10}
        yield self._tried("tweet.read: search", "/2/tweets/search/recent", search)
        if self.messages:
            yield self._check_messages(self.messages)

    def _tried(self, name: str, path: str, params: dict[str, str | int]) -> Check:
        try:
            self.http.get(path, params)
        except RateLimited as error:
            return Check(name, False, str(error), f"wait until {error.until:%Y-%m-%d %H:%M} UTC")
        except ConnectorError as error:
            return Check(name, False, str(error), "see which access level the app's project has")
        return Check(name, True, "may be read")

    def _check_messages(self, messages: Messages) -> Check:
        try:
            messages.read({"max_results": 1})
        except ConnectorError as error:
            mend = "sign in as the account with the scope dm.read, and export its token"
            return Check("direct messages", False, str(error), mend)
        return Check("direct messages", True, "may be read")

    def _pass(self, cursor: Cursor, until: datetime) -> Iterator[Page]:
        state = {name: value for name, value in cursor.items() if name != "pass"}
        state = {"recent": {}, "conversations": {}, "own": {}} | state
        began = cursor.get("pass") or {"until": until.isoformat(), "edge": 0}
        at = _instant(began["until"])
        while (edge := self._edge(began["edge"], state, at)) is not None:
            path, params = edge
            for found, following in self._pages(path, params, began.get("next")):
                state = self._remember(state, found, at, began["edge"] < 2)
                began = {"until": began["until"], "edge": began["edge"] + (following is None)}
                began |= {"next": following} if following else {}
                records = [record_of(one) for one in found]
                readings = list(self._readings(found, until))
                yield Page("posts", [*records, *readings], {**state, "pass": began})
        yield from self._look_up(state, at, until)

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
        recent, conversations, own = (
            dict(state["recent"]),
            dict(state["conversations"]),
            dict(state["own"]),
        )
        for post in (one["post"] for one in found if one["post"].get("id")):
            created, conversation = post.get("created_at"), post.get("conversation_id")
            if instant_of(created):
                recent[post["id"]] = [created, conversation]
            if instant_of(created) and self._is_own_post(post):
                own[post["id"]] = [created, conversation]
            # Only from the first two lists: while a pass goes through conversations, these have to stay.
            is_own = is_ours and post.get("author_id") == self.settings.user_id
            if is_own and conversation and instant_of(created):
                conversations[conversation] = max(created, conversations.get(conversation, created))
        oldest = at - timedelta(days=self.settings.recheck_days)
        quiet = at - timedelta(days=self.settings.watch_days)
        return state | {
            "recent": {name: value for name, value in recent.items() if _instant(value[0]) >= oldest},
            "conversations": {
                name: value for name, value in conversations.items() if _instant(value) >= quiet
            },
            "own": {name: value for name, value in own.items() if _instant(value[0]) >= quiet},
        }

    def _look_up(self, state: Cursor, at: datetime, until: datetime) -> Iterator[Page]:
        """Which posts of the last days are gone, once a day, and how often own ones were shown and answered.

        Each look-up counts as a reading, so posts that are due for both are asked for once.
        """
        done: Cursor = (
            {"checked": at.isoformat(), "counted": at.isoformat()} | state | {"watermark": at.isoformat()}
        )
        asked: dict[str, list[Any]] = {}
        if at - _instant(done["checked"]) >= timedelta(days=1):
            asked |= state["recent"]
            done["checked"] = at.isoformat()
        hours = timedelta(hours=self.settings.count_hours)
        if hours and at - _instant(done["counted"]) >= hours:
            asked |= state["own"]
            done["counted"] = at.isoformat()
        ids = sorted(asked)
        records: list[Record] = []
        for begin in range(0, len(ids), PAGE_SIZE):
            body = self.api.posts("/2/tweets", {"ids": ",".join(ids[begin : begin + PAGE_SIZE])})
            found = with_authors(body)
            records += [record_of(one) for one in found] + [*self._readings(found, until)]
            for name in gone_of(body):
                gone = {"id": name, "conversation_id": asked.get(name, [None, None])[1]}
                records.append(Record(f"gone:{name}", {"gone": gone | {"checked_at": at.isoformat()}}))
        lost = {record.payload["gone"]["id"] for record in records if "gone" in record.payload}
        for name in ("recent", "own"):
            done[name] = {post: value for post, value in state[name].items() if post not in lost}
        yield Page("posts", records, done)

    def _readings(self, found: list[Item], until: datetime) -> Iterator[Record]:
        """What the platform counts of the account's own posts by now; the next count stands beside it."""
        for post in (one["post"] for one in found):
            if post.get("id") and post.get("public_metrics") and self._is_own_post(post):
                yield reading_of(post, until)

    def _is_own_post(self, post: Item) -> bool:
        kinds = {one.get("type") for one in references_of(post)}
        return post.get("author_id") == self.settings.user_id and not kinds & {"replied_to", "retweeted"}


def _instant(text: Any) -> datetime:
    return datetime.fromisoformat(str(text))


def _zulu(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
