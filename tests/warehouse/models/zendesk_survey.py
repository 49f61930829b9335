"""What Zendesk tells of its survey: in the export of events, and in a ticket."""

from datetime import UTC, datetime
from typing import Any

Landed = tuple[str, dict[str, Any]]


def at(minute: int) -> datetime:
    return datetime(2026, 11, 18, 9, minute, tzinfo=UTC)


def z(minute: int) -> str:
    return at(minute).strftime("%Y-%m-%dT%H:%M:%SZ")


def ticket(number: int, score: str | None, **rating: Any) -> Landed:
    """A ticket that last changed at 9:30."""
    return str(number), {
        "id": number, "requester_id": 500, "assignee_id": 11, "created_at": z(0), "updated_at": z(30),
        "satisfaction_rating": {"score": score, **rating},
    }  # fmt: skip


def audit(number: int, minute: int, *children: dict[str, Any], of: int = 1) -> Landed:
    return str(number), {
        "id": number, "ticket_id": of, "created_at": z(minute), "event_type": "Audit", "child_events": list(children),
    }  # fmt: skip


def became(score: str, before: str) -> dict[str, Any]:
    return {"event_type": "Change", "satisfaction_score": score, "previous_value": before}
