"""The archive `var/raw/` as tables: every landed file once, and the latest version of each record.

`landed.<type>_<stream>` holds every version as received; `raw.<type>_<stream>` is the view that models read: one row
per record, with the instants of its first and last arrival.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from warehouse.company import Company
from warehouse.transaction import transaction

_RECORD = {
    "record_id": "VARCHAR",
    "received_at": "TIMESTAMPTZ",
    "payload": "JSON",
    "error": "VARCHAR",
    "file": "VARCHAR",
    "line": "BIGINT",
}


@dataclass(frozen=True)
class Load:
    """One archive file read: `file` is its path below var/raw/, `rows` the records in it."""

    source: str
    stream: str
    file: str
    rows: int


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Create what records every load; safe to call again."""
    connection.execute("""
        create table if not exists work.landed.loads (
            source varchar, stream varchar, raw_table varchar, file varchar, row_count bigint,
            first_cursor varchar, last_cursor varchar, loaded_at timestamptz
        );
        create table if not exists work.landed.unreadable (
            source varchar, stream varchar, record_id varchar, reason varchar, received_at timestamptz,
            file varchar, line bigint
        );
    """)


def ensure_raw_table(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Create `landed.<name>` and its view `raw.<name>`; a table that no source fills stays empty."""
    columns = ", ".join(f"{column} {kind}" for column, kind in _RECORD.items())
    connection.execute(
        f"create table if not exists work.landed.{name} (source varchar, {columns}, load_file varchar)"
    )
    connection.execute(f"""
        create or replace view work.raw.{name} as
        select
            source,
            record_id,
            min(received_at) over versions as received_at,
            received_at as last_received_at,
            payload,
            file,
            line
        from work.landed.{name}
        where error is null
        window versions as (partition by source, coalesce(record_id, file || ':' || line::varchar, load_file))
        qualify row_number() over (
            partition by source, coalesce(record_id, file || ':' || line::varchar, load_file)
            order by received_at desc, load_file desc, line desc
        ) = 1
    """)


def load_new(connection: duckdb.DuckDBPyConnection, company: Company, var: Path) -> list[Load]:
    """Read every archive file that isn't in the warehouse yet; each file whole or not at all."""
    known = {row[0] for row in connection.execute("select file from work.landed.loads").fetchall()}
    loads = []
    for source in company.sources.values():
        for path in sorted((var / "raw" / source.name).glob("*/*.ndjson.zst")):
            file = path.relative_to(var / "raw").as_posix()
            if file not in known:
                name = f"{source.type}_{path.parent.name}"
                ensure_raw_table(connection, name)
                rows = _load(connection, source.name, path.parent.name, name, path, file)
                loads.append(Load(source.name, path.parent.name, file, rows))
    return loads


def _load(
    connection: duckdb.DuckDBPyConnection, source: str, stream: str, name: str, path: Path, file: str
) -> int:
    with transaction(connection):
        connection.execute(
            f"""
            insert into work.landed.{name}
            select ?, {", ".join(_RECORD)}, ?
            from read_json(?, format = 'newline_delimited', columns = {_RECORD!r}, maximum_object_size = 268435456)
            """,
            [source, file, str(path)],
        )
        connection.execute(
            f"""
            insert into work.landed.unreadable
            select source, ?, record_id, error, received_at, file, line
            from work.landed.{name} where load_file = ? and error is not null
            """,
            [stream, file],
        )
        # A line that was mended and read again isn't a rejection any more.
        connection.execute(
            f"""
            delete from work.landed.unreadable using work.landed.{name} as mended
            where unreadable.source = mended.source and unreadable.stream = ? and mended.load_file = ?
            and unreadable.file = mended.file and unreadable.line = mended.line and mended.error is null
            and unreadable.received_at < mended.received_at
            """,
            [stream, file],
        )
        count, first, last = connection.execute(
            f"select count(*), min(record_id), max(record_id) from work.landed.{name} where load_file = ?",
            [file],
        ).fetchone() or (0, None, None)
        connection.execute(
            "insert into work.landed.loads values (?, ?, ?, ?, ?, ?, ?, ?)",
            [source, stream, name, file, count, first, last, datetime.now(UTC)],
        )
    return int(count)
