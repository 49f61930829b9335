"""Which waits two people answered, and how often a case was touched (metrics definitions 14 and 15)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from simulator.records import BOT_ID, Ticket
from simulator.truth_threads import Thread
from simulator.truth_waits import Step, Wait, in_order

DOUBLE_WITHIN = 30 * 60


def double_answers(thread: Thread, waits: Sequence[Wait]) -> Iterator[dict[str, Any]]:
    """One row for each wait whose answer was followed by a different person's before the customer wrote again.

    The second half of an answer that says so, "(2/2)", is none.
    """
    steps = in_order(thread.steps)
    for wait in waits:
        if wait.outcome != "answered":
            continue
        run = [step for step in _run(steps, wait.answer_id) if not step.is_split]
        pairs = [
            (one, other)
            for one, other in pairwise(run)
            if one.author != other.author and other.at - one.at <= DOUBLE_WITHIN
        ]
        if pairs:
            yield {
                "wait_id": wait.id,
                "is_across": any(one.department != other.department for one, other in pairs),
            }


def _run(steps: Sequence[Step], answer_id: str | None) -> Iterator[Step]:
    """The answer and the replies after it, until the customer writes anything."""
    begun = False
    for step in steps:
        begun = begun or (step.kind == "reply" and step.id == answer_id)
        if begun and step.kind == "message":
            return
        if begun and step.kind == "reply":
            yield step


def touches(ticket: Ticket, horizon: int) -> int:
    """How many answers of people the customer of a ticket got to see."""
    return sum(
        1
        for audit in ticket.audits
        if audit.at <= horizon
        and audit.comment
        and audit.comment.is_public
        and audit.comment.author_id not in (BOT_ID, ticket.person.zendesk_id)
    )
