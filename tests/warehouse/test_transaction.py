"""All or nothing, and the first error stays the one that is told."""

import duckdb
import pytest

from warehouse.transaction import transaction


def test_what_fails_leaves_nothing() -> None:
    connection = duckdb.connect()
    connection.execute("create table kept (x integer)")

    with pytest.raises(ZeroDivisionError), transaction(connection):
        connection.execute("insert into kept values (1)")
        raise ZeroDivisionError

    assert connection.execute("select count(*) from kept").fetchone() == (0,)


def test_the_error_is_told_and_not_that_nothing_was_left_to_undo() -> None:
    connection = duckdb.connect()

    with pytest.raises(ZeroDivisionError), transaction(connection):
        connection.execute("rollback")  # as DuckDB does by itself where a commit finds no room
        raise ZeroDivisionError
