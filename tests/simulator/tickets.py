"""Tickets made by hand, for the tests of what the truth says of them."""

from __future__ import annotations

from typing import Any

from simulator.company import BY_ID
from simulator.records import BOT_ID, Audit, Person, Ticket, TicketComment

# Monday, 2 March 2026, 9:00 in Berlin.
NINE = 1_772_438_400
HOUR = 3600
LENA = Person("Lena Hoffmann", "lenahoffmann1", "de", "lena@mail.example", "11", 22)
SERVICE, SALES, PRESS = (BY_ID[name].group_id for name in ("service", "sales", "press"))
MERLE, YUSUF = (agent.zendesk_id for agent in BY_ID["service"].people[:2])
MARCO = BY_ID["sales"].people[0].zendesk_id
OPENED = {"status": "new", "group_id": SERVICE, "assignee_id": None, "tags": []}


def audit(hours: float, author: int = LENA.zendesk_id, note: str | None = None, **changes: Any) -> Audit:
    """An update so many hours after nine; `note` is "public", "internal" or "split"."""
    at = NINE + int(hours * HOUR)
    comment = TicketComment(at, author, "…", note != "internal", note == "split") if note else None
    via = "rule" if author == BOT_ID else "mail" if author == LENA.zendesk_id else "web"
    return Audit(at, at, author, via, changes, {}, comment)


def ticket(*audits: Audit) -> Ticket:
    """A mail that came at nine, and what happened to it then."""
    found = Ticket(7, LENA, "mail", "Rechnung", "billing", LENA.zendesk_id)
    found.audits = [audit(0, note="public", **OPENED), *audits]
    found.audits[0].is_create = True
    return found
