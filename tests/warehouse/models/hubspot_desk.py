"""Payloads of HubSpot as its API gives them, small enough to be read in a test."""

from datetime import UTC, datetime
from typing import Any

Landed = tuple[str, dict[str, Any]]
SETTINGS = {
    "hubspot": {"fields": {"topic": "hs_topic"}, "states": {"At the workshop": "waiting_third_party"}}
}
_STAGES = (
    ("1", "New", "OPEN"),
    ("2", "Waiting on contact", "OPEN"),
    ("3", "At the workshop", "OPEN"),
    ("4", "Done", "CLOSED"),
)
PIPELINES: list[Landed] = [
    (
        "0",
        {
            "id": "0",
            "stages": [
                {"id": id, "label": label, "metadata": {"ticketState": state}} for id, label, state in _STAGES
            ],
        },
    )
]
OWNERS: list[Landed] = [
    ("71", {"id": "71", "userId": 9071, "teams": [{"id": "8", "name": "Service", "primary": True}]}),
    ("72", {"id": "72", "userId": 9072, "teams": [{"id": "9", "name": "Beschwerden", "primary": True}]}),
]


def at(second: int) -> datetime:
    return datetime(2026, 11, 18, 9, 0, second, tzinfo=UTC)


def z(second: int) -> str:
    return at(second).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def ticket(number: int = 1, seen: int = 50, **histories: list[tuple[int, str]]) -> Landed:
    """A ticket created at nine; values by property as (second, value), oldest first."""
    told = {
        name: [
            {"value": value, "timestamp": z(second), "updatedByUserId": 9071}
            for second, value in reversed(values)
        ]
        for name, values in histories.items()
    }
    own = {"id": str(number), "createdAt": z(0), "updatedAt": z(seen), "propertiesWithHistory": told}
    return str(number), own


def thread(number: int = 80, ticket: str | None = "1", contact: str = "500", channel: str = "1002") -> Landed:
    on = {"associatedTicketId": ticket} if ticket else {}
    own = {"id": str(number), "createdAt": z(0), "associatedContactId": contact, "originalChannelId": channel}
    return str(number), own | {"threadAssociations": on}


def message(number: str, second: int, by: str, kind: str = "MESSAGE", **fields: Any) -> Landed:
    usual = {
        "id": number, "conversationsThreadId": "80", "createdAt": z(second), "createdBy": by, "type": kind,
        "text": "Hallo",
        "direction": "INCOMING" if by[0] in "VE" else "OUTGOING",
    }  # fmt: skip
    return number, usual | fields
