"""Conversations of a Chatwoot account, with their messages, notes and activities, inboxes, agents, teams and ratings.

Source: Chatwoot's OpenAPI description, and its published source for what that leaves out. Not verified against the
system; tried with the client chatwoot-sdk against the simulated one.

Landed as received. There is no history of a conversation: what changed is told by activity messages, whose text
depends on the account's language, and by what a conversation looked like each time it was read. So each version of a
conversation is a record of its own, by its number and the instant of its change. Reporting events aren't read: they
name conversations by another number than everything else does.

Lists are by last activity, the newest first, so that what gets active meanwhile only moves others further down.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, PositiveInt, SecretStr, field_validator

from connectors.about import About, Permission
from connectors.address import Address, without
from connectors.case_store import Facts
from connectors.chatwoot_api import (
    OPEN,
    Api,
    Item,
    NotFound,
    activity_of,
    is_after,
    judge,
    number_of,
    seconds_of,
    token_auth,
)
from connectors.errors import AccessDenied, ConnectorError
from connectors.files_settings import State
from connectors.http import Http, check_clock, secrets_of
from connectors.page import Check, Cursor, Page, Record

ABOUT = About(
    title="Chatwoot",
    group="case store",
    reads="Conversations with their messages, private notes and activities, inboxes, agents, teams, and how customers"
    " rated the service. Of a conversation also the custom attributes that `fields` names.",
    how="Conversations by last activity with five minutes of overlap, their messages back to three days before the last"
    " run; inboxes, agents and teams whole each time. It can't be asked for one day.",
    limits="Changes of status, assignee, team and priority are known from activities in English or German, in other"
    " languages only as of each run; labels and custom attributes as of each run, and only once something is written."
    " A message deleted later than three days, or a resolved conversation that is deleted, stays archived.",
    verified="Its OpenAPI description and published source, and the client chatwoot-sdk on the simulated system. Not"
    " verified against the system.",
    permissions=(
        Permission(
            "agent", "the token's owner has this role, and sees the inboxes of which they are a member"
        ),
        Permission(
            "administrator", "to see all inboxes, and to read ratings (not needed with `ratings = false`)"
        ),
    ),
)

# Activity is told in seconds, and two clocks may differ a little: what is younger is read once more.
OVERLAP = timedelta(minutes=5)
# A message may still be deleted, or be delivered, after it was read.
REREAD = timedelta(days=3)


class Settings(BaseModel):
    """The section of a source with type = "chatwoot"."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    base_url: Annotated[Address, without("/api/v1", "/api")] = Field(
        default="https://app.chatwoot.com",
        description="Where Chatwoot is, without /api; left out for the vendor's cloud.",
    )
    account: PositiveInt = Field(
        description="The account's number: what stands behind /accounts/ in its address."
    )
    token: SecretStr = Field(description="An access token, from the profile of its owner.")
    start: date = Field(description="First day to fetch.")
    ratings: bool = Field(default=True, description="Whether to read ratings, which an administrator may.")
    fields: Facts = Field(
        default={},
        description="A fact of a case = the key of the conversation's custom attribute that holds it.",
    )
    states: dict[str, State] = Field(
        default={},
        description="A status of Chatwoot's (open, pending, snoozed, resolved) = what it means to you.",
    )

    @field_validator("states")
    @classmethod
    def _are_states(cls, value: dict[str, State]) -> dict[str, State]:
        for status in value:
            if status not in (*OPEN, "resolved"):
                raise ValueError(f"{status!r} is no status of Chatwoot's: {', '.join((*OPEN, 'resolved'))}")
        return value


def connect(name: str, settings: Settings, base: Path) -> "Chatwoot":
    """The account of the source section `name`."""
    token = settings.token.get_secret_value()
    http = Http(
        f"{settings.base_url}/api/v1/accounts/{settings.account}",
        judge,
        auth=token_auth(token),
        secrets=secrets_of(token),
    )
    streams = ("inboxes", "agents", "teams", "conversations", "messages")
    return Chatwoot(settings, Api(http), (*streams, "ratings") if settings.ratings else streams)


@dataclass(frozen=True)
class Chatwoot:
    """One account, read through `api`."""

    settings: Settings
    api: Api
    streams: tuple[str, ...]
    daily: frozenset[str] = field(default=frozenset())

    def fetch(self, stream: str, cursor: Cursor, *, until: datetime) -> Iterator[Page]:
        """Yield pages of records as received, each with the cursor to store after it; nothing made after `until`.

        Raises:
            AccessDenied: token or role; the message names it.
            RateLimited, SourceUnavailable, SourceChanged: as connectors/http.py says; an answer in an unknown shape.
        """
        match stream:
            case "inboxes" | "agents" | "teams":
                return self._list(stream, until)
            case "conversations":
                return self._conversations(cursor, until)
            case "messages":
                return self._messages(cursor, until)
            case "ratings" if self.settings.ratings:
                return self._ratings(cursor, until)
        raise ValueError(f"chatwoot has no stream {stream!r}")

    def fetch_day(self, stream: str, day: date) -> Iterator[Page]:
        """Not offered: a conversation is only listed at its latest activity."""
        raise ValueError(f"chatwoot can't be asked for one day of {stream!r}")

    def check(self) -> Iterator[Check]:
        """Is the token good for the account, which inboxes and ratings may it read, and do both clocks agree?"""
        try:
            answer = self.api.http.get("/inboxes")
            inboxes = self.api.items("/inboxes")
        except AccessDenied as error:
            yield Check("token", False, str(error), "check token and account")
            return
        except ConnectorError as error:
            yield Check("token", False, str(error), "check base_url and account, and that Chatwoot is up")
            return
        yield Check("token", True, "accepted for this account")
        yield check_clock(answer.headers, self.api.http.now())
        names = ", ".join(sorted(str(inbox.get("name")) for inbox in inboxes))
        mend = "" if names else "make the token's owner a member of the inboxes that count"
        yield Check("inboxes", bool(names), f"reads {names or 'none'}", mend)
        if self.settings.ratings:
            yield self._check_ratings()

    def _check_ratings(self) -> Check:
        try:
            next(self.api.ratings(), None)
        except ConnectorError as error:
            return Check("ratings", False, str(error), "use an administrator's token, or ratings = false")
        return Check("ratings", True, "may read ratings")

    def _list(self, stream: str, until: datetime) -> Iterator[Page]:
        """All of a short list, each time. Cursor: {"read_at"}."""
        records = [Record(str(number_of(item)), item) for item in self.api.items(f"/{stream}")]
        yield Page(stream, records, {"read_at": until.isoformat()})

    def _conversations(self, cursor: Cursor, until: datetime) -> Iterator[Page]:
        """Conversations with activity since, as they are now; then those that are gone.

        Cursor: as of `_active`, and "open": numbers of those that were open at the end of the last whole pass.
        """
        known: list[int] = cursor.get("open", [])
        for items, after in self._active(cursor, until):
            cursor = {**after, "open": known}
            records = [Record(_version_of(item), item) for item in items if not is_after(item, until)]
            yield Page("conversations", records, cursor)
        listed = {
            number_of(item) for status in OPEN for page, _ in self.api.conversations(status) for item in page
        }
        gone = [number for number in known if number not in listed and self._is_gone(number)]
        records = [Record(f"gone:{number}", {"id": number, "gone_at": until.timestamp()}) for number in gone]
        yield Page("conversations", records, {**cursor, "open": sorted(listed)})

    def _is_gone(self, number: int) -> bool:
        try:
            self.api.one(f"/conversations/{number}")
        except NotFound:
            return True
        except AccessDenied:
            # It went to an inbox that we may not read: nobody knows what became of it.
            return False
        return False

    def _messages(self, cursor: Cursor, until: datetime) -> Iterator[Page]:
        """Messages of conversations with activity since. Cursor: as of `_active`."""
        back_to = (self._since(cursor) - REREAD).timestamp()
        for conversations, after in self._active(cursor, until):
            found = [item for one in conversations for item in self._messages_of(number_of(one), back_to)]
            records = [Record(str(number_of(item)), item) for item in found if not is_after(item, until)]
            yield Page("messages", records, after)

    def _messages_of(self, number: int, back_to: float) -> list[Item]:
        try:
            return list(self.api.messages(number, back_to))
        except NotFound:
            return []

    def _ratings(self, cursor: Cursor, until: datetime) -> Iterator[Page]:
        """What customers answered to the survey since. Cursor: {"since"}."""
        since = (self._since(cursor) - OVERLAP).timestamp()
        for items in self.api.ratings():
            records = [Record(str(number_of(item)), item) for item in items if not is_after(item, until)]
            yield Page("ratings", records, cursor)
            if any(seconds_of(item.get("created_at"), since) < since for item in items):
                break
        yield Page("ratings", [], {"since": max(self._since(cursor), until).astimezone(UTC).isoformat()})

    def _active(self, cursor: Cursor, until: datetime) -> Iterator[tuple[list[Item], Cursor]]:
        """Pages of conversations with activity since the cursor, newest first, each with the cursor after it.

        Cursor: {"since"}, and within a walk also {"until": its beginning, "to": all with later activity were read,
        in epoch seconds, "page": where that was}.
        """
        since = self._since(cursor)
        begun = datetime.fromisoformat(cursor["until"]) if "until" in cursor else until
        down_to, place = cursor.get("to"), cursor.get("page", 1)
        seen: set[int] = set()
        fresh: list[Item] = []
        # Of those listed above, one may have been deleted since.
        for items, page in self.api.conversations(page=max(1, place - 1)):
            fresh = [
                item
                for item in items
                if activity_of(item) >= since.timestamp()
                and (down_to is None or activity_of(item) <= down_to)
                and number_of(item) not in seen
            ]
            seen |= {number_of(item) for item in fresh}
            if not items or activity_of(items[-1]) < since.timestamp():
                break
            down_to = min(down_to or activity_of(items[-1]), activity_of(items[-1]))
            reached = {"to": down_to, "page": max(place, page)}
            yield fresh, {"since": since.isoformat(), "until": begun.isoformat(), **reached}
            fresh = []
        yield fresh, {"since": max(since, begun - OVERLAP).astimezone(UTC).isoformat()}

    def _since(self, cursor: Cursor) -> datetime:
        start = datetime.combine(self.settings.start, time(), UTC)
        return datetime.fromisoformat(cursor["since"]) if "since" in cursor else start


def _version_of(conversation: Item) -> str:
    """A conversation as of its latest change, by its number and that instant."""
    changed = conversation.get("updated_at") or activity_of(conversation)
    return f"{number_of(conversation)}@{changed}"
