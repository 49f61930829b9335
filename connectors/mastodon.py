"""Mentions of a Mastodon account, its own statuses, and the threads around both, from the instance's REST API.

Source: Mastodon's API (v1) as its OpenAPI description has it, and its documentation. Checked with the client
Mastodon.py on the simulated platform. Not verified against a live instance: that notifications keep what was mentioned
until it is deleted, that a page after `min_id` has no gaps, the limit of 300 requests in 5 minutes.

Landed: notifications and statuses as received; threads as {"thread", "status"}, since a status doesn't say in which
thread it stands. An edit comes with its instant, and its text is the latest one. What was deleted, or hidden from this
account, answers 404: threads of the last `watch_days` are read again each time, and a record {"gone": ...} says what
is no longer there. Edits and deletions in older threads go unnoticed, and so do boosts. An answer whose question was
deleted before either was read looks like a post.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

from connectors.about import About, Permission
from connectors.address import Address
from connectors.errors import AccessDenied, ConnectorError
from connectors.http import BearerAuth, Http, check_clock, check_quota, secrets_of
from connectors.mastodon_api import Api, is_after, is_before, judge, record_of
from connectors.mastodon_threads import Threads
from connectors.page import Check, Cursor, Page

# Rows of one instant may be stored in another order than their ids: what is younger is read once more.
OVERLAP = timedelta(minutes=5)
MENTIONS: dict[str, str | int] = {"types[]": "mention", "limit": 80}
STATUSES: dict[str, str | int] = {"exclude_reblogs": "true", "limit": 40}


ABOUT = About(
    title="Mastodon account",
    group="platform",
    reads="What mentions the account, its own statuses, the threads around both, and messages to single people. "
    "Mastodon counts no views, so there is no reach.",
    how="Mentions and own statuses by id from the last one read, the last five minutes again. Threads of the last "
    "`watch_days` are read each time: for edits, for replies that mention nobody, and for what is gone.",
    limits="300 requests in 5 minutes. Older threads aren't looked at again. A reply that its instance hasn't passed "
    "on, or that is for its writer's followers only, is counted and not shown. Which person wrote for the "
    "account isn't told.",
    verified="Against a simulator that Mastodon.py reads record by record. Not verified against a live instance.",
    permissions=(
        Permission("read:accounts", "whose token it is"),
        Permission("read:notifications", "what mentions the account"),
        Permission("read:statuses", "its own statuses and the threads, private ones too"),
    ),
)


class Settings(BaseModel):
    """The section of a source with type = "mastodon"."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    base_url: Address = Field(description="The instance's address, such as https://mastodon.social.")
    account_id: str = Field(
        description="The account's number; `leitstand doctor` says which one the token is of."
    )
    token: SecretStr = Field(description="An access token of the account, from Preferences, Development.")
    start: date = Field(description="The first day to fetch.")
    watch_days: int = Field(
        default=14, ge=1, description="How long a thread is read again for replies, edits and deletions."
    )

    @field_validator("account_id", mode="before")
    @classmethod
    def _accept_number(cls, value: object) -> object:
        return str(value) if isinstance(value, int) else value


def connect(name: str, settings: Settings, base: Path) -> "Mastodon":
    """The account of the source section `name`."""
    token = settings.token.get_secret_value()
    http = Http(settings.base_url, judge, auth=BearerAuth(token), secrets=secrets_of(token))
    return Mastodon(settings, Api(http))


@dataclass(frozen=True)
class Mastodon:
    """One account, read through `api`."""

    settings: Settings
    api: Api
    streams: tuple[str, ...] = ("mentions", "statuses", "threads")
    daily: frozenset[str] = frozenset()

    def fetch(self, stream: str, cursor: Cursor, *, until: datetime) -> Iterator[Page]:
        """Yield pages of records as received, each with the cursor to store after it; nothing after `until`.

        Raises:
            RateLimited: with the instant from which the instance will answer again.
            AccessDenied: the token was revoked or lacks a scope; the message names the scope.
            SourceUnavailable, SourceChanged: no usable answer; an answer in an unknown shape.
        """
        match stream:
            case "mentions":
                return self._forward(stream, "/api/v1/notifications", MENTIONS, cursor, until)
            case "statuses":
                return self._forward(stream, self._own_statuses, STATUSES, cursor, until)
            case "threads":
                since = max(self._start, until - timedelta(days=self.settings.watch_days))
                return Threads(self.api, self._watched(since, until)).fetch(cursor, until)
        raise ValueError(f"mastodon has no stream {stream!r}")

    def fetch_day(self, stream: str, day: date) -> Iterator[Page]:
        """Not offered: the API knows ids and no times."""
        raise ValueError(f"mastodon can't be asked for one day of {stream!r}")

    def check(self) -> Iterator[Check]:
        """Is the token good and of this account, may it read all we need, and do both clocks agree?"""
        mend = "create a token (Preferences, Development) with the scope read, and export it again"
        try:
            answer = self.api.get("/api/v1/accounts/verify_credentials")
        except AccessDenied as error:
            yield Check("token", False, str(error), mend)
            return
        except ConnectorError as error:
            yield Check("token", False, str(error), "check base_url, and that the instance is up")
            return
        found = str(answer.body.get("id"))
        if found != self.settings.account_id:
            detail = f"the token is that of account {found}, not of {self.settings.account_id}"
            yield Check(
                "token", False, detail, f'set account_id = "{found}", or use the other account\'s token'
            )
            return
        yield Check("token", True, f"reads account {found}")
        yield check_clock(answer.headers, self.api.http.now())
        yield self._check_scope("read:notifications", "/api/v1/notifications")
        yield self._check_scope("read:statuses", self._own_statuses)
        yield check_quota(answer.headers)

    def _check_scope(self, scope: str, path: str) -> Check:
        try:
            self.api.http.get(path, {"limit": 1})
        except AccessDenied as error:
            return Check(
                scope, False, str(error), f"create a token with the scope {scope}, and export it again"
            )
        except ConnectorError as error:
            return Check(scope, False, str(error), "try again later")
        return Check(scope, True, f"may read {path}")

    def _forward(
        self, stream: str, path: str, params: dict[str, str | int], cursor: Cursor, until: datetime
    ) -> Iterator[Page]:
        """Whatever came after the cursor, oldest first. Cursor: {"min_id": all up to it was read}."""
        for items in self.api.forward(path, params, cursor.get("min_id", "0")):
            # A page is newest first; oldest first, a stop within it leaves out only what is younger.
            listed = [item for item in reversed(items) if not is_after(item, until)]
            settled = [item for item in listed if is_before(item, until - OVERLAP) and "id" in item]
            if settled:
                cursor = {"min_id": settled[-1]["id"]}
            wanted = [item for item in listed if not is_before(item, self._start)]
            yield Page(stream, [record_of(item, item) for item in wanted], cursor)
            if len(listed) < len(items):
                return

    def _watched(self, since: datetime, until: datetime) -> Iterator[dict[str, object]]:
        """The statuses whose threads may still change: those that mention the account, and its own."""
        for path, params in (("/api/v1/notifications", MENTIONS), (self._own_statuses, STATUSES)):
            for items in self.api.backward(path, params):
                for item in items:
                    status = item.get("status") if path.endswith("/notifications") else item
                    is_watched = not is_before(item, since) and not is_after(item, until)
                    if is_watched and isinstance(status, dict) and "id" in status:
                        yield status
                if items and is_before(items[-1], since):
                    break

    @property
    def _own_statuses(self) -> str:
        return f"/api/v1/accounts/{self.settings.account_id}/statuses"

    @property
    def _start(self) -> datetime:
        return datetime.combine(self.settings.start, time(), UTC)
