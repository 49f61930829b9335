"""Tables brought up to date by replacing the rows of touched ids.

A model's unchanged query runs on small copies of its inputs that hold the rows of touched ids only (in memory, as
`mini_<schema>.<table>`), and what comes out takes the place of what the table held for these ids. A table that `grows`
only gets rows with keys that it doesn't hold yet; one that `sums` is changed by the difference.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

import duckdb

from warehouse.catalog import Catalog, Metric, Model
from warehouse.states import database_of
from warehouse.touched import columns_of, is_touched, kind_of


def place(model: Model) -> str:
    """A model's table, with the attached file that it stands in."""
    return f"{database_of(model.key)}.{model.key}"


def rewritten(sql: str, names: Mapping[str, str]) -> str:
    """The query, reading other tables under the same names."""
    for table, other in names.items():
        sql = re.sub(rf"(?<![\w.]){re.escape(table)}\b", other, sql)
    return sql


class Partial:
    """The small copies of one run, and what is made of them."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, catalog: Catalog) -> None:
        self._connection, self._catalog = connection, catalog
        self._copied: set[str] = set()
        for schema in ("raw", "staging", "steps", "marts", "old"):
            connection.execute(f"create schema if not exists memory.mini_{schema}")
        connection.execute(
            "create table if not exists warehouse.main.days (table_name varchar, column_name varchar, day date)"
        )

    def make(self, model: Model) -> None:
        """Run a model on the touched rows of its inputs; the result is its own small copy."""
        names = {
            table: self.copy(self._catalog.models[table])
            for table in sorted(model.inputs)
            if table in self._catalog.models and self._catalog.models[table].per
        }
        self._connection.execute(
            f"create or replace table memory.mini_{model.key} as {rewritten(model.sql, names)}"
        )
        self._copied.add(model.key)

    def copy(self, model: Model) -> str:
        """The small copy of a table that is up to date; returns its name."""
        name = f"memory.mini_{model.key}"
        if model.key not in self._copied:
            self._connection.execute(
                f"create or replace table {name} as select * from {model.key} where {self._touched(model)}"
            )
            self._copied.add(model.key)
        return name

    def replace(self, model: Model) -> int:
        """Put the small copy in the place of what the table held of touched ids; returns by how many rows it grew."""
        run, mini = self._connection.execute, f"memory.mini_{model.key}"
        where = self._touched(model)
        self._note_days(model, f"{model.key} where {where}")
        gone = run(f"delete from {place(model)} where {where}").fetchone()
        come = run(f"insert into {place(model)} from {mini}").fetchone()
        self._note_days(model, mini)
        return int(come[0] if come else 0) - int(gone[0] if gone else 0)

    def grow(self, model: Model) -> int:
        """Add the rows of the small copy whose keys are new; returns how many."""
        key = model.header["grows"]
        come = self._connection.execute(
            f"insert into {place(model)} select * from memory.mini_{model.key}"
            f" where {key} not in (select {key} from {place(model)})"
        ).fetchone()
        return int(come[0]) if come else 0

    def difference(self, sums: Model, summed: Model, then: datetime, now: datetime) -> None:
        """What the touched rows of `summed`, as they stand and as their small copy has them, make of the sums of both.

        The small copy of `sums` is the difference, that in `mini_old` what it makes of what stands there. `then` is the
        'now' of that.
        """
        run = self._connection.execute
        run(
            f"create or replace table memory.mini_old.{summed.name} as"
            f" select * from {summed.key} where {self._touched(summed)}"
        )
        columns = columns_of(self._connection, sums.key)
        names = sums.header["sums"]
        added = ", ".join(
            f"sum({name})::{kind} as {name}" if name in names else name for name, kind in columns.items()
        )
        some = " or ".join(f"sum({name}) != 0" for name in names)
        less = ", ".join(f"-{name} as {name}" for name in names)
        run("set variable as_of = ?::timestamptz", [then])
        before = rewritten(sums.sql, {summed.key: f"memory.mini_old.{summed.name}"})
        run(
            f"create or replace table memory.mini_{sums.key} as"
            f" select * replace ({less}) from ({before}) as held"
        )
        run("set variable as_of = ?::timestamptz", [now])
        after = rewritten(sums.sql, {summed.key: f"memory.mini_{summed.key}"})
        run(f"insert into memory.mini_{sums.key} select {', '.join(columns)} from ({after}) as holds")
        run(f"""
            create or replace table memory.mini_{sums.key} as
            select {added} from memory.mini_{sums.key} group by all having {some}
        """)
        run(f"""
            create or replace table memory.mini_old.{sums.name} as
            select {added} from (
                select held.* from {sums.key} as held
                semi join memory.mini_{sums.key} as added on {self._same_group(sums)}
                union all by name
                from memory.mini_{sums.key}
            ) as both_
            group by all having {some}
        """)

    def add(self, sums: Model) -> int:
        """Replace the groups that differ, and drop those that came to nothing; returns by how many rows it grew."""
        run = self._connection.execute
        gone = run(
            f"delete from {place(sums)} as held using memory.mini_{sums.key} as added"
            f" where {self._same_group(sums)}"
        ).fetchone()
        come = run(f"insert into {place(sums)} from memory.mini_old.{sums.name}").fetchone()
        return int(come[0] if come else 0) - int(gone[0] if gone else 0)

    def _same_group(self, sums: Model) -> str:
        columns = columns_of(self._connection, sums.key)
        return " and ".join(
            f"held.{name} is not distinct from added.{name}"
            for name in columns
            if name not in sums.header["sums"]
        )

    def _touched(self, model: Model) -> str:
        column = model.header.get("key", model.per)
        return is_touched(column, kind_of(model))

    def _note_days(self, model: Model, relation: str) -> None:
        """Days on which rows go or come, for the metrics that read them."""
        columns = columns_of(self._connection, model.key)
        for name in sorted(self._days_read(model) & columns.keys()):
            self._connection.execute(
                f"insert into warehouse.main.days select distinct '{model.key}', '{name}', {name} from {relation}"
            )

    def _days_read(self, model: Model) -> set[str]:
        return {
            str(metric.header["time"])
            for metric in self._catalog.metrics.values()
            if isinstance(metric, Metric) and model.key in metric.inputs
        }
