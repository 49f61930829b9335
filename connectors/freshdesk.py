"""Tickets, their conversations, groups and agents of a Freshdesk account, by its API v2.

Source: Freshdesk's documentation of API v2: List all tickets, List all conversations of a ticket, groups, agents. Not
verified against the system; only common knowledge gives: `updated_since` goes with `filter=deleted` and `filter=spam`.

Freshdesk's API has no history of a ticket. So each change that a reading meets is kept as a record of its own,
`17@2026-11-20T12:00:00Z`, with `stats`, which tell when the present status began and when the ticket was last resolved
and closed. What changed twice between two readings is seen once. A merged ticket is a closed one: nothing else tells.
"""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

from connectors.about import About, Permission
from connectors.case_store import Facts
from connectors.errors import AccessDenied, ConnectorError
from connectors.files_settings import State
from connectors.freshdesk_api import Api, Item, NotFound, instant_of, is_after, judge, record_of, spelled
from connectors.http import BasicAuth, Http, check_clock, check_quota, secrets_of
from connectors.page import Check, Cursor, Page, Record

ABOUT = About(
    title="Freshdesk",
    group="case store",
    reads="Tickets with their replies and private notes, groups and agents; deleted tickets and spam. Of a ticket also"
    " the fields that `fields` names.",
    how="Tickets by updated_at with five minutes of overlap, each with all its conversations; groups and agents whole"
    " each time. It can't be asked for one day.",
    limits="No history: a state that came and went between two readings isn't seen, so read often. One request for each"
    " ticket that changed; an account has 200 to 700 a minute by plan. Merges and deleted notes aren't read; nor"
    " is whom the survey asked.",
    verified="A simulator made from the documentation. Not verified against the system.",
    permissions=(
        Permission("View tickets", "of the agent's role: tickets and their conversations"),
        Permission(
            "Global access",
            "the agent's scope; with a narrower one, other groups' tickets are left out unnoticed",
        ),
        Permission(
            "View agents", "of the agent's role: to tell staff from customers (an administrator has it)"
        ),
    ),
)

log = logging.getLogger(__name__)

# A ticket may be listed a little later than it says it changed.
OVERLAP = timedelta(minutes=5)
CHUNK = 20  # tickets whose conversations make a page
# Stats and the first text come only when asked for.
_WHOLE: Mapping[str, str | int] = {"include": "stats,description"}


class Settings(BaseModel):
    """The section of a source with type = "freshdesk"."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    domain: str = Field(
        default="",
        pattern=r"^[a-z0-9-]*$",
        description="The first part of the address, `yourfirm` for yourfirm.freshdesk.com; or else `base_url`.",
    )
    base_url: str = Field(default="", description="The account's whole address, in place of `domain`.")
    api_key: SecretStr = Field(description="The API key of an agent (Profile settings).")
    start: date = Field(
        description="First day to fetch: tickets that changed since, with all that was written in them."
    )
    fields: Facts = Field(
        default={},
        description="A fact of a case = the name of the field that holds it, such as `cf_topic`, or `type`.",
    )
    states: dict[str, State] = Field(
        default={},
        description="Numbers of the account's own statuses, such as `8` = ours; those of every account are known.",
    )

    @field_validator("states")
    @classmethod
    def _are_numbers(cls, value: dict[str, State]) -> dict[str, State]:
        for name in value:
            if not (name.isascii() and name.isdecimal()):
                raise ValueError(
                    f"{name!r} is no status's number; Admin, Ticket fields, Status shows the order: 2, 3, ..."
                )
        return value

    @field_validator("base_url")
    @classmethod
    def _is_url(cls, value: str) -> str:
        if value and not value.startswith(("https://", "http://")):
            raise ValueError("must start with https:// (http:// only on this machine)")
        return value.rstrip("/").removesuffix("/api/v2")

    @model_validator(mode="after")
    def _has_address(self) -> Self:
        if bool(self.domain) == bool(self.base_url):
            raise ValueError('give domain = "yourfirm" (for yourfirm.freshdesk.com), or base_url, not both')
        return self


def connect(name: str, settings: Settings, base: Path) -> "Freshdesk":
    """The account of the source section `name`."""
    key = settings.api_key.get_secret_value()
    address = settings.base_url or f"https://{settings.domain}.freshdesk.com"
    # The key is the user; any word will do as the password.
    http = Http(f"{address}/api/v2", judge, auth=BasicAuth(key, "X"), secrets=secrets_of(key))
    return Freshdesk(settings, Api(http))


@dataclass(frozen=True)
class Freshdesk:
    """One account, read through `api`."""

    settings: Settings
    api: Api
    streams: tuple[str, ...] = ("groups", "agents", "tickets", "removed", "conversations", "ratings")
    daily: frozenset[str] = frozenset()

    def fetch(self, stream: str, cursor: Cursor, *, until: datetime) -> Iterator[Page]:
        """Yield pages of records as received, each with the cursor to store after it; nothing made after `until`.

        Raises:
            AccessDenied: the key, or what its owner may see.
            RateLimited, SourceUnavailable, SourceChanged: as connectors/http.py says; an answer in an unknown shape.
        """
        match stream:
            case "groups" | "agents":
                return self._list(stream, until)
            case "tickets":
                return self._tickets(cursor, until)
            case "removed":
                return self._removed(cursor, until)
            case "conversations":
                return self._conversations(cursor, until)
            case "ratings":
                return self._ratings(cursor, until)
        raise ValueError(f"freshdesk has no stream {stream!r}")

    def fetch_day(self, stream: str, day: date) -> Iterator[Page]:
        """Not offered: a ticket is only listed at its latest change."""
        raise ValueError(f"freshdesk can't be asked for one day of {stream!r}")

    def check(self) -> Iterator[Check]:
        """Is the key good, does its owner see all tickets, are the fields there, and do both clocks agree?"""
        try:
            answer = self.api.http.get("/agents/me")
        except AccessDenied as error:
            yield Check("api key", False, str(error), "export the key of an agent again")
            return
        except ConnectorError as error:
            yield Check("api key", False, str(error), "check domain or base_url, and that Freshdesk is up")
            return
        if not isinstance(answer.body, dict) or "id" not in answer.body:
            yield Check("api key", False, "what answers there is no Freshdesk", "check domain or base_url")
            return
        yield Check("api key", True, "signed in")
        scope = answer.body.get("ticket_scope", 1)
        mend = "" if scope == 1 else "give the agent the scope Global access"
        yield Check(
            "scope", not mend, "sees tickets of some groups only" if mend else "sees all tickets", mend
        )
        yield check_clock(answer.headers, self.api.http.now())
        yield check_quota(answer.headers)
        yield from self._check_tickets()
        try:
            self.api.page("/agents", {"per_page": 1})
        except ConnectorError as error:
            yield Check("agents", False, str(error), "give the agent a role with View agents")
            return
        yield Check("agents", True, "reads who works here")

    def _check_tickets(self) -> Iterator[Check]:
        try:
            found, _ = self.api.page("/tickets", {"per_page": 1})
        except ConnectorError as error:
            yield Check("tickets", False, str(error), "give the agent a role with View tickets")
            return
        yield Check(
            "tickets", True, "reads tickets" if found else "reads tickets; there is none of the last month"
        )
        for name in self.settings.fields.values() if found else []:
            known = {**found[0], **(found[0].get("custom_fields") or {})}
            if name not in known:
                mend = f"check fields: {', '.join(sorted(known))} are there"
                yield Check("fields", False, f"tickets have no field {name!r}", mend)

    def _list(self, stream: str, until: datetime) -> Iterator[Page]:
        """All of a short list, each time. Cursor: {"read_at"}."""
        for items in self.api.pages(f"/{stream}"):
            yield Page(stream, [record_of(item) for item in items], {"read_at": until.isoformat()})

    def _tickets(self, cursor: Cursor, until: datetime) -> Iterator[Page]:
        """Tickets that changed since, as they are now. Cursor: {"since"}."""
        for items, after in self._changed(cursor, until, _WHOLE):
            yield Page("tickets", [_version(item) for item in items if not is_after(item, until)], after)

    def _removed(self, cursor: Cursor, until: datetime) -> Iterator[Page]:
        """Tickets that were deleted, or are spam. Cursor: {"deleted": {"since"}, "spam": {"since"}}."""
        for kind in ("deleted", "spam"):
            for items, after in self._changed(cursor.get(kind, {}), until, {"filter": kind}):
                cursor = {**cursor, kind: after}
                found = [{**item, kind: True} for item in items if not is_after(item, until)]
                yield Page("removed", [_version(item) for item in found], cursor)

    def _conversations(self, cursor: Cursor, until: datetime) -> Iterator[Page]:
        """All that was written in tickets that changed since. Cursor: {"since"}."""
        before = cursor
        for items, after in self._changed(cursor, until, {}):
            for start in range(0, len(items), CHUNK):
                chunk = items[start : start + CHUNK]
                found = [one for ticket in chunk for one in self._written_in(ticket)]
                is_last = start + CHUNK >= len(items)
                before = after if is_last else self._after(before, chunk, until)
                yield Page(
                    "conversations", [record_of(one) for one in found if not is_after(one, until)], before
                )
            if not items:
                yield Page("conversations", [], after)

    def _ratings(self, cursor: Cursor, until: datetime) -> Iterator[Page]:
        """What customers answered to the survey since. Cursor: {"since"}. An account without surveys has none."""
        start = datetime.combine(self.settings.start, time(), UTC)
        since = datetime.fromisoformat(cursor["since"]) if "since" in cursor else start
        asked = {"created_since": spelled(since - OVERLAP)}
        try:
            for items in self.api.pages("/surveys/satisfaction_ratings", asked):
                yield Page(
                    "ratings", [record_of(item) for item in items if not is_after(item, until)], cursor
                )
        except NotFound as error:
            log.info("no satisfaction ratings: %s", error)
        except AccessDenied as error:
            # Plans without surveys say so; any other refusal is one.
            if "require_feature" not in str(error):
                raise
            log.info("no satisfaction ratings: %s", error)
        yield Page("ratings", [], {"since": max(since, until).astimezone(UTC).isoformat()})

    def _written_in(self, ticket: Item) -> list[Item]:
        path = f"/tickets/{ticket.get('id')}/conversations"
        try:
            return [item for items in self.api.pages(path) for item in items]
        except NotFound:
            return []

    def _changed(
        self, cursor: Cursor, until: datetime, params: Mapping[str, str | int]
    ) -> Iterator[tuple[list[Item], Cursor]]:
        """Pages of tickets that changed since the cursor, each with the cursor after it."""
        cursor = cursor or {"since": datetime.combine(self.settings.start, time(), UTC).isoformat()}
        for items in self.api.changed(datetime.fromisoformat(cursor["since"]), params):
            cursor = self._after(cursor, items, until)
            yield items, cursor

    def _after(self, cursor: Cursor, items: list[Item], until: datetime) -> Cursor:
        since = cursor.get("since") or datetime.combine(self.settings.start, time(), UTC).isoformat()
        reached = instant_of(items[-1].get("updated_at")) if items else None
        if reached is None:
            return {"since": since}
        return {"since": max(datetime.fromisoformat(since), min(reached, until - OVERLAP)).isoformat()}


def _version(item: Item) -> Record:
    """A ticket as it was after a change: the next change is another record."""
    return record_of(item, f"@{item.get('updated_at')}")
