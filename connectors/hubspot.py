"""Tickets with their whole history, conversations, stages and owners of a HubSpot account, by its API v3.

Source: HubSpot's published descriptions of tickets and conversations (v3); of pipelines and owners its documentation.
Not verified against the system. `propertiesWithHistory` tells every value that a property had, with its instant.

Landed as received. Texts are those of the conversations inbox: mails, calls and notes that somebody only logged on a
ticket aren't in there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from connectors.about import About, Permission
from connectors.address import Address
from connectors.case_store import Facts
from connectors.errors import AccessDenied, ConnectorError, SourceChanged
from connectors.files_settings import State
from connectors.http import BearerAuth, Http, check_clock, secrets_of
from connectors.hubspot_api import Api, Item, NotFound, instant_of, is_after, judge, record_of, results_of
from connectors.page import Check, Cursor, Page, Record

ABOUT = About(
    title="HubSpot (tickets and conversations)",
    group="case store",
    reads="Tickets with every value that stage, owner, team and priority had, and what was written in the inbox:"
    " messages and internal comments. Of a ticket also the properties that `fields` names.",
    how="Tickets by their last change and threads by their newest message, with five minutes of overlap; pipelines,"
    " owners and archived tickets whole each time. It can't be asked for one day.",
    limits="One request for each thread with a new message, one for 50 tickets; a private app has 100 in 10 seconds and"
    " 250,000 a day, by plan. Mails, calls and notes that were logged on a ticket, merges and feedback aren't read.",
    verified="A simulator that HubSpot's own client for Python reads. Not verified against the system.",
    permissions=(
        Permission("tickets", "tickets, their history and their pipelines"),
        Permission("conversations.read", "threads and messages of the inbox"),
        Permission("crm.objects.owners.read", "who works on tickets, and in which team"),
    ),
)

# A search lags a little behind what it searches.
OVERLAP = timedelta(minutes=5)
CHUNK = 20  # threads whose messages make a page
_THREADS = "/conversations/v3/conversations/threads"
_TICKETS = "/crm/v3/objects/tickets"
PROPERTIES = (
    "hs_pipeline_stage", "hubspot_owner_id", "hubspot_team_id", "hs_ticket_priority", "createdate", "subject",
    "source_type",
)  # fmt: skip


class Settings(BaseModel):
    """The section of a source with type = "hubspot"."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    token: SecretStr = Field(description="The access token of a private app.")
    start: date = Field(
        description="First day to fetch: tickets and threads in which something happened since."
    )
    fields: Facts = Field(
        default={}, description="A fact of a case = the internal name of the property that holds it."
    )
    states: dict[str, State] = Field(
        default={},
        description="Ids or labels of stages = ours, where HubSpot's open and closed say too little.",
    )
    base_url: Address = Field(
        default="https://api.hubapi.com", description="The platform's address; another one for the simulator."
    )


def connect(name: str, settings: Settings, base: Path) -> "HubSpot":
    """The account of the source section `name`."""
    token = settings.token.get_secret_value()
    return HubSpot(
        settings, Api(Http(settings.base_url, judge, auth=BearerAuth(token), secrets=secrets_of(token)))
    )


@dataclass(frozen=True)
class HubSpot:
    """One account, read through `api`."""

    settings: Settings
    api: Api
    streams: tuple[str, ...] = ("pipelines", "owners", "tickets", "archived", "threads", "messages")
    daily: frozenset[str] = frozenset()

    def fetch(self, stream: str, cursor: Cursor, *, until: datetime) -> Iterator[Page]:
        """Yield pages of records as received, each with the cursor to store after it; nothing made after `until`.

        Raises:
            AccessDenied: the token, or a scope that it lacks.
            RateLimited, SourceUnavailable, SourceChanged: as connectors/http.py says; an answer in an unknown shape.
        """
        match stream:
            case "pipelines":
                return self._pipelines(until)
            case "owners":
                return self._list(stream, "/crm/v3/owners", {}, until)
            case "archived":
                return self._list(stream, _TICKETS, {"archived": "true"}, until)
            case "tickets":
                return self._tickets(cursor, until)
            case "threads":
                return self._threads(cursor, until)
            case "messages":
                return self._messages(cursor, until)
        raise ValueError(f"hubspot has no stream {stream!r}")

    def fetch_day(self, stream: str, day: date) -> Iterator[Page]:
        """Not offered: a ticket is only listed at its latest change."""
        raise ValueError(f"hubspot can't be asked for one day of {stream!r}")

    def check(self) -> Iterator[Check]:
        """Is the token good, has it each scope, and do both clocks agree?"""
        scopes = {
            "tickets": _TICKETS,
            "conversations.read": _THREADS,
            "crm.objects.owners.read": "/crm/v3/owners",
        }
        for scope, path in scopes.items():
            try:
                answer = self.api.http.get(path, {"limit": 1})
                results_of(path, answer.body)
            except (AccessDenied, SourceChanged) as error:
                yield Check(
                    scope, False, str(error), f"give the private app {scope}, and check token and base_url"
                )
                continue
            except ConnectorError as error:
                yield Check(scope, False, str(error), "check base_url, and that HubSpot is up")
                return
            yield Check(scope, True, "may read")
            if scope == "tickets":
                yield check_clock(answer.headers, self.api.http.now())

    def _pipelines(self, until: datetime) -> Iterator[Page]:
        """All pipelines with their stages, each time. Cursor: {"read_at"}."""
        path = "/crm/v3/pipelines/tickets"
        found = results_of(path, self.api.http.get(path).body)
        yield Page("pipelines", [record_of(item) for item in found], {"read_at": until.isoformat()})

    def _list(self, stream: str, path: str, params: dict[str, str | int], until: datetime) -> Iterator[Page]:
        """All of a list, each time. Cursor: {"read_at"}."""
        for items in self.api.pages(path, params):
            records = [record_of(item) for item in items if stream == "owners" or not is_after(item, until)]
            yield Page(stream, records, {"read_at": until.isoformat()})

    def _tickets(self, cursor: Cursor, until: datetime) -> Iterator[Page]:
        """Tickets that changed since, as they are now, with their history. Cursor: {"since"}."""
        properties = list(dict.fromkeys([*PROPERTIES, *self.settings.fields.values()]))
        since = self._since(cursor)
        for items in self.api.changed(since):
            ids = [str(item["id"]) for item in items if "id" in item and not is_after(item, until)]
            records = [record_of(item) for item in self.api.with_history(ids, properties)]
            since = _reached(since, items, "updatedAt", until)
            yield Page("tickets", records, {"since": since.isoformat()})

    def _threads(self, cursor: Cursor, until: datetime) -> Iterator[Page]:
        """Threads with a message since. Cursor: {"since"}."""
        for items, since in self._active(cursor, until):
            records = [record_of(item) for item in items if not is_after(item, until)]
            yield Page("threads", records, {"since": since.isoformat()})

    def _messages(self, cursor: Cursor, until: datetime) -> Iterator[Page]:
        """All that was written in threads with a message since. Cursor: {"since"}."""
        for items, since in self._active(cursor, until):
            found = [record for thread in items for record in self._written_in(thread, until)]
            yield Page("messages", found, {"since": since.isoformat()})

    def _written_in(self, thread: Item, until: datetime) -> Iterator[Record]:
        path = f"{_THREADS}/{thread.get('id')}/messages"
        try:
            for items in self.api.pages(path, {"sort": "createdAt"}):
                yield from (record_of(item) for item in items if not is_after(item, until))
        except NotFound:
            return

    def _active(self, cursor: Cursor, until: datetime) -> Iterator[tuple[list[Item], datetime]]:
        """Threads with a message since, some at a time, each with the instant up to which all were read."""
        since = self._since(cursor)
        params: dict[str, str | int] = {
            "sort": "latestMessageTimestamp", "latestMessageTimestampAfter": since.isoformat(timespec="milliseconds"),
            "association": "TICKET",
        }  # fmt: skip
        for items in self.api.pages(_THREADS, params):
            for start in range(0, max(len(items), 1), CHUNK):
                chunk = items[start : start + CHUNK]
                since = _reached(since, chunk, "latestMessageTimestamp", until)
                yield chunk, since

    def _since(self, cursor: Cursor) -> datetime:
        start = datetime.combine(self.settings.start, time(), UTC)
        return datetime.fromisoformat(cursor["since"]) if "since" in cursor else start


def _reached(since: datetime, items: list[Item], field: str, until: datetime) -> datetime:
    """Up to when all was read, after these: a millisecond less, as the next reading asks for what is later."""
    last = instant_of(items[-1].get(field)) if items else None
    return since if last is None else max(since, min(last - timedelta(milliseconds=1), until - OVERLAP))
