"""Measure what matters, as ratios: `make bench`, or with fewer records `make bench ARGS=100000`.

Both sides of a ratio run in one process, one after the other, and CPU seconds are compared: absolute times don't
travel from machine to machine. Nothing here is asserted in a test. A whole run is kept in RESULTS.md beside this file.
"""

import os
import platform
import sys
import tempfile
from itertools import chain
from pathlib import Path

import duckdb

from benchmarks import (
    any_filter,
    business_seconds,
    conflict,
    connectors,
    every_wait,
    hourly_backlog,
    late_rows,
    new_day,
    pages,
    raw_to_marts,
    sql_events,
    typed_rows,
)

RECORDS = 500_000
RESULTS = Path(__file__).parent / "RESULTS.md"
HEAD = """# What was measured

Written by `make bench`. Ratios of CPU seconds, both sides in one run; the rates are those of that machine.

| | here | beside it | | goal | stretch |
|---|---|---|---|---|---|"""


def machine() -> str:
    """What it was measured on, so that nobody takes a rate for more than it is."""
    versions = f"Python {platform.python_version()}, DuckDB {duckdb.__version__}"
    return f"{os.cpu_count()} cores, {platform.machine()}, {versions}."


def main(records: int) -> None:
    """Print each row when it is known; a whole run is written down."""
    with tempfile.TemporaryDirectory() as folder:
        var = Path(folder)
        print(f"Simulating about {records:,} records ...", file=sys.stderr)
        raw_to_marts.write_records(var, records)
        lines = [HEAD]
        print(HEAD, flush=True)
        part = min(1.0, records / RECORDS)
        for comparison in chain(
            raw_to_marts.compare(var),
            business_seconds.compare(),
            every_wait.compare(int(every_wait.MESSAGES * part)),
            hourly_backlog.compare(int(hourly_backlog.CASES * part)),
            any_filter.compare(int(any_filter.WAITS * part)),
            typed_rows.compare(var / "typed", var),
            late_rows.compare(var / "late", int(late_rows.ROWS * part)),
            new_day.compare(var / "days", records),
            sql_events.compare(var / "sql", int(sql_events.EVENTS * part)),
            pages.compare(var),
            conflict.compare(int(conflict.CONTACTS * part)),
            connectors.compare(max(20, int(connectors.DAYS * part))),
        ):
            lines.append(comparison.row())
            print(lines[-1], flush=True)
    lines += ["", f"{records:,} records. {machine()}"]
    print(*lines[-2:], sep="\n")
    if records == RECORDS:
        RESULTS.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else RECORDS)
