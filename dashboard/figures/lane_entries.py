"""What stands in the lanes of a conversation, beside its clocks: messages, owners, hand-offs, promises."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Mark:
    """One message: side is customer or company; kind human, auto (stops no clock) or note (internal)."""

    at: datetime
    side: str
    kind: str
    number: int | None
    label: str


@dataclass(frozen=True)
class Owner:
    """Who owned it, half-open [started_at, ended_at); name None = nobody."""

    name: str | None
    started_at: datetime
    ended_at: datetime


@dataclass(frozen=True)
class Pending:
    """A hand-off that nobody has picked up yet, over [started_at, ended_at); `note` says so, `name` to whom."""

    started_at: datetime
    ended_at: datetime
    note: str
    name: str = ""


@dataclass(frozen=True)
class Promise:
    """What was promised when, until when, and when it was kept; `ended_at` is that, or now."""

    lane: str
    promised_at: datetime
    due_at: datetime | None
    ended_at: datetime
    is_kept: bool
    is_late: bool
    note: str
