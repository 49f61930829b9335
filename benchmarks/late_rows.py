"""Late and edited rows: replaced by the warehouse (delete, insert) and by MERGE, and how the file grows meanwhile.

Both write their file to the end (checkpoint) each time, with the database's settings as each would have them.
"""

from collections.abc import Iterator
from pathlib import Path

import duckdb

from benchmarks.measure import Comparison, Finding, cpu_seconds
from warehouse import compaction

BATCHES = 100
ROWS = 5_000_000


def compare(folder: Path, rows: int) -> Iterator[Comparison | Finding]:
    """P6: one batch of 1 % each way, and the file after a hundred of them."""
    folder.mkdir(parents=True, exist_ok=True)
    replaced, merged = (table(folder / name, rows) for name in ("replaced.duckdb", "merged.duckdb"))
    compaction.configure(replaced)
    batch(replaced, rows, 0)
    ours = cpu_seconds(lambda: replace(replaced), rounds=1)
    batch(merged, rows, 0)
    theirs = cpu_seconds(lambda: merge(merged), rounds=1)
    count = rows // 100
    yield Comparison(
        "P6 1 % late or edited rows",
        "rows",
        "delete and insert",
        ours,
        count,
        "MERGE",
        theirs,
        count,
        "20 x",
        "30 x",
    )
    before = used(replaced)
    for number in range(1, BATCHES + 1):
        batch(replaced, rows, number)
        replace(replaced)
    yield Finding(
        f"P6 File after {BATCHES} such batches",
        f"{used(replaced) / 1e6:,.0f} MB",
        f"before: {before / 1e6:,.0f} MB",
        f"{used(replaced) / before - 1:+.0%}",
        "at most +10 %",
    )


def table(path: Path, rows: int) -> duckdb.DuckDBPyConnection:
    """A file with messages of a year, in the order in which they were sent."""
    path.unlink(missing_ok=True)
    connection = duckdb.connect()
    connection.execute(f"attach '{path}' as file; use file")
    connection.execute(f"""
        create table messages as
        select 'zendesk:' || number as message_id, 'zendesk:' || (number // 4) as conversation_id,
            timestamptz '2026-01-01 00:00:00+00' + to_seconds(number * 31536000 / {rows}) as sent_at,
            if(number % 2 = 0, 'inbound', 'outbound') as direction, hash(number)::varchar as customer_id,
            null::timestamptz as deleted_at, number % 7 as department
        from range({rows}) as numbers (number)
    """)
    connection.execute("checkpoint file")
    return connection


def batch(connection: duckdb.DuckDBPyConnection, rows: int, number: int) -> None:
    """1 % of the rows once more, as edits and late arrivals come: three in four of the last two weeks."""
    connection.execute(f"""
        create or replace temp table batch as
        select * replace (now() as deleted_at) from messages
        where message_id in (
            select 'zendesk:' || if(
                place % 4 > 0, {rows} - 1 - hash(place + {number} * 1000003) % greatest({rows} // 26, 1),
                hash(place + {number} * 1000003) % {rows}
            )
            from range({rows // 100}) as places (place)
        )
    """)


def replace(connection: duckdb.DuckDBPyConnection) -> None:
    """As warehouse/partial.py does, and the end of a run."""
    connection.execute("begin; delete from messages where message_id in (select message_id from batch)")
    connection.execute("insert into messages from batch; commit")
    compaction.compact(connection, "file")
    connection.execute("checkpoint file")


def merge(connection: duckdb.DuckDBPyConnection) -> None:
    """The statement that databases have for it."""
    connection.execute("""
        merge into messages using batch on messages.message_id = batch.message_id
        when matched then update
        when not matched then insert
    """)
    connection.execute("checkpoint file")


def used(connection: duckdb.DuckDBPyConnection) -> int:
    """Bytes of the file that hold something."""
    row = connection.execute(
        "select used_blocks * block_size from pragma_database_size() where database_name = 'file'"
    ).fetchone()
    return int(row[0]) if row else 0
