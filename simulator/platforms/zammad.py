"""Zammad's REST API over a desk: tickets and their search, articles, histories, groups, states and users.

Source: Zammad's published controllers (versions 5 and 6). Not verified against the system. The reader is an agent who
may read all groups. Only what a search for changes or for states asks is understood.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

from simulator.faults import Fault
from simulator.platforms.wire import Answer, Request
from simulator.platforms.zammad_desk import NOBODY, STATES, Article, Desk, Entry, Person, Ticket

Item = dict[str, Any]
_AFTER, _STATES = "condition[ticket.updated_at][value]", "condition[ticket.state_id][value][]"


class Zammad:
    """Answers requests about a desk, as of an instant, to a user with an access token or a password."""

    def __init__(self, desk: Desk, token: str = "", user: str = "leitstand", password: str = "") -> None:
        self.desk = desk
        basic = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
        self.login = f"Token token={token}" if token else basic
        self.now = desk.end
        self.refused: set[str] = set()  # permissions that were taken away, by name

    def answer(self, request: Request) -> Answer:
        """The answer to one GET."""
        if request.headers.get("authorization") != self.login:
            return _problem(401, "Invalid token" if self.login.startswith("Token") else "Invalid BasicAuth")
        path = [part for part in request.path.split("/") if part]
        if path[:2] != ["api", "v1"]:
            return _problem(404, "No route matches")
        return self._answer(path[2:], request)

    def fault_answer(self, fault: Fault) -> Answer | None:
        """A fault as a proxy before Zammad, or Zammad itself, would say it."""
        match fault.kind:
            case "throttle":
                return Answer(429, {}, {"Retry-After": str(-int(-fault.seconds // 1))})
            case "error":
                return _problem(500, "PG::ConnectionBad")
            case "expired":
                return _problem(401, "Invalid token")
            case "denied":
                return _problem(403, "Not authorized")
            case "garbage":
                return Answer(200, b"<html><body>Wartung</body></html>")
        return None

    def _answer(self, path: list[str], request: Request) -> Answer:
        params = request.params
        if "API token access" in self.refused:
            return _problem(403, "API token access disabled!")
        if "ticket.agent" in self.refused and path != ["users", "me"]:
            return _problem(403, "Not authorized (token)!")
        match path:
            case ["users", "me"]:
                may_read = "read access to each group" not in self.refused
                access = {name: ["full"] for name in self.desk.groups.values() if may_read}
                return Answer(200, {**self._user(Person(9, "leitstand", True)), "groups": access})
            case ["groups"]:
                groups = [
                    {"id": number, "name": name, "active": True} for number, name in self.desk.groups.items()
                ]
                return _page(groups, params)
            case ["ticket_states"]:
                states = [
                    {"id": number, "name": name, "state_type": kind, "active": True}
                    for number, (name, kind) in STATES.items()
                ]
                return _page(states, params)
            case ["users"]:
                return _page([self._user(person) for person in self.desk.people], params)
            case ["users", number]:
                return _one([self._user(person) for person in self.desk.people], number, "User")
            case ["tickets"]:
                return _page(self._tickets(), params)
            case ["tickets", "search"]:
                return self._search(request)
            case ["tickets", number]:
                return _one(self._tickets(), number, "Ticket")
            case ["ticket_articles", "by_ticket", number]:
                found = self._find(number)
                return found if isinstance(found, Answer) else Answer(200, self._articles(int(number)))
            case ["ticket_history", number]:
                found = self._find(number)
                entries = [_entry(entry) for entry in self._entries(int(number))]
                return found if isinstance(found, Answer) else Answer(200, {"history": entries, "assets": {}})
        return _problem(404, "No route matches")

    def _find(self, number: str) -> Answer | None:
        found = _one(self._tickets(), number, "Ticket")
        return None if found.status == 200 else found

    def _search(self, request: Request) -> Answer:
        """By the database, as where no words are searched for."""
        params = request.params
        found = self._tickets()
        if _AFTER in params:
            found = [item for item in found if item["updated_at"] > params[_AFTER]]
        if _STATES in params:
            wanted = _all_of(request.query, _STATES)
            found = [item for item in found if str(item["state_id"]) in wanted]
        by = params.get("sort_by", "updated_at")
        found.sort(key=lambda item: (item[by], item["id"]), reverse=params.get("order_by", "desc") == "desc")
        return _page(found, params)

    def _tickets(self) -> list[Item]:
        """All tickets there are now, as they are now, by id."""
        there = [
            t
            for t in self.desk.tickets
            if t.created <= self.now and not (t.deleted and t.deleted <= self.now)
        ]
        return [self._ticket(ticket) for ticket in there]

    def _ticket(self, ticket: Ticket) -> Item:
        entries = self._entries(ticket.id)

        def last(attribute: str, first: int) -> int:
            return next(
                (e.new for e in reversed(entries) if e.attribute == attribute and e.new is not None), first
            )

        articles = self._articles(ticket.id)
        state, group = last("state", 1), last("group", ticket.group)
        owner, by = last("owner", NOBODY), entries[-1].by if entries else ticket.customer
        written = [a.at for a in self.desk.articles if a.ticket == ticket.id and a.at <= self.now]
        changed = max([ticket.created, *(entry.at for entry in entries), *written])
        return {
            "id": ticket.id, "number": str(10000 + ticket.id), "title": ticket.title, "group_id": group,
            "state_id": state, "priority_id": 2, "owner_id": owner, "customer_id": ticket.customer,
            "created_by_id": ticket.customer, "updated_by_id": by, "article_count": len(articles),
            "created_at": stamp(ticket.created), "updated_at": stamp(changed), "preferences": {},
            "article_ids": [article["id"] for article in articles], "group": self.desk.groups[group],
            "state": STATES[state][0], "priority": "2 normal", "owner": self._login(owner),
            "customer": self._login(ticket.customer), "create_article_type": ticket.kind,
            "create_article_sender": "Customer", "created_by": self._login(ticket.customer),
            "updated_by": self._login(by), **ticket.attributes,
        }  # fmt: skip

    def _entries(self, ticket: int) -> list[Entry]:
        return [entry for entry in self.desk.entries if entry.ticket == ticket and entry.at <= self.now]

    def _articles(self, ticket: int) -> list[Item]:
        """Those that stand there now: what was merged into another ticket stands in that one."""
        moved = {
            entry.ticket: (entry.at, entry.new or 0)
            for entry in self.desk.entries
            if entry.kind == "merged_into" and entry.at <= self.now
        }

        def place(article: Article) -> int:
            at, other = moved.get(article.ticket, (0, article.ticket))
            return other if article.at < at else article.ticket

        there = [article for article in self.desk.articles if article.at <= self.now]
        return [self._article(article, ticket) for article in there if place(article) == ticket]

    def _article(self, article: Article, ticket: int) -> Item:
        writer = self._login(article.by)
        return {
            "id": article.id, "ticket_id": ticket, "type": article.kind, "sender": article.sender, "from": writer,
            "to": None, "subject": None, "in_reply_to": None, "message_id": None, "content_type": "text/plain",
            "body": article.text, "internal": article.internal, "created_by_id": article.by,
            "updated_by_id": article.by, "origin_by_id": None, "created_at": stamp(article.at),
            "updated_at": stamp(article.at), "attachments": [], "created_by": writer, "updated_by": writer,
            "preferences": {"is-auto-response": True} if article.is_automatic else {},
        }  # fmt: skip

    def _user(self, person: Person) -> Item:
        role = "Agent" if person.is_agent else "Customer"
        return {
            "id": person.id, "login": person.login, "email": person.login if "@" in person.login else "",
            "firstname": person.login.split("@")[0], "lastname": "", "active": True, "roles": [role],
            "created_at": "2020-01-01T00:00:00.000Z", "updated_at": "2020-01-01T00:00:00.000Z",
        }  # fmt: skip

    def _login(self, number: int) -> str:
        return next((person.login for person in self.desk.people if person.id == number), "-")


def stamp(at: int) -> str:
    """2026-01-31T12:00:00.000Z, with milliseconds."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _entry(entry: Entry) -> Item:
    told: Item = {
        "id": entry.id, "o_id": entry.ticket, "created_by_id": entry.by, "created_at": stamp(entry.at),
        "object": "Ticket", "type": entry.kind,
    }  # fmt: skip
    if entry.attribute:
        told |= {"attribute": entry.attribute, "value_from": entry.old_text, "value_to": entry.new_text}
    if entry.old is not None or entry.new is not None:
        told |= {"id_from": entry.old, "id_to": entry.new}
    return told


def _page(items: list[Item], params: Mapping[str, str]) -> Answer:
    """One page; a list that isn't asked for pages is whole."""
    if "per_page" not in params:
        return Answer(200, items)
    size = min(200, int(params["per_page"]))
    first = (int(params.get("page", 1)) - 1) * size
    return Answer(200, items[first : first + size])


def _one(items: list[Item], number: str, kind: str) -> Answer:
    found = next((item for item in items if str(item["id"]) == number), None)
    return Answer(200, found) if found else _problem(404, f"Couldn't find {kind} with 'id'={number}")


def _all_of(query: str, name: str) -> set[str]:
    return set(parse_qs(query).get(name, []))


def _problem(status: int, message: str) -> Answer:
    return Answer(status, {"error": message, "error_human": message})
