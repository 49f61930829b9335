"""A new day against a full rebuild: CPU, memory, and how both grow with the history.

The simulator's tickets are dealt to an archive up to a day before the end, and to that last day. One warehouse is built
on the first and then run on the second; another is built on both at once. Each run has a process of its own.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import duckdb

from benchmarks import raw_to_marts
from benchmarks.measure import Comparison, Finding, significant
from warehouse.database import Workspace

GIB = 1024**3
# Exported tables leave out when the run itself was at work.
RUN_CLOCKS = (
    "run_id",
    "started_at",
    "received_at",
    "loaded_at",
    "last_success_at",
    "last_attempt_at",
    "last_record_at",
)
INSTANT = "coalesce(try_cast(payload ->> '$.created_at' as timestamptz), '-infinity')"


@dataclass(frozen=True)
class Run:
    """What one run took: CPU seconds of all threads, and the most memory that its process held, in bytes."""

    cpu_seconds: float
    peak_bytes: int


@dataclass(frozen=True)
class Day:
    """A history of so many records, built whole, and brought up to date by its last day."""

    records: int
    new_records: int
    full: Run
    daily: Run
    different: list[str]


def compare(folder: Path, records: int) -> Iterator[Comparison | Finding]:
    """P7 and P10 at so many records; P9 at as many, a half and a quarter of them."""
    days = [measure(folder / f"{part}", records // part) for part in (4, 2, 1)]
    day = days[-1]
    verdict = "equal to the byte" if not day.different else f"DIFFERENT: {', '.join(day.different)}"
    yield Comparison(
        f"P7 A new day, {day.new_records:,} of {day.records:,} records ({verdict})",
        "", "what it touches", day.daily.cpu_seconds, 1, "full rebuild", day.full.cpu_seconds, 1,
        "30 x at 10 M", "100 x",
    )  # fmt: skip
    for less, more in pairwise(days):
        yield Finding(
            "P9 Twice the history, full rebuild",
            f"{more.records:,} records: {significant(more.full.cpu_seconds)} s",
            f"{less.records:,} records: {significant(less.full.cpu_seconds)} s",
            f"{significant(more.full.cpu_seconds / less.full.cpu_seconds)} x the CPU",
            "at most 2 x",
        )
        yield Finding(
            "P9 Twice the history, a new day",
            f"{more.new_records:,} new records: {significant(more.daily.cpu_seconds)} s",
            f"{less.new_records:,} new records: {significant(less.daily.cpu_seconds)} s",
            f"{significant(more.daily.cpu_seconds / less.daily.cpu_seconds)} x the CPU",
            "1 x for as many new records",
        )
    yield Finding(
        "P10 Memory of a new day",
        f"{day.records:,} records: {day.daily.peak_bytes / GIB:.2f} GiB",
        f"full rebuild: {day.full.peak_bytes / GIB:.2f} GiB",
        f"{day.daily.peak_bytes / GIB:.2f} GiB",
        "under 1 GiB at 10 M",
    )


def measure(folder: Path, records: int) -> Day:
    """Build a history of so many records both ways, below `folder`."""
    source, whole, daily = (folder / name for name in ("source", "whole", "daily"))
    raw_to_marts.write_records(source, records)
    kept, new, end = deal(source, whole, daily)
    yesterday = end - timedelta(days=1)
    run(daily, yesterday)
    for path in (daily / "later").rglob("*.ndjson.zst"):
        path.rename(daily / "raw" / path.relative_to(daily / "later"))
    after = run(daily, end)
    full = run(whole, end)
    return Day(kept, new, full, after, different(whole, daily))


def deal(source: Path, whole: Path, daily: Path) -> tuple[int, int, datetime]:
    """Write all that happened before the end to `whole`, and to `daily` with the last day kept for later.

    Returns the records of all days, those of the last, and the end.
    """
    connection = duckdb.connect()
    connection.execute("set timezone = 'UTC'")
    read = (
        f"read_json(?, format = 'newline_delimited', columns = {COLUMNS!r}, maximum_object_size = 268435456)"
    )
    events = str(source / "raw" / "zendesk" / "ticket_events" / "*.zst")
    # The simulator's last tickets have only begun, and a few answers come long after all others: the last day is one
    # before most of these, and like any other.
    last = connection.execute(f"select quantile_disc({INSTANT}, 0.97) from {read}", [events]).fetchone()
    assert last is not None
    end = last[0]
    counts = {True: 0, False: 0}
    for stream in sorted((source / "raw" / "zendesk").iterdir()):
        for is_last in (False, True):
            when = (
                f"{INSTANT} >= '{end - timedelta(days=1)}'"
                if is_last
                else f"{INSTANT} < '{end - timedelta(days=1)}'"
            )
            name = Path("zendesk") / stream.name / f"{'2' if is_last else '1'}.ndjson.zst"
            target, same = daily / ("later" if is_last else "raw") / name, whole / "raw" / name
            for path in (target, same):
                path.parent.mkdir(parents=True, exist_ok=True)
            written = connection.execute(
                f"copy (select * from {read} where {when} and {INSTANT} < '{end}') to '{target}'"
                " (format json, compression zstd)",
                [str(stream / "*.zst")],
            ).fetchone()
            same.hardlink_to(target)
            counts[is_last] += int(written[0]) if written else 0
    return counts[False] + counts[True], counts[True], end


COLUMNS = {
    "record_id": "VARCHAR", "received_at": "VARCHAR", "payload": "JSON", "error": "VARCHAR", "file": "VARCHAR",
    "line": "BIGINT",
}  # fmt: skip


def run(var: Path, as_of: datetime) -> Run:
    """One run in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.new_day", str(var), as_of.isoformat()]
    done = subprocess.run(command, cwd=raw_to_marts.HOUSE, check=True, stdout=subprocess.PIPE, text=True)
    return Run(*json.loads(done.stdout))


def different(one: Path, other: Path) -> list[str]:
    """Tables whose exports differ."""
    tables: list[dict[str, bytes]] = []
    for var in (one, other):
        connection = duckdb.connect()
        connection.execute(f"attach '{var / 'marts.duckdb'}' as built (read_only)")
        connection.execute("use built; set timezone = 'UTC'")
        names = connection.execute(
            "select schema_name || '.' || table_name from duckdb_tables()"
            " where schema_name in ('marts', 'metrics') or (schema_name, table_name) = ('quality', 'rejected')"
        ).fetchall()
        tables.append({name: export(connection, name, var / "table.csv") for (name,) in names})
        connection.close()
    return sorted(name for name in tables[0] | tables[1] if tables[0].get(name) != tables[1].get(name))


def export(connection: duckdb.DuckDBPyConnection, table: str, path: Path) -> bytes:
    """A table's bytes, ordered by all columns, without the clocks of the run."""
    columns = [row[0] for row in connection.execute(f"describe {table}").fetchall()]
    kept = ", ".join(f'"{column}"' for column in columns if column not in RUN_CLOCKS)
    connection.execute(f"copy (select {kept} from {table} order by all) to '{path}' (header)")
    return path.read_bytes()


def most_memory() -> int:
    """The most memory that this process has held, in bytes.

    Where the system tells of the process alone: what getrusage tells of a child begins with what its parent held.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main(var: Path, as_of: datetime) -> None:
    """What a pass does after extraction; prints CPU seconds and the most memory held."""
    settings = raw_to_marts.settings()
    started = time.process_time()
    with Workspace(var, settings, as_of=as_of, run_id="benchmark", key=b"benchmark" * 4) as workspace:
        slowest = []
        workspace.load_raw()
        slowest.append((time.process_time() - started, "load"))
        for model in workspace.plan():
            begun = time.process_time()
            workspace.build(model)
            slowest.append((time.process_time() - begun, model.key))
        begun = time.process_time()
        workspace.checkpoint()
        slowest.append((time.process_time() - begun, "checkpoint"))
    taken = time.process_time() - started
    for seconds, name in sorted(slowest, reverse=True)[:15]:
        print(f"{seconds:8.2f} s  {name}", file=sys.stderr)
    print(json.dumps([taken, most_memory()]))


if __name__ == "__main__":
    main(Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2]))
