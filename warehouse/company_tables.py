"""The company as tables (`company.*`), so that models read it like any other input.

Every table is written with the fingerprint of its rows: a setting that didn't change rebuilds nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from warehouse import calendars
from warehouse.catalog import CALENDAR_TABLES
from warehouse.company import Company, Source

# A day target that opens before a long holiday, or a slow clock, is due well after now.
DUE_HORIZON = timedelta(days=200)
# Dirty dates (1970) must not stretch every calendar over half a century.
LONGEST_SPAN = timedelta(days=366 * 20)

_COLUMNS = {
    "settings": (
        "company_id varchar, name varchar, zone varchar, language varchar, gap_seconds bigint, "
        "reopen_seconds bigint"
    ),
    "sources": "source varchar, type varchar, settings json",
    "source_states": (
        "source varchar, state varchar, last_success_at timestamptz, last_attempt_at timestamptz, error "
        "varchar"
    ),
    "departments": (
        "position integer, department_id varchar, name varchar, name_en varchar, kind varchar, category "
        "integer, calendar_name varchar"
    ),
    "identities": "source varchar, kind varchar, value varchar, department_id varchar",
    "own_handles": "own_handle varchar",
    "assign_rules": (
        "rank integer, source varchar[], platform varchar[], channel varchar[], visibility varchar[], "
        "group_name varchar[], account varchar[], mention varchar[], department_id varchar, by_kind varchar"
    ),
    "targets": (
        "rank integer, target_id varchar, name varchar, name_en varchar, metric varchar, platform "
        "varchar[], channel varchar[], visibility varchar[], department varchar[], seconds bigint, "
        "end_of_next_business_day boolean, clock varchar, goal double"
    ),
    "calendars": "calendar_name varchar, zone varchar, slot_seconds bigint",
    "run": "run_id varchar, started_at timestamptz, config_hash varchar, code_version varchar",
}  # fmt: skip


def write(
    connection: duckdb.DuckDBPyConnection, company: Company, var: Path, run: tuple[str, datetime, str]
) -> dict[str, str]:
    """Write every `company.*` table except the calendars' times; returns each table's fingerprint."""
    tables: dict[str, Sequence[Sequence[Any]]] = {
        "settings": [_settings(company)],
        "sources": [(source.name, source.type, _settings_of(source)) for source in _sources(company)],
        "source_states": [_state(var, source.name) for source in _sources(company)],
        "departments": [
            (position, d.id, d.name, d.name_en, d.kind, d.category, d.calendar)
            for position, d in enumerate(company.departments)
        ],
        "own_handles": [(handle,) for handle in sorted(_own_handles(company))],
        "targets": [
            (rank, t.id, t.name, t.name_en, t.metric, list(t.platform), list(t.channel), list(t.visibility),
             list(t.department), t.seconds, t.end_of_next_business_day, t.clock, t.goal)
            for rank, t in enumerate(company.targets)
        ],
        "run": [(run[0], run[1], company.config_hash, run[2])],
    }  # fmt: skip
    prints = {f"company.{name}": _replace(connection, name, rows) for name, rows in tables.items()}
    prints["company.identities"] = _replace(connection, "identities", _identities(connection, company))
    prints["company.assign_rules"] = _replace(connection, "assign_rules", _rules(connection, company))
    return prints


def write_calendars(
    connection: duckdb.DuckDBPyConnection, company: Company, first_at: datetime | None, last_at: datetime
) -> dict[str, str]:
    """Write the times of every calendar over the span of the data; returns each table's fingerprint."""
    first = max(first_at or last_at, last_at - LONGEST_SPAN).date() - timedelta(days=2)
    last = (last_at + DUE_HORIZON).date()
    meaning = [first, last, [calendar.model_dump_json() for _, calendar in sorted(company.calendars.items())]]
    fingerprint = hashlib.sha256(repr(meaning).encode()).hexdigest()
    sizes, slots, days, opens = [], [], [], []
    for name, calendar in sorted(company.calendars.items()):
        size = calendars.slot_seconds(calendar, first, last)
        sizes.append((name, calendar.zone, size))
        label = pl.lit(name).alias("calendar_name")
        slots.append(
            calendars.slots(calendar, first, last, size).select(label, "slot", "is_open", "open_before")
        )
        days.append(calendars.business_days(calendar, first, last).select(label, "day", "last_close"))
        opens += [
            (name, opened, closed)
            for opened, closed in calendars.open_intervals(calendar, first, _end(last_at))
        ]
    _replace(connection, "calendars", sizes)
    shape: dict[str, Any] = {
        "calendar_name": pl.String,
        "slot": pl.Int64,
        "is_open": pl.Boolean,
        "open_before": pl.Int64,
    }
    _replace_frame(connection, "calendar_slots", pl.concat([pl.DataFrame(schema=shape), *slots]))
    shape = {"calendar_name": pl.String, "day": pl.Date, "last_close": pl.Datetime("us", "UTC")}
    _replace_frame(
        connection,
        "business_days",
        pl.concat(
            [
                pl.DataFrame(schema=shape),
                *(frame.select(pl.col(name).cast(kind) for name, kind in shape.items()) for frame in days),
            ]
        ),
    )
    utc = pl.Datetime("us", "UTC")
    shape = {"calendar_name": pl.String, "opened_at": utc, "closed_at": utc}
    _replace_frame(connection, "open_intervals", pl.DataFrame(opens, schema=shape, orient="row"))
    return dict.fromkeys(CALENDAR_TABLES, fingerprint)


def _end(last_at: datetime) -> date:
    return last_at.date() + timedelta(days=1)


def _settings(company: Company) -> tuple[Any, ...]:
    return (
        company.id, company.name, company.zone, company.language, company.gap_hours * 3600, company.reopen_days * 86400,
    )  # fmt: skip


def _sources(company: Company) -> list[Source]:
    return [source for _, source in sorted(company.sources.items())]


def _own_handles(company: Company) -> set[str]:
    return {
        name.lower()
        for department in company.departments
        for name in (*department.handles, *department.accounts)
    }


def _settings_of(source: Source) -> str:
    """Settings as the file has them, so that no secret gets into a table."""
    return json.dumps(source.declared, default=str)


def _state(var: Path, source: str) -> tuple[Any, ...]:
    path = var / "raw" / source / "_state.json"
    state = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    instants = (state.get(name) for name in ("last_success_at", "last_attempt_at"))
    return (source, state.get("state", "never"), *instants, state.get("error"))


def _pseudonyms(connection: duckdb.DuckDBPyConnection, pairs: list[tuple[str, str]]) -> list[str]:
    """Pseudonyms of (source, native id), in order."""
    if not pairs:
        return []
    frame = pl.DataFrame(pairs, schema=["source", "native"], orient="row").with_row_index("position")
    connection.register("people", frame.to_arrow())
    rows = connection.execute("select pseudonym(source, native) from people order by position").fetchall()
    connection.unregister("people")
    return [row[0] for row in rows]


def _identities(connection: duckdb.DuckDBPyConnection, company: Company) -> list[tuple[Any, ...]]:
    """How each source calls each department: groups and accounts as they are, people and handles as pseudonyms."""
    rows: list[tuple[Any, ...]] = []
    people: list[tuple[str, str, str, str]] = []
    for source in _sources(company):
        for department in company.departments:
            rows += [(source.name, "group", value, department.id) for value in department.groups]
            rows += [(source.name, "account", value, department.id) for value in department.accounts]
            people += [(source.name, "agent", value, department.id) for value in department.agents]
            people += [(source.name, "mention", value.lower(), department.id) for value in department.handles]
    hidden = _pseudonyms(connection, [(source, value) for source, _, value, _ in people])
    rows += [
        (source, kind, value, owner) for (source, kind, _, owner), value in zip(people, hidden, strict=True)
    ]
    return rows


def _rules(connection: duckdb.DuckDBPyConnection, company: Company) -> list[tuple[Any, ...]]:
    rows = []
    for rank, rule in enumerate(company.assign):
        pairs = [(source.name, handle.lower()) for source in _sources(company) for handle in rule.mention]
        rows.append(
            (rank, list(rule.source), list(rule.platform), list(rule.channel), list(rule.visibility), list(rule.group),
             list(rule.account), _pseudonyms(connection, pairs), rule.department, rule.by)
        )  # fmt: skip
    return rows


def _replace(connection: duckdb.DuckDBPyConnection, name: str, rows: Sequence[Sequence[Any]]) -> str:
    connection.execute(f"create or replace table work.company.{name} ({_COLUMNS[name]})")
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        connection.executemany(f"insert into work.company.{name} values ({marks})", rows)
    return hashlib.sha256(repr(list(rows)).encode()).hexdigest()


def _replace_frame(connection: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> None:
    connection.register("frame", frame.to_arrow())
    connection.execute(f"create or replace table work.company.{name} as select * from frame")
    connection.unregister("frame")
