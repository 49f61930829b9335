"""Which calendars stand in the working file, by the fingerprint of what they follow from: they needn't be written
again.

It is kept in the same file and written in the same transaction, so that it never says more than there is.
"""

from __future__ import annotations

from collections.abc import Mapping

import duckdb


def known(connection: duckdb.DuckDBPyConnection, code: str) -> dict[str, str]:
    """Fingerprints by table, of what the same code wrote."""
    connection.execute(
        "create table if not exists work.main.written (name varchar, fingerprint varchar, code varchar)"
    )
    rows = connection.execute("select name, fingerprint from work.main.written where code = ?", [code])
    return dict(rows.fetchall())


def remember(connection: duckdb.DuckDBPyConnection, code: str, prints: Mapping[str, str]) -> None:
    """These stand there now, and nothing else."""
    connection.execute("delete from work.main.written")
    connection.executemany(
        "insert into work.main.written values (?, ?, ?)",
        [(name, fingerprint, code) for name, fingerprint in sorted(prints.items())],
    )
