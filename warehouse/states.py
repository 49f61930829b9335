"""What is known of each table that stands in the two working files: from what it was made, and as of when.

It is kept in the file of the table itself and written in the same transaction, so that a run that is killed never
leaves a table that is taken for another.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

import duckdb

PUBLISHED = ("marts", "metrics", "quality")


@dataclass(frozen=True)
class State:
    """One table. Two states are of the same `generation` if one came from the other by replacing touched rows only.

    `definition` and `whole` are fingerprints: of the query and its settings, and of these with each input that can't be
    replaced in part. `version` is another one with every change.
    """

    definition: str
    whole: str
    generation: str
    version: str
    as_of: datetime
    rows: int


def token() -> str:
    """A name for a generation or a version that none had before."""
    return uuid.uuid4().hex


def database_of(key: str) -> str:
    """The attached file in which a table stands."""
    return "warehouse" if key.split(".")[0] in PUBLISHED else "work"


class States:
    """The states of all tables, by key."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._known: dict[str, State] = {}
        for database in ("warehouse", "work"):
            connection.execute(f"""
                create table if not exists {database}.main.built (
                    model varchar, definition varchar, whole varchar, generation varchar, version varchar,
                    as_of timestamptz, rows bigint
                )
            """)
            self._known |= {
                key: State(*values)
                for key, *values in connection.execute(f"from {database}.main.built").fetchall()
            }
        self._written = set(self._known)
        tables = connection.execute("select schema_name || '.' || table_name from duckdb_tables()").fetchall()
        standing = {table for (table,) in tables}
        self._known = {key: state for key, state in self._known.items() if key in standing}

    def get(self, key: str) -> State | None:
        """What is known of a table; None where it has to be made."""
        return self._known.get(key)

    def put(self, key: str, state: State) -> None:
        """Remember it, as part of the transaction that makes the table."""
        built = f"{database_of(key)}.main.built"
        columns = ("definition", "whole", "generation", "version", "as_of", "rows")
        values = [getattr(state, column) for column in columns]
        # `insert or replace`, and a primary key to find what to replace, take twice as long
        if key in self._written:
            assigned = ", ".join(f"{column} = ?" for column in columns)
            self._connection.execute(f"update {built} set {assigned} where model = ?", [*values, key])
        else:
            self._connection.execute(f"insert into {built} values (?, ?, ?, ?, ?, ?, ?)", [key, *values])
        self._known[key] = state
        self._written.add(key)

    def assume(self, key: str, state: State) -> None:
        """Take it for known as long as this is open; nothing is written."""
        self._known[key] = state

    def agree(self, as_of: datetime) -> None:
        """Every table is as of this instant, also those in which it changed nothing."""
        for database in ("warehouse", "work"):
            self._connection.execute(
                f"update {database}.main.built set as_of = $now where as_of != $now", {"now": as_of}
            )

    def forget(self) -> None:
        """Know nothing of any table."""
        for database in ("warehouse", "work"):
            self._connection.execute(f"delete from {database}.main.built")
        self._known, self._written = {}, set()

    @property
    def earliest(self) -> datetime | None:
        """The instant as of which the oldest of all tables was brought up to date."""
        return min((state.as_of for state in self._known.values()), default=None)
