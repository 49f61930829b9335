"""Payloads of Request Tracker as they come from REST2 and our connector, small enough to be read in a test."""

from datetime import UTC, datetime
from typing import Any

Landed = tuple[str, dict[str, Any]]
FIELDS: list[Landed] = [
    ("2", {"id": "2", "Name": "Promise", "Type": "Freeform", "MaxValues": "1"}),
    ("3", {"id": "3", "Name": "Approval", "Type": "Freeform", "MaxValues": "1"}),
    ("4", {"id": "4", "Name": "Topic", "Type": "Freeform", "MaxValues": "0"}),
    ("5", {"id": "5", "Name": "Due", "Type": "DateTime", "MaxValues": "1"}),
]
QUEUES: list[Landed] = [("3", {"id": "3", "Name": "Complaints"}), ("4", {"id": "4", "Name": "Workshop"})]


def at(second: int) -> datetime:
    return datetime(2026, 11, 18, 9, 0, second, tzinfo=UTC)


def z(second: int) -> str:
    return at(second).strftime("%Y-%m-%dT%H:%M:%SZ")


def user(name: str) -> dict[str, str]:
    return {"type": "user", "id": name, "_url": f"https://rt.example/REST/2.0/user/{name}"}


def person(number: int, name: str, privileged: int = 1) -> Landed:
    return str(number), {
        "Name": name,
        "Privileged": privileged,
        "_hyperlinks": [{"ref": "self", "id": number}],
    }


def ticket(number: int = 1, *, requestors: tuple[str, ...] = ("kunde",), **fields: Any) -> Landed:
    """A ticket as a list shows it today; `custom={"4": ["Billing"]}` are its fields' values."""
    custom = [
        {"id": field, "type": "customfield", "values": values}
        for field, values in fields.pop("custom", {}).items()
    ]
    usual = {
        "id": str(number), "Subject": "Broken", "Status": "open", "Queue": {"type": "queue", "id": "3"},
        "Owner": user("Nobody"), "Requestor": [user(name) for name in requestors], "Created": z(0),
        "LastUpdated": z(30), "Priority": "0", "CustomFields": custom,
    }  # fmt: skip
    return str(number), usual | fields


def txn(number: int, second: int, type: str, creator: str = "anna", **fields: Any) -> Landed:
    """A transaction; what it doesn't say is an empty text."""
    usual = {
        "id": str(number), "ObjectId": "1", "ObjectType": "RT::Ticket", "Type": type, "Field": "", "OldValue": "",
        "NewValue": "", "Data": "", "Created": z(second), "TimeTaken": "0", "Creator": user(creator),
    }  # fmt: skip
    return str(number), usual | fields


def change(number: int, second: int, field: str, old: str, new: str, creator: str = "anna") -> Landed:
    """A change of a ticket's own field."""
    type = "Status" if field == "Status" else "Set"
    return txn(number, second, type, creator, Field=field, OldValue=old, NewValue=new)


def custom(number: int, second: int, field: str, old: str, new: str, creator: str = "anna") -> Landed:
    """A change of a custom field."""
    return txn(number, second, "CustomField", creator, Field=field, OldValue=old, NewValue=new)


def written(
    number: int, second: int, type: str, creator: str, *parts: tuple[str, str], **fields: Any
) -> Landed:
    """A text in parts of (type, content); `interface` and `headers` stand in the first part's headers."""
    interface, more = fields.pop("interface", "Web"), fields.pop("headers", "")
    attachments = [
        {
            "id": str(number * 10 + place),
            "ContentType": kind,
            "Content": content,
            "Headers": "Content-Length: 1",
        }
        for place, (kind, content) in enumerate(parts or (("text/plain", "Hello?"),))
    ]
    attachments[0]["Headers"] = f"MIME-Version: 1.0\nX-RT-Interface: {interface}\n{more}"
    return txn(number, second, type, creator, attachments=attachments, **fields)
