"""What stands in the lanes of a conversation, beside its clocks: messages and owners."""

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
