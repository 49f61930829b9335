"""What other tools would have said of a wait: their rules on the same messages, where they come out differently.

Their rules are those of their own documentation; the numbers illustrate one case and are never figures.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dashboard.cards.cases.conversations import OPEN_STATES, Conversation
from dashboard.view import View

Row = dict[str, Any]
SAME = 1.0
"""Seconds within which two rules are said to agree."""


@dataclass(frozen=True)
class Said:
    """One rule: its key in the texts, and the seconds it gives; None where it wouldn't count the wait at all."""

    rule: str
    seconds: float | None


def said(view: View, conversation: Conversation, wait: Row) -> list[Said]:
    """Return the rules that give something else than the wait's own time around the clock."""
    own = wait["observed_seconds"]
    return [one for one in _rules(conversation, wait) if one.seconds is None or abs(one.seconds - own) > SAME]


def _rules(conversation: Conversation, wait: Row) -> Iterator[Said]:
    start, end = wait["opened_at"], wait["ended_at"] or conversation.as_of
    inside = [one for one in conversation.messages if start <= one["sent_at"] < end]
    if wait["outcome"] != "answered":
        yield Said("answered_only", None)
    automatic = [
        one
        for one in inside
        if one["direction"] == "outbound" and not one["is_human"] and one["visibility"] != "internal"
    ]
    if automatic:
        yield Said("automatic", _seconds(start, automatic[0]["sent_at"]))
    asked = [one for one in inside if one["direction"] == "inbound" and not one["no_answer_reason"]]
    if len(asked) > 1 and wait["outcome"] == "answered":
        yield Said("last_message", _seconds(asked[-1]["sent_at"], end))
    notes = [one for one in inside if one["direction"] == "outbound" and one["visibility"] == "internal"]
    if notes:
        yield Said("note_rule", _seconds(start, notes[0]["sent_at"]))
    taken = [
        state["started_at"]
        for state in conversation.states
        if start < state["started_at"] < end and state["agent_id"] and state["state"] in OPEN_STATES
    ]
    if taken and wait["ordinal"] == 1:
        yield Said("assignment", _seconds(taken[0], end))


def _seconds(a: Any, b: Any) -> float:
    return float((b - a).total_seconds())
