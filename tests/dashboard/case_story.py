"""One case on which everything happens, added to the hand-made company: two targets missed, one paused and kept.

    Mon 16:40 and 17:31 the customer writes, a bot answers; Tue 09:10 Marketing answers; 11:20 the customer asks again;
    14:10 handed to Service, which picks it up with its answer and a promise at 16:45; the case waits for the customer
    until Wed 13:05; 14:00 to 15:30 an approval; Thu 10:40 solved, the promise kept 16 h 40 min too late.

The calendar of every department but Legal is Monday to Saturday, 8 to 20.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

CASE = "zendesk:4712"
PLACE = {"source": "zendesk", "platform": "mail", "channel": "mail", "visibility": "private"}
COLUMNS = {
    "fct_sla_instances": """sla_id text, case_id text, conversation_id text, wait_id text, metric text, ordinal bigint,
        target_id text, target_clock text, target_seconds bigint, source text, platform text, channel text,
        visibility text, customer_id text, department_id text, started_at timestamptz, started_day date,
        due_at timestamptz, breached_at timestamptz, ended_at timestamptz, ended_day date, paused_seconds double,
        consumed_seconds double, remaining_seconds double, state text, state_reason text, is_paused boolean,
        is_at_risk boolean, calendar_due_at timestamptz, calendar_state text""",
    "fct_breaches": """sla_id text, case_id text, metric text, target_id text, source text, platform text, channel text,
        visibility text, department_id text, started_day date, breached_at timestamptz, breach_cause text""",
    "fct_sla_pauses": "sla_id text, case_id text, paused_at timestamptz, resumed_at timestamptz, case_state text",
    "fct_handoffs": """case_id text, kind text, ordinal bigint, source text, platform text, channel text,
        visibility text, customer_id text, from_department_id text, to_department_id text, department_id text,
        from_agent_id text, to_agent_id text, handed_at timestamptz, handed_day date, picked_up_at timestamptz,
        ended_at timestamptz, outcome text, is_return boolean, is_dropped boolean, wait_seconds double,
        observed_seconds double""",
    "fct_approvals": """approval_id text, case_id text, round bigint, source text, platform text, channel text,
        visibility text, department_id text, requested_at timestamptz, requested_day date, decided_at timestamptz,
        outcome text, observed_seconds double""",
    "fct_promises": """promise_id text, case_id text, message_id text, source text, platform text, channel text,
        visibility text, department_id text, promised_at timestamptz, promised_day date, text text,
        due_at timestamptz, due_source text, promised_by_department_id text, fulfilled_by_department_id text,
        kept_at timestamptz, broken_at timestamptz, state text, lateness_seconds double, has_evidence boolean""",
}
"""What the story needs of these marts, for a company that has them not."""


def at(text: str) -> datetime:
    """A local time in November 2026, "16 16:40"."""
    day, clock = text.split()
    hour, minute = clock.split(":")
    return datetime(2026, 11, int(day), int(hour) - 1, int(minute), tzinfo=UTC)


def message(number: int, sent: str, kind: str, text: str, department: str | None = None) -> dict[str, Any]:
    inbound = kind == "customer"
    return {
        "message_id": f"{CASE}-{number}",
        **PLACE,
        "case_id": CASE,
        "conversation_id": CASE,
        "customer_id": "c1",
        "author_kind": "customer" if inbound else "employee",
        "direction": "inbound" if inbound else "outbound",
        "is_human": kind != "auto",
        "sent_at": at(sent),
        "received_at": at(sent) + timedelta(seconds=40),
        "department_id": department,
        "needs_answer": inbound,
        "text": text,
    }


MESSAGES = [
    message(1, "16 16:40", "customer", "Ich habe versehentlich doppelt bestellt. Bitte eines erstatten."),
    message(2, "16 16:41", "auto", "Danke, wir melden uns."),
    message(3, "16 17:31", "customer", "Hallo?"),
    message(4, "17 09:10", "employee", "Bitte schicken Sie uns Ihre Bestellnummer.", "marketing"),
    message(5, "17 11:20", "customer", "4711-0815"),
    message(6, "17 16:45", "employee", "Wir erstatten die zweite Bestellung bis morgen Abend.", "service"),
    message(7, "18 13:05", "customer", "Noch nichts da."),
    message(8, "18 14:20", "employee", "Die Buchhaltung hat es, es geht heute raus.", "service"),
    message(9, "19 10:40", "employee", "Erstattet. Entschuldigung für das Warten.", "service"),
]


def wait(
    number: int, answer: int, opened: str, ended: str, ordinal: int, department: str, business: int
) -> dict:
    start, end = at(opened), at(ended)
    return {
        "wait_id": f"{CASE}-{number}",
        "message_id": f"{CASE}-{number}",
        "answer_message_id": f"{CASE}-{answer}",
        **PLACE,
        "case_id": CASE,
        "department_id": department,
        "ordinal": ordinal,
        "opened_at": start,
        "opened_day": start.date(),
        "ended_at": end,
        "outcome": "answered",
        "observed_seconds": (end - start).total_seconds(),
        "observed_business_seconds": business * 60.0,
        "sla_state": "none",
        "calendar_sla_state": "none",
        "is_double": False,
        "is_inferred_addressee": False,
        "burst_count": 1,
    }


WAITS = [
    wait(1, 4, "16 16:40", "17 09:10", 1, "marketing", 200 + 70),
    wait(5, 6, "17 11:20", "17 16:45", 2, "marketing", 325),
    wait(7, 8, "18 13:05", "18 14:20", 3, "service", 75),
]
STATES = [
    ("open", "marketing", "16 16:40", "17 14:10"),
    ("open", "service", "17 14:10", "17 16:45"),
    ("waiting_customer", "service", "17 16:45", "18 13:05"),
    ("open", "service", "18 13:05", "18 14:00"),
    ("waiting_approval", "service", "18 14:00", "18 15:30"),
    ("open", "service", "18 15:30", "19 10:40"),
    ("resolved", "service", "19 10:40", None),
]


def instance(metric: str, ordinal: int, span: tuple[str, str], due: str, **more: Any) -> dict[str, Any]:
    start, end = at(span[0]), at(span[1])
    state = "breached" if end > at(due) else "met"
    return {
        "sla_id": f"{CASE}/{metric}/{ordinal}",
        "case_id": CASE,
        **PLACE,
        "metric": metric,
        "ordinal": ordinal,
        "target_clock": "business",
        "started_at": start,
        "started_day": start.date(),
        "due_at": at(due),
        "breached_at": at(due) if state == "breached" else None,
        "ended_at": end,
        "ended_day": end.date(),
        "state": state,
        "is_paused": False,
        "is_at_risk": False,
        "calendar_due_at": at(due),
        "calendar_state": state,
        **more,
    }


INSTANCES = [
    instance("first_response", 1, ("16 16:40", "17 09:10"), "16 16:55", wait_id=f"{CASE}-1", department_id="marketing",
             target_id="private_15min", target_seconds=900, consumed_seconds=(200 + 70) * 60.0,
             breach_cause="out_of_hours"),
    instance("next_response", 2, ("17 11:20", "17 16:45"), "17 16:20", wait_id=f"{CASE}-5", department_id="marketing",
             target_id="public_5h", target_seconds=18_000, consumed_seconds=325 * 60.0, breach_cause="handed_on"),
    instance("next_response", 3, ("18 13:05", "18 14:20"), "18 18:05", wait_id=f"{CASE}-7", department_id="service",
             target_id="public_5h", target_seconds=18_000, consumed_seconds=75 * 60.0),
    # Mon 16:40-20:00, Tue 8:00-16:45, paused, Wed 13:05-20:00, Thu 8:00-10:40.
    instance("resolution", 1, ("16 16:40", "19 10:40"), "19 13:00", department_id="marketing",
             target_id="mail_next_day", target_seconds=86_400, consumed_seconds=(200 + 525 + 415 + 160) * 60.0),
]  # fmt: skip


def tables() -> dict[str, list[dict[str, Any]]]:
    """Return the rows of the story by mart."""
    states = [
        {
            "case_id": CASE,
            **PLACE,
            "state": state,
            "department_id": department,
            "started_at": at(start),
            "ended_at": at(end) if end else None,
            "opened_at": at("16 16:40"),
        }
        for state, department, start, end in STATES
    ]
    case = {
        "case_id": CASE,
        **PLACE,
        "origin": "ticket",
        "opened_at": at("16 16:40"),
        "resolved_at": at("19 10:40"),
        "first_resolved_at": at("19 10:40"),
        "status": "resolved",
        "department_id": "service",
        "reopen_count": 0,
        "handoff_count": 1,
        "human_reply_count": 4,
    }
    pause = {
        "sla_id": f"{CASE}/resolution/1",
        "case_id": CASE,
        "paused_at": at("17 16:45"),
        "resumed_at": at("18 13:05"),
        "case_state": "waiting_customer",
    }
    handoff = {
        "case_id": CASE,
        **PLACE,
        "kind": "department",
        "ordinal": 1,
        "from_department_id": "marketing",
        "to_department_id": "service",
        "department_id": "service",
        "handed_at": at("17 14:10"),
        "handed_day": at("17 14:10").date(),
        "picked_up_at": at("17 16:45"),
        "ended_at": at("17 16:45"),
        "outcome": "picked_up",
        "is_return": False,
        "is_dropped": False,
        "wait_seconds": 155 * 60.0,
        "observed_seconds": 155 * 60.0,
    }
    approval = {
        "approval_id": f"{CASE}:1",
        "case_id": CASE,
        "round": 1,
        **PLACE,
        "department_id": "service",
        "requested_at": at("18 14:00"),
        "requested_day": at("18 14:00").date(),
        "decided_at": at("18 15:30"),
        "outcome": "approved",
        "observed_seconds": 90 * 60.0,
    }
    promise = {
        "promise_id": f"{CASE}:1",
        "case_id": CASE,
        "message_id": f"{CASE}-6",
        **PLACE,
        "department_id": "service",
        "promised_at": at("17 16:45"),
        "promised_day": at("17 16:45").date(),
        "text": "Erstattung",
        "due_at": at("18 18:00"),
        "due_source": "explicit",
        "promised_by_department_id": "service",
        "fulfilled_by_department_id": "service",
        "kept_at": at("19 10:40"),
        "state": "late",
        "lateness_seconds": (16 * 60 + 40) * 60.0,
        "has_evidence": True,
    }
    return {
        "fct_messages": [{k: v for k, v in m.items() if k != "text"} for m in MESSAGES],
        "message_texts": [{"message_id": m["message_id"], "text": m["text"]} for m in MESSAGES],
        "fct_waits": WAITS,
        "fct_case_states": states,
        "fct_cases": [case],
        "fct_sla_instances": INSTANCES,
        "fct_breaches": [one for one in INSTANCES if "breach_cause" in one],
        "fct_sla_pauses": [pause],
        "fct_handoffs": [handoff],
        "fct_approvals": [approval],
        "fct_promises": [promise],
    }


def add(path: Path) -> None:
    """Write the story into a published snapshot."""
    with duckdb.connect(str(path)) as connection:
        connection.execute("set timezone = 'UTC'")
        for name, columns in COLUMNS.items():
            connection.execute(f"create table if not exists marts.{name} ({columns})")
        for table, rows in tables().items():
            known = {
                column
                for (column,) in connection.execute(
                    "select column_name from duckdb_columns() where schema_name = 'marts' and table_name = ?",
                    [table],
                ).fetchall()
            }
            for row in rows:
                kept = {name: value for name, value in row.items() if name in known}
                marks = ", ".join("?" * len(kept))
                connection.execute(
                    f"insert into marts.{table} ({', '.join(kept)}) values ({marks})", list(kept.values())
                )
