"""The snapshot that the dashboard's tests draw: seeded waits and cases of a small company, in the marts' columns.

`python tests/dashboard/company.py FOLDER` publishes it into a var folder, to look at pages before a pipeline has run.
Marketing falls behind its 15-minute target on 3 November; Legal has no calendar; the Facebook source is 7 hours behind.
"""

import sys
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import numpy as np
import polars as pl

from tests.dashboard import (
    company_capacity,
    company_cases,
    company_conflict,
    company_evidence,
    company_exposures,
    company_load,
    company_money,
    company_people,
    company_posts,
    company_responses,
    company_sla,
)
from tests.dashboard.company_waits import (
    AS_OF,
    DEPARTMENTS,
    TARGETS,
    Hours,
    add_wait,
    case_of,
    local_day,
    states_of,
    text_of,
)  # fmt: skip
from warehouse.catalog import load
from warehouse.database import MACROS

DAYS = 112


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
    for table in (
        "dim_hour",
        "fct_backlog_changes",
        "fct_backlog_hourly",
        "fct_flows",
        "dim_expiry_rule",
        "fct_expiring",
    ):
        connection.execute(f"create table marts.{table} as {models[f'marts.{table}'].sql}")
    company_cases.derive(connection)
    company_load.derive(connection, AS_OF - timedelta(days=DAYS), AS_OF)
    company_posts.derive(connection)
    company_money.derive(connection)
    company_capacity.derive(connection, AS_OF, DAYS)
    company_evidence.derive(connection)
    company_people.derive(connection)
    company_exposures.derive(connection)
    connection.execute("drop schema company cascade")


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
                add_wait(random, hours, day, department, waits, messages)
    company_responses.complete(np.random.default_rng(seed), hours, waits, AS_OF)
    spells = company_cases.states(
        np.random.default_rng(seed), hours, AS_OF, [s for w in waits for s in states_of(w)]
    )
    told = company_cases.cases(hours, AS_OF, [case_of(w) for w in waits], spells)
    cases = _frame(told)
    return {
        **company_evidence.tables(np.random.default_rng(seed), AS_OF, days, cases),
        **company_sla.tables(np.random.default_rng(seed), AS_OF, hours, waits),
        **company_cases.tables(np.random.default_rng(seed), AS_OF, hours, spells, told),
        **company_load.tables(np.random.default_rng(seed), AS_OF, waits, cases),
        **company_conflict.tables(np.random.default_rng(seed), AS_OF, waits),
        **company_money.tables(AS_OF),
        **company_posts.make(np.random.default_rng(seed), AS_OF, days, waits, messages),
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
                    "captured_by": "api",
                    "export_age_seconds": None,
                    "state": "failed",
                    "last_success_at": AS_OF - timedelta(hours=7),
                    "last_record_at": AS_OF - timedelta(hours=7, minutes=4),
                    "error": "The Graph API answered 190: the access token has expired.",
                    "row_count": len(messages),
                },
                {
                    "source": "zendesk",
                    "type": "zendesk",
                    "captured_by": "api",
                    "export_age_seconds": None,
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
        "marts.fct_waits": _frame(waits),
        "marts.fct_messages": _frame(messages),
        "marts.message_texts": _frame(
            [{"message_id": m["message_id"], "text": text_of(m)} for m in messages]
        ),
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


def _frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(rows, infer_schema_length=None)


if __name__ == "__main__":
    print(publish(Path(sys.argv[1])))
