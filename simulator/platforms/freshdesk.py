"""Freshdesk's API v2 for one account: tickets by their changes, conversations, groups, agents.

Source: Freshdesk's documentation of API v2. As there, nothing tells a ticket's history: only how it is at an instant.
"""

from __future__ import annotations

import random
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from simulator.faults import Fault
from simulator.platforms.wire import Answer, Request, zulu

HOUR = 3600
OPEN, PENDING, RESOLVED, CLOSED = 2, 3, 4, 5
QUESTIONS = ("Mein Router blinkt rot.", "Wann kommt der Techniker?", "Die Rechnung stimmt nicht.")
ANSWERS = ("Wir schauen es uns an.", "Bitte einmal neu starten.", "Das ist seit gestern behoben.")


@dataclass(frozen=True)
class Note:
    """What was written in a ticket; `edited` is when it was changed, if it was."""

    id: int
    at: int
    by: int
    text: str
    incoming: bool = False
    private: bool = False
    edited: int | None = None


@dataclass(frozen=True)
class Change:
    """What a ticket is from `at` on; None: as before."""

    at: int
    status: int | None = None
    group: int | None = None
    agent: int | None = None
    deleted: bool | None = None
    spam: bool | None = None


@dataclass(frozen=True)
class Ticket:
    """A ticket as it was created, and what became of it, oldest first."""

    id: int
    created: int
    requester: int
    text: str
    group: int
    source: int = 1
    changes: Sequence[Change] = ()
    notes: Sequence[Note] = ()
    fields: dict[str, Any] = field(default_factory=dict)
    rated: tuple[int, int] | None = None  # when the requester answered the survey, and what: 103 to -103


@dataclass(frozen=True)
class Desk:
    """Everything; `end` is the instant up to which it was made, epoch seconds."""

    tickets: Sequence[Ticket]
    end: int
    groups: Sequence[tuple[int, str]] = ((1, "Service"), (2, "Beschwerden"))
    agents: Sequence[tuple[int, str]] = ((71, "Anna"), (72, "Ben"))


def build(end: int, seed: int = 1, tickets: int = 30) -> Desk:
    """A small desk: tickets are taken, answered, moved, resolved and closed; one is deleted, one is spam."""
    chance, found, number = random.Random(seed), [], 900
    for index in range(1, tickets + 1):
        created = end - (tickets - index + 1) * 9 * HOUR - chance.randrange(HOUR)
        customer, agent = 500 + chance.randrange(12), chance.choice((71, 72))
        taken = created + chance.randrange(300, 3 * HOUR)
        done = taken + chance.randrange(HOUR, 6 * HOUR)
        changes = [
            Change(taken, PENDING, agent=agent),
            Change(done, RESOLVED),
            Change(done + 48 * HOUR, CLOSED),
        ]
        if index % 5 == 0:
            changes.insert(1, Change(taken + 900, OPEN, group=2))
        if index in (7, 11):
            changes.append(Change(done + 49 * HOUR, deleted=index == 7, spam=index == 11))
        notes = [
            Note(
                number + 1,
                taken,
                agent,
                chance.choice(ANSWERS),
                edited=taken + 60 if index % 4 == 0 else None,
            )
        ]
        notes.append(Note(number + 2, taken + 600, customer, "Danke.", incoming=True))
        if index % 3 == 0:
            notes.append(Note(number + 3, taken + 700, agent, "Techniker fragen.", private=True))
        number += 3
        topic = {"cf_topic": chance.choice(("Router", "Rechnung"))}
        source = (1, 2, 3, 7)[index % 4]
        text = chance.choice(QUESTIONS)
        rated = (done + HOUR, (103, 101, -102)[index % 3]) if index % 4 == 0 else None
        found.append(
            Ticket(index, created, customer, text, 1, source, tuple(changes), tuple(notes), topic, rated)
        )
    return Desk(found, end)


def not_authorized() -> Answer:
    """What an agent is told whose role doesn't allow this."""
    return Answer(403, {"code": "access_denied", "message": "You are not authorized to perform this action."})


class Freshdesk:
    """Answers about a desk as of `now`, `page_size` records at most to a page."""

    def __init__(self, desk: Desk, *, key: str, page_size: int = 100, scope: int = 1) -> None:
        self.desk, self.now, self.page_size, self.scope = desk, desk.end, page_size, scope
        self.refused: set[str] = set()  # permissions that were taken away, by name
        self._authorization = f"Basic {b64encode(f'{key}:X'.encode()).decode()}"

    def answer(self, request: Request) -> Answer:
        """The answer to one GET."""
        if request.headers.get("authorization") != self._authorization:
            said = "You have to be logged in to perform this action."
            return Answer(401, {"code": "invalid_credentials", "message": said})
        answer = self._routed(request)
        answer.headers |= {"X-RateLimit-Total": "200", "X-RateLimit-Remaining": "180"}
        return answer

    def fault_answer(self, fault: Fault) -> Answer | None:
        """A fault in Freshdesk's words."""
        if fault.kind == "throttle":
            headers = {"Retry-After": str(-int(-fault.seconds // 1))}
            return Answer(429, {"message": "You have exceeded the limit of requests per minute"}, headers)
        if fault.kind == "error":
            return Answer(
                500, {"code": "internal_error", "message": "We're sorry, but something went wrong."}
            )
        if fault.kind == "denied":
            return not_authorized()
        return Answer(200, b"<html><body>Bad gateway</body></html>") if fault.kind == "garbage" else None

    def _routed(self, request: Request) -> Answer:
        match request.path.split("/"):
            case ["api", "v2", "agents", "me"]:
                scope = 2 if "Global access" in self.refused else self.scope
                return Answer(200, {"id": 71, "ticket_scope": scope, "contact": {"name": "Anna"}})
            case ["api", "v2", "agents" | "groups"] if "View agents" in self.refused:
                return not_authorized()
            case ["api", "v2", "tickets", *_] if "View tickets" in self.refused:
                return not_authorized()
            case ["api", "v2", "agents"]:
                agents = [{"id": number, "contact": {"name": name}} for number, name in self.desk.agents]
                return self._page(agents, request)
            case ["api", "v2", "groups"]:
                return self._page(
                    [{"id": number, "name": name} for number, name in self.desk.groups], request
                )
            case ["api", "v2", "tickets"]:
                return self._tickets(request)
            case ["api", "v2", "tickets", number, "conversations"]:
                return self._conversations(number, request)
            case ["api", "v2", "surveys", "satisfaction_ratings"]:
                return self._ratings(request)
        return Answer(404, b"")

    def _tickets(self, request: Request) -> Answer:
        known = {"filter", "updated_since", "order_by", "order_type", "include", "page", "per_page"}
        if unknown := sorted(request.params.keys() - known):
            errors = [
                {"field": name, "message": "Unexpected/invalid field", "code": "invalid_field"}
                for name in unknown
            ]
            return Answer(400, {"description": "Validation failed", "errors": errors})
        wanted, since = request.params.get("filter", ""), request.params.get("updated_since", "")
        shown = [self._ticket(ticket, request) for ticket in self.desk.tickets if ticket.created <= self.now]
        shown = [
            one for one in shown
            if ("deleted" if one["deleted"] else "spam" if one["spam"] else "") == wanted and one["updated_at"] >= since
        ]  # fmt: skip
        by = request.params.get("order_by", "created_at")
        shown.sort(
            key=lambda one: (one[by], one["id"]), reverse=request.params.get("order_type", "desc") == "desc"
        )
        return self._page(shown, request)

    def _ticket(self, ticket: Ticket, request: Request) -> dict[str, Any]:
        changes = [change for change in ticket.changes if change.at <= self.now]
        notes = [note for note in ticket.notes if note.at <= self.now]

        def latest(name: str, at_first: Any) -> Any:
            return next(
                (value for one in reversed(changes) if (value := getattr(one, name)) is not None), at_first
            )

        def last(status: int) -> str | None:
            return next((zulu(one.at) for one in reversed(changes) if one.status == status), None)

        status = latest("status", OPEN)
        turned = [one.at for one in changes if one.status is not None]
        shown: dict[str, Any] = {
            "id": ticket.id, "subject": "Frage", "status": status, "priority": 1 + ticket.id % 4,
            "source": ticket.source,
            "type": "Question", "requester_id": ticket.requester, "responder_id": latest("agent", None),
            "group_id": latest("group", ticket.group), "created_at": zulu(ticket.created),
            "spam": latest("spam", False), "deleted": latest("deleted", False), "tags": [],
            "custom_fields": ticket.fields,
            "updated_at": zulu(max([ticket.created, *(one.at for one in changes), *(one.at for one in notes)])),
        }  # fmt: skip
        include = request.params.get("include", "").split(",")
        if "description" in include:
            shown |= {"description": f"<div>{ticket.text}</div>", "description_text": ticket.text}
        if "stats" in include:
            shown["stats"] = {
                "status_updated_at": zulu(max([ticket.created, *turned])), "resolved_at": last(RESOLVED),
                "closed_at": last(CLOSED), "pending_since": last(PENDING), "reopened_at": None,
            }  # fmt: skip
        return shown

    def _conversations(self, number: str, request: Request) -> Answer:
        ticket = next(
            (one for one in self.desk.tickets if str(one.id) == number and one.created <= self.now), None
        )
        if ticket is None:
            return Answer(404, b"")
        return self._page(
            [_note(ticket, note, self.now) for note in ticket.notes if note.at <= self.now], request
        )

    def _ratings(self, request: Request) -> Answer:
        since = request.params.get("created_since", "")
        found = [
            {
                "id": 7000 + ticket.id, "survey_id": 1, "ticket_id": ticket.id, "user_id": ticket.requester,
                "agent_id": next((one.agent for one in ticket.changes if one.agent), None), "feedback": None,
                "ratings": {"default_question": ticket.rated[1]}, "created_at": zulu(ticket.rated[0]),
                "updated_at": zulu(ticket.rated[0]),
            }
            for ticket in self.desk.tickets
            if ticket.rated and ticket.rated[0] <= self.now and zulu(ticket.rated[0]) >= since
        ]  # fmt: skip
        return self._page(found, request)

    def _page(self, items: Sequence[Any], request: Request) -> Answer:
        number = int(request.params.get("page", "1"))
        size = min(int(request.params.get("per_page", "30")), self.page_size)
        headers = {}
        if len(items) > number * size:
            query = urlencode({**request.params, "page": number + 1})
            headers["Link"] = f'<{request.base}/{request.path}?{query}>;rel="next"'
        return Answer(200, list(items[(number - 1) * size : number * size]), headers)


def _note(ticket: Ticket, note: Note, now: int) -> dict[str, Any]:
    edited = note.edited is not None and note.edited <= now
    return {
        "id": note.id, "ticket_id": ticket.id, "user_id": note.by, "incoming": note.incoming, "private": note.private,
        "body": f"<div>{note.text}</div>", "body_text": note.text, "source": 2 if note.private else 0,
        "created_at": zulu(note.at), "updated_at": zulu(note.edited if edited and note.edited else note.at),
        "last_edited_at": zulu(note.edited) if edited and note.edited else None, "support_email": None,
    }  # fmt: skip
