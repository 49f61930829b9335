"""Definition 13 once more, slow and obvious: walk each case's states and look at each of its messages."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

Row = dict[str, Any]
OPEN_STATES = {"new", "open", "waiting_customer", "waiting_third_party", "waiting_approval"}
LIMIT = timedelta(days=7)


def handoffs(states: list[Row], messages: list[Row], now: datetime) -> list[Row]:
    """Rows of marts.fct_handoffs without clocks of departments, by case, kind and order.

    `states` are rows of fct_case_states, `messages` of fct_messages.
    """
    rows = []
    histories: dict[str, list[Row]] = defaultdict(list)
    for state in sorted(states, key=lambda state: state["started_at"]):
        histories[state["case_id"]].append(state)
    for case, history in sorted(histories.items()):
        said = [message for message in messages if message["case_id"] == case]
        for kind, column in (("agent", "agent_id"), ("department", "department_id")):
            rows += _of(case, kind, column, history, said, now)
    return rows


def _of(case: str, kind: str, column: str, history: list[Row], said: list[Row], now: datetime) -> list[Row]:
    rows: list[Row] = []
    outcome: str | None
    owners: list[str] = []
    for state in history:
        owner = state[column]
        if owner is None or (owners and owners[-1] == owner):
            continue
        owners.append(owner)
        if len(owners) == 1:
            continue
        handed_at = state["started_at"]
        later = [other for other in history if other["started_at"] >= handed_at]
        passed_at, closed_at, end_state = None, None, None
        for other in later:
            if other[column] is not None and other[column] != owner:
                passed_at = other["started_at"]
                break
        for other in later:
            if other["state"] not in OPEN_STATES and (passed_at is None or other["started_at"] < passed_at):
                closed_at, end_state = other["started_at"], other["state"]
                break
        ended_at = closed_at or passed_at
        acts = [
            message["sent_at"]
            for message in said
            if message["direction"] == "outbound" and message["is_human"]
            and message["sent_at"] >= handed_at and (ended_at is None or message["sent_at"] <= ended_at)
            and _is_by(message, kind, owner, handed_at)
        ]  # fmt: skip
        picked_up_at = min(acts, default=None)
        seen_until = picked_up_at or ended_at or now
        outcome = _outcome(picked_up_at, closed_at, end_state, passed_at, seen_until - handed_at)
        was_open = state["state"] in OPEN_STATES
        if not was_open:
            outcome = "after_close"
        if not said:
            outcome = None
        is_unclear = outcome in (None, "waiting", "cancelled", "after_close")
        rows.append(
            {
                "case_id": case, "kind": kind, "ordinal": len(owners) - 1, "handed_at": handed_at, "ended_at": ended_at,
                "picked_up_at": picked_up_at, "outcome": outcome, "was_open": was_open,
                "is_dropped": None if is_unclear else outcome != "picked_up",
                "is_return": owner in owners[:-1], "observed_seconds": (seen_until - handed_at).total_seconds(),
            }
        )  # fmt: skip
    return rows


def _is_by(message: Row, kind: str, owner: str, handed_at: datetime) -> bool:
    if kind == "agent":
        return bool(message["agent_id"] == owner)
    is_named = message["department_source"] == "author"
    return bool(message["department_id"] == owner and (is_named or message["sent_at"] > handed_at))


def _outcome(
    picked_up_at: datetime | None, closed_at: datetime | None, end_state: str | None, passed_at: datetime | None,
    age: timedelta,
) -> str:  # fmt: skip
    if picked_up_at:
        return "picked_up"
    if closed_at:
        return "cancelled" if end_state in ("merged", "deleted") else "closed"
    if passed_at:
        return "passed_on"
    return "dropped" if age > LIMIT else "waiting"
