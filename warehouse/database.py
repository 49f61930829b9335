"""The warehouse's files: the two that a run works in, and the published snapshot that everybody reads.

`var/marts.duckdb` (attached as `warehouse`) holds what is published; `var/staging.duckdb` (attached as `work`) what is
not: raw records, staging, steps and the company's tables.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import TracebackType

import duckdb

from warehouse import catalog, checks, company_tables, landed, source_time
from warehouse.catalog import Catalog, Metric, Model
from warehouse.checks import CheckResult as CheckResult
from warehouse.company import Company
from warehouse.landed import Load
from warehouse.transaction import transaction

CODE_VERSION = "0.1.0"
MACROS = Path(__file__).parent / "macros.sql"
_WORK = ("landed", "raw", "company", "staging", "steps")
_PUBLISHED = ("marts", "metrics", "quality")
_REJECT_COLUMNS = "record_id, reject_reason"
_OWN_TABLES = """
    create table if not exists work.company.builds (model varchar primary key, fingerprint varchar, rows bigint);
    create table if not exists work.steps.rejects (
        model varchar, source varchar, record_id varchar, reason varchar, received_at timestamptz,
        file varchar, line bigint
    );
"""


class NothingPublished(Exception):
    """There is no snapshot yet; the message says which command makes one."""


def current_snapshot(var: Path) -> Path:
    """Path of the newest published snapshot.

    Raises:
        NothingPublished: nothing was published into this folder yet.
    """
    pointer = var / "serving" / "CURRENT"
    if not pointer.exists():
        raise NothingPublished(
            f"{var} holds no published snapshot yet; run `leitstand demo` or `leitstand run` first."
        )
    return var / "serving" / pointer.read_text(encoding="utf-8").strip()


def open_snapshot(var: Path) -> duckdb.DuckDBPyConnection:
    """The newest snapshot, read-only, in UTC; take a `cursor()` per thread."""
    connection = duckdb.connect(str(current_snapshot(var)), read_only=True)
    connection.execute("set timezone = 'UTC'")
    return connection


@dataclass(frozen=True)
class _Built:
    fingerprint: str
    rows: int


class Workspace:
    """The warehouse, open for one run's work. A context manager; one at a time per var folder.

    `as_of` is 'now' for everything computed; `key` makes the pseudonyms and is never stored.
    """

    def __init__(self, var: Path, company: Company, *, as_of: datetime, run_id: str, key: bytes) -> None:
        self.var = var
        self.company = company
        self.as_of = as_of.astimezone(UTC)
        self.catalog: Catalog = catalog.load()
        var.mkdir(parents=True, exist_ok=True)
        self.connection = duckdb.connect()
        self._open(key)
        run = (run_id, datetime.now(UTC), CODE_VERSION)
        with transaction(self.connection):
            self._fingerprints = company_tables.write(self.connection, company, var, run)
        self._builds = self._known_builds()

    def __enter__(self) -> Workspace:
        """Return the open workspace."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close both files."""
        self.connection.close()

    def load_raw(self) -> list[Load]:
        """Read archive files that are new since the last run."""
        return landed.load_new(self.connection, self.company, self.var)

    def plan(self) -> list[Model]:
        """All models and metrics, each after what it reads."""
        return self.catalog.in_order()

    def build(self, model: Model) -> int:
        """Make one table and return its rows; skipped when nothing that it follows from has changed."""
        fingerprint = self._fingerprint(model)
        built = self._builds.get(model.key)
        if built and built.fingerprint == fingerprint:
            rows = built.rows
        else:
            # Forgotten first: a run that is killed in between makes the table again.
            if self._builds.pop(model.key, None):
                self.connection.execute("delete from work.company.builds where model = ?", [model.key])
            rows = self._make(model)
            self.connection.execute(
                "insert or replace into work.company.builds values (?, ?, ?)", [model.key, fingerprint, rows]
            )
            self._builds[model.key] = _Built(fingerprint, rows)
        self._fingerprints[model.key] = fingerprint
        if model.key == catalog.SPAN:
            self._write_calendars()
        return rows

    def checks(self) -> list[CheckResult]:
        """What must hold before anything is published."""
        return checks.run(self.connection, self.catalog)

    def checkpoint(self) -> None:
        """Write everything to the two files, so that a copy of one is complete."""
        self.connection.execute("checkpoint work; checkpoint warehouse")

    def _open(self, key: bytes) -> None:
        run = self.connection.execute
        for file, name in (("marts.duckdb", "warehouse"), ("staging.duckdb", "work")):
            path = str(self.var / file).replace("'", "''")
            run(f"attach '{path}' as {name}")
        schemas = [*(f"work.{name}" for name in _WORK), *(f"warehouse.{name}" for name in _PUBLISHED)]
        # A transaction writes to one of the two files only.
        with transaction(self.connection):
            for schema in _PUBLISHED:
                run(f"create schema if not exists warehouse.{schema}")
            run("use warehouse")
            run(MACROS.read_text(encoding="utf-8"))
        with transaction(self.connection):
            for schema in _WORK:
                run(f"create schema if not exists work.{schema}")
            run(_OWN_TABLES)
            landed.create_tables(self.connection)
            for table in sorted({table for model in self.catalog.models.values() for table in model.inputs}):
                if table.startswith("raw."):
                    landed.ensure_raw_table(self.connection, table.removeprefix("raw."))
        run(f"set search_path = 'warehouse.main,{','.join(schemas)}'")
        run("set timezone = 'UTC'")
        run("set preserve_insertion_order = false")
        run("set variable as_of = ?::timestamptz", [self.as_of])
        run("set variable split_pattern = ?", [self.company.answers.split_pattern])
        _define_pseudonym(self.connection, key)
        source_time.define(self.connection, self.company)

    def _write_calendars(self) -> None:
        row = self.connection.execute("select first_at from steps.int_span").fetchone()
        with transaction(self.connection):
            self._fingerprints |= company_tables.write_calendars(
                self.connection, self.company, row[0] if row else None, self.as_of
            )

    def _make(self, model: Model) -> int:
        if isinstance(model, Metric):
            return self._make_metric(model)
        if model.schema == "staging":
            return self._make_staging(model)
        return self._replace(model, model.sql)

    def _make_staging(self, model: Model) -> int:
        """Rows that can't be read go to `steps.rejects` with their reason; the rest becomes the table."""
        run = self.connection.execute
        run(f"create or replace temp table staged as {model.sql}")
        run("delete from work.steps.rejects where model = ?", [model.key])
        run(
            """
            insert into work.steps.rejects
            select ?, source, record_id, reject_reason, received_at, file, line from staged
            where reject_reason is not null
            """,
            [model.key],
        )
        rows = self._replace(
            model, f"select * exclude ({_REJECT_COLUMNS}) from staged where reject_reason is null"
        )
        run("drop table staged")
        return rows

    def _make_metric(self, metric: Metric) -> int:
        frame = self.catalog.evaluate(
            self.connection, metric.name, catalog.Filters(), by=("date_day", *metric.table_dimensions)
        )
        self.connection.register("figures", frame.to_arrow())
        rows = self._replace(metric, "select * from figures")
        self.connection.unregister("figures")
        return rows

    def _replace(self, model: Model, query: str) -> int:
        """Make a model's table from a query; returns its rows."""
        made = self.connection.execute(f"create or replace table {_place(model)} as {query}").fetchone()
        return int(made[0]) if made else 0

    def _known_builds(self) -> dict[str, _Built]:
        """What earlier runs built, as far as its table is still there."""
        rows = self.connection.execute("""
            select model, fingerprint, rows from work.company.builds
            where model in (select schema_name || '.' || table_name from duckdb_tables())
        """).fetchall()
        return {model: _Built(fingerprint, count) for model, fingerprint, count in rows}

    def _fingerprint(self, model: Model) -> str:
        parts: list[str] = [model.content_hash, _code_hash()]
        if "getvariable('as_of')" in model.sql:
            parts.append(self.as_of.isoformat())
        if "getvariable('split_pattern')" in model.sql:
            parts.append(self.company.answers.split_pattern)
        if "source_instant(" in model.sql:
            parts.append(self._fingerprints["company.sources"])
        parts += [f"{table}={self._input_print(table)}" for table in sorted(model.inputs)]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def _input_print(self, table: str) -> str:
        if table in self._fingerprints:
            return self._fingerprints[table]
        if table.startswith("raw."):
            return self._files_of("raw_table = ?", [table.removeprefix("raw.")])
        if table.startswith("landed."):
            return self._files_of("true", [])
        if table == catalog.REJECTS:
            return self._files_of("true", []) + "".join(
                print_ for key, print_ in sorted(self._fingerprints.items()) if key.startswith("staging.")
            )
        if table in self._builds:
            return self._builds[table].fingerprint
        raise catalog.CatalogError(f"{table} was not built before what reads it.")

    def _files_of(self, condition: str, parameters: Sequence[str]) -> str:
        rows = self.connection.execute(
            f"select file from work.landed.loads where {condition} order by file", parameters
        ).fetchall()
        return hashlib.sha256(repr(rows).encode()).hexdigest()


@cache
def _code_hash() -> str:
    """Changes with any code here that a table may follow from; an upgrade builds everything once."""
    files = [*sorted(MACROS.parent.glob("*.py")), MACROS]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _place(model: Model) -> str:
    database = "warehouse" if model.schema in _PUBLISHED else "work"
    return f"{database}.{model.schema}.{model.name}"


def _define_pseudonym(connection: duckdb.DuckDBPyConnection, key: bytes) -> None:
    """HMAC-SHA256 (RFC 2104) in SQL, over source and native id; 96 bits, as hex."""
    block = hashlib.sha256(key).digest() if len(key) > 64 else key
    for name, byte in (("inner_pad", 0x36), ("outer_pad", 0x5C)):
        connection.execute(
            f"set variable {name} = ?", [bytes(part ^ byte for part in block.ljust(64, b"\0"))]
        )
    connection.execute("""
        create or replace temp macro pseudonym(source_name, native_id) as left(sha256(
            getvariable('outer_pad')
            || unhex(sha256(getvariable('inner_pad') || encode(source_name || ':' || native_id)))
        ), 24)
    """)
