"""Tickets, their whole history, queues, custom fields and writers of a Request Tracker 5, by its REST API, version 2.

Source: RT 5.0.3 from Debian's packages, run and filled through REST2 and rt-mailgate by tests/servers; its own
documentation of REST2.

Landed as received; a transaction that bears a text has its parts beside it, under `attachments`. RT decodes a part's
text in lists, and gives Base64 only for a single attachment. Transactions are never changed. A deleted ticket is in no
list: its transactions tell of it, and it is asked for by itself. What rt-shredder removed is gone unnoticed.

TicketSQL reads an instant as local time of the user's zone, whatever zone is written behind it; so we say how many
seconds ago something was. A ticket is asked for by LastUpdated, which has whole seconds, five minutes back.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from pathlib import Path
from typing import Annotated

from pydantic import Field

from connectors.about import About, Permission
from connectors.address import Address, without
from connectors.case_store import Login, NumberedFacts
from connectors.errors import AccessDenied, ConnectorError
from connectors.files_settings import Channel, State
from connectors.http import Http, check_clock, check_quota, secrets_of
from connectors.page import Check, Cursor, Page, Record
from connectors.rt_api import (
    Api,
    Item,
    NotFound,
    by_json,
    by_sql,
    instant_of,
    judge,
    number_of,
    record_of,
    token_auth,
)

ABOUT = About(
    title="Request Tracker 5",
    group="case store",
    reads="Tickets with their replies, internal comments and whole history, queues, and who wrote or owned a ticket. Of"
    " a ticket also the custom fields that `fields` names.",
    how="Transactions by their growing id, the last five minutes again; tickets by LastUpdated with five minutes of"
    " overlap; queues and custom fields whole each time. It can't be asked for one day.",
    limits="100 items a request; RT itself limits nothing else. Who works here is known by RT's privileged users: who"
    " comments, owns, or replies without having asked, is asked for by name. What rt-shredder removed stays archived.",
    verified="RT 5.0.3 on SQLite, installed and filled by the tests: status, queues, owners, replies, comments, mail,"
    " merges, deletions, custom fields, passwords and tokens. Not verified: RT on other databases.",
    permissions=(
        Permission(
            "Let this user be granted rights (Privileged)", "only then RT says of others who works here"
        ),
        Permission("SeeQueue", "to name the queues"),
        Permission("ShowTicket", "to read tickets, their history and the replies"),
        Permission("ShowTicketComments", "to see internal comments; without it they are left out unnoticed"),
        Permission("SeeCustomField", "to read the custom fields that `fields` names"),
    ),
)

# Rows are numbered before they are committed, and two clocks may differ a little: what is younger is read once more.
OVERLAP = timedelta(minutes=5)

_TICKET_FIELDS = (
    "Subject,Status,Queue,Owner,Creator,Requestor,Created,LastUpdated,EffectiveId,Priority,Type,CustomFields"
)
_TRANSACTION_FIELDS = "Type,Field,OldValue,NewValue,Data,Creator,Created,ObjectId,ObjectType,TimeTaken"
_PART_FIELDS = "TransactionId,ContentType,Filename,Content,Headers,Subject,MessageId"
_TEXTS = ("Create", "Correspond", "Comment")
# All that changes a ticket's state, and nothing of the mails that RT itself sent.
_KINDS = (*_TEXTS, "Status", "Set", "Take", "Untake", "Steal", "Give", "Force", "CustomField", "AddLink")
# Without the first condition, queues and users of the same number would be among them.
_OF_TICKETS = ("ObjectType = 'RT::Ticket'", "TicketType = 'ticket'")


class Settings(Login):
    """The section of a source with type = "rt"."""

    base_url: Annotated[Address, without("/REST/2.0")] = Field(
        description="Where RT is, such as `https://rt.example.org`, without /REST/2.0."
    )
    start: date = Field(description="First day to fetch.")
    fields: NumberedFacts = Field(
        default={}, description="A fact of a case = the custom field that holds it, by name or number."
    )
    states: dict[str, State] = Field(
        default={}, description="Statuses of lifecycles of your own = ours; RT's own statuses are known."
    )
    relays: dict[str, Channel] = Field(
        default={},
        description="Users that are programs and write down what requestors say = the channel it came by.",
    )


def connect(name: str, settings: Settings, base: Path) -> "Rt":
    """The Request Tracker of the source section `name`."""
    auth, secrets = settings.opened(token_auth)
    http = Http(f"{settings.base_url}/REST/2.0", judge, auth=auth, secrets=secrets_of(*secrets))
    return Rt(settings, Api(http))


@dataclass(frozen=True)
class Rt:
    """One Request Tracker, read through `api`."""

    settings: Settings
    api: Api
    # Tickets before their transactions: a change between the two is then in the history, with what was before it.
    streams: tuple[str, ...] = (
        "queues",
        "custom_fields",
        "users",
        "tickets",
        "deleted_tickets",
        "transactions",
    )
    daily: frozenset[str] = frozenset()

    def fetch(self, stream: str, cursor: Cursor, *, until: datetime) -> Iterator[Page]:
        """Yield pages of records as received, each with the cursor to store after it; nothing made after `until`.

        Raises:
            AccessDenied: login or rights; the message names the rights.
            RateLimited, SourceUnavailable, SourceChanged: as connectors/http.py says; an answer in an unknown shape.
        """
        match stream:
            case "queues":
                pages = self.api.walk("/queues", by_json(), "Name,Lifecycle,Disabled")
                return self._list(stream, pages, until)
            case "custom_fields":
                return self._list(stream, self._fields_of_tickets(), until)
            case "users":
                return self._users(cursor, until)
            case "tickets":
                return self._tickets(cursor, until)
            case "deleted_tickets":
                return self._deleted_tickets(cursor, until)
            case "transactions":
                return self._transactions(cursor, until)
        raise ValueError(f"rt has no stream {stream!r}")

    def fetch_day(self, stream: str, day: date) -> Iterator[Page]:
        """Not offered: its days are those of the user's zone."""
        raise ValueError(f"rt can't be asked for one day of {stream!r}")

    def check(self) -> Iterator[Check]:
        """Is the login good, may it see tickets and comments, are the fields there, and do both clocks agree?"""
        try:
            answer = self.api.http.get("/rt")
        except AccessDenied as error:
            yield Check("login", False, str(error), "check token, or user and password")
            return
        except ConnectorError as error:
            yield Check("login", False, str(error), "check base_url, and that RT is up")
            return
        version = answer.body.get("Version") if isinstance(answer.body, dict) else None
        if not version:
            yield Check("login", False, "what answers there is no RT", "check base_url")
            return
        yield Check("login", True, f"signed in to RT {version}")
        yield check_clock(answer.headers, self.api.http.now())
        yield check_quota(answer.headers)
        yield self._sees("ShowTicket", "ticket", *_OF_TICKETS)
        yield self._sees("ShowTicketComments", "internal comment", *_OF_TICKETS, "Type = 'Comment'")
        yield from self._check_fields()

    def _sees(self, right: str, what: str, *conditions: str) -> Check:
        mend = f"grant the user {right} in all queues that count; if there is none yet, all is well"
        try:
            newest = self.api.newest("/transactions", by_sql(*conditions))
        except ConnectorError as error:
            return Check(right, False, str(error), mend)
        return Check(
            right, newest > 0, f"sees {what}s" if newest else f"sees no {what}", "" if newest else mend
        )

    def _check_fields(self) -> Iterator[Check]:
        try:
            pages = list(self._fields_of_tickets())
        except ConnectorError as error:
            yield Check("SeeCustomField", False, str(error), "grant the user SeeCustomField")
            return
        seen = [item for page in pages for item in page]
        for fact, field in self.settings.fields.items():
            found = [item for item in seen if str(field) in (str(item["id"]), item.get("Name"))]
            place = f"fields.{fact}"
            if not found:
                mend = "check its name, that it applies to tickets, and grant the user SeeCustomField"
                yield Check(place, False, f"no custom field {field!r} is seen", mend)
            elif any(str(item.get("MaxValues")) != "1" for item in found):
                detail = f"custom field {field!r} holds several values, of which the latest counts"
                yield Check(place, False, detail, "use one that holds a single value")
            else:
                yield Check(place, True, f"custom field {field!r}")

    def _fields_of_tickets(self) -> Iterator[list[Item]]:
        query = by_json(LookupType="RT::Queue-RT::Ticket")
        return self.api.walk("/customfields", query, "Name,Type,MaxValues")

    def _list(self, stream: str, pages: Iterator[list[Item]], until: datetime) -> Iterator[Page]:
        """All of a short list, each time. Cursor: {"read_at"}."""
        for items in pages:
            yield Page(stream, [record_of(item) for item in items], {"read_at": until.isoformat()})

    def _tickets(self, cursor: Cursor, until: datetime) -> Iterator[Page]:
        """Tickets that changed since, merged ones too, as they are now.

        Cursor: {"since"}, and within a walk also {"until": its beginning, "id": all up to this one were read}.
        """
        since = datetime.fromisoformat(cursor["since"]) if "since" in cursor else self._start
        begun = datetime.fromisoformat(cursor["until"]) if "until" in cursor else until

        def query(after: int) -> str:
            # Seconds ago, anew for each request: a long walk must not leave its first hour behind.
            seconds = int((self.api.http.now() - since).total_seconds()) + 1
            # Whoever asks for EffectiveId is also shown tickets that were merged into another.
            return by_sql(f"LastUpdated >= '{max(seconds, 1)} seconds ago'", "EffectiveId > 0")(after)

        for items in self.api.walk("/tickets", query, _TICKET_FIELDS, cursor.get("id", 0)):
            read = {"since": since.isoformat(), "until": begun.isoformat(), "id": number_of(items[-1])}
            yield Page("tickets", [record_of(item) for item in items if not _is_after(item, until)], read)
        yield Page("tickets", [], {"since": max(since, begun - OVERLAP).isoformat()})

    def _deleted_tickets(self, cursor: Cursor, until: datetime) -> Iterator[Page]:
        """Tickets that were deleted, as they are now. Cursor: as of transactions."""
        for items, after in self._history(cursor, until, "Type = 'Status'", "NewValue = 'deleted'"):
            found = [self._lookup("ticket", str(item.get("ObjectId"))) for item in items]
            yield Page("deleted_tickets", [record_of(item) for item in found if item], after)

    def _users(self, cursor: Cursor, until: datetime) -> Iterator[Page]:
        """Who wrote a comment, replied though not a requestor, or was given a ticket. Cursor: as of transactions.

        Most who write are customers, of whom there are many. Each of the others costs a request, once a pass.
        """
        seen: set[str] = set()
        wanted = "(Type = 'Correspond' OR Type = 'Comment' OR Field = 'Owner')"
        for items, after in self._history(cursor, until, wanted):
            replied = {str(item.get("ObjectId")) for item in items if item.get("Type") == "Correspond"}
            requestors = self.api.requestors(sorted(replied))
            found = []
            for name in sorted({name for item in items for name in _people_in(item, requestors)}):
                if name not in seen and (user := self._lookup("user", name)):
                    found.append(Record(_number_of_user(user), user))
                    seen |= {str(found[-1].record_id), str(user.get("Name"))}
                seen.add(name)
            yield Page("users", found, after)

    def _transactions(self, cursor: Cursor, until: datetime) -> Iterator[Page]:
        """What happened to tickets, oldest first. Cursor: {"id": all up to it were read}."""
        kinds = " OR ".join(f"Type = '{kind}'" for kind in _KINDS)
        for items, after in self._history(cursor, until, f"({kinds})"):
            texts = [item for item in items if item.get("Type") in _TEXTS]
            parts = self.api.parts(texts, _PART_FIELDS)
            told = [
                {**item, "attachments": parts.get(str(item["id"]), [])} if item in texts else item
                for item in items
            ]
            yield Page("transactions", [record_of(item) for item in told], after)

    def _history(self, cursor: Cursor, until: datetime, *wanted: str) -> Iterator[tuple[list[Item], Cursor]]:
        """Pages of the transactions of tickets beyond the cursor, each with the cursor after it."""
        # A day is one of the user's zone: a day earlier it has begun everywhere.
        since = f"Created >= '{self.settings.start - timedelta(days=1):%Y-%m-%d}'"
        query = by_sql(*_OF_TICKETS, since, *wanted)
        for items in self.api.walk("/transactions", query, _TRANSACTION_FIELDS, cursor.get("id", 0)):
            inside = [item for item in items if not _is_after(item, until)]
            settled = list(takewhile(lambda item: not _is_after(item, until - OVERLAP), inside))
            cursor = {"id": number_of(settled[-1])} if settled else cursor
            yield [item for item in inside if _is_after(item, self._start - timedelta(seconds=1))], cursor
            if len(inside) < len(items):
                return

    def _lookup(self, thing: str, name: str) -> Item | None:
        try:
            return self.api.one(thing, name)
        except NotFound:
            return None

    @property
    def _start(self) -> datetime:
        return datetime.combine(self.settings.start, time(), UTC)


def _is_after(item: Item, instant: datetime) -> bool:
    """Was it made later? One whose time can't be read is kept, for staging to say so."""
    made = instant_of(item, "Created")
    return made is not None and made > instant


def _people_in(item: Item, requestors: Mapping[str, set[str]]) -> Iterator[str]:
    """Names and numbers of the users that a transaction names, but for a requestor who replied."""
    creator = item.get("Creator")
    name = str(creator["id"]) if isinstance(creator, dict) and creator.get("id") else ""
    asked = requestors.get(str(item.get("ObjectId")), set()) if item.get("Type") == "Correspond" else set()
    if name and name not in asked:
        yield name
    if item.get("Field") == "Owner":
        yield from (str(item[key]) for key in ("OldValue", "NewValue") if item.get(key))


def _number_of_user(user: Item) -> str | None:
    """A user's number. Those who may not administer users find it only in the link to itself."""
    links = [link for link in user.get("_hyperlinks") or [] if link.get("ref") == "self"]
    number = user.get("id") or (links[0].get("id") if links else None)
    return None if number is None else str(number)
