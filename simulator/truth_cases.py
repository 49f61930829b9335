"""Which case was in which state and department when, and what was open at each full hour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from simulator.company import BY_GROUP, SOURCE_FACEBOOK, SOURCE_ZENDESK
from simulator.records import Ticket
from simulator.truth_waits import Wait

STATES = {
    "new": "new",
    "open": "open",
    "pending": "waiting_customer",
    "hold": "waiting_third_party",
    "solved": "resolved",
    "closed": "closed",
    "deleted": "deleted",
}
ASKABLE = {"new", "open", "pending", "hold"}
OPEN = {"new", "open", "waiting_customer", "waiting_third_party", "waiting_approval"}
HOUR = 3600
# Age at the full hour, in seconds, each up to but without the next.
BUCKETS = {
    "open_0_1h": HOUR,
    "open_1_5h": 5 * HOUR,
    "open_5_24h": 24 * HOUR,
    "open_1_3d": 72 * HOUR,
    "open_3_7d": 168 * HOUR,
    "open_over_7d": None,
}


@dataclass
class Stay:
    """A case in one state and department over [started_at, ended_at); None: still."""

    state: str
    department_id: str | None
    started_at: int
    ended_at: int | None = None


@dataclass
class Case:
    """A ticket, or an episode of a conversation. `id` is native."""

    id: str
    origin: str
    opened_at: int
    states: list[Stay]
    source: str = SOURCE_FACEBOOK


def department_of(group_id: Any) -> str | None:
    """The department whose group it is; None without a group."""
    return BY_GROUP[group_id].id if group_id else None


def ticket_case(ticket: Ticket, horizon: int) -> Case:
    """The states of a ticket as far as `horizon`; equal neighbours are one stay."""
    fields: dict[str, object] = {}
    entered: list[tuple[int, str, str | None]] = []
    for audit in ticket.audits:
        if audit.at > horizon:
            break
        fields.update(audit.changes)
        merged = audit.via == "merge" and audit.changes.get("status") == "closed"
        group = fields["group_id"]
        assert group is None or isinstance(group, int)
        entered.append((audit.at, "merged" if merged else state_of(fields), department_of(group)))
        if merged:
            break
    return Case(str(ticket.id), "ticket", ticket.created, stays(entered), SOURCE_ZENDESK)


def state_of(fields: Mapping[str, object]) -> str:
    """The state of a ticket with these fields; while an approval is asked for it waits for that."""
    asked = fields.get("approval") == "requested"
    return "waiting_approval" if asked and fields["status"] in ASKABLE else STATES[str(fields["status"])]


def conversation_case(
    waits: Sequence[Wait], department_id: str | None, source: str = SOURCE_FACEBOOK
) -> Case:
    """The case of one episode's waits: open while one of them is, otherwise resolved, or taken back."""
    entered: list[tuple[int, str, str | None]] = []
    for wait in waits:
        entered.append((wait.opened_at, "open", department_id))
        if wait.ended_at is not None:
            over = "deleted" if wait.outcome == "withdrawn" else "resolved"
            entered.append((wait.ended_at, over, department_id))
    return Case(waits[0].episode_id, "conversation", waits[0].opened_at, stays(entered), source)


def stays(entered: Iterable[tuple[int, str, str | None]]) -> list[Stay]:
    """Stays from (instant, state, department); what lasted no time is left out, equal neighbours become one."""
    found: list[Stay] = []
    for at, state, department in entered:
        if found and found[-1].started_at == at:
            found.pop()
        if found and (found[-1].state, found[-1].department_id) == (state, department):
            continue
        found.append(Stay(state, department, at))
    for stay, following in pairwise(found):
        stay.ended_at = following.started_at
    return found


def backlog(cases: Iterable[Case], now: int) -> Iterator[dict[str, object]]:
    """One row per full UTC hour (up to and including `now`) and department with something open."""
    rows: dict[tuple[int, str], dict[str, int]] = {}
    for case in cases:
        for stay in case.states:
            if stay.state not in OPEN:
                continue
            first = -(-stay.started_at // HOUR) * HOUR
            last = now + 1 if stay.ended_at is None else stay.ended_at
            for hour in range(first, last, HOUR):
                key = (hour, stay.department_id or "")
                row = rows.setdefault(key, dict.fromkeys(("open_count", "aged_seconds", *BUCKETS), 0))
                age = hour - case.opened_at
                row["open_count"] += 1
                row["aged_seconds"] += age
                row[next(name for name, below in BUCKETS.items() if below is None or age < below)] += 1
    for (hour, department), row in sorted(rows.items()):
        yield {"hour_at": hour, "department_id": department or None, **row}
