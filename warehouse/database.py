"""The warehouse's files: the two that a run works in, and the published snapshot that everybody reads.

`var/marts.duckdb` (attached as `warehouse`) holds what is published; `var/staging.duckdb` (attached as `work`) what is
not: raw records, staging, steps and the company's tables.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import get_args

import duckdb

from warehouse import (
    catalog,
    checks,
    compaction,
    intent_rules,
    landed,
    making,
    source_time,
    staged,
    touched,
    vocabulary,
    written,
)
from warehouse.catalog import Catalog, Metric, Model
from warehouse.checks import CheckResult as CheckResult
from warehouse.company import Company, ConfigError
from warehouse.configuration import tables as company_tables
from warehouse.landed import Load
from warehouse.states import PUBLISHED, State, States, token
from warehouse.transaction import transaction

CODE_VERSION = "0.1.0"
MEMORY_VARIABLE = "LEITSTAND_MEMORY"
MACROS = Path(__file__).parent / "macros.sql"
ADDRESS_MACROS = MACROS.with_name("address_macros.sql")
FILES = {"marts.duckdb": "warehouse", "staging.duckdb": "work"}
# What DuckDB 1.5 reads, and no earlier one: texts take a quarter less CPU to write, and a tenth less room.
STORAGE = "storage_version 'v1.5.0'"
_WORK = ("landed", "raw", "company", "staging", "steps")
# Bytes of records as received: some 100,000 messages. With less, threads for one query cost more than they save.
_LITTLE = 8 * 1024 * 1024


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
    return var / "serving" / Path(pointer.read_text(encoding="utf-8", errors="replace").strip()).name


def open_snapshot(var: Path) -> duckdb.DuckDBPyConnection:
    """The newest snapshot, read-only, in UTC; take a `cursor()` per thread."""
    connection = duckdb.connect(str(current_snapshot(var)), read_only=True)
    connection.execute("set timezone = 'UTC'")
    return connection


def memory_limit(environ: Mapping[str, str]) -> str | None:
    """How much the database may hold in memory; None: as much as it finds right.

    Raises:
        ConfigError: the environment names what is no amount of memory.
    """
    limit = environ.get(MEMORY_VARIABLE)
    if limit:
        try:
            duckdb.connect(config={"memory_limit": limit}).close()
        except duckdb.Error as error:
            problem = f'{MEMORY_VARIABLE}: "{limit}" is no amount of memory; write it like "700MB" or "2GB"'
            raise ConfigError([problem]) from error
    return limit or None


class Workspace:
    """The warehouse, open for one run's work. A context manager; one at a time per var folder.

    `as_of` is 'now' for everything computed; `key` makes the pseudonyms and is never stored;
    `models` are what is built, all there are unless said otherwise.
    """

    def __init__(
        self,
        var: Path,
        company: Company,
        *,
        as_of: datetime,
        run_id: str,
        key: bytes,
        models: Catalog | None = None,
    ) -> None:
        self.var = var
        self.company = company
        self.as_of = as_of.astimezone(UTC)
        self.catalog = models or catalog.load()
        var.mkdir(parents=True, exist_ok=True)
        self.connection = duckdb.connect()
        self._open(key)
        run = (run_id, datetime.now(UTC), CODE_VERSION)
        with transaction(self.connection):
            self.prints = company_tables.write(self.connection, company, var, run)
        self.maker = making.Maker(self.connection, self.catalog, self.states, self.as_of)
        self.done: set[str] = set()

    def __enter__(self) -> Workspace:
        """Return the open workspace."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close both files."""
        self.connection.close()

    def load_raw(self) -> list[Load]:
        """Read archive files that are new since the last run, and leave out those of sources that are gone."""
        if landed.leave_out_strangers(self.connection, self.company):
            self.forget()
        return landed.load_new(self.connection, self.company, self.var, self.catalog.units)

    def plan(self) -> list[Model]:
        """All models and metrics, each after what it reads."""
        return self.catalog.in_order()

    def build(self, model: Model) -> int:
        """Bring one table up to date and return its rows: whole, by what is touched, or not at all."""
        definition = self._definition(model)
        whole = _hashed(definition, *(self._input_print(model, table) for table in sorted(model.inputs)))
        if model.follows_the_clock:
            whole = _hashed(whole, self.as_of.isoformat())
        state = self.maker.bring_up(model, definition, whole)
        self.done.add(model.key)
        if model.key == catalog.SPAN:
            self._write_calendars()
        return state.rows

    def checks(self) -> list[CheckResult]:
        """What must hold before anything is published."""
        return checks.run(self.connection, self.catalog)

    def checkpoint(self) -> None:
        """Write everything to the two files, so that a copy of one is complete."""
        if self.done >= self.catalog.models.keys():
            self.maker.forget_touched()
        for name in FILES.values():
            compaction.compact(self.connection, name)
            self.connection.execute(f"checkpoint {name}")

    def _open(self, key: bytes) -> None:
        run = self.connection.execute
        for file, name in FILES.items():
            run(f"attach '{_quoted(self.var / file)}' as {name} ({STORAGE})")
        self._drop_old_layout()
        schemas = [*(f"work.{name}" for name in _WORK), *(f"warehouse.{name}" for name in PUBLISHED)]
        # A transaction writes to one of the two files only.
        with transaction(self.connection):
            for schema in PUBLISHED:
                run(f"create schema if not exists warehouse.{schema}")
            run("use warehouse")
            run(MACROS.read_text(encoding="utf-8"))
            run(ADDRESS_MACROS.read_text(encoding="utf-8"))
        with transaction(self.connection):
            for schema in _WORK:
                run(f"create schema if not exists work.{schema}")
            landed.create_tables(self.connection)
            staged.create_tables(self.connection)
            touched.create_tables(self.connection)
        self.states = States(self.connection)
        source_time.define(self.connection, self.company)
        intent_rules.define(self.connection, self.company)
        with transaction(self.connection):
            for table in sorted({table for model in self.catalog.models.values() for table in model.inputs}):
                if table.startswith("raw."):
                    landed.ensure_raw_table(
                        self.connection, table.removeprefix("raw."), self.catalog.units.get(table, [])
                    )
        run(f"set search_path = 'warehouse.main,{','.join(schemas)}'")
        run("set timezone = 'UTC'")
        run("set preserve_insertion_order = false")
        self._limit_memory()
        if sum(file.stat().st_size for file in self.var.glob("raw/*/*/*.zst")) < _LITTLE:
            run("set threads = 1")
        compaction.configure(self.connection)
        run("set variable as_of = ?::timestamptz", [self.as_of])
        run("set variable platforms = ?", [list(get_args(vocabulary.Platform))])
        run("set variable channels = ?", [list(get_args(vocabulary.Channel))])
        run("set variable split_pattern = ?", [self.company.answers.split_pattern])
        run("set variable number_pattern = ?", [self.company.contact_links.number_pattern])
        _define_pseudonym(self.connection, key)

    def _limit_memory(self) -> None:
        """What doesn't fit is put beside the files; a run that was killed may have left some of it."""
        spilled = self.var / "spilled"
        shutil.rmtree(spilled, ignore_errors=True)
        self.connection.execute(f"set temp_directory = '{_quoted(spilled)}'")
        if limit := memory_limit(os.environ):
            self.connection.execute("set memory_limit = ?", [limit])

    def _drop_old_layout(self) -> None:
        """Files of a version that kept raw records in another way are made anew from the archive."""
        run = self.connection.execute
        old = "select 1 from duckdb_tables() where database_name = 'work' and table_name = 'builds'"
        if run(old).fetchone():
            for file, name in FILES.items():
                run(f"detach {name}")
                (self.var / file).unlink()
                run(f"attach '{_quoted(self.var / file)}' as {name} ({STORAGE})")

    def _write_calendars(self) -> None:
        row = self.connection.execute("select first_at from steps.int_span").fetchone()
        with transaction(self.connection):
            known = written.known(self.connection, _code_hash())
            prints = company_tables.write_calendars(
                self.connection, self.company, row[0] if row else None, self.as_of, known
            )
            if prints != known:
                written.remember(self.connection, _code_hash(), prints)
        self.prints |= prints

    def _definition(self, model: Model) -> str:
        """Changes with the query, the code and the settings that a table follows from."""
        parts = [model.content_hash, _code_hash()]
        if "getvariable('split_pattern')" in model.sql:
            parts.append(self.company.answers.split_pattern)
        if "getvariable('number_pattern')" in model.sql:
            parts.append(self.company.contact_links.number_pattern)
        if "source_instant(" in model.sql or model.units:
            parts.append(self.prints["company.sources"])
        parts += [
            f"{table}={self.prints[table]}" for table in sorted(model.inputs) if table.startswith("company.")
        ]
        return _hashed(*parts)

    def _input_print(self, model: Model, table: str) -> str:
        """Changes where a table has to be made whole, because of this input."""
        if table.startswith("company."):
            return ""  # part of the definition
        if table.startswith("raw."):
            if table in model.units:
                return repr(model.units[table])
            return self.maker.raw_print(table, with_last="last_received_at" in model.sql)
        if table.startswith("landed."):
            return self.maker.loads_print()
        if table == catalog.REJECTS:
            return self.maker.loads_print() + "".join(
                state.version
                for key in sorted(self.catalog.models)
                if key.startswith("staging.") and (state := self.states.get(key))
            )
        if table == catalog.SNAPSHOT and model.header.get("recent"):
            return ""  # those days are computed anew in any case
        state = self.states.get(table)
        if state is None:
            raise catalog.CatalogError(f"{table} was not built before what reads it.")
        source = self.catalog.models[table]
        is_replaced = model.is_partial and (source.is_partial or table in model.touches)
        if isinstance(model, Metric):
            columns = touched.columns_of(self.connection, table)
            is_replaced = is_replaced and source.per is not None and model.header["time"] in columns
        return f"{table}={state.generation if is_replaced else state.version}"

    def set_now(self, as_of: datetime) -> None:
        """Compute everything as of another instant."""
        self.as_of = self.maker.as_of = as_of.astimezone(UTC)
        self.connection.execute("set variable as_of = ?::timestamptz", [self.as_of])

    def forget(self) -> None:
        """Know of no table any more that it was built."""
        self.states.forget()
        self.maker = making.Maker(self.connection, self.catalog, self.states, self.as_of)

    def stand_in(self, table: str) -> None:
        """Take a table that was filled by hand for one that was made just now."""
        self.states.assume(table, State("", "", token(), token(), self.as_of, 0))


@cache
def _code_hash() -> str:
    """Changes with any code here that a table may follow from; an upgrade builds everything once."""
    code = [*MACROS.parent.glob("*.py"), *MACROS.parent.glob("configuration/*.py")]
    files = [*sorted(code), MACROS, ADDRESS_MACROS]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _hashed(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


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
