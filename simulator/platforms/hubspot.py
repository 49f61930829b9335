"""HubSpot's API v3 for one account: tickets with their history, pipelines, owners, threads and messages.

Source: HubSpot's published descriptions of tickets and conversations. HubSpot's own client for Python can read it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from simulator.faults import Fault
from simulator.platforms.wire import Answer, Request

HOUR = 3600
STAGES = (
    ("1", "New", "OPEN"),
    ("2", "Waiting on contact", "OPEN"),
    ("3", "Waiting on us", "OPEN"),
    ("4", "Closed", "CLOSED"),
)
QUESTIONS = ("Mein Router blinkt rot.", "Wann kommt der Techniker?", "Die Rechnung stimmt nicht.")
TICKETS, THREADS = "crm/v3/objects/tickets", "conversations/v3/conversations/threads"


@dataclass(frozen=True)
class Ticket:
    """A ticket; `values` are (instant, property, value), oldest first. Instants are epoch seconds."""

    id: int
    created: int
    values: Sequence[tuple[int, str, str]]
    archived: int | None = None


@dataclass(frozen=True)
class Message:
    """What was written: `by` is an actor such as A-71 or V-500; `kind` as HubSpot's types."""

    id: str
    at: int
    by: str
    text: str
    kind: str = "MESSAGE"


@dataclass(frozen=True)
class Thread:
    """A conversation in the inbox with a contact, perhaps on a ticket."""

    id: int
    created: int
    contact: int
    ticket: int | None
    messages: Sequence[Message]
    channel: str = "1002"


@dataclass(frozen=True)
class Desk:
    """Everything; `end` is the instant up to which it was made."""

    tickets: Sequence[Ticket]
    threads: Sequence[Thread]
    end: int
    owners: Sequence[tuple[int, int, str]] = ((71, 9071, "Service"), (72, 9072, "Beschwerden"))


def build(end: int, seed: int = 1, count: int = 24) -> Desk:
    """Tickets that are taken, answered and closed, each with a thread; some threads have none; one is archived."""
    chance, tickets, threads = random.Random(seed), [], []
    for number in range(1, count + 1):
        created = end - (count - number + 1) * 11 * HOUR - chance.randrange(HOUR)
        agent, contact = chance.choice((71, 72)), 500 + chance.randrange(9)
        taken, done = (
            created + chance.randrange(300, 2 * HOUR),
            created + chance.randrange(3 * HOUR, 9 * HOUR),
        )
        values = [
            (created, "hs_pipeline_stage", "1"), (created, "hs_ticket_priority", chance.choice(("LOW", "HIGH"))),
            (taken, "hubspot_owner_id", str(agent)), (taken, "hs_pipeline_stage", "2"),
            (done, "hs_pipeline_stage", "4"),
        ]  # fmt: skip
        tickets.append(Ticket(number, created, values, done + HOUR if number == 5 else None))
        said = [
            Message(f"m{number}a", created, f"V-{contact}", chance.choice(QUESTIONS)),
            Message(f"m{number}b", taken, f"A-{9000 + agent}", "Wir schauen es uns an."),
            Message(f"m{number}c", taken + 60, f"A-{9000 + agent}", "Techniker fragen.", "COMMENT"),
        ]
        threads.append(Thread(8000 + number, created, contact, number if number % 6 else None, said))
    return Desk(tickets, threads, end)


def _scope_of(path: str) -> str:
    if path == THREADS or path.startswith(f"{THREADS}/"):
        return "conversations.read"
    return "crm.objects.owners.read" if path == "crm/v3/owners" else "tickets"


def lacking(scope: str) -> Answer:
    """What an app is told that may not read this."""
    said = "This app hasn't been granted all required scopes to make this call."
    one = {"message": "One or more of the following scopes are required.",
           "context": {"requiredGranularScopes": [scope]}}  # fmt: skip
    return problem(403, "MISSING_SCOPES", said, errors=[one])


def problem(status: int, category: str, message: str, **more: Any) -> Answer:
    """An error in HubSpot's shape."""
    body = {"status": "error", "message": message, "correlationId": "c-1", "category": category}
    return Answer(status, body | more)


class HubSpot:
    """Answers about a desk as of `now`, `page_size` records at most to a page."""

    takes_post = True

    def __init__(self, desk: Desk, *, token: str, page_size: int = 100) -> None:
        self.desk, self.now, self.token, self.page_size = desk, desk.end, token, page_size
        self.refused: set[str] = set()  # scopes that were taken away, by name

    def answer(self, request: Request) -> Answer:
        """The answer to one request."""
        if request.headers.get("authorization") != f"Bearer {self.token}":
            return problem(401, "INVALID_AUTHENTICATION", "Authentication credentials not found.")
        asked: Any = request.json() if request.method == "POST" else None
        path = request.path.strip("/")
        if (scope := _scope_of(path)) in self.refused:
            return lacking(scope)
        if path == f"{TICKETS}/search":
            return self._search(asked)
        if path == f"{TICKETS}/batch/read":
            wanted = [one["id"] for one in asked["inputs"]]
            shown = [one for one in self._tickets(archived=False) if str(one.id) in wanted]
            return Answer(200, {"status": "COMPLETE", "results": [self._ticket(one, asked) for one in shown]})
        if path == TICKETS:
            shown = self._tickets(archived=request.params.get("archived") == "true")
            return self._page(shown, request.params, lambda one: self._ticket(one, {}))
        if path == "crm/v3/pipelines/tickets":
            return Answer(200, {"results": [_pipeline()]})
        if path == "crm/v3/owners":
            return self._page(self.desk.owners, request.params, _owner)
        if path == THREADS:
            return self._threads(request)
        return self._messages(path, request)

    def fault_answer(self, fault: Fault) -> Answer | None:
        """A fault in HubSpot's words."""
        if fault.kind == "throttle":
            answer = problem(
                429, "RATE_LIMITS", "You have reached your secondly limit.", policyName="SECONDLY"
            )
            answer.headers["Retry-After"] = str(-int(-fault.seconds // 1))
            return answer
        if fault.kind == "error":
            return problem(500, "INTERNAL_ERROR", "internal error")
        if fault.kind == "denied":
            return lacking("tickets")
        return Answer(200, b"<html><body>Bad gateway</body></html>") if fault.kind == "garbage" else None

    def _tickets(self, *, archived: bool) -> list[Ticket]:
        there = [one for one in self.desk.tickets if one.created <= self.now]
        return [one for one in there if (one.archived is not None and one.archived <= self.now) == archived]

    def _updated(self, ticket: Ticket) -> int:
        return max(ticket.created, *(at for at, _, _ in ticket.values if at <= self.now))

    def _ticket(self, ticket: Ticket, asked: dict[str, Any]) -> dict[str, Any]:
        values = [one for one in ticket.values if one[0] <= self.now]
        latest = {name: value for _, name, value in values}
        shown: dict[str, Any] = {
            "id": str(ticket.id), "createdAt": iso(ticket.created), "updatedAt": iso(self._updated(ticket)),
            "archived": ticket.archived is not None and ticket.archived <= self.now,
            "properties": {"createdate": iso(ticket.created), "hs_object_id": str(ticket.id), **latest},
        }  # fmt: skip
        if shown["archived"] and ticket.archived:
            shown["archivedAt"] = iso(ticket.archived)
        if names := asked.get("propertiesWithHistory"):
            shown["propertiesWithHistory"] = {
                name: [
                    {"value": value, "timestamp": iso(at), "sourceType": "CRM_UI"}
                    for at, known, value in reversed(values)
                    if known == name
                ]
                for name in names
            }
        return shown

    def _search(self, asked: dict[str, Any]) -> Answer:
        since = int(asked["filterGroups"][0]["filters"][0]["value"]) / 1000
        found = [one for one in self._tickets(archived=False) if self._updated(one) >= since]
        found.sort(key=lambda one: (self._updated(one), one.id))
        answer = self._page(found, asked, lambda one: self._ticket(one, {}))
        answer.body["total"] = len(found)
        return answer

    def _threads(self, request: Request) -> Answer:
        def newest(thread: Thread) -> int:
            return max(one.at for one in thread.messages if one.at <= self.now)

        def written(thread: Thread) -> dict[str, Any]:
            on = {"threadAssociations": {"associatedTicketId": str(thread.ticket)} if thread.ticket else {}}
            return {
                "id": str(thread.id), "createdAt": iso(thread.created), "status": "OPEN", "inboxId": "1", "spam": False,
                "originalChannelId": thread.channel, "originalChannelAccountId": "10", "archived": False,
                "associatedContactId": str(thread.contact), "latestMessageTimestamp": iso(newest(thread)),
            } | (on if request.params.get("association") == "TICKET" else {})  # fmt: skip

        since = request.params.get("latestMessageTimestampAfter", "")
        after = datetime.fromisoformat(since).timestamp() if since else 0.0
        found = [one for one in self.desk.threads if one.created <= self.now and newest(one) > after]
        return self._page(sorted(found, key=newest) if since else found, request.params, written)

    def _messages(self, path: str, request: Request) -> Answer:
        parts = path.removeprefix(f"{THREADS}/").split("/")
        thread = next(
            (one for one in self.desk.threads if str(one.id) == parts[0] and one.created <= self.now), None
        )
        if thread is None or parts[1:] != ["messages"]:
            return problem(404, "OBJECT_NOT_FOUND", "resource not found")

        def written(one: Message) -> dict[str, Any]:
            incoming = one.by[0] in "VE"
            return {
                "id": one.id, "conversationsThreadId": str(thread.id), "createdAt": iso(one.at), "createdBy": one.by,
                "client": {"clientType": "HUBSPOT"}, "senders": [{"actorId": one.by}], "recipients": [],
                "text": one.text,
                "archived": False, "attachments": [], "type": one.kind, "channelId": thread.channel,
            } | ({"direction": "INCOMING" if incoming else "OUTGOING", "channelAccountId": "10",
                  "truncationStatus": "NOT_TRUNCATED"} if one.kind == "MESSAGE" else {})  # fmt: skip

        return self._page([one for one in thread.messages if one.at <= self.now], request.params, written)

    def _page(self, items: Sequence[Any], asked: Any, written: Callable[[Any], dict[str, Any]]) -> Answer:
        start, size = int(asked.get("after") or 0), min(int(asked.get("limit") or 10), self.page_size)
        body: dict[str, Any] = {"results": [written(one) for one in items[start : start + size]]}
        if start + size < len(items):
            body["paging"] = {"next": {"after": str(start + size), "link": "?after"}}
        return Answer(200, body)


def _pipeline() -> dict[str, Any]:
    stages = [{"id": id, "label": label, "metadata": {"ticketState": state}} for id, label, state in STAGES]
    return {"id": "0", "label": "Support", "stages": stages}


def _owner(owner: tuple[int, int, str]) -> dict[str, Any]:
    number, user, team = owner
    teams = [{"id": str(number + 100), "name": team, "primary": True}]
    return {
        "id": str(number),
        "userId": user,
        "email": f"a{number}@firm.example",
        "archived": False,
        "teams": teams,
    }


def iso(at: int) -> str:
    """2026-11-20T12:00:00.000Z."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
