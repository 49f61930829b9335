"""Staging tables: whole, or only the units that new records belong to.

Rows that can't be read go to `steps.rejects` with their reason; the rest becomes the table. Every id that a row names
which came, went or changed is noted as touched.
"""

from __future__ import annotations

import duckdb

from warehouse import landed, touched
from warehouse.catalog import Catalog, Model
from warehouse.partial import place, rewritten

_REJECT_COLUMNS = "record_id, reject_reason"
# Where more than this share of a raw table is touched, reading all of it is cheaper.
_MOST = 0.25


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Create where rejects go; safe to call again."""
    connection.execute("""
        create table if not exists work.steps.rejects (
            model varchar, source varchar, record_id varchar, reason varchar, received_at timestamptz,
            file varchar, line bigint
        )
    """)


class Staged:
    """The staging table of one model, being made."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, catalog: Catalog, model: Model) -> None:
        self._connection, self._catalog, self._model = connection, catalog, model
        self._raw = sorted(table for table in model.inputs if table in model.units)
        # A model that only prepares others rejects nothing.
        self._readable, self._rejects = "from staged", False

    def find_units(self) -> int:
        """Units of new records, and those tied to them; returns how many."""
        run = self._connection.execute
        readers = [*self._raw, self._model.key]
        run(
            "create or replace table memory.main.units as"
            " select distinct unit from work.main.units where list_contains(?, reader)",
            [readers],
        )
        if any(len(self._model.units[table]) > 1 for table in self._raw):
            self._tie()
        self._add_namesakes()
        return self._number("select count(*) from memory.main.units")

    def is_much(self) -> bool:
        """Whether so much is touched that making all of it is cheaper."""
        for table in self._raw:
            records = self._number(f"select count(*) from {table} where unit in (from memory.main.units)")
            if records > _MOST * self._number(f"select count(*) from {table}") + 1000:
                return True
        return False

    def read(self, partly: bool) -> None:
        """Run the model, on the touched units or on everything."""
        run = self._connection.execute
        names = {}
        if partly:
            units = dict.fromkeys(self._raw, "unit")
            units |= {one.key: str(one.per) for one in self._inputs() if one.per}
            for table, unit in units.items():
                names[table] = f"memory.mini_{table}"
                run(
                    f"create or replace table {names[table]} as"
                    f" select * from {table} where {unit} in (from memory.main.units)"
                )
        run(f"create or replace temp table staged as {rewritten(self._model.sql, names)}")
        shown = {row[0] for row in run("describe staged").fetchall()}
        if "reject_reason" in shown:
            self._readable = f"select * exclude ({_REJECT_COLUMNS}) from staged where reject_reason is null"
            self._rejects = True

    def write_whole(self) -> int:
        """Make the table of what was read; returns its rows."""
        self._connection.execute("delete from work.steps.rejects where model = ?", [self._model.key])
        self._reject()
        made = self._connection.execute(
            f"create or replace table {place(self._model)} as {self._readable}"
        ).fetchone()
        return int(made[0]) if made else 0

    def write_partly(self) -> int:
        """Put what was read in the place of what the table held of these units; returns by how many rows it grew."""
        run, key = self._connection.execute, landed.RECORD_KEY
        for table in self._raw:
            run(
                f"""
                delete from work.steps.rejects
                where model = ? and (source, coalesce(record_id, file || ':' || line::varchar)) in (
                    select (source, {key}) from memory.mini_{table}
                )
                """,
                [self._model.key],
            )
        self._reject()
        where = f"{self._model.per} in (from memory.main.units)"
        gone = run(f"delete from {place(self._model)} where {where}").fetchone()
        come = run(f"insert into {place(self._model)} {self._readable}").fetchone()
        return int(come[0] if come else 0) - int(gone[0] if gone else 0)

    def compare(self, partly: bool) -> None:
        """Find the rows that come, go or change."""
        where = f" where {self._model.per} in (from memory.main.units)" if partly else ""
        self._connection.execute(f"""
            create or replace temp table changes as
            with held as (select * from {self._model.key}{where}),
            holds as ({self._readable})
            (from held except from holds) union all (from holds except from held)
        """)

    def note_changes(self) -> None:
        """Remember the ids that they name, and the units of other tables that follow from them."""
        columns = touched.columns_of(self._connection, self._model.key)
        touched.note_rows(self._connection, "changes", columns)
        for reader in self._catalog.models.values():
            if query := reader.touches.get(self._model.key):
                self._connection.execute(
                    f"insert into work.main.units select distinct '{reader.key}', found.* from ({query}) as found"
                )
            elif reader.schema == "staging" and self._model.key in reader.inputs and self._model.per:
                self._connection.execute(
                    f"insert into work.main.units select distinct '{reader.key}', {self._model.per} from changes"
                )

    def drop(self) -> None:
        """Leave nothing behind."""
        self._connection.execute("drop table if exists staged; drop table if exists changes")

    def _inputs(self) -> list[Model]:
        """Other staging tables that it reads."""
        tables = sorted(self._model.inputs & self._catalog.models.keys())
        return [self._catalog.models[table] for table in tables]

    def _reject(self) -> None:
        if not self._rejects:
            return
        self._connection.execute(
            """
            insert into work.steps.rejects
            select ?, source, record_id, reject_reason, received_at, file, line from staged
            where reject_reason is not null
            """,
            [self._model.key],
        )

    def _tie(self) -> None:
        """Add the units of records that share a tie with a touched one, until nothing is added."""
        run = self._connection.execute
        records = " union all ".join(f"select unit, ties from {table}" for table in self._raw)
        run("create or replace table memory.main.fresh_units as from memory.main.units")
        while self._number("select count(*) from memory.main.fresh_units"):
            run(f"""
                create or replace table memory.main.fresh_units as
                with records as ({records}),
                ties as (
                    select distinct unnest(ties) as tie from records
                    where unit in (from memory.main.fresh_units)
                )
                select distinct unit
                from (select unit, unnest(ties) as tie from records) as tied
                where tie in (from ties) and unit not in (from memory.main.units)
            """)
            run("insert into memory.main.units from memory.main.fresh_units")

    def _add_namesakes(self) -> None:
        """Records of two streams may bear one id, and rejects are found by it: then both are read again."""
        if len(self._raw) > 1:
            key = landed.RECORD_KEY
            records = " union all ".join(
                f"select source, {key} as record_key, unit from {table}" for table in self._raw
            )
            self._connection.execute(
                f"""
                insert into memory.main.units
                with rejected as (
                    select distinct source, coalesce(record_id, file || ':' || line::varchar) as record_key
                    from work.steps.rejects where model = ?
                ),
                records as (select * from ({records}) as all_records semi join rejected using (source, record_key)),
                found as (select source, record_key from records where unit in (from memory.main.units))
                select distinct unit from records semi join found using (source, record_key)
                where unit not in (from memory.main.units)
                """,
                [self._model.key],
            )

    def _number(self, sql: str) -> int:
        return int((self._connection.execute(sql).fetchone() or (0,))[0])
