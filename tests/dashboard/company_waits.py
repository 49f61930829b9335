"""Waits and their messages, a department's day after the other, and the case that each of them opens."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

AS_OF = datetime(2026, 11, 21, 5, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Berlin")

DEPARTMENTS = [
    # id, name, name_en, kind, category, messages a day, median minutes, share never answered
    ("service", "Kundenservice", "Customer service", "service", 1, 26, 7.0, 0.01),
    ("marketing", "Marketing", "Marketing", "marketing", 4, 9, 9.0, 0.06),
    ("press", "Presse", "Press", "press", 3, 2, 12.0, 0.05),
    ("sales", "Vertrieb", "Sales", "sales", 2, 4, 8.0, 0.02),
    ("legal", "Recht", "Legal", "legal", 0, 1, 40.0, 0.03),
    ("product", "Produkt", "Product", "product", 6, 0.12, 30.0, 0.05),
]
TARGETS = [
    # id, name, name_en, channel, visibility, seconds, end of next business day, goal
    ("private_15min", "Binnen 15 Min.", "Within 15 min", "direct_message", "private", 900.0, False, 0.80),
    ("public_5h", "Binnen 5 Std.", "Within 5 h", "comment", "public", 18000.0, False, 0.90),
    ("mail_next_day", "Bis nächster Werktag", "By next business day", "mail", "private", None, True, 0.95),
]


def local_day(at: datetime | None) -> date | None:
    return None if at is None else at.astimezone(ZONE).date()


class Hours:
    """Monday to Saturday, 8 to 20 o'clock in Berlin, as cumulated open seconds."""

    def __init__(self, first: date, days: int) -> None:
        self.opens, self.closes = [], []
        for day in (first + timedelta(days=i) for i in range(days)):
            if day.weekday() < 6:
                self.opens.append(datetime.combine(day, time(8), ZONE).astimezone(UTC))
                self.closes.append(datetime.combine(day, time(20), ZONE).astimezone(UTC))
        self.a = np.array([t.timestamp() for t in self.opens])
        self.b = np.array([t.timestamp() for t in self.closes])
        self.before = np.concatenate([[0.0], np.cumsum(self.b - self.a)])

    def elapsed(self, at: datetime) -> float:
        t = at.timestamp()
        i = int(np.searchsorted(self.a, t, side="right"))
        return float(self.before[i] - (max(0.0, self.b[i - 1] - t) if i else 0.0))

    def after(self, at: datetime, seconds: float) -> datetime:
        wanted = self.elapsed(at) + seconds
        i = int(np.searchsorted(self.before, wanted, side="left")) - 1
        return datetime.fromtimestamp(self.a[i] + wanted - self.before[i], UTC)

    def day(self, at: datetime | None) -> date | None:
        return local_day(at)

    def end_of_next_day(self, at: datetime) -> datetime:
        return next(c for c in self.closes if local_day(c) > local_day(at))


def add_wait(random: Any, hours: Hours, day: date, department: tuple, waits: list, messages: list) -> None:
    key, median, never = department[0], department[6], department[7]
    target = TARGETS[int(random.choice(3, p=[0.35, 0.4, 0.25]))]
    hour = float(np.clip(random.normal(14, 4.2), 0, 23.9))
    opened = datetime.combine(day, time(), ZONE).astimezone(UTC) + timedelta(hours=hour)
    if opened >= AS_OF:
        return
    slow = 3.0 if key == "marketing" and day >= date(2026, 11, 3) else 1.0
    factor = {"direct_message": 1.0, "comment": 14.0, "mail": 22.0}[target[3]]
    sigma = {"direct_message": 0.8, "comment": 0.9, "mail": 1.0}[target[3]]
    pace = float(random.lognormal(np.log(median * factor * slow * 60), sigma))
    has_calendar = key != "legal"
    ended = hours.after(opened, pace) if has_calendar else opened + timedelta(seconds=pace * 2)
    outcome = "answered"
    roll = random.random()
    if roll < never:
        given_up = opened + timedelta(days=9, hours=5)
        is_closed = given_up < AS_OF and roll < never * 0.9
        outcome, ended = ("closed_unanswered", given_up) if is_closed else ("open", None)
    elif roll < never + 0.01:
        outcome = "withdrawn"
    if ended is not None and ended >= AS_OF:
        outcome, ended = "open", None
    number = len(waits) + 1
    source = "zendesk" if target[3] == "mail" else "facebook"
    wait_id = f"{source}:{100000 + number}"
    platform = "mail" if target[3] == "mail" else "facebook"
    place = {"source": source, "platform": platform, "channel": target[3], "visibility": target[4]}
    owner = None if random.random() < 0.012 else key
    has_calendar = has_calendar and owner is not None
    due = calendar_due = None
    if target[6]:
        due = hours.end_of_next_day(opened) if has_calendar else None
        calendar_due = due
    else:
        due = hours.after(opened, target[5]) if has_calendar else None
        calendar_due = opened + timedelta(seconds=target[5])
    end = ended or AS_OF
    business = hours.elapsed(end) - hours.elapsed(opened) if has_calendar else None
    answered = outcome == "answered"
    waits.append(
        dict(
            wait_id=wait_id,
            message_id=wait_id,
            answer_message_id=f"{wait_id}a" if answered else None,
            **place,
            conversation_id=f"{source}:c{number}",
            episode_id=wait_id,
            customer_id=f"{int(random.integers(1, 900)):024x}",
            case_id=f"{source}:t{number}",
            department_id=owner,
            answered_by_department_id=key if answered else None,
            agent_id=f"{int(random.integers(1, 14)):024x}" if answered else None,
            ordinal=1 if random.random() < 0.8 else 2,
            opened_at=opened,
            ended_at=ended,
            outcome=outcome,
            wait_seconds=(end - opened).total_seconds() if answered else None,
            business_seconds=business if answered else None,
            observed_seconds=(end - opened).total_seconds(),
            observed_business_seconds=business,
            business_seconds_reason=None if has_calendar else ("no_calendar" if owner else "no_owner"),
            target_id=target[0],
            target_clock="business",
            target_seconds=target[5],
            due_at=due,
            sla_state=_sla(outcome, ended, due),
            sla_reason=None if due else ("no_calendar" if owner else "no_owner"),
            calendar_due_at=calendar_due,
            calendar_sla_state=_sla(outcome, ended, calendar_due),
            is_double=False,
            opened_day=local_day(opened),
            ended_day=local_day(ended),
            due_day=local_day(due),
            calendar_due_day=local_day(calendar_due),
            post_id="facebook:post1" if target[3] == "comment" else None,
            answered_after_close_at=None,
            is_inferred_addressee=False,
            burst_count=int(random.integers(1, 4)),
        )
    )
    common = dict(
        **place,
        conversation_id=f"{source}:c{number}",
        episode_id=wait_id,
        case_id=f"{source}:t{number}",
        post_id=waits[-1]["post_id"],
        customer_id=waits[-1]["customer_id"],
        department_id=owner,
        department_source="account",
        intent=None,
        topic=None,
        edited_at=None,
        deleted_at=None,
        lag_seconds=20.0,
        is_history=False,
        wait_id=wait_id,
        group_name=None,
    )
    messages.append(
        dict(
            message_id=wait_id,
            **common,
            author_id=waits[-1]["customer_id"],
            author_kind="customer",
            direction="inbound",
            is_human=True,
            sent_at=opened,
            received_at=opened + timedelta(seconds=20),
            agent_id=None,
            in_reply_to_id=None,
            needs_answer=True,
            no_answer_reason=None,
            sent_day=local_day(opened),
        )
    )
    if answered:
        messages.append(
            dict(
                message_id=f"{wait_id}a",
                **common,
                author_id=waits[-1]["agent_id"],
                author_kind="employee",
                direction="outbound",
                is_human=True,
                sent_at=ended,
                received_at=ended,
                agent_id=waits[-1]["agent_id"],
                in_reply_to_id=wait_id,
                needs_answer=False,
                no_answer_reason=None,
                sent_day=local_day(ended),
            )
        )


def _sla(outcome: str, ended: datetime | None, due: datetime | None) -> str:
    if due is None:
        return "none"
    if outcome in ("withdrawn", "merged"):
        return "cancelled" if ended < due else "breached"
    if outcome == "answered" and ended <= due:
        return "met"
    return "running" if due > AS_OF else "breached"


def text_of(message: dict[str, Any]) -> str:
    if message["direction"] == "outbound":
        return "Danke für die Nachricht. Wir haben es geprüft und melden uns mit einer Lösung."
    return "Hallo, seit gestern geht mein Internet nicht mehr. Wann wird das behoben?\nMeine Kundennummer ist 4711."


def case_of(wait: dict[str, Any]) -> dict[str, Any]:
    keys = (
        "case_id",
        "source",
        "opened_at",
        "department_id",
        "agent_id",
        "channel",
        "platform",
        "visibility",
        "customer_id",
        "conversation_id",
    )
    done = wait["ended_at"]
    state = {"open": "open", "withdrawn": "deleted"}.get(wait["outcome"], "resolved")
    return dict(
        {key: wait[key] for key in keys},
        origin="ticket" if wait["source"] == "zendesk" else "conversation",
        first_resolved_at=done,
        resolved_at=done,
        closed_at=done,
        status=state,
        merged_into_case_id=None,
        priority="normal",
        reopen_count=0,
        handoff_count=0,
        human_reply_count=int(wait["outcome"] == "answered"),
    )


def states_of(wait: dict[str, Any]) -> list[dict[str, Any]]:
    keys = (
        "case_id",
        "department_id",
        "agent_id",
        "source",
        "platform",
        "channel",
        "visibility",
        "opened_at",
    )
    shared = {key: wait[key] for key in keys}
    found = [
        dict(
            shared,
            state="open",
            source_state="open",
            court="ours",
            started_at=wait["opened_at"],
            ended_at=wait["ended_at"],
        )
    ]
    if wait["ended_at"]:
        state = "deleted" if wait["outcome"] == "withdrawn" else "resolved"
        found.append(
            dict(
                shared,
                state=state,
                source_state=state,
                court="done",
                started_at=wait["ended_at"],
                ended_at=None,
            )
        )
    return found
