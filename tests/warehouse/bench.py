"""Workspaces that many tests share, one after the other: opening one costs more than using it.

A table is made anew only where what it follows from is other than it was for the test before: most of the tables of a
small log hold nothing, and with the same input a query gives the same rows.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from warehouse import catalog
from warehouse.catalog import Model
from warehouse.company import load
from warehouse.database import Workspace
from warehouse.partial import place

_TYPES: dict[str, Any] = {
    "varchar": pl.String,
    "varchar[]": pl.List(pl.String),
    "boolean": pl.Boolean,
    "bigint": pl.Int64,
    "timestamptz": pl.Datetime("us", "UTC"),
}


class Bench:
    """A workspace, and what the tables in it hold that tests before this one have left."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._prints = dict(workspace.prints)
        self.filled: set[str] = set()  # tables that rows were put into by hand
        self._held: dict[str, str] = {}  # of each table that stands: its rows, as one text
        self._made_from: dict[str, tuple[str, ...]] = {}
        self._gave_nothing: set[tuple[str, tuple[str, ...]]] = set()

    def clear(self, now: datetime) -> None:
        """Nothing is built any more, and it is `now`."""
        self.workspace.prints |= self._prints
        self.workspace.forget()
        self.workspace.set_now(now)

    def forget(self) -> None:
        """Make every table anew the next time, whatever is known of it."""
        self._held.clear()
        self._made_from.clear()

    def put(self, table: str, columns: Mapping[str, str], rows: Sequence[Mapping[str, Any]]) -> None:
        """Fill a table by hand."""
        name, run = f"work.{table}", self.workspace.connection.execute
        self.filled.add(table)
        if rows or self._held.get(table) != _NOTHING:
            run(
                f"create or replace table {name} ({', '.join(f'{key} {kind}' for key, kind in columns.items())})"
            )
            self._held[table] = _NOTHING
        if rows:
            schema = {key: _TYPES[kind] for key, kind in columns.items()}
            frame = pl.DataFrame({key: [row[key] for row in rows] for key in columns}, schema=schema)
            self.workspace.connection.register("rows_by_hand", frame.to_arrow())
            run(f"insert into {name} from rows_by_hand")
            self.workspace.connection.unregister("rows_by_hand")
            self._held[table] = self._content(table)
        self.workspace.stand_in(table)

    def look_at(self, tables: Collection[str]) -> None:
        """Take what stands in these tables now, whoever put it there, for what tables to be made follow from."""
        sql = "select schema_name || '.' || table_name from duckdb_tables() where database_name = 'work'"
        stand = {name for (name,) in self.workspace.connection.execute(sql).fetchall()}
        # Calendars and shifts are written once the days are known that they are needed for.
        self._held |= {table: self._content(table) for table in tables if table in stand}

    def make(self, model: Model) -> None:
        """Bring a table up to date, when all that it reads is."""
        made_from = self._input(model)
        if model.schema == "quality":  # follows from what was landed, which isn't looked at here
            self.workspace.build(model)
        elif self._made_from.get(model.key) == made_from:
            self.workspace.stand_in(model.key)
        elif model.key in self._held and (model.key, made_from) in self._gave_nothing:
            if self._held[model.key] != _NOTHING:
                self.workspace.connection.execute(f"delete from {place(model)}")
                self._held[model.key] = _NOTHING
            self.workspace.stand_in(model.key)
        elif self.workspace.build(model):
            self._held[model.key] = self._content(model.key)
        else:
            self._held[model.key] = _NOTHING
            if model.schema != "staging":  # whose rows may all have been rejected, which is something, too
                self._gave_nothing.add((model.key, made_from))
        self._made_from[model.key] = made_from

    def _input(self, model: Model) -> tuple[str, ...]:
        """All that a table follows from, beside its query."""
        prints = self.workspace.prints
        held = [self._held.get(table, prints.get(table, "")) for table in sorted(model.inputs)]
        if "getvariable('as_of')" in model.sql or model.key == catalog.SPAN:
            held.append(self.workspace.as_of.isoformat())
        return tuple(held)

    def _content(self, table: str) -> str:
        sql = f"select count(*), sum(hash(t)::hugeint) from {table} as t"
        return repr(self.workspace.connection.execute(sql).fetchone())


_NOTHING = "no rows"


class Benches:
    """All that were opened, by company; handed out again once a test is done with one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.opened: list[Bench] = []
        self.free: dict[str, list[Bench]] = {}

    def take(self, company: str, now: datetime) -> Bench:
        """A workspace of this company in which nothing is built yet."""
        if self.free.get(company):
            bench = self.free[company].pop()
        else:
            folder = self.folder / f"{len(self.opened)}"
            folder.mkdir()
            (folder / "leitstand.toml").write_text(company, encoding="utf-8")
            known = load(folder / "leitstand.toml", {}, need_sources=False)
            workspace = Workspace(folder / "var", known, as_of=now, run_id="test", key=b"k" * 32)
            workspace.connection.execute("set threads = 1")  # for a handful of rows a second one only waits
            bench = Bench(workspace)
            self.opened.append(bench)
        bench.clear(now)
        return bench

    def give_back(self, company: str, bench: Bench) -> None:
        """Let another test have it."""
        self.free.setdefault(company, []).append(bench)
