"""SLA instances of the tests' company: those of its waits as the waits are, and a resolution and an approval or two.

Tickets should be solved within 16 open hours, the clock stands while the customer is asked; approvals take 5 hours.
"""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

TARGETS = [
    # id, name, name_en, metric, seconds, goal, pause
    ("solved_16h", "Gelöst binnen 16 Std.", "Solved within 16 h", "resolution", 57600.0, 0.85, ["waiting_customer"]),
    ("approved_5h", "Freigabe binnen 5 Std.", "Approved within 5 h", "approval", 18000.0, 0.90, []),
]  # fmt: skip
CAUSES = ["no_owner", "approval", "handed_on", "out_of_hours", "volume", "slow_answer"]
ZONE = ZoneInfo("Europe/Berlin")
_BREACH = (
    "sla_id", "case_id", "metric", "target_id", "source", "platform", "channel", "visibility", "department_id",
    "started_day", "breached_at", "breach_cause",
)  # fmt: skip
_PLACE = (
    "case_id",
    "conversation_id",
    "source",
    "platform",
    "channel",
    "visibility",
    "customer_id",
    "department_id",
)


def targets(rank: int) -> list[dict[str, Any]]:
    """Rows of marts.dim_target beside those of the waits, from `rank` on."""
    return [
        {
            "target_id": t[0], "name": t[1], "name_en": t[2], "metric": t[3], "channel": [], "visibility": [],
            "seconds": t[4], "end_of_next_business_day": False, "clock": "business", "goal": t[5], "rank": rank + i,
            "pause": t[6],
        }
        for i, t in enumerate(TARGETS)
    ]  # fmt: skip


def ever(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Targets that always held and each count by themselves."""
    always = {"platform": [], "department": [], "from_at": None, "until_at": None, "also": False}
    kinds: Any = {"from_at": pl.Datetime("us", "UTC"), "until_at": pl.Datetime("us", "UTC")}
    kinds |= {
        name: pl.List(pl.String) for name in ("platform", "channel", "visibility", "department", "pause")
    }
    return pl.DataFrame([{**row, **always} for row in rows], infer_schema_length=None, schema_overrides=kinds)


def tables(random: Any, as_of: datetime, hours: Any, waits: list[dict[str, Any]]) -> dict[str, pl.DataFrame]:
    """Return marts.fct_sla_instances, fct_sla_pauses and fct_breaches; `hours` are those of every department."""
    instances, pauses = [], []
    for wait in waits:
        instances.append(_of_wait(random, as_of, hours, wait))
        if wait["source"] == "zendesk":
            instance, pause = _resolution(random, as_of, hours, wait)
            instances.append(instance)
            pauses += [pause] if pause else []
            if random.random() < 0.2:
                instances.append(_approval(random, as_of, hours, wait))
    return {
        "marts.fct_sla_instances": pl.DataFrame(instances, infer_schema_length=None).drop("breach_cause"),
        "marts.fct_breaches": pl.DataFrame(
            [{name: row[name] for name in _BREACH} for row in instances if row["breach_cause"]]
        ),
        "marts.fct_sla_pauses": pl.DataFrame(pauses, infer_schema_length=None),
    }


def _of_wait(random: Any, as_of: datetime, hours: Any, wait: dict[str, Any]) -> dict[str, Any]:
    metric = "first_response" if wait["ordinal"] == 1 else "next_response"
    left = None
    if wait["sla_state"] == "running":
        left = hours.elapsed(wait["due_at"]) - hours.elapsed(as_of)
    return _row(
        random, as_of, wait, metric, wait["target_id"], wait["target_seconds"], f"{wait['wait_id']}/{metric}",
        wait_id=wait["wait_id"], ordinal=wait["ordinal"], started_at=wait["opened_at"], ended_at=wait["ended_at"],
        due_at=wait["due_at"], state=wait["sla_state"], state_reason=wait["sla_reason"], left=left,
        used=wait["observed_business_seconds"] if wait["due_at"] else None, paused=0.0,
        calendar_due_at=wait["calendar_due_at"], calendar_state=wait["calendar_sla_state"],
    )  # fmt: skip


def _resolution(random: Any, as_of: datetime, hours: Any, wait: dict[str, Any]) -> tuple[dict[str, Any], Any]:
    target_id, seconds = "solved_16h", 57600.0
    started = wait["opened_at"]
    ended = started + timedelta(hours=float(random.lognormal(3.2, 0.8)))
    pause = float(random.random() < 0.3) * 7200.0
    paused_at = started + timedelta(minutes=30)
    stands = bool(pause) and ended >= as_of and random.random() < 0.5
    due = None if stands else hours.after(started, seconds + pause)
    calendar_due = None if stands else started + timedelta(seconds=seconds + pause)
    row = _timed(
        random, as_of, hours, wait, "resolution", target_id, seconds, started, ended, due, calendar_due, pause
    )
    if not pause:
        return row, None
    resumed = None if stands else min(paused_at + timedelta(seconds=pause), as_of)
    return row, {
        "sla_id": row["sla_id"], "case_id": row["case_id"], "paused_at": paused_at, "resumed_at": resumed,
        "case_state": "waiting_customer",
    }  # fmt: skip


def _approval(random: Any, as_of: datetime, hours: Any, wait: dict[str, Any]) -> dict[str, Any]:
    started = min(wait["opened_at"] + timedelta(hours=1), as_of)
    ended = started + timedelta(hours=float(random.lognormal(1.2, 0.9)))
    due, calendar_due = hours.after(started, 18000.0), started + timedelta(hours=5)
    return _timed(
        random, as_of, hours, wait, "approval", "approved_5h", 18000.0, started, ended, due, calendar_due, 0.0
    )


def _timed(
    random: Any, as_of: datetime, hours: Any, wait: dict[str, Any], metric: str, target_id: str, seconds: float,
    started: datetime, ended: datetime | None, due: datetime | None, calendar_due: datetime | None, pause: float,
) -> dict[str, Any]:  # fmt: skip
    ended = ended if ended and ended < as_of else None
    owner = wait["department_id"]
    reason = None if owner not in (None, "legal") else "no_calendar" if owner else "no_owner"
    used = min(seconds, max(0.0, hours.elapsed(ended or as_of) - hours.elapsed(started) - pause))

    def state(limit: datetime | None) -> str:
        if ended:
            return "met" if limit is None or ended <= limit else "breached"
        return "breached" if limit and limit < as_of else "running"

    own = "none" if reason else state(due)
    paused = own == "running" and due is None
    return _row(
        random, as_of, wait, metric, target_id, seconds, f"{wait['case_id']}/1/{metric}", wait_id=None, ordinal=1,
        started_at=started, ended_at=ended, due_at=None if reason else due, state=own,
        state_reason=reason or ("paused" if paused else None),
        left=seconds - used if own == "running" else None, used=None if reason else used, paused=pause,
        calendar_due_at=calendar_due, calendar_state=state(calendar_due),
    )  # fmt: skip


def _row(
    random: Any, as_of: datetime, wait: dict[str, Any], metric: str, target_id: str, seconds: float | None,
    subject: str, *, left: float | None, used: float | None, paused: float, **given: Any,
) -> dict[str, Any]:  # fmt: skip
    cause = CAUSES[int(random.choice(6, p=[0.05, 0.1, 0.2, 0.25, 0.15, 0.25]))]
    breached = given["state"] == "breached"
    return {
        "sla_id": f"{subject}/{target_id}",
        **{name: wait[name] for name in _PLACE},
        "metric": metric, "target_id": target_id, "is_also": False, "target_clock": "business",
        "target_seconds": seconds,
        **given,
        "started_day": given["started_at"].astimezone(ZONE).date(),
        "ended_day": given["ended_at"].astimezone(ZONE).date() if given["ended_at"] else None,
        "breached_at": given["due_at"] if breached else None,
        "paused_seconds": paused, "consumed_seconds": used, "remaining_seconds": left,
        "is_paused": given["state_reason"] == "paused",
        "is_at_risk": left is not None and used is not None and left < 0.2 * (left + used),
        "breach_cause": cause if breached else None,
    }  # fmt: skip
