"""The archive `var/raw/` as tables: `raw.<type>_<stream>` holds the latest version of each record, when it was received
first and last, and the unit of the staging tables to which it belongs.

What a record says of its unit stands in the header of the staging models that read it; `work.main.units` lists the
units of records that came since all tables were last up to date.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from warehouse.company import Company
from warehouse.transaction import transaction

log = logging.getLogger("leitstand.load")

_RECORD = {
    "record_id": "VARCHAR",
    "received_at": "TIMESTAMPTZ",
    "payload": "JSON",
    "error": "VARCHAR",
    "file": "VARCHAR",
    "line": "BIGINT",
}
# Bytes of one record; twice as much is set aside for each thread that reads.
_LARGEST = 64 * 1024 * 1024
# What makes two records versions of one.
RECORD_KEY = "coalesce(record_id, file || ':' || line::varchar, load_file)"


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
        create table if not exists work.main.units (reader varchar, unit varchar);
        create table if not exists work.main.unit_rules (raw_table varchar primary key, rules varchar);
    """)


def ensure_raw_table(connection: duckdb.DuckDBPyConnection, name: str, units: Sequence[str] = ()) -> None:
    """Create `raw.<name>`, or give its records other units; a table that no source fills stays empty.

    `units` are SQL expressions on a record. The first is the unit that it belongs to, the others tie it to more.
    """
    connection.execute(f"""
        create table if not exists work.raw.{name} (
            source varchar, record_id varchar, received_at timestamptz, last_received_at timestamptz, payload json,
            error varchar, file varchar, line bigint, load_file varchar, unit varchar, ties varchar[]
        )
    """)
    rules = repr([*units])
    known = connection.execute(
        "select rules from work.main.unit_rules where raw_table = ?", [name]
    ).fetchone()
    if known is None:
        connection.execute("insert into work.main.unit_rules values (?, ?)", [name, rules])
    elif known != (rules,):
        connection.execute(f"""
            create or replace table work.raw.{name} as
            select * exclude (unit, ties), {_unit(units)} as unit, {_ties(units)} as ties from work.raw.{name}
        """)
        connection.execute("update work.main.unit_rules set rules = ? where raw_table = ?", [rules, name])


def _unit(units: Sequence[str]) -> str:
    if not units:
        return "null::varchar"
    return f"source || ':' || coalesce({units[0]}, 'record ' || {RECORD_KEY})"


def _ties(units: Sequence[str]) -> str:
    if len(units) < 2:
        return "null::varchar[]"
    ties = ", ".join(f"source || ':' || ({tie})" for tie in units[1:])
    return f"list_filter([{ties}], lambda tie: tie is not null)"


def leave_out_strangers(connection: duckdb.DuckDBPyConnection, company: Company) -> list[str]:
    """Take out what came from sources that the configuration doesn't name any more; returns their names.

    A source that got another name would count twice, and one that is gone would be counted on, under no name that any
    page tells of. Their files stay in the archive, and are read again when the name comes back.
    """
    run = connection.execute
    known = list(company.sources)
    is_strange = "not list_contains(?::varchar[], source)"
    found = run(f"select distinct source from work.landed.loads where {is_strange} order by source", [known])
    strangers = [name for (name,) in found.fetchall()]
    if strangers:
        raw = "select table_name from duckdb_tables() where database_name = 'work' and schema_name = 'raw'"
        tables = [f"raw.{name}" for (name,) in run(raw).fetchall()]
        with transaction(connection):
            for table in (*tables, "landed.unreadable", "landed.loads"):
                run(f"delete from work.{table} where {is_strange}", [known])
        log.warning("left out, as the configuration doesn't name them: %s", ", ".join(strangers))
    return strangers


def load_new(
    connection: duckdb.DuckDBPyConnection, company: Company, var: Path, units: Mapping[str, Sequence[str]]
) -> list[Load]:
    """Read every archive file that isn't in the warehouse yet; those of one raw table all or none."""
    known = {row[0] for row in connection.execute("select file from work.landed.loads").fetchall()}
    found: dict[str, list[Path]] = {}
    for source in company.sources.values():
        for path in sorted((var / "raw" / source.name).glob("*/*.ndjson.zst")):
            if path.relative_to(var / "raw").as_posix() not in known:
                found.setdefault(f"{source.type}_{path.parent.name}", []).append(path)
    loads = []
    for name, paths in sorted(found.items()):
        with transaction(connection):
            ensure_raw_table(connection, name, units.get(f"raw.{name}", ()))
            loads += _load(connection, var / "raw", name, paths, units.get(f"raw.{name}", ()))
    return loads


def _load(
    connection: duckdb.DuckDBPyConnection, raw: Path, name: str, paths: Sequence[Path], units: Sequence[str]
) -> list[Load]:
    run = connection.execute
    files = [path.relative_to(raw).as_posix() for path in paths]
    run(
        f"""
        insert into work.raw.{name}
        select *, {_unit(units)}, {_ties(units)}
        from (
            select
                split_part(load_file, '/', 1) as source, record_id, received_at, received_at as last_received_at,
                payload, error, file, line, load_file
            from (
                select *, substr(filename, ?) as load_file
                from read_json(
                    ?, format = 'newline_delimited', columns = {_RECORD!r}, maximum_object_size = {_LARGEST},
                    filename = true
                )
            ) as lines
        ) as records
        """,
        [len(str(raw)) + 2, [str(path) for path in paths]],
    )
    run(
        f"""
        insert into work.landed.loads
        select
            split_part(files.file, '/', 1), split_part(files.file, '/', 2), ?, files.file, count(records.load_file),
            min(records.record_id), max(records.record_id), coalesce(max(records.received_at), ?)
        from (select unnest(?::varchar[]) as file) as files
        left join work.raw.{name} as records on files.file = records.load_file
        group by files.file
        """,
        [name, datetime.now(UTC), files],
    )
    settle(connection, name, files)
    rows = run(
        "select source, stream, file, row_count from work.landed.loads where list_contains(?, file) order by file",
        [files],
    ).fetchall()
    return [Load(*row) for row in rows]


def settle(connection: duckdb.DuckDBPyConnection, name: str, files: Sequence[str]) -> None:
    """Of each record in the files just read keep the latest version, and note the units that this touches."""
    run = connection.execute
    stream = name.split("_", 1)[1]
    run(
        f"""
        insert into work.landed.unreadable
        select source, ?, record_id, error, received_at, file, line
        from work.raw.{name} where list_contains(?, load_file) and error is not null
        """,
        [stream, files],
    )
    run(f"delete from work.raw.{name} where error is not null")
    # A line that was mended and read again isn't a rejection any more.
    run(
        f"""
        delete from work.landed.unreadable using work.raw.{name} as mended
        where unreadable.source = mended.source and unreadable.stream = ?
        and unreadable.file = mended.file and unreadable.line = mended.line
        and unreadable.received_at < mended.last_received_at
        """,
        [stream],
    )
    run(
        f"""
        insert into work.main.units
        select distinct ?, unit from work.raw.{name} where list_contains(?, load_file) and unit is not null
        """,
        [f"raw.{name}", files],
    )
    run(
        f"""
        create or replace temp table versions as
        with known as (
            select
                rowid as place, source, {RECORD_KEY} as record_key, unit, received_at, last_received_at, load_file, line
            from work.raw.{name}
        ),
        arrived as (select distinct source, record_key from known where list_contains(?, load_file)),
        repeated as (
            select source, record_key
            from known semi join arrived using (source, record_key)
            group by all having count(*) > 1
        )
        select
            place, unit,
            min(received_at) over (partition by source, record_key) as first_received_at,
            row_number() over (
                partition by source, record_key order by last_received_at desc, load_file desc, line desc
            ) = 1 as is_latest
        from known semi join repeated using (source, record_key)
        """,
        [files],
    )
    run(
        "insert into work.main.units select distinct ?, unit from versions where unit is not null",
        [f"raw.{name}"],
    )
    run(f"""
        update work.raw.{name} set received_at = first_received_at from versions
        where {name}.rowid = place and is_latest and received_at != first_received_at
    """)
    run(f"delete from work.raw.{name} where rowid in (select place from versions where not is_latest)")
    run("drop table versions")
