"""Payloads of Freshdesk as its API gives them, small enough to be read in a test."""

from datetime import UTC, datetime
from typing import Any

Landed = tuple[str, dict[str, Any]]
GROUPS: list[Landed] = [("1", {"id": 1, "name": "Service"}), ("2", {"id": 2, "name": "Beschwerden"})]
AGENTS: list[Landed] = [("71", {"id": 71}), ("72", {"id": 72})]
SETTINGS = {
    "freshdesk": {
        "fields": {"approval": "cf_approval", "topic": "cf_topic", "category": "type"},
        "states": {"8": "waiting_third_party"},
    }
}


def at(second: int) -> datetime:
    return datetime(2026, 11, 18, 9, 0, second, tzinfo=UTC)


def z(second: int) -> str:
    return at(second).strftime("%Y-%m-%dT%H:%M:%SZ")


def ticket(seen: int = 0, number: int = 1, stats: dict[str, int] | None = None, **fields: Any) -> Landed:
    """A ticket of requester 500 as it is after its change at `seen`, seconds after nine."""
    usual = {
        "id": number, "status": 2, "group_id": 1, "responder_id": None, "requester_id": 500, "priority": 2, "source": 1,
        "description_text": "Mein Router blinkt.", "created_at": z(0), "updated_at": z(seen), "type": "Question",
        "custom_fields": {}, "stats": {name: z(second) for name, second in (stats or {}).items()},
    }  # fmt: skip
    return f"{number}@{z(seen)}", usual | fields


def note(number: int, second: int, by: int = 71, **fields: Any) -> Landed:
    usual = {
        "id": number, "ticket_id": 1, "user_id": by, "incoming": False, "private": False, "body_text": "Wir schauen.",
        "source": 0, "created_at": z(second), "last_edited_at": None,
    }  # fmt: skip
    return str(number), usual | fields
