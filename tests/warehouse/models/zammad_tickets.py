"""Payloads of Zammad as its API gives them, small enough to be read in a test."""

from datetime import UTC, datetime
from typing import Any

Landed = tuple[str, dict[str, Any]]
_TYPES = (
    "new",
    "open",
    "pending reminder",
    "closed",
    "merged",
    "removed",
    "pending action",
    "at the workshop",
)
STATES: list[Landed] = [
    (str(number), {"id": number, "name": type, "state_type": type})
    for number, type in enumerate(_TYPES, start=1)
]
GROUPS: list[Landed] = [("1", {"id": 1, "name": "Service"}), ("2", {"id": 2, "name": "Beschwerden"})]
AGENTS: list[Landed] = [
    ("3", {"id": 3, "login": "anna", "roles": ["Agent"]}), ("77", {"id": 77, "login": "kunde", "roles": ["Customer"]}),
]  # fmt: skip


def at(second: int) -> datetime:
    return datetime(2026, 11, 18, 9, 0, second, tzinfo=UTC)


def z(second: int) -> str:
    return at(second).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def ticket(number: int = 1, **fields: Any) -> Landed:
    """A ticket of customer 77 as it is today."""
    usual = {
        "id": number, "group_id": 1, "state_id": 2, "owner_id": 1, "customer_id": 77, "priority": "2 normal",
        "create_article_type": "email", "created_at": z(0), "updated_at": z(30),
    }  # fmt: skip
    return str(number), usual | fields


def gone(number: int, second: int) -> Landed:
    return f"gone:{number}", {"id": number, "gone_at": at(second).isoformat()}


def entry(
    number: int, second: int, type: str = "updated", attribute: str | None = None, **fields: Any
) -> Landed:
    """An entry of ticket 1's history, by agent 3."""
    usual: dict[str, Any] = {
        "id": number, "o_id": 1, "object": "Ticket", "type": type, "created_by_id": 3, "created_at": z(second),
    }  # fmt: skip
    return str(number), usual | ({"attribute": attribute} if attribute else {}) | fields


def change(number: int, second: int, attribute: str, old: int, new: int) -> Landed:
    """A change of what is known by number."""
    names = {"value_from": f"old {old}", "value_to": f"new {new}"}
    return entry(number, second, attribute=attribute, id_from=old, id_to=new, **names)


def article(number: int, second: int, sender: str, by: int, **fields: Any) -> Landed:
    """An article of ticket 1."""
    usual = {
        "id": number, "ticket_id": 1, "type": "email", "sender": sender, "body": "Hallo", "internal": False,
        "content_type": "text/plain", "created_by_id": by, "origin_by_id": None, "created_at": z(second),
        "preferences": {},
    }  # fmt: skip
    return str(number), usual | fields
