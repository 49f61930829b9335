"""Tickets, their articles and whole history, groups, states and agents of a Zammad, by its REST API.

Source: Zammad's published controllers (versions 5 and 6) and its documentation of the API. Not verified against the
system; tried with the client zammad_py against the simulated one.

Landed as received. Of a ticket's history only what changes its state: nothing of the mails that Zammad sent. A ticket
that changed is read with all its articles and entries, however old. A merged ticket's articles belong to the other one
from then on. A deleted ticket leaves no trace: one that was open in the last pass, isn't now and isn't found under its
number is landed as `gone:17`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated

from pydantic import Field

from connectors.about import About, Permission
from connectors.address import Address, without
from connectors.case_store import Facts, Login
from connectors.errors import AccessDenied, ConnectorError, SourceChanged
from connectors.files_settings import State
from connectors.http import Http, check_clock, secrets_of
from connectors.page import Check, Cursor, Page, Record
from connectors.zammad_api import (
    Api,
    Item,
    NotFound,
    is_after,
    judge,
    number_of,
    record_of,
    token_auth,
)

ABOUT = About(
    title="Zammad",
    group="case store",
    reads="Tickets with their replies, internal notes and whole history, groups, states, and who works on them. Of a"
    " ticket also the attributes that `fields` names. Zammad asks nobody how satisfied they were.",
    how="Tickets by updated_at with five minutes of overlap, each with all its articles and its history; groups and"
    " states whole each time. It can't be asked for one day.",
    limits="Two requests for each ticket that changed. A deleted ticket is noticed if it was open in the last pass;"
    " one that was closed, and a deleted article, stay archived.",
    verified="Its published source (versions 5 and 6), and the client zammad_py on the simulated system. Not verified"
    " against the system.",
    permissions=(
        Permission("ticket.agent", "of the user's role and of the access token: to read tickets"),
        Permission(
            "read access to each group",
            "that counts: tickets of other groups are left out unnoticed",
        ),
        Permission("API token access", "is on (Settings, System, API), where a token is used"),
    ),
)

# Zammad writes updated_at before it commits, and two clocks may differ a little: what is younger is read once more.
OVERLAP = timedelta(minutes=5)

_NOBODY = 1  # Zammad itself, which owns what nobody owns
_KINDS = ("created", "updated", "merged_into", "received_merge")
_CLOSED = ("closed", "merged", "removed")


class Settings(Login):
    """The section of a source with type = "zammad"."""

    base_url: Annotated[Address, without("/api/v1")] = Field(
        description="Where Zammad is, such as `https://support.example.org`, without /api/v1."
    )
    start: date = Field(
        description="First day to fetch: tickets that changed since, with all that happened to them."
    )
    fields: Facts = Field(
        default={},
        description="A fact of a case = the name of the ticket's attribute that holds it (Admin, Objects).",
    )
    states: dict[str, State] = Field(
        default={},
        description="States of a ticket, by name = ours, where Zammad's own type of a state says too little.",
    )


def connect(name: str, settings: Settings, base: Path) -> "Zammad":
    """The Zammad of the source section `name`."""
    auth, secrets = settings.opened(token_auth)
    http = Http(f"{settings.base_url}/api/v1", judge, auth=auth, secrets=secrets_of(*secrets))
    return Zammad(settings, Api(http))


@dataclass(frozen=True)
class Zammad:
    """One Zammad, read through `api`."""

    settings: Settings
    api: Api
    # Tickets before their history: a change between the two is then in the history, with what was before it.
    streams: tuple[str, ...] = ("groups", "states", "users", "tickets", "articles", "histories")
    daily: frozenset[str] = frozenset()

    def fetch(self, stream: str, cursor: Cursor, *, until: datetime) -> Iterator[Page]:
        """Yield pages of records as received, each with the cursor to store after it; nothing made after `until`.

        Raises:
            AccessDenied: login or permissions; the message names them.
            RateLimited, SourceUnavailable, SourceChanged: as connectors/http.py says; an answer in an unknown shape.
        """
        match stream:
            case "groups":
                return self._list(stream, "/groups", until)
            case "states":
                return self._list(stream, "/ticket_states", until)
            case "users":
                return self._users(cursor, until)
            case "tickets":
                return self._tickets(cursor, until)
            case "articles":
                return self._articles(cursor, until)
            case "histories":
                return self._histories(cursor, until)
        raise ValueError(f"zammad has no stream {stream!r}")

    def fetch_day(self, stream: str, day: date) -> Iterator[Page]:
        """Not offered: a ticket is only listed at its latest change."""
        raise ValueError(f"zammad can't be asked for one day of {stream!r}")

    def check(self) -> Iterator[Check]:
        """Is the login good, which groups may it read, are the fields there, and do both clocks agree?"""
        try:
            answer = self.api.http.get("/users/me", {"expand": "true"})
        except AccessDenied as error:
            yield Check("login", False, str(error), "check token, or user and password")
            return
        except ConnectorError as error:
            yield Check("login", False, str(error), "check base_url, and that Zammad is up")
            return
        body = answer.body
        if not isinstance(body, dict) or "login" not in body:
            yield Check("login", False, "what answers there is no Zammad", "check base_url")
            return
        yield Check("login", True, "signed in")
        yield check_clock(answer.headers, self.api.http.now())
        groups = body.get("groups")
        names = sorted(groups) if isinstance(groups, dict) else []
        mend = "" if names else "give the user read access to each group that counts"
        yield Check("groups", bool(names), f"reads {', '.join(names) or 'no group'}", mend)
        yield from self._check_fields()

    def _check_fields(self) -> Iterator[Check]:
        newest: dict[str, str | int] = {"page": 1, "per_page": 1, "sort_by": "id", "order_by": "desc"}
        params = {**newest, "condition[ticket.id][operator]": "is not", "condition[ticket.id][value]": 0}
        try:
            found = self.api.items("/tickets/search", params)
        except ConnectorError as error:
            yield Check("tickets", False, str(error), "give the user and the token ticket.agent")
            return
        yield Check("tickets", True, "reads tickets" if found else "reads tickets; there is none yet")
        missing = [name for name in self.settings.fields.values() if found and name not in found[0]]
        for name in missing:
            mend = f"check fields: {', '.join(sorted(found[0]))} are there"
            yield Check("fields", False, f"tickets have no attribute {name!r}", mend)

    def _list(self, stream: str, path: str, until: datetime) -> Iterator[Page]:
        """All of a short list, each time. Cursor: {"read_at"}."""
        for items in self.api.pages(path):
            yield Page(stream, [record_of(item) for item in items], {"read_at": until.isoformat()})

    def _tickets(self, cursor: Cursor, until: datetime) -> Iterator[Page]:
        """Tickets that changed since, as they are now, then those that are gone.

        Cursor: {"since", "open": ids of tickets that were open at the end of the last whole pass}.
        """
        known: list[int] = cursor.get("open", [])
        for items, after in self._changed(cursor, until):
            cursor = {**after, "open": known}
            yield Page("tickets", [record_of(item) for item in items if not is_after(item, until)], cursor)
        states = [
            number_of(state) for page in self.api.pages("/ticket_states") for state in page if _is_open(state)
        ]
        listed = (
            {number_of(item) for page in self.api.in_states(states) for item in page} if states else set()
        )
        gone = [number for number in known if number not in listed and self._is_gone(number)]
        records = [Record(f"gone:{number}", {"id": number, "gone_at": until.isoformat()}) for number in gone]
        yield Page("tickets", records, {**cursor, "open": sorted(listed)})

    def _is_gone(self, number: int) -> bool:
        try:
            self.api.one(f"/tickets/{number}")
        except NotFound:
            return True
        except AccessDenied:
            # It went to a group that we may not read: nobody knows what became of it.
            return False
        return False

    def _articles(self, cursor: Cursor, until: datetime) -> Iterator[Page]:
        """All articles of tickets that changed since. Cursor: {"since"}."""
        for tickets, after in self._changed(cursor, until):
            found = [item for ticket in tickets for item in self._articles_of(number_of(ticket))]
            yield Page("articles", [record_of(item) for item in found if not is_after(item, until)], after)

    def _articles_of(self, ticket: int) -> list[Item]:
        try:
            return self.api.items(f"/ticket_articles/by_ticket/{ticket}")
        except NotFound:
            return []

    def _histories(self, cursor: Cursor, until: datetime) -> Iterator[Page]:
        """What happened to tickets that changed since, from their beginning on. Cursor: {"since"}."""
        for tickets, after in self._changed(cursor, until):
            found = [item for ticket in tickets for item in self._history_of(number_of(ticket))]
            yield Page("histories", [record_of(item) for item in found if not is_after(item, until)], after)

    def _history_of(self, ticket: int) -> list[Item]:
        try:
            body = self.api.one(f"/ticket_history/{ticket}")
        except NotFound:
            return []
        entries = body.get("history")
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise SourceChanged(f"Zammad /ticket_history/{ticket}: expected a list of objects in `history`")
        return [entry for entry in entries if entry.get("object") == "Ticket" and entry.get("type") in _KINDS]

    def _users(self, cursor: Cursor, until: datetime) -> Iterator[Page]:
        """Who owned, made or changed a ticket and isn't its customer: most others are customers. Cursor: {"since"}.

        Each of them costs a request, once a pass.
        """
        seen = {_NOBODY}
        for tickets, after in self._changed(cursor, until):
            people = {
                ticket[role]
                for ticket in tickets
                for role in ("owner_id", "created_by_id", "updated_by_id")
                if isinstance(ticket.get(role), int) and ticket[role] != ticket.get("customer_id")
            }
            found = [self._user(number) for number in sorted(people - seen)]
            seen |= people
            yield Page("users", [record_of(user) for user in found if user], after)

    def _user(self, number: int) -> Item | None:
        try:
            return self.api.one(f"/users/{number}")
        except NotFound:
            return None

    def _changed(self, cursor: Cursor, until: datetime) -> Iterator[tuple[list[Item], Cursor]]:
        """Pages of tickets that changed since the cursor, each with the cursor after it."""
        start = datetime.combine(self.settings.start, time(), UTC)
        since = datetime.fromisoformat(cursor["since"]) if "since" in cursor else start
        for items, onward in self.api.changed(since):
            settled = max(since, min(onward, until - OVERLAP))
            yield items, {"since": settled.isoformat()}


def _is_open(state: Item) -> bool:
    """Is a ticket of this state still to be dealt with? One of a type of its own is."""
    return str(state.get("state_type") or "") not in _CLOSED
