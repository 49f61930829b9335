"""The cases of the tests' company: ways through departments, reopenings, approvals, promises.

Every second ticket goes further than "open, resolved": it waits for its customer or for an approval, or moves. Some
come back within a week. Press promises much and keeps little.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import duckdb
import polars as pl

from warehouse.catalog import load

DERIVED = ("fct_resolutions", "fct_case_steps", "fct_case_paths")
WAYS: tuple[tuple[str, tuple[tuple[str | None, str, float], ...]], ...] = (
    # department (None: the case's own), state, share of the time
    ("plain", ((None, "new", 0.4), (None, "open", 0.6))),
    ("customer", ((None, "new", 0.2), (None, "waiting_customer", 0.5), (None, "open", 0.3))),
    ("rounds", ((None, "open", 0.2), (None, "waiting_customer", 0.2), (None, "open", 0.2),
                (None, "waiting_customer", 0.2), (None, "open", 0.2))),
    ("approval", ((None, "open", 0.3), ("legal", "waiting_approval", 0.6), (None, "open", 0.1))),
    ("moved", (("marketing", "open", 0.5), ("service", "open", 0.5))),
    ("pingpong", (("marketing", "open", 0.3), ("service", "open", 0.2), ("marketing", "open", 0.3),
                  ("service", "open", 0.2))),
)  # fmt: skip
CHANCES = [0.5, 0.16, 0.08, 0.12, 0.1, 0.04]
COURTS = {
    "waiting_customer": "customer",
    "waiting_approval": "approval",
    "waiting_third_party": "third_party",
}
OPEN = ("new", "open", *COURTS)


def states(random: Any, hours: Any, as_of: datetime, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """marts.fct_case_states from spells that are only open or done: tickets go their ways, some come back."""
    found = []
    for row in rows:
        parts = [row]
        is_ticket = row["source"] == "zendesk"
        if is_ticket and row["state"] == "open":
            parts = list(_split(random, as_of, row))
        elif is_ticket and row["state"] == "resolved" and random.random() < 0.12:
            parts = list(_reopened(random, as_of, row))
        found += [_measured(hours, as_of, part) for part in parts]
    return found


def _split(random: Any, as_of: datetime, row: dict[str, Any]) -> Any:
    way = WAYS[int(random.choice(len(WAYS), p=CHANCES))][1]
    length = ((row["ended_at"] or as_of) - row["started_at"]).total_seconds()
    start = row["started_at"]
    for number, (department, state, share) in enumerate(way):
        is_last = number == len(way) - 1
        end = row["ended_at"] if is_last else start + timedelta(seconds=int(length * share) + 1)
        if not is_last and end >= (row["ended_at"] or as_of):
            yield {**row, "started_at": start}
            return
        owner = department or row["department_id"]
        yield {
            **row,
            "state": state,
            "source_state": state,
            "department_id": owner,
            "started_at": start,
            "ended_at": end,
        }
        start = end


def _reopened(random: Any, as_of: datetime, row: dict[str, Any]) -> Any:
    back = row["started_at"] + timedelta(hours=float(random.exponential(40)))
    done = back + timedelta(hours=float(random.exponential(6)))
    yield {**row, "ended_at": back if back < as_of else None}
    if back < as_of:
        yield {
            **row,
            "state": "open",
            "source_state": "open",
            "started_at": back,
            "ended_at": done if done < as_of else None,
        }
        if done < as_of:
            yield {**row, "started_at": done, "ended_at": None}


def _measured(hours: Any, as_of: datetime, row: dict[str, Any]) -> dict[str, Any]:
    end = row["ended_at"] or as_of
    reason = (
        None
        if row["department_id"] not in (None, "legal")
        else "no_calendar"
        if row["department_id"]
        else "no_owner"
    )
    return row | {
        "court": COURTS.get(row["state"], "ours" if row["state"] in OPEN else "done"),
        "opened_day": hours.day(row["opened_at"]),
        "seconds": (end - row["started_at"]).total_seconds() if row["ended_at"] else None,
        "observed_seconds": (end - row["started_at"]).total_seconds(),
        "observed_business_seconds": None
        if reason
        else hours.elapsed(end) - hours.elapsed(row["started_at"]),
        "business_seconds_reason": reason,
    }


def cases(
    hours: Any, as_of: datetime, rows: list[dict[str, Any]], spells: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """marts.fct_cases made to agree with the states."""
    of_case: dict[str, list[dict[str, Any]]] = {}
    for spell in spells:
        of_case.setdefault(spell["case_id"], []).append(spell)
    return [row | _summed(hours, as_of, row, of_case[row["case_id"]]) for row in rows]


def _summed(hours: Any, as_of: datetime, row: dict[str, Any], spells: list[dict[str, Any]]) -> dict[str, Any]:
    status = spells[-1]["state"]
    is_resolved = status in ("resolved", "closed")
    closes = [spell["started_at"] for spell in spells if spell["state"] in ("resolved", "closed")]
    ended = None if status in OPEN else spells[-1]["started_at"]
    lasted = [spell for spell in spells if ended is None or spell["started_at"] < ended]
    business = [spell["observed_business_seconds"] for spell in lasted]
    first = closes[0] if closes and row["human_reply_count"] else None
    before = [spell["observed_business_seconds"] for spell in spells if first and spell["started_at"] < first]
    owners = [spell["department_id"] for spell in spells if spell["state"] in OPEN and spell["department_id"]]
    seconds = ((ended or as_of) - row["opened_at"]).total_seconds()
    open_business = None if None in business else sum(business)
    return {
        "status": status,
        "department_id": spells[-1]["department_id"],
        "opened_day": hours.day(row["opened_at"]),
        "first_resolved_at": first,
        "first_resolution_basis": "reply" if first else None,
        "first_resolution_seconds": (first - row["opened_at"]).total_seconds() if first else None,
        "first_resolution_business_seconds": None if not first or None in before else sum(before),
        "resolved_at": closes[-1] if is_resolved else None,
        "resolved_day": hours.day(closes[-1]) if is_resolved else None,
        "is_resolved": is_resolved,
        "reopen_count": sum(
            1 for one, two in pairwise(spells) if one["state"] not in OPEN and two["state"] in OPEN
        ),
        "handoff_count": sum(1 for one, two in pairwise(owners) if one != two),
        "touch_count": row["human_reply_count"],
        "touch_class": str(row["human_reply_count"]),
        "stakeholder": "customer",
        "topic": None,
        "process": None,
        "observed_seconds": seconds,
        "observed_business_seconds": open_business,
        "resolution_seconds": seconds if is_resolved else None,
        "resolution_business_seconds": open_business if is_resolved else None,
        "bot_seconds": 0.0,
        "unowned_seconds": 0.0,
    }  # fmt: skip


def tables(
    random: Any, as_of: datetime, hours: Any, spells: list[dict[str, Any]], rows: list[dict[str, Any]]
) -> dict[str, pl.DataFrame]:
    """Return marts.fct_approvals and marts.fct_promises."""
    approvals = [_approval(random, hours, as_of, spell) for spell in spells if spell["court"] == "approval"]
    tickets = [row for row in rows if row["origin"] == "ticket" and row["department_id"]]
    promises = [
        _promise(random, hours, as_of, row, number)
        for number, row in enumerate(tickets)
        if random.random() < 0.16
    ]
    return {
        "marts.fct_approvals": pl.DataFrame(approvals, infer_schema_length=None),
        "marts.fct_promises": pl.DataFrame(promises, infer_schema_length=None),
    }


def _approval(random: Any, hours: Any, as_of: datetime, spell: dict[str, Any]) -> dict[str, Any]:
    roll = random.random()
    outcome = "open" if spell["ended_at"] is None else "approved" if roll < 0.8 else "rejected"
    # Legal has no calendar; half of what it approves is approved by Press, which has one.
    stage = "press" if roll < 0.4 else spell["department_id"]
    end = spell["ended_at"] or as_of
    return {
        "approval_id": f"{spell['case_id']}/approval/1", "round": 1,
        **{name: spell[name] for name in ("case_id", "source", "platform", "channel", "visibility")},
        "department_id": stage, "requested_at": spell["started_at"], "requested_day": hours.day(spell["started_at"]),
        "requested_by_agent_id": None, "message_id": None, "decided_at": spell["ended_at"],
        "decided_by_agent_id": None, "decided_by_department_id": stage, "outcome": outcome, "basis": "field",
        "is_rework": bool(random.random() < 0.15), "observed_seconds": spell["observed_seconds"],
        "observed_business_seconds":
            hours.elapsed(end) - hours.elapsed(spell["started_at"]) if stage == "press" else None,
        "business_seconds_reason": None if stage == "press" else "no_calendar",
    }  # fmt: skip


def _promise(random: Any, hours: Any, as_of: datetime, row: dict[str, Any], number: int) -> dict[str, Any]:
    promised = row["opened_at"] + timedelta(minutes=30)
    due = promised + timedelta(days=int(random.integers(1, 6)))
    by = ("press", "sales", row["department_id"], row["department_id"])[int(random.integers(4))]
    to = ("legal", "sales", by, by)[int(random.integers(4))]
    roll = random.random() + (0.35 if by == "press" else 0.0)
    kept = due - timedelta(hours=9) if roll < 0.72 else due + timedelta(hours=30) if roll < 0.85 else None
    broken = due if 0.85 <= roll < 0.95 else None
    kept, broken = (None if at and at >= as_of else at for at in (kept, broken))
    state = (
        "kept"
        if kept and kept <= due
        else "late"
        if kept
        else "broken"
        if broken
        else "overdue"
        if as_of > due
        else "open"
    )
    late = ((kept or as_of) - due).total_seconds() if state in ("late", "overdue") else None
    return {
        "promise_id": f"{row['case_id']}/promise/1", "message_id": f"m{number}" if number % 5 else None,
        **{name: row[name] for name in ("case_id", "source", "platform", "channel", "visibility")},
        "department_id": by, "promised_at": promised, "promised_day": hours.day(promised), "text": "discount",
        "due_at": due, "due_source": "explicit" if number % 3 else "default", "is_due_moved": False,
        "promised_by_department_id": by, "promised_by_agent_id": None, "fulfilled_by_department_id": to,
        "is_cross": to != by,
        "kept_at": kept, "broken_at": broken, "state": state, "lateness_seconds": late, "is_mature": due < as_of,
        "has_evidence": bool(number % 5),
    }  # fmt: skip


def derive(connection: duckdb.DuckDBPyConnection) -> None:
    """Let the warehouse's own queries make what follows from the states."""
    connection.execute(
        "alter table company.settings add column stayed_resolved_seconds bigint default 604800"
    )
    connection.execute(
        "create table company.departments as select department_id, calendar_name from marts.dim_department"
    )
    models = load().models
    for name in DERIVED:
        connection.execute(f"create table marts.{name} as {models[f'marts.{name}'].sql}")
