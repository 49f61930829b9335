"""Deleted rows keep their place in a file until their table is written again; that is done where they are many.

The database would merge what is left at each checkpoint, and so write the end of every table again each day.
"""

from __future__ import annotations

import duckdb

from warehouse.transaction import transaction

# A table with more than this share of its places empty is written again; a small one isn't worth it.
MOST_EMPTY = 0.08
_WORTH_IT = 10_000


def configure(connection: duckdb.DuckDBPyConnection) -> None:
    """Leave it to `compact`, and write the files once at the end of a run instead of now and then."""
    connection.execute("set max_vacuum_tasks = 0; set checkpoint_threshold = '1GB'")


def compact(connection: duckdb.DuckDBPyConnection, database: str) -> None:
    """Write those tables of an attached file again that have too many empty places."""
    tables = connection.execute(
        "select schema_name || '.' || table_name from duckdb_tables() where database_name = ? and estimated_size > ?",
        [database, _WORTH_IT],
    ).fetchall()
    for (table,) in tables:
        row = connection.execute(f"select count(*), max(rowid) + 1 from {database}.{table}").fetchone()
        rows, places = row if row else (0, 0)
        if rows and places - rows > MOST_EMPTY * rows:
            with transaction(connection):
                connection.execute(
                    f"create or replace table {database}.{table} as from {database}.{table} order by rowid"
                )
