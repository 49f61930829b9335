"""The snapshot that the dashboard's tests draw: seeded waits and cases of a small company, in the marts' columns.

`python tests/dashboard/company.py FOLDER` publishes it into a var folder, to look at pages before a pipeline has run.
Marketing falls behind its 15-minute target on 3 November; Legal has no calendar; the Facebook source is 7 hours behind.
"""

import sys
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import numpy as np
import polars as pl

from tests.dashboard import company_cases, company_evidence, company_load, company_responses, company_sla
from warehouse.catalog import load
from warehouse.database import MACROS

AS_OF = datetime(2026, 11, 21, 5, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Berlin")
DAYS = 112
UTC = UTC

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


def publish(
    var: Path,
    name: str = "20261121T050000Z.duckdb",
    seed: int = 7,
    run_id: str = "8c41f0d2",
    days: int = DAYS,
) -> Path:
    """Write a snapshot and point at it; returns its path."""
    folder = var / "serving"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(_snapshot(seed, run_id, days))
    pointer = folder / "CURRENT.tmp"
    pointer.write_text(name, encoding="utf-8")
    pointer.replace(folder / "CURRENT")
    return path


@cache
def _snapshot(seed: int, run_id: str, days: int) -> bytes:
    """The file of one snapshot, made once for all that publish it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "made.duckdb"
        _make_snapshot(path, make(seed, run_id, days))
        return path.read_bytes()


def _make_snapshot(path: Path, tables: dict[str, pl.DataFrame]) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute("set timezone = 'UTC'")
        for schema in ("marts", "metrics", "quality"):
            connection.execute(f"create schema {schema}")
        for table, frame in tables.items():
            connection.register("frame", frame)
            connection.execute(f"create table {table} as select * from frame")
            connection.unregister("frame")
        _derive(connection)


def _derive(connection: duckdb.DuckDBPyConnection) -> None:
    """Let the warehouse's own queries make what follows from waits and cases."""
    connection.execute(MACROS.read_text(encoding="utf-8"))
    connection.execute("set variable as_of = ?::timestamptz", [AS_OF])
    connection.execute(
        "create schema company; create table company.settings as select 'Europe/Berlin' as zone"
    )
    models = load().models
    for table in ("dim_hour", "fct_backlog_changes", "fct_backlog_hourly", "fct_flows"):
        connection.execute(f"create table marts.{table} as {models[f'marts.{table}'].sql}")
    company_cases.derive(connection)
    company_load.derive(connection, AS_OF - timedelta(days=DAYS), AS_OF)
    connection.execute("drop schema company cascade")


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


def make(seed: int, run_id: str, days: int) -> dict[str, pl.DataFrame]:
    """Return every table by name."""
    random = np.random.default_rng(seed)
    first = local_day(AS_OF) - timedelta(days=days)
    hours = Hours(first - timedelta(days=7), days + 40)
    waits: list[dict[str, Any]] = []
    messages: list[dict[str, Any]] = []
    for i in range(days + 1):
        day = first + timedelta(days=i)
        for department in DEPARTMENTS:
            for _ in range(random.poisson(department[5] * (0.6 if day.weekday() == 6 else 1.0))):
                _wait(random, hours, day, department, waits, messages)
    company_responses.complete(np.random.default_rng(seed), hours, waits, AS_OF)
    spells = company_cases.states(
        np.random.default_rng(seed), hours, AS_OF, [s for w in waits for s in _states(w)]
    )
    told = company_cases.cases(hours, AS_OF, [_case(w) for w in waits], spells)
    cases = _frame(told)
    return {
        **company_evidence.tables(np.random.default_rng(seed), AS_OF, days, cases),
        **company_sla.tables(np.random.default_rng(seed), AS_OF, hours, waits),
        **company_cases.tables(np.random.default_rng(seed), AS_OF, hours, spells, told),
        **company_load.tables(np.random.default_rng(seed), AS_OF, waits, cases),
        "marts.dim_snapshot": _frame([_about(run_id, first)]),
        "marts.dim_department": _frame(
            [
                {
                    "department_id": d[0],
                    "name": d[1],
                    "name_en": d[2],
                    "kind": d[3],
                    "category": d[4],
                    "calendar_name": None if d[0] == "legal" else "hours",
                    "has_calendar": d[0] != "legal",
                    "position": i,
                }
                for i, d in enumerate(DEPARTMENTS)
            ]
        ),
        "marts.dim_target": company_sla.ever(
            [
                {
                    "target_id": t[0],
                    "name": t[1],
                    "name_en": t[2],
                    "metric": "first_response",
                    "channel": [t[3]],
                    "visibility": [t[4]],
                    "seconds": t[5],
                    "end_of_next_business_day": t[6],
                    "clock": "business",
                    "goal": t[7],
                    "rank": i + 1,
                    "pause": [],
                }
                for i, t in enumerate(TARGETS)
            ]
            + company_sla.targets(len(TARGETS) + 1)
        ),
        "marts.dim_source": _frame(
            [
                {
                    "source": "facebook",
                    "type": "facebook",
                    "state": "failed",
                    "last_success_at": AS_OF - timedelta(hours=7),
                    "last_record_at": AS_OF - timedelta(hours=7, minutes=4),
                    "error": "The Graph API answered 190: the access token has expired.",
                    "row_count": len(messages),
                },
                {
                    "source": "zendesk",
                    "type": "zendesk",
                    "state": "ok",
                    "last_success_at": AS_OF,
                    "last_record_at": AS_OF - timedelta(minutes=3),
                    "error": None,
                    "row_count": len(waits),
                },
            ]
        ),
        "marts.dim_calendar_open": _frame(
            [
                {"department_id": d[0], "opened_at": a, "closed_at": b}
                for d in DEPARTMENTS
                if d[0] != "legal"
                for a, b in zip(hours.opens, hours.closes, strict=True)
            ]
        ),
        "marts.dim_post": _frame(
            [
                {
                    "post_id": "facebook:post1",
                    "source": "facebook",
                    "platform": "facebook",
                    "account": "nordfunk",
                    "published_at": AS_OF - timedelta(days=18),
                    "text": "Black Week: 50 % auf alle Tarife",
                }
            ]
        ),
        "marts.fct_waits": _frame(waits),
        "marts.fct_messages": _frame(messages),
        "marts.message_texts": _frame([{"message_id": m["message_id"], "text": _text(m)} for m in messages]),
        "marts.fct_cases": cases,
        "marts.fct_case_states": _frame(spells),
    }


def _about(run_id: str, first: date) -> dict[str, Any]:
    return {
        "as_of": AS_OF,
        "run_id": run_id,
        "started_at": AS_OF,
        "config_hash": "0" * 64,
        "code_version": "0.1.0",
        "company_id": "nordfunk",
        "company_name": "Nordfunk",
        "zone": "Europe/Berlin",
        "language": "de",
        "data_from": first,
        "data_to": local_day(AS_OF),
    }


def _wait(random: Any, hours: Hours, day: date, department: tuple, waits: list, messages: list) -> None:
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


def _text(message: dict[str, Any]) -> str:
    if message["direction"] == "outbound":
        return "Danke für die Nachricht. Wir haben es geprüft und melden uns mit einer Lösung."
    return "Hallo, seit gestern geht mein Internet nicht mehr. Wann wird das behoben?\nMeine Kundennummer ist 4711."


def _case(wait: dict[str, Any]) -> dict[str, Any]:
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


def _states(wait: dict[str, Any]) -> list[dict[str, Any]]:
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


def _frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(rows, infer_schema_length=None)


if __name__ == "__main__":
    print(publish(Path(sys.argv[1])))
