"""One ticket with all that can happen to its messages, whose numbers can be checked by eye."""

from datetime import UTC, datetime, timedelta

CASE = "zendesk:4711"


def at(text: str) -> datetime:
    """A local time in November 2026, "16 16:40"."""
    day, clock = text.split()
    hour, minute = clock.split(":")
    return datetime(2026, 11, int(day), int(hour) - 1, int(minute), tzinfo=UTC)


PLACE = {"source": "zendesk", "platform": "mail", "channel": "mail", "visibility": "private"}


def message(number: int, sent: str, kind: str, text: str = "Text", **more) -> dict:
    inbound = kind == "customer"
    shown = {
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
        "department_id": None if inbound else "marketing",
        "needs_answer": inbound,
    }
    if kind == "note":
        shown["visibility"] = "internal"
    return {**shown, **more, "text": text}


def wait(
    number: int, answer: int, opened: str, ended: str, ordinal: int, state: str, business: float, due: str
) -> dict:
    opened_at, ended_at = at(opened), at(ended)
    return {
        "wait_id": f"{CASE}-{number}",
        "message_id": f"{CASE}-{number}",
        "answer_message_id": f"{CASE}-{answer}",
        **PLACE,
        "case_id": CASE,
        "department_id": "marketing",
        "ordinal": ordinal,
        "opened_at": opened_at,
        "opened_day": opened_at.date(),
        "ended_at": ended_at,
        "outcome": "answered",
        "observed_seconds": (ended_at - opened_at).total_seconds(),
        "observed_business_seconds": business,
        "target_id": "private_15min",
        "target_seconds": 900.0,
        "due_at": at(due),
        "sla_state": state,
        "calendar_due_at": opened_at + timedelta(minutes=15),
        "calendar_sla_state": "breached",
        "is_double": False,
        "is_inferred_addressee": False,
        "burst_count": 2,
    }


MESSAGES = [
    message(1, "16 19:40", "customer", "Doppelt   bestellt,\nbitte erstatten"),
    message(2, "16 19:41", "auto", "Danke, wir melden uns."),
    message(3, "16 20:31", "customer", "Hallo?"),
    message(4, "17 09:10", "employee", "Ihre Bestellnummer?"),
    message(5, "17 11:20", "customer", "4711"),
    message(6, "17 11:22", "note", "Fehler im Shop", department_id="press"),
    message(7, "17 11:30", "employee", "Erstattet.", department_id="press"),
    message(8, "17 11:40", "customer", "👍", needs_answer=False, no_answer_reason="emoji_only"),
]
MESSAGES[2]["wait_id"] = MESSAGES[0]["wait_id"] = f"{CASE}-1"
MESSAGES[4]["wait_id"] = f"{CASE}-5"
# The calendar is Monday to Saturday, 8 to 20: 20 minutes on Monday evening and 70 on Tuesday morning.
WAITS = [
    wait(1, 4, "16 19:40", "17 09:10", 1, "breached", 90 * 60.0, "16 19:55"),
    wait(5, 7, "17 11:20", "17 11:30", 2, "met", 600.0, "17 11:35"),
]
STATES = [
    ("open", "marketing", "16 19:40", "17 11:00"),
    ("open", "press", "17 11:00", "17 11:30"),
    ("resolved", "press", "17 11:30", None),
]


def tables() -> dict[str, list[dict]]:
    states = [
        {
            "case_id": CASE,
            **PLACE,
            "state": state,
            "department_id": department,
            "started_at": at(start),
            "ended_at": at(end) if end else None,
            "opened_at": at("16 19:40"),
        }
        for state, department, start, end in STATES
    ]
    case = {
        "case_id": CASE,
        **PLACE,
        "origin": "ticket",
        "opened_at": at("16 19:40"),
        "status": "resolved",
        "department_id": "press",
        "reopen_count": 0,
        "handoff_count": 1,
        "human_reply_count": 2,
    }
    return {
        "fct_messages": [{k: v for k, v in m.items() if k != "text"} for m in MESSAGES],
        "message_texts": [{"message_id": m["message_id"], "text": m["text"]} for m in MESSAGES],
        "fct_waits": WAITS,
        "fct_case_states": states,
        "fct_cases": [case],
    }
