"""Where a wait spends its time, slow and obvious: look at every minute of it."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

Row = dict[str, Any]
MINUTE = timedelta(minutes=1)


def minutes(
    waits: list[Row], states: list[Row], handoffs: list[Row], messages: list[Row], now: datetime
) -> Counter[tuple[Any, ...]]:
    """Minutes by wait, department, stage and giver; everything happens on the full minute."""
    found: Counter[tuple[Any, ...]] = Counter()
    for wait in waits:
        end = wait["ended_at"] or now
        acts = [
            message["sent_at"]
            for message in messages
            if message["case_id"] == wait["case_id"] and message["direction"] == "outbound"
            and message["is_human"] and wait["opened_at"] <= message["sent_at"] < end
        ]  # fmt: skip
        moment = wait["opened_at"]
        while moment < end:
            state = _latest(states, wait["case_id"], "started_at", moment)
            given = _latest(handoffs, wait["case_id"], "handed_at", moment)
            department = state["department_id"] if state else wait["department_id"]
            name = state["state"] if state else None
            if name in ("waiting_approval", "waiting_third_party"):
                stage = name.removeprefix("waiting_")
            elif given and all(
                at is None or moment < at for at in (given["picked_up_at"], given["ended_at"])
            ):
                stage = "handoff"
            else:
                stage = "work" if any(act <= moment for act in acts) else "queue"
            giver = given["from_department_id"] if stage == "handoff" and given else None
            found[wait["wait_id"], department, stage, giver] += 1
            moment += MINUTE
    return found


def _latest(rows: list[Row], case: str, column: str, moment: datetime) -> Row | None:
    known = [row for row in rows if row["case_id"] == case and row[column] <= moment]
    return max(known, key=lambda row: row[column], default=None)
