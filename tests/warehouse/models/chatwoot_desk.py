"""Payloads of Chatwoot as its API gives them, small enough to be read in a test."""

from datetime import UTC, datetime, timedelta
from typing import Any

Landed = tuple[str, dict[str, Any]]
NINE = datetime(2026, 11, 18, 9, tzinfo=UTC)
AGENTS: list[Landed] = [
    ("3", {"id": 3, "name": "Anna"}), ("4", {"id": 4, "name": "Eva von Berg"}), ("5", {"id": 5, "name": "Eva"}),
    ("6", {"id": 6, "name": "Sam"}), ("7", {"id": 7, "name": "Sam"}),
]  # fmt: skip
TEAMS: list[Landed] = [("1", {"id": 1, "name": "beschwerden"})]
INBOXES: list[Landed] = [("2", {"id": 2, "name": "Website"})]


def at(second: float) -> datetime:
    return NINE + timedelta(seconds=second)


def epoch(second: float) -> float:
    return NINE.timestamp() + second


def seen(second: float, number: int = 1, status: str = "open", **fields: Any) -> Landed:
    """A conversation of contact 77 as it was when it had last changed then; assignee and team by number."""
    meta: dict[str, Any] = {"sender": {"id": 77}, "channel": fields.pop("channel", "Channel::WebWidget")}
    meta |= {name: {"id": fields.pop(name)} for name in ("assignee", "team") if name in fields}
    usual = {
        "id": number, "meta": meta, "inbox_id": 2, "status": status, "created_at": int(epoch(0)), "priority": None,
        "updated_at": epoch(second), "last_activity_at": int(epoch(second)), "custom_attributes": {},
    }  # fmt: skip
    return f"{number}@{epoch(second)}", usual | fields


def gone(second: int, number: int = 1) -> Landed:
    return f"gone:{number}", {"id": number, "gone_at": epoch(second)}


def message(
    number: int, second: int, kind: int, sender: tuple[str, int] | None = None, **fields: Any
) -> Landed:
    """A message of conversation 1; `sender` is type and number."""
    usual: dict[str, Any] = {
        "id": number, "conversation_id": 1, "message_type": kind, "content": "Hallo", "private": False,
        "created_at": int(epoch(second)), "content_attributes": {},
    }  # fmt: skip
    if sender:
        usual["sender"] = {"id": sender[1], "type": sender[0]}
    return str(number), usual | fields


def activity(number: int, second: int, text: str) -> Landed:
    return message(number, second, 2, content=text)
