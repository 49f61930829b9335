"""Definition 10 once more, slow and obvious: walk every hour, look at every case."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

Row = dict[str, Any]
OPEN_STATES = {"new", "open", "waiting_customer", "waiting_third_party", "waiting_approval"}
AGES = (
    ("open_0_1h", 0, 3600), ("open_1_5h", 3600, 18000), ("open_5_24h", 18000, 86400),
    ("open_1_3d", 86400, 259200), ("open_3_7d", 259200, 604800), ("open_over_7d", 604800, None),
)  # fmt: skip


def is_open_at(state: Row, instant: datetime) -> bool:
    """Half-open: a case that opens at the instant counts, one that is resolved at it doesn't."""
    ended = state["ended_at"]
    return (
        state["state"] in OPEN_STATES
        and state["started_at"] <= instant
        and (ended is None or instant < ended)
    )


def hourly(states: list[Row], now: datetime) -> list[Row]:
    """Rows of marts.fct_backlog_hourly, in order of hour and department."""
    if not states:
        return []
    hour = min(state["started_at"] for state in states).replace(minute=0, second=0, microsecond=0)
    rows = []
    while hour <= now:
        by_department: dict[str | None, list[float]] = defaultdict(list)
        for state in states:
            if is_open_at(state, hour):
                by_department[state["department_id"]].append((hour - state["opened_at"]).total_seconds())
        for department, ages in by_department.items():
            row: Row = {
                "hour_at": hour, "department_id": department, "open_count": len(ages), "aged_seconds": sum(ages),
            }  # fmt: skip
            for name, first, last in AGES:
                row[name] = sum(1 for age in ages if age >= first and (last is None or age < last))
            rows.append(row)
        hour += timedelta(hours=1)
    return sorted(
        rows, key=lambda row: (row["hour_at"], row["department_id"] is None, row["department_id"] or "")
    )


def at_instant(states: list[Row], instant: datetime) -> dict[tuple[Any, ...], float]:
    """Statistics of metrics.backlog_at by (department, state, statistic); groups with nothing open have none."""
    ages: dict[tuple[Any, Any], list[float]] = defaultdict(list)
    for state in states:
        if is_open_at(state, instant):
            key = (state["department_id"], state["state"])
            ages[key].append((instant - state["opened_at"]).total_seconds())
    found: dict[tuple[Any, ...], float] = {}
    for key, group in ages.items():
        found[*key, "open"] = len(group)
        found[*key, "aged_seconds"] = sum(group)
        for name, first, last in AGES:
            found[*key, name] = sum(1 for age in group if age >= first and (last is None or age < last))
    return found
