"""The load of the tests' company: people on shift, replies that take time, hand-offs, and where waits spent their time.

Marketing has too few people on Mondays; Product has no shifts; Service hands over to Legal, which lets a third lie.
"""

from datetime import datetime, timedelta
from typing import Any

import duckdb
import polars as pl

from warehouse.catalog import load

SHIFTS = {
    "service": (8, 20, 4),
    "marketing": (9, 13, 1),
    "press": (9, 17, 1),
    "sales": (9, 18, 2),
    "legal": (9, 12, 1),
}
"""Hours of a weekday and people; Product has none."""
DERIVED = (
    "fct_shifts", "fct_staffed_hours", "fct_visits", "fct_unowned", "fct_open_changes", "fct_open_hours",
    "dim_observed_hour", "fct_load_hours", "fct_wait_staffing",
)  # fmt: skip
EDGES = (
    # from, to, share of the giver's tickets, median minutes until picked up, share dropped
    ("service", "legal", 0.12, 190.0, 0.33),
    ("service", "marketing", 0.10, 64.0, 0.08),
    ("marketing", "service", 0.35, 30.0, 0.05),
    ("sales", "service", 0.30, 20.0, 0.04),
    ("press", "product", 0.20, 45.0, 0.10),
)


def tables(
    random: Any, as_of: datetime, waits: list[dict[str, Any]], cases: pl.DataFrame
) -> dict[str, pl.DataFrame]:
    """Return marts.fct_handles, marts.fct_handoffs and marts.fct_wait_stages."""
    shapes = {
        "marts.fct_handoffs": _handoffs(random, as_of, cases),
        "marts.fct_handles": [row for wait in waits if (row := _handle(random, wait))],
        "marts.fct_wait_stages": [row for wait in waits for row in _stages(random, as_of, wait)],
    }
    return {name: pl.DataFrame(rows, infer_schema_length=None) for name, rows in shapes.items()}


def derive(connection: duckdb.DuckDBPyConnection, first: datetime, as_of: datetime) -> None:
    """Let the warehouse's own queries make what follows from shifts, handles and states."""
    connection.execute(
        "create schema if not exists steps; "
        "create table company.shifts (department_id varchar, started_at timestamptz, ended_at timestamptz, "
        "headcount decimal(9, 2)); "
        "alter table marts.fct_waits add column if not exists opened_hour_of_week integer; "
        "update marts.fct_waits set opened_hour_of_week = hour_of_week(timezone('Europe/Berlin', opened_at))"
    )
    day = first.replace(hour=0, minute=0, second=0, microsecond=0)
    rows = []
    while day < as_of + timedelta(days=7):
        if day.weekday() < 5:
            # An hour off on the company's clock in summer: these people start by UTC.
            for department, (opens, closes, people) in SHIFTS.items():
                rows.append((department, day.replace(hour=opens - 1), day.replace(hour=closes - 1), people))
        day += timedelta(days=1)
    shifts = pl.DataFrame(rows, ["department_id", "started_at", "ended_at", "headcount"], orient="row")
    connection.register("shifts", shifts)
    connection.execute("insert into company.shifts select * from shifts")
    connection.unregister("shifts")
    models = load().models
    connection.execute("create table steps.int_shifts as select * from company.shifts")
    for name in DERIVED[:1]:
        connection.execute(f"create table marts.{name} as {models[f'marts.{name}'].sql}")
    connection.execute(f"create table steps.int_planned_times as {models['steps.int_planned_times'].sql}")
    for name in DERIVED[1:]:
        connection.execute(f"create table marts.{name} as {models[f'marts.{name}'].sql}")
    connection.execute("drop schema steps cascade")


def _handoffs(random: Any, as_of: datetime, cases: pl.DataFrame) -> list[dict[str, Any]]:
    rows = []
    for case in cases.filter(pl.col("origin") == "ticket").iter_rows(named=True):
        for giver, receiver, share, minutes, dropped in EDGES:
            if case["department_id"] != giver or random.random() > share:
                continue
            handed = case["opened_at"] + timedelta(minutes=float(random.exponential(20)))
            seconds = float(minutes * 60 * random.lognormal(0, 0.9))
            is_dropped = bool(random.random() < dropped)
            picked = None if is_dropped else handed + timedelta(seconds=seconds)
            if handed >= as_of:
                continue
            if picked and picked > as_of:
                picked = None
            outcome = "picked_up" if picked else "closed" if is_dropped else "waiting"
            end = picked or (handed + timedelta(hours=6) if is_dropped else as_of)
            rows.append(
                {
                    **{k: case[k] for k in ("case_id", "source", "platform", "channel", "visibility", "customer_id")},
                    "kind": "department", "ordinal": 1, "from_department_id": giver, "to_department_id": receiver,
                    "department_id": receiver, "from_agent_id": None, "to_agent_id": None, "handed_at": handed,
                    "handed_day": handed.date(), "picked_up_at": picked,
                    "ended_at": end if is_dropped else None, "outcome": outcome, "outcome_reason": None,
                    "was_open": True, "is_dropped": None if outcome == "waiting" else is_dropped,
                    "is_return": bool(random.random() < 0.1), "wait_seconds": seconds if picked else None,
                    "observed_seconds": (min(end, as_of) - handed).total_seconds(),
                    "observed_business_seconds": None if receiver == "legal"
                    else (min(end, as_of) - handed).total_seconds() * 0.6,
                    "business_seconds_reason": "no_calendar" if receiver == "legal" else None,
                }
            )  # fmt: skip
    return rows


def _handle(random: Any, wait: dict[str, Any]) -> dict[str, Any] | None:
    if not wait["answer_message_id"]:
        return None
    tier = ("measured", "inferred", "inferred", "modelled")[int(random.integers(4))]
    return {
        "message_id": wait["answer_message_id"], "case_id": wait["case_id"], "wait_id": wait["wait_id"],
        **{name: wait[name] for name in ("source", "platform", "channel", "visibility", "agent_id")},
        "department_id": wait["answered_by_department_id"], "sent_at": wait["ended_at"],
        "handled_day": wait["ended_day"], "topic": None, "tier": tier,
        "model_basis": "channel" if tier == "modelled" else None,
        "handle_seconds": float(min(1800, 420 * random.lognormal(0, 0.8))), "handle_reason": None,
        "is_capped": False,
    }  # fmt: skip


def _stages(random: Any, as_of: datetime, wait: dict[str, Any]) -> list[dict[str, Any]]:
    """Most of a wait is queue; with a hand-off or an approval the rest is that."""
    owner = wait["department_id"]
    parts: list[tuple[str, str | None, str | None, float]] = [("queue", owner, None, 1.0)]
    draw = random.random()
    for giver, receiver, share, _, _ in EDGES:
        if owner == giver and draw < share:
            parts = [("queue", owner, None, 0.4), ("handoff", receiver, giver, 0.6)]
            break
    if owner == "press" and random.random() < 0.3:
        parts = [("queue", owner, None, 0.3), ("approval", owner, None, 0.7)]
    rows = []
    for place, (stage, department, giver, share) in enumerate(parts):
        business = wait["observed_business_seconds"]
        has_calendar = business is not None and department not in (None, "legal")
        rows.append(
            {
                **{k: wait[k] for k in ("wait_id", "customer_id", "case_id", "source", "platform", "channel",
                                        "visibility", "opened_day")},
                "opened_department_id": owner, "department_id": department, "stage": stage,
                "from_department_id": giver, "observed_seconds": wait["observed_seconds"] * share,
                "observed_business_seconds": business * share if has_calendar else None,
                "business_seconds_reason": None if has_calendar else "no_calendar" if department else "no_owner",
                "is_running": wait["ended_at"] is None and place == len(parts) - 1,
            }
        )  # fmt: skip
    return rows
