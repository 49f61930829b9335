"""What is said to a Bluesky account, its own posts and answers, and, if wanted, its direct messages.

Source: the lexicons of app.bsky, chat.bsky and com.atproto, and the open source of Bluesky's servers. Checked with the
client atproto on the simulated platform. Not verified against the live platform: that bsky.social hands requests on
to the server where the account is, that a conversation's messages come newest first, which conversations are listed.

Landed, each with the account's id: {"notification"}, {"post"}, {"convo", "message"} as received. Posts can't be edited.
When a post was written is what its author claims; when it arrived is the platform's word. What was deleted, or is
hidden by a block, is missed when the last `watch_days` are read again, and a record {"gone": ...} says so; in older
posts it goes unnoticed. Not read: likes, reposts, lists, and what others say to each other below posts of others.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

from connectors import bluesky_lists as lists
from connectors.about import About, Permission
from connectors.address import Address, without
from connectors.bluesky_api import CHAT, Api, Session, judge
from connectors.bluesky_messages import CONVOS, Messages
from connectors.bluesky_threads import Threads
from connectors.errors import AccessDenied, ConnectorError
from connectors.http import Http, check_clock, secrets_of
from connectors.page import Check, Cursor, Page

ABOUT = About(
    title="Bluesky",
    group="platform",
    reads="Mentions, replies and quotes of an account, its own posts and replies, what is said below its posts, how"
    " often these were liked, shared and answered over time, and, if wanted, its direct messages.",
    how="Lists are read newest first down to the last pass and an hour further; threads below posts of the last"
    " `watch_days` are read again each time. Nothing can be asked for by day.",
    limits="3,000 requests in 5 minutes for an IP address, 300 sessions a day for an account. How often a post was"
    " shown is told to nobody. Deletions in posts older"
    " than `watch_days` go unnoticed, and so does what is dated back further than that; very wide threads may be cut.",
    verified="Against the simulated platform with the client atproto, and against the open source of Bluesky's servers;"
    " not verified against the live platform.",
    permissions=(
        Permission("App password", "signs in without the account's own password; can be revoked by itself"),
        Permission("Allow access to your direct messages", "only with `messages = true`"),
    ),
)


class Settings(BaseModel):
    """The section of a source with type = "bluesky"."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    account: str = Field(description="The account's handle, such as `brand.bsky.social`, or its DID.")
    password: SecretStr = Field(description="An app password (Settings, Privacy and security).")
    start: date = Field(description="First day to fetch.")
    watch_days: int = Field(
        default=14,
        ge=1,
        description="How many days back posts are read again for replies and deletions.",
    )
    messages: bool = Field(
        default=False, description="Also the direct messages; the app password must allow it."
    )
    base_url: Annotated[Address, without("/xrpc")] = Field(
        default="https://bsky.social",
        description="The server where the account is, if it isn't one of Bluesky's own.",
    )

    @field_validator("account")
    @classmethod
    def _without_at(cls, value: str) -> str:
        name = value.strip().removeprefix("@")
        return name if name.startswith("did:") else name.lower()


def connect(name: str, settings: Settings, base: Path) -> "Bluesky":
    """The account of the source section `name`."""
    password = settings.password.get_secret_value()
    secrets = list(secrets_of(password))
    http = Http(settings.base_url, judge, secrets=secrets)
    api = Api(http, Session(http, settings.account, password, secrets))
    streams = ("notifications", "posts", "threads") + (("messages",) if settings.messages else ())
    return Bluesky(settings, api, streams)


@dataclass(frozen=True)
class Bluesky:
    """One account, read through `api`."""

    settings: Settings
    api: Api
    streams: tuple[str, ...] = ("notifications", "posts", "threads")
    daily: frozenset[str] = frozenset()

    def fetch(self, stream: str, cursor: Cursor, *, until: datetime) -> Iterator[Page]:
        """Yield pages of records as received, each with the cursor to store after it; nothing after `until`.

        Raises:
            RateLimited: with the instant from which the platform will answer again.
            AccessDenied: the app password was revoked or doesn't allow this; the message says which.
            SourceUnavailable, SourceChanged: no usable answer; an answer in an unknown shape.
        """
        match stream:
            case "notifications":
                return lists.heard(self.api).fetch(stream, self._start, cursor, until)
            case "posts":
                return lists.own(self.api).fetch(stream, self._start, cursor, until)
            case "threads":
                since = max(self._start, until - timedelta(days=self.settings.watch_days))
                return Threads(self.api, lists.own(self.api), lists.heard(self.api), since).fetch(
                    cursor, until
                )
            case "messages" if self.settings.messages:
                return Messages(self.api, self._start).fetch(cursor, until)
        raise ValueError(f"bluesky has no stream {stream!r}")

    def fetch_day(self, stream: str, day: date) -> Iterator[Page]:
        """Not offered: lists begin at the newest."""
        raise ValueError(f"bluesky can't be asked for one day of {stream!r}")

    def check(self) -> Iterator[Check]:
        """Is the app password good, may it read all we need, and do both clocks agree?"""
        try:
            answer = self.api.session.sign_in()
        except AccessDenied as error:
            yield Check("sign-in", False, str(error), "create an app password, and export it again")
            return
        except ConnectorError as error:
            yield Check(
                "sign-in", False, str(error), "check base_url, and that the server is up; or wait a while"
            )
            return
        yield Check("sign-in", True, f"reads {answer.body.get('handle')} ({self.api.account_id})")
        yield check_clock(answer.headers, self.api.http.now())
        yield self._check("notifications", lists.NOTIFICATIONS)
        yield self._check("posts", lists.FEED, actor=self.api.account_id)
        if self.settings.messages:
            yield self._check("direct messages", CONVOS)

    def _check(self, name: str, method: str, **params: str) -> Check:
        try:
            answer = self.api.get(method, {"limit": 1, **params}, CHAT if method == CONVOS else None)
        except AccessDenied as error:
            return Check(
                name, False, str(error), "create an app password that allows it, and export it again"
            )
        except ConnectorError as error:
            return Check(name, False, str(error), "try again later")
        left, limit = (answer.headers.get(f"RateLimit-{what}") for what in ("Remaining", "Limit"))
        return Check(name, True, f"may be read; {left} of {limit} requests left" if left else "may be read")

    @property
    def _start(self) -> datetime:
        return datetime.combine(self.settings.start, time(), UTC)
