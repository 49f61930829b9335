"""What was asked to be approved and what was promised, ticket by ticket, and what became of it (definitions 9, 18)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from simulator.company import BY_ID, instant
from simulator.company import department_of as member_of
from simulator.records import Audit, Ticket
from simulator.truth_cases import OPEN, department_of, state_of

USUALLY_DUE = 3 * 86400  # leitstand.toml: [promises] default_within


def approvals(ticket: Ticket, horizon: int) -> Iterator[dict[str, Any]]:
    """One row for each request: until it was decided, taken back, or the case was over without a decision."""
    fields: dict[str, Any] = {}
    current: dict[str, Any] | None = None
    number = 0
    for audit in ticket.audits:
        if audit.at > horizon:
            break
        fields.update(audit.changes)
        if current and "approval" in audit.changes:
            value = audit.changes["approval"]
            yield current | {"decided_at": audit.at, "outcome": value or "withdrawn"}
            current = None
        elif current and state_of(fields) not in OPEN:
            yield current | {"decided_at": audit.at, "outcome": "withdrawn"}
            current = None
        if audit.changes.get("approval") == "requested":
            number += 1
            current = {
                "case_id": str(ticket.id), "round": number, "requested_at": audit.at, "decided_at": None,
                "outcome": "open", "department_id": department_of(fields["group_id"]),
            }  # fmt: skip
    if current:
        yield current


def promises(ticket: Ticket, horizon: int, now: int) -> Iterator[dict[str, Any]]:
    """The promise of a ticket, as the company's field tells of it; there is at most one in this company."""
    audits = [audit for audit in ticket.audits if audit.at <= horizon]
    made = next((audit for audit in audits if audit.changes.get("promise")), None)
    if made is None:
        return
    told = next((audit for audit in audits if audit.changes.get("promise_kept")), None)
    due_day = made.changes.get("promise_due")
    due = (
        instant(date.fromisoformat(due_day) + timedelta(days=1), "00:00")
        if due_day
        else made.at + USUALLY_DUE
    )
    verdict = told.changes["promise_kept"] if told else None
    kept_at = told.at if told and verdict == "true" else None
    yield {
        "case_id": str(ticket.id),
        "promised_at": made.at,
        "due_at": due,
        "due_source": "explicit" if due_day else "default",
        "promised_by_department_id": member_of(made.author_id, made.at),
        "fulfilled_by_department_id": _fulfiller(made, told),
        "kept_at": kept_at,
        "state": _state(verdict, kept_at, due, now),
        "has_evidence": made.comment is not None and made.comment.is_public,
    }


def _fulfiller(made: Audit, told: Audit | None) -> str | None:
    name = made.changes.get("promise_department")
    if name:
        return next(d.id for d in BY_ID.values() if d.name == name)
    if told:
        return member_of(told.author_id, told.at)
    return member_of(made.author_id, made.at)


def _state(verdict: str | None, kept_at: int | None, due: int, now: int) -> str:
    if kept_at is not None:
        return "kept" if kept_at <= due else "late"
    if verdict == "false":
        return "broken"
    return "overdue" if now > due else "open"
