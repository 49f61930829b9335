"""Zendesk's ticketing API for one account: exports, tickets with comments and audits, users, groups.

Source: Zendesk API reference (Incremental Exports, Tickets, Ticket Comments, Ticket Audits, Users, Groups).
Checked with zenpy in tests. Exports leave out the last minute and may repeat records at the edge of a page;
a merged ticket is a closed one with the tag closed_by_merge, an internal note and via.source.rel = merge.
"""

from __future__ import annotations

import base64
import bisect
from collections.abc import Callable, Sequence
from typing import Any

from simulator import company
from simulator.platforms import zendesk_records as records
from simulator.platforms.wire import Answer, Request, dump
from simulator.platforms.zendesk_exports import LAG, Exports
from simulator.platforms.zendesk_paging import BadRequest, paginate
from simulator.records import Agent, Audit, Person, Ticket, World

LIMIT = "700"


def problem(status: int, error: str, description: str | None = None) -> Answer:
    """An error as Zendesk words most of them."""
    return Answer(status, {"error": error} | ({"description": description} if description else {}))


def not_found() -> Answer:
    """The record doesn't exist, or has been deleted."""
    return problem(404, "RecordNotFound", "Not found")


class Zendesk:
    """Answers Zendesk requests about a world, as of an instant."""

    def __init__(self, world: World, token: str) -> None:
        self.world, self.token = world, token
        self.now = world.end
        self.refused: set[str] = set()  # roles that were taken away, by name
        self._tickets = {ticket.id: ticket for ticket in world.tickets}
        self._staff = company.STAFF
        everyone: list[Agent | Person] = [*self._staff, *world.people]
        self._users = {user.zendesk_id: user for user in everyone}
        self._audits = sorted(
            ((a.at, a.id, a, t) for t in world.tickets for a in t.audits), key=lambda entry: entry[:2]
        )
        self._written: dict[tuple[int, bool], bytes] = {}
        self._changed: tuple[int, list[tuple[int, int, Ticket]]] = (-1, [])
        self._routes: dict[tuple[str, ...], Callable[..., Answer]] = {
            ("incremental", "tickets", "cursor"): self._ticket_cursor,
            ("incremental", "users", "cursor"): self._user_cursor,
            ("incremental", "tickets"): self._ticket_times,
            ("incremental", "ticket_events"): self._events,
            ("tickets",): self._ticket_list,
            ("tickets", "#"): self._ticket,
            ("tickets", "#", "comments"): self._comments,
            ("tickets", "#", "audits"): self._ticket_audits,
            ("deleted_tickets",): self._deleted,
            ("users",): self._user_list,
            ("users", "#"): self._user,
            ("users", "me"): self._me,
            ("groups",): self._groups,
            ("groups", "#"): self._group,
        }

    def answer(self, request: Request) -> Answer:
        """The answer to one GET."""
        answer = self._answer(request)
        answer.headers.setdefault("X-Rate-Limit", LIMIT)
        answer.headers.setdefault("X-Rate-Limit-Remaining", str(int(LIMIT) - 1))
        return answer

    def _answer(self, request: Request) -> Answer:
        if not self._is_signed_in(request.headers.get("authorization", "")):
            return problem(401, "Couldn't authenticate you")
        parts = request.path.removesuffix(".json").strip("/").split("/")
        if parts[:2] != ["api", "v2"]:
            return self._no_endpoint()
        ids = [int(part) for part in parts[2:] if part.isdigit()]
        route = self._routes.get(tuple("#" if part.isdigit() else part for part in parts[2:]))
        if route is None:
            return self._no_endpoint()
        if "administrator" in self.refused and parts[2] == "incremental":
            said = "You do not have access to this page. Please contact the account owner of this help desk."
            return Answer(403, {"error": {"title": "Forbidden", "message": said}})
        try:
            return route(request, *ids)
        except BadRequest as refused:
            return problem(400, "BadRequest", str(refused))

    def _no_endpoint(self) -> Answer:
        return Answer(
            404, {"error": {"title": "No help desk at this address", "message": "Invalid endpoint"}}
        )

    def _is_signed_in(self, header: str) -> bool:
        kind, _, value = header.partition(" ")
        if kind.lower() == "bearer":
            return value == self.token
        try:
            return base64.b64decode(value).decode() == f"{company.ZENDESK_EMAIL}/token:{self.token}"
        except ValueError:
            return False

    # -- what is there now ----------------------------------------------------------------------------------

    def _visible(self) -> list[Ticket]:
        return [t for t in self.world.tickets if t.created <= self.now]

    def _is_deleted(self, ticket: Ticket) -> bool:
        return ticket.state_at(self.now).get("status") == "deleted"

    def _known(self, number: int) -> Ticket | None:
        ticket = self._tickets.get(number)
        return ticket if ticket and ticket.created <= self.now and not self._is_deleted(ticket) else None

    def _people(self) -> list[Agent | Person]:
        joined = [p for p in self.world.people if (p.first_ticket_at or 0) <= self.now]
        return [*self._staff, *joined]

    def _changes(self) -> list[tuple[int, int, Ticket]]:
        """(generated timestamp, id, ticket) in the order of the cursor export, without the last minute."""
        if self._changed[0] != self.now:
            horizon = self.now - LAG
            found = []
            for ticket in self._visible():
                stamps = [audit.at for audit in ticket.audits if audit.at <= horizon]
                if stamps and ticket.touched_at and ticket.touched_at <= horizon:
                    stamps.append(ticket.touched_at)
                if stamps:
                    found.append((max(stamps), ticket.id, ticket))
            self._changed = (self.now, sorted(found, key=lambda entry: entry[:2]))
        return self._changed[1]

    @property
    def _exports(self) -> Exports:
        return Exports(self.now - LAG)

    # -- exports --------------------------------------------------------------------------------------------

    def _ticket_cursor(self, request: Request) -> Answer:
        horizon = self.now - LAG
        entries = self._changes()
        if request.params.get("exclude_deleted") == "true":
            entries = [e for e in entries if e[2].state_at(horizon).get("status") != "deleted"]
        render = lambda ticket: records.ticket_json(ticket, horizon, request.base)  # noqa: E731
        answer = self._exports.by_cursor(request, "incremental/tickets/cursor", "tickets", entries, render)
        self._sideload(answer, request)
        return answer

    def _sideload(self, answer: Answer, request: Request) -> None:
        wanted = request.params.get("include", "").split(",")
        if answer.status != 200:
            return
        if "users" in wanted:
            ids = {
                t[name]
                for t in answer.body["tickets"]
                for name in ("requester_id", "submitter_id", "assignee_id")
            }
            found = [self._users[i] for i in sorted(i for i in ids if i in self._users)]
            answer.body["users"] = [records.user_json(user, request.base, self.now) for user in found]
        if "groups" in wanted:
            answer.body["groups"] = [records.group_json(d, request.base) for d in company.DEPARTMENTS]

    def _user_cursor(self, request: Request) -> Answer:
        horizon = self.now - LAG
        entries = [
            (
                records.FOUNDED if isinstance(user, Agent) else (user.first_ticket_at or 0),
                user.zendesk_id,
                user,
            )
            for user in self._people()
        ]
        entries = sorted((e for e in entries if e[0] <= horizon), key=lambda entry: entry[:2])
        render = lambda user: records.user_json(user, request.base, self.now)  # noqa: E731
        return self._exports.by_cursor(request, "incremental/users/cursor", "users", entries, render)

    def _ticket_times(self, request: Request) -> Answer:
        horizon = self.now - LAG
        render = lambda entry: dump(records.ticket_json(entry[2], horizon, request.base))  # noqa: E731
        return self._exports.by_time(request, "incremental/tickets", "tickets", self._changes(), render)

    def _events(self, request: Request) -> Answer:
        end = bisect.bisect_right(self._audits, self.now - LAG, key=lambda entry: entry[0])
        with_comments = "comment_events" in request.params.get("include", "").split(",")

        def render(entry: tuple[int, int, Audit, Ticket]) -> bytes:
            key = (entry[1], with_comments)
            if key not in self._written:
                self._written[key] = dump(records.event_json(entry[2], entry[3], with_comments))
            return self._written[key]

        return self._exports.by_time(
            request, "incremental/ticket_events", "ticket_events", self._audits[:end], render
        )

    # -- single records and lists ---------------------------------------------------------------------------

    def _list(
        self, request: Request, path: str, key: str, items: Sequence[Any], render: Callable[[Any], Any]
    ) -> Answer:
        identify = lambda item: str(getattr(item, "zendesk_id", None) or getattr(item, "id", item))  # noqa: E731
        return Answer(200, paginate(request, path, key, items, identify, render))

    def _ticket_list(self, request: Request) -> Answer:
        items = [t for t in self._visible() if not self._is_deleted(t)]
        return self._list(
            request, "tickets", "tickets", items, lambda t: records.ticket_json(t, self.now, request.base)
        )

    def _ticket(self, request: Request, ticket_id: int) -> Answer:
        ticket = self._known(ticket_id)
        return (
            Answer(200, {"ticket": records.ticket_json(ticket, self.now, request.base)})
            if ticket
            else not_found()
        )

    def _comments(self, request: Request, ticket_id: int) -> Answer:
        ticket = self._known(ticket_id)
        if ticket is None:
            return not_found()
        audits = [a for a in ticket.audits if a.comment and a.at <= self.now]
        if request.params.get("sort_order") == "desc" or request.params.get("sort") == "-created_at":
            audits.reverse()
        path = f"tickets/{ticket_id}/comments"
        return self._list(request, path, "comments", audits, lambda a: records.comment_json(a, ticket))

    def _ticket_audits(self, request: Request, ticket_id: int) -> Answer:
        ticket = self._known(ticket_id)
        if ticket is None:
            return not_found()
        audits = [a for a in ticket.audits if a.at <= self.now]
        path = f"tickets/{ticket_id}/audits"
        return self._list(request, path, "audits", audits, lambda a: records.audit_json(a, ticket))

    def _deleted(self, request: Request) -> Answer:
        deletions = {
            t.id: a
            for t in self._visible()
            for a in t.audits
            if a.changes.get("status") == "deleted" and a.at <= self.now
        }
        items = [self._tickets[number] for number in deletions]
        return self._list(
            request,
            "deleted_tickets",
            "deleted_tickets",
            items,
            lambda t: records.deleted_json(t, deletions[t.id]),
        )

    def _user_list(self, request: Request) -> Answer:
        role = request.params.get("role") or request.params.get("role[]")
        written = sorted(self._people(), key=lambda user: user.zendesk_id)
        items = [
            u for u in written if role is None or records.user_json(u, request.base, self.now)["role"] == role
        ]
        return self._list(
            request, "users", "users", items, lambda user: records.user_json(user, request.base, self.now)
        )

    def _user(self, request: Request, user_id: int) -> Answer:
        user = self._users.get(user_id)
        return Answer(200, {"user": records.user_json(user, request.base, self.now)}) if user else not_found()

    def _me(self, request: Request) -> Answer:
        return self._user(request, company.BY_ID["service"].people[0].zendesk_id)

    def _groups(self, request: Request) -> Answer:
        render = lambda group: records.group_json(company.BY_GROUP[group], request.base)  # noqa: E731
        return self._list(request, "groups", "groups", sorted(company.BY_GROUP), render)

    def _group(self, request: Request, group_id: int) -> Answer:
        department = company.BY_GROUP.get(group_id)
        return (
            Answer(200, {"group": records.group_json(department, request.base)})
            if department
            else not_found()
        )
