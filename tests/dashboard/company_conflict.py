"""What falls between the departments of the tests' company: orphans, answers too many, detours, helpful customers.

Marketing loses a fifteenth of its hand-offs to Service; Press became a hub on 5 October, which made it faster; one
customer gives a third of the answers among customers.
"""

from datetime import date, datetime, timedelta
from typing import Any

import polars as pl

CHANGED = date(2026, 10, 5)
TOPICS = {"billing": "service", "roaming": "service", "offer": "sales", "idea": "product"}


def tables(random: Any, as_of: datetime, waits: list[dict[str, Any]]) -> dict[str, pl.DataFrame]:
    """Return the marts of the conflict, by name."""
    first: dict[str, dict[str, Any]] = {}
    for wait in waits:
        kept = first.setdefault(wait["case_id"], wait)
        if wait["opened_at"] < kept["opened_at"]:
            first[wait["case_id"]] = wait
    cases = list(first.values())
    doubled = [wait for wait in waits if wait["is_double"]]
    answered = [wait for wait in waits if wait["outcome"] == "answered"]
    doubles = [_double(random, number, wait) for number, wait in enumerate(doubled)]
    made = {
        "marts.fct_orphans": [_orphan(random, as_of, wait) for wait in cases],
        "marts.fct_double_answers": doubles,
        "marts.fct_double_costs": [
            {"message_id": row["message_id"], "handle_us": 240_000_000} for row in doubles
        ],
        "marts.fct_answer_chances": [_chance(random, wait) for wait in answered],
        "marts.fct_routes": [_route(random, wait) for wait in cases],
        "marts.fct_peer_answers": [
            _peer(random, number, wait)
            for number, wait in enumerate(w for w in waits if w["visibility"] == "public")
            if number % 7 == 0
        ],
        "marts.fct_unit_weeks": _weeks(random, as_of),
        "marts.dim_org_change": [
            _change("press", "decentral", None, None),
            _change("press", "hub", "decentral", CHANGED),
        ],
        "marts.dim_conflict_limit": [{"metric": "orphans", "most": 0.05}],
    }
    return {name: pl.DataFrame(rows, infer_schema_length=None) for name, rows in made.items()}


def _shared(wait: dict[str, Any], *more: str) -> dict[str, Any]:
    names = ("source", "platform", "channel", "visibility", "department_id", *more)
    return {name: wait[name] for name in names}


def _orphan(random: Any, as_of: datetime, wait: dict[str, Any]) -> dict[str, Any]:
    roll = float(random.random())
    kind = (
        "no_owner"
        if roll < 0.02
        else "no_action"
        if roll < 0.07
        else "not_picked_up"
        if roll < 0.09
        else None
    )
    age = float(random.integers(1_000, 200_000))
    is_open = wait["outcome"] == "open"
    if kind and wait["opened_at"] + timedelta(seconds=age) > as_of:
        kind = None
    return {
        **_shared(wait, "case_id", "customer_id", "opened_at", "opened_day"), "is_open": is_open,
        "is_orphaned": kind is not None, "is_unowned": kind == "no_owner", "is_untouched": kind == "no_action",
        "is_dropped": kind == "not_picked_up", "orphan_kind": kind,
        "orphaned_at": wait["opened_at"] + timedelta(seconds=age) if kind else None,
        "from_department_id": "marketing" if kind == "not_picked_up" else None,
        "orphaned_by_department_id": wait["department_id"] if kind and kind != "no_owner" else None,
        "ending": 1 if kind else 0 if is_open else 2,
        "age_seconds": age if kind else wait["observed_seconds"],
    }  # fmt: skip


def _double(random: Any, number: int, wait: dict[str, Any]) -> dict[str, Any]:
    across = bool(wait["is_double_across"])
    second = "service" if across and wait["department_id"] != "service" else wait["department_id"]
    first = wait["department_id"] if second != wait["department_id"] or not across else "marketing"
    return {
        **_shared(wait, "wait_id", "case_id", "customer_id", "conversation_id", "opened_at", "opened_day"),
        "double_id": f"double/{number}", "earlier_message_id": f"e{number}", "message_id": f"d{number}",
        "earlier_at": wait["ended_at"], "answered_at": wait["ended_at"] + timedelta(minutes=8), "gap_seconds": 480.0,
        "first_department_id": first, "second_department_id": second, "is_across": across,
        "contradiction": "price" if number % 9 == 0 else None, "is_read": True,
    }  # fmt: skip


def _chance(random: Any, wait: dict[str, Any]) -> dict[str, Any]:
    return {
        **_shared(wait, "wait_id", "customer_id", "opened_day"),
        "chance": 0.02, "chance_across": 0.004,
    }  # fmt: skip


def _route(random: Any, wait: dict[str, Any]) -> dict[str, Any]:
    topics = [*TOPICS, None]
    topic = topics[int(random.choice(5, p=[0.3, 0.3, 0.15, 0.05, 0.2]))]
    own = TOPICS.get(topic or "")
    is_lost = bool(own and random.random() < 0.08)
    held = ("marketing" if own != "marketing" else "sales") if is_lost else own or wait["department_id"]
    return {
        **_shared(wait, "case_id", "customer_id", "opened_at", "opened_day", "outcome"),
        "department_id": held, "first_department_id": held, "topic_department_id": own, "topic": topic,
        "hour_of_week": wait["opened_at"].weekday() * 24 + wait["opened_at"].hour,
        "is_open": wait["outcome"] == "open", "is_misrouted": held != own if own else None,
        "hop_count": int(is_lost), "handoff_count": int(is_lost), "is_ping_pong": is_lost and random.random() < 0.2,
        "is_ticket": wait["visibility"] == "private",
        "wait_seconds": wait["observed_seconds"] + (5_400.0 if is_lost else 0.0),
        "match_key": f"{topic}|{wait['channel']}|{wait['visibility']}",
        "handle_us": 600_000_000 if is_lost else 420_000_000, "euro_per_hour": 42.0,
    }  # fmt: skip


def _peer(random: Any, number: int, wait: dict[str, Any]) -> dict[str, Any]:
    author = "fan" if random.random() < 0.34 else f"customer {int(random.integers(1, 40))}"
    return {
        **_shared(wait, "wait_id", "case_id", "conversation_id", "opened_day", "post_id"),
        "message_id": f"peer{number}", "author_id": author, "asked_by_id": wait["customer_id"],
        "sent_at": wait["opened_at"] + timedelta(minutes=20), "sent_day": wait["opened_day"],
        "peer_seconds": 1_200.0, "is_first": True, "is_alone": wait["outcome"] != "answered" or number % 2 == 0,
        "was_escalated": number % 3 != 0,
    }  # fmt: skip


def _weeks(random: Any, as_of: datetime) -> list[dict[str, Any]]:
    """Twenty complete weeks of six departments, whose waits vary together; Press is a fifth faster since its change."""
    monday = as_of.date() - timedelta(days=as_of.weekday())
    rows = []
    for back in range(20, 0, -1):
        week = monday - timedelta(days=7 * back)
        mood = float(random.normal(1.0, 0.06))
        for unit in ("service", "marketing", "press", "sales", "legal", "product"):
            faster = 0.75 if unit == "press" and week >= CHANGED else 1.0
            mean = 3_600.0 * mood * faster * float(random.normal(1.0, 0.04))
            rows.append(
                {
                    "week_start": week, "unit_id": unit, "wait_count": 60, "timed_count": 60,
                    "timed_us": int(mean * 60 * 1e6), "due_count": 60, "met_count": int(random.binomial(60, 0.8)),
                    "answered_count": 55, "double_count": int(random.binomial(55, 0.04)), "ticket_count": 40,
                    "handoff_count": int(random.binomial(40, 0.2)), "is_complete": True,
                }
            )  # fmt: skip
    return rows


def _change(unit: str, model: str, earlier: str | None, day: date | None) -> dict[str, Any]:
    return {
        "change_id": f"{unit}/{day or 'start'}", "department_id": unit, "model": model, "earlier_model": earlier,
        "from_day": day, "from_at": None, "policy": None,
    }  # fmt: skip
