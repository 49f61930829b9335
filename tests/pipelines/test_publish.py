import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines import durable
from pipelines.publish import is_read, publish
from pipelines.var_folder import VarFolder

READ = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1], read_only=True)
print(connection.execute("select n from t").fetchone()[0], flush=True)
sys.stdin.read()
"""


def build(var: VarFolder, number: int) -> None:
    var.path.mkdir(exist_ok=True)
    with duckdb.connect(str(var.path / "marts.duckdb")) as connection:
        connection.execute(f"create or replace table t as select {number} as n")


def publish_number(var: VarFolder, number: int) -> Path:
    build(var, number)
    return publish(var, now=lambda: datetime(2026, 11, 21, number, tzinfo=UTC))


def current(var: VarFolder) -> str:
    return (var.serving / "CURRENT").read_text().strip()


def names(var: VarFolder) -> list[str]:
    return sorted(path.name for path in var.serving.iterdir())


@pytest.fixture
def reader() -> Iterator[Any]:
    started: list[subprocess.Popen[str]] = []

    def start(snapshot: Path) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "-c", READ, str(snapshot)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline().strip().isdecimal()
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def test_the_pointer_names_the_new_snapshot_which_holds_what_was_built(var: VarFolder) -> None:
    snapshot = publish_number(var, 1)

    assert current(var) == snapshot.name == "20261121T010000000000Z.duckdb"
    with duckdb.connect(str(snapshot), read_only=True) as connection:
        assert connection.execute("select n from t").fetchall() == [(1,)]


def test_the_newest_three_are_kept(var: VarFolder) -> None:
    for number in range(5):
        publish_number(var, number)

    assert names(var) == [
        "20261121T020000000000Z.duckdb",
        "20261121T030000000000Z.duckdb",
        "20261121T040000000000Z.duckdb",
        "CURRENT",
    ]


def test_a_snapshot_published_after_the_clock_was_set_back_is_still_the_newest(var: VarFolder) -> None:
    build(var, 1)
    at = datetime(2026, 11, 21, 5, tzinfo=UTC)
    for back in range(5):
        last = publish(var, now=lambda back=back: at - timedelta(hours=back))  # type: ignore[misc]

    assert current(var) == last.name
    assert len(names(var)) == 4


@pytest.mark.server
def test_a_snapshot_that_another_process_reads_is_not_deleted_until_it_ends(
    var: VarFolder, reader: Any
) -> None:
    first = publish_number(var, 0)
    process = reader(first)
    for number in range(1, 5):
        publish_number(var, number)

    assert first.exists()
    assert len(names(var)) == 5  # three, the one that is read, CURRENT

    process.kill()
    process.wait()
    publish_number(var, 5)

    assert not first.exists()
    assert len(names(var)) == 4


@pytest.mark.server
def test_asking_who_reads_does_not_disturb_the_reader(var: VarFolder, reader: Any) -> None:
    snapshot = publish_number(var, 0)
    assert not is_read(snapshot)
    reader(snapshot)

    assert is_read(snapshot)
    with pytest.raises(duckdb.IOException, match="lock"):  # the reader's lock still stands
        duckdb.connect(str(snapshot))


def test_a_snapshot_that_this_process_reads_is_seen_without_losing_its_lock(var: VarFolder) -> None:
    snapshot = publish_number(var, 0)

    with duckdb.connect(str(snapshot), read_only=True):
        assert is_read(snapshot)
    assert not is_read(snapshot)


def test_a_reader_that_follows_the_pointer_moves_to_each_snapshot_and_never_sees_half_of_one(
    var: VarFolder,
) -> None:
    seen = []
    for number in range(1, 4):
        publish_number(var, number)
        with duckdb.connect(str(var.serving / current(var)), read_only=True) as connection:
            seen += connection.execute("select n from t").fetchall()

    assert seen == [(1,), (2,), (3,)]


def test_what_a_killed_publish_left_is_removed_and_the_old_pointer_stands(var: VarFolder) -> None:
    publish_number(var, 1)
    (var.serving / "20261121T020000000000Z.duckdb.tmp").write_bytes(b"half")
    (var.serving / "CURRENT.tmp").write_bytes(b"2026")

    assert durable.remove_leftovers(var.serving) == 2
    assert current(var) == "20261121T010000000000Z.duckdb"
