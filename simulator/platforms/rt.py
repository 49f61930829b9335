"""Request Tracker's REST2 over a desk: tickets, transactions, attachments, queues, custom fields and users.

Source: RT 5.0.3 from Debian's packages; tests/servers/test_simulated_tracker.py compares the two. The reader is an
ordinary privileged user: lists that RT can't count for it have neither total nor pages.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from simulator.faults import Fault
from simulator.platforms.rt_desk import NOBODY, Desk, Step, Ticket
from simulator.platforms.rt_query import BadQuery, parse
from simulator.platforms.wire import Answer, Request, zulu

Item = dict[str, Any]
TICKET = {
    "id": int,
    "EffectiveId": int,
    "LastUpdated": datetime,
    "Created": datetime,
    "Status": str,
    "Type": str,
}
TRANSACTION = {
    "id": int, "ObjectId": int, "Created": datetime, "ObjectType": str, "TicketType": str, "Type": str, "Field": str,
    "OldValue": str, "NewValue": str,
}  # fmt: skip


class RequestTracker:
    """Answers requests about a desk, as of an instant, to a user with a password or a token."""

    def __init__(self, desk: Desk, user: str = "leitstand", password: str = "", token: str = "") -> None:
        self.desk, self.token = desk, token
        self.basic = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
        self.now = desk.end

    def answer(self, request: Request) -> Answer:
        """The answer to one GET."""
        self.base = request.base
        given = request.headers.get("authorization", "")
        if given != (f"token {self.token}" if self.token else self.basic):
            return _problem(401, "Unauthorized")
        path = [part for part in request.path.split("/") if part]
        try:
            return (
                self._answer(path[2:], request.params)
                if path[:2] == ["REST", "2.0"]
                else _problem(404, "Not Found")
            )
        except BadQuery as error:
            where = f" at /usr/share/request-tracker5/lib/RT/{path[2].title()}.pm line 918.\n"
            return _problem(400, f"{error}{where}")

    def fault_answer(self, fault: Fault) -> Answer | None:
        """A fault as a proxy before RT, or RT itself, would say it."""
        match fault.kind:
            case "throttle":
                return Answer(429, {}, {"Retry-After": str(-int(-fault.seconds // 1))})
            case "error":
                return Answer(500, b"")
            case "expired":
                return _problem(401, "Unauthorized")
            case "denied":
                return _problem(403, "Forbidden")
            case "garbage":
                return Answer(200, b"<html><body>Login</body></html>")
        return None

    def _answer(self, path: list[str], params: Mapping[str, str]) -> Answer:
        match path:
            case ["rt"]:
                return Answer(200, {"Version": "5.0.3"})
            case ["tickets"]:
                shown = [item for item in map(self._ticket, self._tickets()) if item["Status"] != "deleted"]
                return self._list(shown, params, TICKET, counted=True)
            case ["ticket", number]:
                return self._single(number)
            case ["transactions"]:
                return self._list([self._transaction(step) for step in self._steps()], params, TRANSACTION)
            case ["attachments"]:
                parts = [self._part(step) for step in self._steps() if step.text is not None]
                return self._list(parts, params, {})
            case ["queues"]:
                return self._list(self._named("queue", self.desk.queues), params, {}, counted=True)
            case ["customfields"]:
                return self._list(self._named("customfield", self.desk.fields), params, {}, counted=True)
            case ["user", name]:
                return self._user(name)
        return _problem(404, "Not Found")

    def _list(
        self,
        items: list[Item],
        params: Mapping[str, str],
        fields: Mapping[str, type],
        *,
        counted: bool = False,
    ) -> Answer:
        query = params.get("query", "")
        test = _by_json(query) if query.startswith("[") else parse(query, fields, self.now)
        found = [item for item in items if test(item)]
        found.sort(key=lambda item: int(item["id"]), reverse=params.get("order") == "DESC")
        size = min(100, int(params.get("per_page") or 20))
        page = int(params.get("page") or 1)
        names = {"id", "type", "_url", *params.get("fields", "").split(",")}
        shown = [
            {name: value for name, value in item.items() if name in names}
            for item in found[(page - 1) * size :]
        ]
        total = len(found) if counted else None
        pages = -(-len(found) // size) if counted else None
        body = {"items": [_plain(item) for item in shown[:size]], "count": len(shown[:size]), "page": page}
        return Answer(200, {**body, "per_page": size, "total": total, "pages": pages})

    def _tickets(self) -> list[Ticket]:
        return [ticket for ticket in self.desk.tickets if ticket.created <= self.now]

    def _steps(self) -> list[Step]:
        return [step for step in self.desk.steps if step.at <= self.now]

    def _ticket(self, ticket: Ticket) -> Item:
        """A ticket as it is now."""
        steps = [step for step in self._steps() if step.ticket == ticket.id]

        def last(name: str, first: str) -> str:
            return next((step.new for step in reversed(steps) if step.name == name), first)

        owner = next((p.name for p in self.desk.people if str(p.id) == last("Owner", "")), NOBODY)
        return {
            **self._link("ticket", ticket.id),
            "Subject": ticket.subject, "Status": last("Status", "new"), "Type": "ticket", "Priority": "0",
            "Queue": self._link("queue", last("Queue", str(ticket.queue))), "Owner": self._link("user", owner),
            "Creator": self._link("user", ticket.requestor), "Requestor": [self._link("user", ticket.requestor)],
            "Created": ticket.created, "LastUpdated": steps[-1].at if steps else ticket.created,
            "EffectiveId": last("MergedInto", f"/{ticket.id}").rpartition("/")[2],
            "CustomFields": [
                {**self._link("customfield", number), "name": self.desk.fields[number], "values": [value]}
                for number, value in ticket.fields.items()
            ],
        }  # fmt: skip

    def _single(self, number: str) -> Answer:
        """One ticket; a merged one's number shows the other."""
        found = next((self._ticket(ticket) for ticket in self._tickets() if str(ticket.id) == number), None)
        if found is None:
            return _problem(404, "Not Found")
        if found["EffectiveId"] != number:
            return self._single(found["EffectiveId"])
        effective = self._link("ticket", found["EffectiveId"])
        single = {name: value for name, value in found.items() if name not in ("type", "_url")}
        return Answer(200, _plain({**single, "id": int(number), "EffectiveId": effective, "_hyperlinks": []}))

    def _transaction(self, step: Step) -> Item:
        return {
            **self._link("transaction", step.id),
            "Type": step.kind, "Field": step.name, "OldValue": step.old, "NewValue": step.new, "Data": "",
            "Creator": self._link("user", step.who), "Created": step.at, "ObjectId": str(step.ticket),
            "ObjectType": "RT::Ticket", "TicketType": "ticket", "TimeTaken": "0",
        }  # fmt: skip

    def _part(self, step: Step) -> Item:
        return {
            **self._link("attachment", step.id + 1000),
            "TransactionId": str(step.id), "ContentType": "text/plain", "Content": step.text, "Filename": "",
            "Headers": f"MIME-Version: 1.0\nX-RT-Interface: {step.interface}", "Subject": "",
            "MessageId": f"{step.id}@rt",
        }  # fmt: skip

    def _named(self, kind: str, names: Mapping[int, str]) -> list[Item]:
        more = {"Lifecycle": "default", "Disabled": "0", "Type": "Freeform", "MaxValues": "1"}
        return [
            {**self._link(kind, number), **more, "LookupType": "RT::Queue-RT::Ticket", "Name": name}
            for number, name in names.items()
        ]

    def _user(self, name: str) -> Answer:
        """A user by name or number, as one sees them who may not administer users."""
        found = next((person for person in self.desk.people if name in (person.name, str(person.id))), None)
        if found is None:
            return _problem(404, "Not Found")
        link = {"ref": "self", **self._link("user", found.id), "id": found.id}
        body = {
            "Name": found.name,
            "RealName": None,
            "EmailAddress": found.name,
            "Privileged": int(found.is_staff),
        }
        return Answer(200, {**body, "_hyperlinks": [link]})

    def _link(self, kind: str, name: int | str) -> Item:
        return {"id": str(name), "type": kind, "_url": f"{self.base}/REST/2.0/{kind}/{name}"}


def _by_json(query: str) -> Any:
    """What is asked of one field twice means either; of several fields, all."""
    wanted: dict[str, list[Mapping[str, Any]]] = {}
    for one in json.loads(query):
        wanted.setdefault(one["field"], []).append(one)
    return lambda item: all(any(_fits(item, one) for one in either) for either in wanted.values())


def _fits(item: Item, wanted: Mapping[str, Any]) -> bool:
    value, asked = item.get(wanted["field"]), wanted["value"]
    match wanted.get("operator", "="):
        case ">":
            return int(str(value)) > int(asked)
        case "STARTSWITH":
            return str(value).startswith(asked)
    return str(value) == str(asked)


def _plain(item: Item) -> Item:
    """An item as it goes over the wire: instants as text."""
    spelled: Sequence[str] = ("Created", "LastUpdated")
    return {name: zulu(value) if name in spelled else value for name, value in item.items()}


def _problem(status: int, message: str) -> Answer:
    return Answer(status, {"message": message})
