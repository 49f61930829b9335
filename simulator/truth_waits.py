"""Who waited how long, worked out plainly from what happened in one thread between one customer and the company.

The rules are those of the product's metric definitions 1 to 3, written a second time, independently of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

GAP = 72 * 3600  # an endless thread: a silence this long ends the episode
REOPEN = 7 * 86400  # a ticket: writing again within this after its close is the same episode
# At one instant: first what is answered in that very second, then replies, ends, and then new messages.
RANK = {"asked": 0, "reply": 1, "close": 2, "merge": 2, "delete": 2, "message": 3, "reopen": 4}


@dataclass(frozen=True)
class Step:
    """One thing that happened in a thread.

    kind: message (the customer writes), reply (a human of the company, visible to the customer), close, reopen,
    merge, delete (of the ticket). `answers` is the message that a reply names as its parent; `author` and `department`
    are of who replied, as far as the platform tells, and `is_split` a reply that says it is the second part of one.
    """

    kind: str
    at: int
    id: str = ""
    needs_answer: bool = True
    answers: str | None = None
    author: str | int | None = None
    department: str | None = None
    is_split: bool = False


@dataclass
class Wait:
    """From the first message that wants an answer to the reply, or to what else ended it; ended_at None: open."""

    id: str
    episode_id: str
    ordinal: int
    opened_at: int
    ended_at: int | None = None
    outcome: str = "open"
    answer_id: str | None = None

    def end(self, at: int, outcome: str, answer_id: str | None = None) -> None:
        """Close the wait."""
        self.ended_at, self.outcome, self.answer_id = at, outcome, answer_id


def in_order(steps: Iterable[Step]) -> list[Step]:
    """The steps by time; at one instant a reply comes before a message, unless it names that message."""
    steps = list(steps)
    named = {(step.answers, step.at) for step in steps if step.kind == "reply" and step.answers}

    def rank(step: Step) -> int:
        asked = step.kind == "message" and (step.id, step.at) in named
        return RANK["asked" if asked else step.kind]

    return sorted(steps, key=lambda step: (step.at, rank(step), step.id))


def waits(steps: Iterable[Step], *, endless: bool) -> list[Wait]:
    """The waits of one customer in one thread, in order.

    `endless` threads (comments, private conversations) are cut into episodes by silence; a ticket only by a
    message that comes more than seven days after its close. A message while a wait is open joins it.
    """
    found: list[Wait] = []
    current: Wait | None = None
    episode, ordinal = "", 0
    spoke: int | None = None  # last message of a human, either side
    closed: int | None = None  # since when the ticket is closed
    for step in in_order(steps):
        if step.kind in ("message", "reply") and current is None and _is_new(step.at, spoke, closed, endless):
            episode, ordinal = "", 0
        if step.kind == "message":
            spoke = step.at
            episode = episode or step.id
            if current is None and step.needs_answer:
                ordinal += 1
                current = Wait(step.id, episode, ordinal, step.at)
                found.append(current)
        elif step.kind == "reply":
            spoke = step.at
            if current:
                current.end(step.at, "answered", step.id)
                current = None
        elif step.kind == "reopen":
            closed = None
        else:
            outcome = {"close": "closed_unanswered", "merge": "merged", "delete": "withdrawn"}[step.kind]
            closed = step.at if closed is None else closed
            if current:
                current.end(step.at, outcome)
                current = None
    return found


def _is_new(at: int, spoke: int | None, closed: int | None, endless: bool) -> bool:
    if endless:
        return spoke is not None and at - spoke >= GAP
    return closed is not None and at - closed > REOPEN
