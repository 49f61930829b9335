"""All or nothing, and the first error stays the one that is told."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import duckdb


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Commit what happens inside, or undo it where it fails. It may write to one attached database only."""
    connection.execute("begin")
    try:
        yield
        connection.execute("commit")
    except BaseException:
        # A commit that failed (a full disk) has been undone already, and says so instead of what went wrong.
        with suppress(duckdb.Error):
            connection.execute("rollback")
        raise
