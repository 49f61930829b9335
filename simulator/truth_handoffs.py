"""Who handed which ticket to whom, and when the receiver first did something about it (metrics definition 13).

Written a second time, plainly from what happened, independently of the product.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from simulator.company import department_of as member_of
from simulator.records import BOT_ID, Audit, Ticket
from simulator.truth_cases import OPEN, department_of, state_of

DROPPED_AFTER = 7 * 86400
Owner = str | int


@dataclass
class Spell:
    """One owner's time with a ticket, from [began_at until somebody else is named."""

    owner: Owner
    began_at: int
    ended_at: int | None = None


def handoffs(ticket: Ticket, horizon: int, now: int) -> Iterator[dict[str, object]]:
    """One row for each hand-off as far as `horizon`, to a department (kind 'department') or a person ('agent')."""
    audits = [audit for audit in ticket.audits if audit.at <= horizon]
    states = list(_states(audits))
    for kind, owner_of, did in (
        ("department", lambda fields: department_of(fields.get("group_id")), _by_department),
        ("agent", lambda fields: fields.get("assignee_id"), _by_agent),
    ):
        spells = list(_spells(audits, owner_of))
        for number, (before, spell) in enumerate(pairwise(spells), 1):
            is_return = any(earlier.owner == spell.owner for earlier in spells[:number])
            yield {
                "case_id": str(ticket.id), "kind": kind, "ordinal": number,
                "from_department_id": before.owner if kind == "department" else None,
                "to_department_id": spell.owner if kind == "department" else None,
                "handed_at": spell.began_at, "is_return": is_return,
                **_outcome(spell, audits, states, did, now),
            }  # fmt: skip


def _spells(audits: list[Audit], owner_of: Callable[[dict[str, object]], Owner | None]) -> Iterator[Spell]:
    """Owners one after the other; while nobody is named, the last one still is."""
    fields: dict[str, object] = {}
    current: Spell | None = None
    for audit in audits:
        fields.update(audit.changes)
        owner = owner_of(fields)
        if owner is not None and (current is None or owner != current.owner):
            if current:
                current.ended_at = audit.at
                yield current
            current = Spell(owner, audit.at)
        if _merged(audit):
            break
    if current:
        yield current


def _merged(audit: Audit) -> bool:
    return audit.via == "merge" and audit.changes.get("status") == "closed"


def _states(audits: list[Audit]) -> Iterator[tuple[int, str]]:
    fields: dict[str, object] = {}
    for audit in audits:
        fields.update(audit.changes)
        yield audit.at, "merged" if _merged(audit) else state_of(fields)
        if _merged(audit):
            return


def _outcome(
    spell: Spell,
    audits: list[Audit],
    states: list[tuple[int, str]],
    did: Callable[[Audit, Spell], bool],
    now: int,
) -> dict[str, object]:
    over = next(((at, state) for at, state in states if at >= spell.began_at and state not in OPEN), None)
    is_closed = over is not None and (spell.ended_at is None or over[0] < spell.ended_at)
    ended = over[0] if over and is_closed else spell.ended_at
    acts = (
        a.at for a in audits if spell.began_at <= a.at and (ended is None or a.at <= ended) and did(a, spell)
    )
    picked_up = next(acts, None)
    if next(state for at, state in states if at == spell.began_at) not in OPEN:
        outcome = "after_close"  # whoever closes it in this very update, or files what is closed
    elif picked_up is not None:
        outcome = "picked_up"
    elif over and is_closed:
        outcome = "cancelled" if over[1] in ("merged", "deleted") else "closed"
    elif spell.ended_at is not None:
        outcome = "passed_on"
    else:
        outcome = "dropped" if now - spell.began_at > DROPPED_AFTER else "waiting"
    return {"picked_up_at": picked_up, "ended_at": ended, "outcome": outcome}


def _writes(audit: Audit) -> bool:
    return (
        audit.comment is not None
        and audit.comment.author_id != BOT_ID
        and audit.via in ("web", "mail", "chat")
    )


def _by_department(audit: Audit, spell: Spell) -> bool:
    return _writes(audit) and member_of(audit.author_id, audit.at) == spell.owner


def _by_agent(audit: Audit, spell: Spell) -> bool:
    return _writes(audit) and audit.author_id == spell.owner
