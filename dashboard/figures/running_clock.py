"""One wait or target as a clock: when it ran, stood still in closed hours, and ran beyond its target."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Clock:
    """One wait or target in its lane, half-open; `paused` is when it stands, `note` the result in words.

    `due_at` None = no target. What runs beyond it is red. `pauses` are those of `paused` that have a reason
    beside closed hours: (from, to, reason).
    """

    lane: str
    started_at: datetime
    ended_at: datetime
    due_at: datetime | None
    paused: Sequence[Span]
    note: str
    is_breached: bool
    pauses: Sequence[tuple[datetime, datetime, str]] = ()

    def parts(self) -> dict[str, list[Span]]:
        """Cut a wait into closed hours, running in time, and running beyond the due instant."""
        paused = [
            (max(a, self.started_at), min(b, self.ended_at))
            for a, b in sorted(self.paused)
            if a < self.ended_at and b > self.started_at
        ]
        running, at = [], self.started_at
        for a, b in paused:
            running.append((at, a))
            at = b
        running.append((at, self.ended_at))
        due = self.due_at or self.ended_at
        runs = [(a, min(b, due)) for a, b in running if a < min(b, due)]
        late = [(max(a, due), b) for a, b in running if max(a, due) < b]
        return {"runs": runs, "late": late, "paused": paused}


def joined(spans: Sequence[Span]) -> list[Span]:
    """Return spans in order, those that touch or overlap as one."""
    found: list[Span] = []
    for a, b in sorted(spans):
        if found and a <= found[-1][1]:
            found[-1] = (found[-1][0], max(b, found[-1][1]))
        else:
            found.append((a, b))
    return found
