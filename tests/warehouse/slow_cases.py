"""Definitions 7, 8, 13, 14 and 18 once more: slow, obvious, one case at a time. What the SQL says is held against this.

Rows are dicts with the columns of staging's case events, messages and case facts; tickets only.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from tests.warehouse.slow_waits import OPEN_STATES, needs_answer

Row = dict[str, Any]
BERLIN = ZoneInfo("Europe/Berlin")
HOURS = ((time(8), time(12)), (time(13), time(18)))  # Monday to Friday; the logs hold no holiday
DEPARTMENTS = {"Service": "service", "Marketing": "marketing", "Legal": "legal"}
COURTS = {
    "new": "ours", "open": "ours", "waiting_customer": "customer", "waiting_approval": "approval",
    "waiting_third_party": "third_party",
}  # fmt: skip
WEEK = timedelta(days=7)


def states_of(events: list[Row], now: datetime) -> dict[str, list[Row]]:
    """Spells of each case: state, department, agent, start, end (None: running); nothing lasts no time."""
    logs: dict[str, list[Row]] = defaultdict(list)
    for event in events:
        if event["event_at"] <= now:
            logs[event["case_id"]].append(event)
    found = {}
    for case_id, log in logs.items():
        log.sort(key=lambda event: (event["event_at"], event["event_order"], event["event_id"]))
        spells: list[Row] = []
        for index, event in enumerate(log):
            if index + 1 < len(log) and log[index + 1]["event_at"] == event["event_at"]:
                continue
            spell = {
                "state": event["state"],
                "source_state": event["source_state"],
                "department_id": DEPARTMENTS.get(event["group_name"]),
                "agent_id": event["agent_id"],
            }
            if spells and all(spells[-1][name] == value for name, value in spell.items()):
                continue
            if spells:
                spells[-1]["ended_at"] = event["event_at"]
            spells.append(spell | {"started_at": event["event_at"], "ended_at": None})
        found[case_id] = spells
    return found


def open_seconds(department: str | None, start: datetime, end: datetime) -> float | None:
    """Open seconds of the department's calendar between two instants; None for legal and for nobody."""
    if department not in ("service", "marketing"):
        return None
    total = 0.0
    day = start.astimezone(BERLIN).date()
    while day <= end.astimezone(BERLIN).date():
        for opens, closes in HOURS if day.weekday() < 5 else ():
            a = max(start, datetime.combine(day, opens, BERLIN))
            b = min(end, datetime.combine(day, closes, BERLIN))
            total += max(0.0, (b - a).total_seconds())
        day += timedelta(days=1)
    return total


def business(spells: list[Row], until: datetime) -> float | None:
    """Open seconds of whoever held the case, from its opening to an instant."""
    parts = [
        open_seconds(spell["department_id"], spell["started_at"], min(spell["ended_at"] or until, until))
        for spell in spells
        if spell["started_at"] < until
    ]
    return None if None in parts else sum(part for part in parts if part is not None)


def resolutions(spells: list[Row], messages: list[Row], now: datetime) -> list[Row]:
    """Every close of a case that was open (or began closed)."""
    rows: list[Row] = []
    has_first = False
    for index, spell in enumerate(spells):
        earlier = spells[:index]
        if spell["state"] not in ("resolved", "closed"):
            continue
        if earlier and earlier[-1]["state"] not in OPEN_STATES:
            continue
        closed_at = spell["started_at"]
        said = [row for row in messages if row["sent_at"] <= closed_at]
        if any(_is_reply(row) for row in said):
            basis = "reply"
        elif not said:
            basis = "no_messages"
        elif not any(_asks(row) for row in said):
            basis = "no_answer_needed"
        else:
            basis = "unanswered"
        back = next(
            (later["started_at"] for later in spells[index + 1 :] if later["state"] in OPEN_STATES), None
        )
        lost = next(
            (later["started_at"] for later in spells[index + 1 :] if later["state"] in ("merged", "deleted")),
            None,
        )
        if lost and (back is None or lost < back):
            back = None
        if back and back - closed_at <= WEEK:
            stayed = False
        elif lost and lost - closed_at <= WEEK:
            stayed = None
        else:
            stayed = True if now - closed_at > WEEK else None
        holder = next((one for one in reversed(earlier) if one["state"] in OPEN_STATES), spell)
        rows.append(
            {
                "ordinal": len(rows) + 1,
                "department_id": holder["department_id"],
                "agent_id": holder["agent_id"],
                "resolved_at": closed_at,
                "basis": basis,
                "is_first": basis != "unanswered" and not has_first,
                "business_seconds": business(spells, closed_at)
                if earlier
                else open_seconds(holder["department_id"], closed_at, closed_at),
                "reopened_at": back,
                "stayed_resolved": stayed,
            }
        )
        has_first = has_first or basis != "unanswered"
    return rows


def _is_reply(row: Row) -> bool:
    return bool(row["direction"] == "outbound" and row["is_human"] and row["visibility"] != "internal")


def _asks(row: Row) -> bool:
    return row["direction"] == "inbound" and needs_answer(row)


def case(spells: list[Row], messages: list[Row], closes: list[Row], now: datetime) -> Row:
    """The row of marts.fct_cases, as far as it is defined here."""
    last = spells[-1]
    ended = None
    if last["state"] in ("resolved", "closed"):
        ended = closes[-1]["resolved_at"] if closes else None
    elif last["state"] in ("merged", "deleted"):
        ended = last["started_at"]
    reopened = sum(
        1 for one, two in pairwise(spells) if one["state"] not in OPEN_STATES and two["state"] in OPEN_STATES
    )
    owners = [one["department_id"] for one in spells if one["state"] in OPEN_STATES and one["department_id"]]
    first = next((close for close in closes if close["is_first"]), None)
    replies = sum(1 for row in messages if _is_reply(row)) if messages else None
    until = ended or now
    return {
        "opened_at": spells[0]["started_at"],
        "first_resolved_at": first and first["resolved_at"],
        "resolved_at": ended if last["state"] in ("resolved", "closed") else None,
        "status": last["state"],
        "reopen_count": reopened,
        "handoff_count": sum(1 for one, two in pairwise(owners) if one != two),
        "touch_class": None if replies is None else str(replies) if replies < 3 else "multi",
        "observed_seconds": (until - spells[0]["started_at"]).total_seconds(),
        "unowned_seconds": sum(
            ((one["ended_at"] or now) - one["started_at"]).total_seconds()
            for one in spells
            if one["state"] in OPEN_STATES and one["department_id"] is None
        ),
    }


def steps(spells: list[Row], now: datetime) -> list[Row]:
    """Runs of one department in one state, until the case is done for good."""
    working = list(spells)
    while working and working[-1]["state"] not in OPEN_STATES:
        working.pop()
    rows: list[Row] = []
    for spell in working:
        if not rows or (rows[-1]["department_id"], rows[-1]["state"]) != (
            spell["department_id"],
            spell["state"],
        ):
            rows.append(
                {
                    "step_number": len(rows) + 1,
                    "department_id": spell["department_id"],
                    "state": spell["state"],
                    "started_at": spell["started_at"],
                }
            )
        rows[-1]["ended_at"] = spell["ended_at"]
        rows[-1]["observed_seconds"] = ((spell["ended_at"] or now) - rows[-1]["started_at"]).total_seconds()
    return rows


def path(spells: list[Row]) -> str:
    """The case's way, rounds that repeat the one before left out: read on, and skip what was just told."""
    places: list[str] = []
    done = [spell["state"] not in OPEN_STATES for spell in spells]
    for index, spell in enumerate(spells):
        if done[index]:
            is_end = all(done[index:])
            ending = spells[-1]["state"] if is_end else "resolved"
            place = ending if ending in ("merged", "deleted") else "resolved"
        else:
            state = "open" if spell["state"] == "new" else spell["state"]
            place = f"{spell['department_id'] or '-'}:{state}"
        if not places or places[-1] != place:
            places.append(place)
    told: list[str] = []
    index = 0
    while index < len(places):
        if len(told) >= 2 and told[-2:] == places[index : index + 2]:
            index += 2
        else:
            told.append(places[index])
            index += 1
    return " > ".join(told)


def approvals(facts: list[Row], spells: list[Row], now: datetime) -> list[Row]:
    """Requests told by the case store's field, each until it is decided, emptied, or over with the case."""
    said = sorted(
        (row for row in facts if row["fact"] == "approval" and row["event_at"] <= now),
        key=lambda row: (row["event_at"], row["event_order"]),
    )
    rows: list[Row] = []
    current: str | None = None
    for index, row in enumerate(said):
        if index + 1 < len(said) and said[index + 1]["event_at"] == row["event_at"]:
            continue
        if row["value"] == current:
            continue
        if current == "requested":
            rows[-1] |= {"decided_at": row["event_at"], "outcome": row["value"] or "withdrawn"}
        current = row["value"]
        if current == "requested":
            rows.append({"requested_at": row["event_at"], "decided_at": None, "outcome": "open"})
    for number, row in enumerate(rows):
        ends = [
            one["started_at"]
            for index, one in enumerate(spells)
            if one["state"] not in OPEN_STATES
            and (index == 0 or spells[index - 1]["state"] in OPEN_STATES)
            and one["started_at"] >= row["requested_at"]
        ]
        if not ends and spells and spells[-1]["state"] not in OPEN_STATES:
            ends = [row["requested_at"]]  # the case was over for good when somebody asked
        if ends and (row["decided_at"] is None or ends[0] < row["decided_at"]):
            row |= {"decided_at": ends[0], "outcome": "withdrawn"}
        row["round"] = number + 1
    return rows


def promises(facts: list[Row], now: datetime, default: timedelta = timedelta(days=3)) -> list[Row]:
    """Promises told by the case store's fields, with the due date first named and the last word on each."""
    said = sorted(
        (row for row in facts if row["fact"].startswith("promise") and row["event_at"] <= now),
        key=lambda row: (row["event_at"], row["event_order"]),
    )
    made = [row for row in said if row["fact"] == "promise"]
    rows = []
    for number, promise in enumerate(made):
        when = (promise["event_at"], promise["event_order"])
        following = made[number + 1] if number + 1 < len(made) else None
        own = [
            row
            for row in said
            if (number == 0 or (row["event_at"], row["event_order"]) >= when)
            and (
                following is None
                or (row["event_at"], row["event_order"]) < (following["event_at"], following["event_order"])
            )
        ]
        dues = [row["value"] for row in own if row["fact"] == "promise_due"]
        verdicts = [row for row in own if row["fact"] == "promise_kept"]
        if dues:
            day = datetime.fromisoformat(dues[0]).date() + timedelta(days=1)
            due = datetime.combine(day, time(), BERLIN)
        else:
            due = promise["event_at"] + default
        if not verdicts:
            state = "overdue" if now > due else "open"
        elif verdicts[-1]["value"] == "false":
            state = "broken"
        else:
            state = "kept" if verdicts[-1]["event_at"] <= due else "late"
        rows.append({"promised_at": promise["event_at"], "due_at": due, "state": state})
    return rows
