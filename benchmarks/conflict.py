"""Each conflict metric (C1 to C14) over two years of 5,000 contacts a day, against one scan of what it reads.

Each is asked as a page asks it, for 28 days and for all days, in a process of its own. The scan reads the same columns
of the same rows of the marts and adds them up. Where a metric needs all days to say what is usual, so does its scan.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb

from benchmarks import raw_to_marts
from benchmarks.conflict_marts import CONTACTS, UNTIL, write_marts
from benchmarks.measure import Finding, cpu_seconds, significant
from warehouse import catalog
from warehouse.catalog import Filters, Metric, tables_in

METRICS = {
    "C1": "complaint_share",
    "C2": "spillover",
    "C3": "campaign_waits",
    "C4": "unanswered_exposure",
    "C5": "orphans",
    "C6": "uncoordinated_answers",
    "C7": "misroutes",
    "C8": "budget_gap",
    "C9": "campaign_cost",
    "C10": "overload",
    "C11": "promise_conflict",
    "C12": "crowding_out",
    "C13": "relief",
    "C14": "organisation_change",
}
PERIODS = {"28 days": Filters(date(2026, 11, 2), date(2026, 11, 30)), "all days": Filters()}
_NUMBERS = ("BIGINT", "INTEGER", "DOUBLE", "DECIMAL", "HUGEINT")


def compare(count: int = CONTACTS) -> Iterator[Finding]:
    """CPU seconds and the most memory of each metric and period, beside those of the scan; at last all together."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "conflict.duckdb"
        write_marts(file, count)
        for period in PERIODS:
            sums = [0.0, 0.0]
            for number, name in METRICS.items():
                ours, scan, peak = measured_apart(file, name, period)
                sums = [sums[0] + ours, sums[1] + scan]
                yield finding(f"{number} {name}, {period}", ours, scan, f", {peak / 2**20:,.0f} MiB more")
            yield finding(f"C1 to C14, {count:,} contacts, {period}", sums[0], sums[1])


def finding(job: str, ours: float, scan: float, memory: str = "") -> Finding:
    """One row: seconds, the scan's, and how many scans that is."""
    here, beside = f"{significant(ours)} s{memory}", f"the scan: {significant(scan)} s"
    return Finding(job, here, beside, f"{significant(ours / scan)} x the CPU")


def measured_apart(file: Path, name: str, period: str) -> tuple[float, float, int]:
    """What `main` prints, from a process whose memory is this metric's alone."""
    command = [sys.executable, "-m", "benchmarks.conflict", str(file), name, period]
    done = subprocess.run(command, cwd=raw_to_marts.HOUSE, check=True, stdout=subprocess.PIPE, text=True)
    ours, scan, peak = json.loads(done.stdout)
    return ours, scan, peak


def scans(connection: duckdb.DuckDBPyConnection, metric: Metric, filters: Filters) -> list[str]:
    """A query for each mart that the metric reads: a sum over each of the columns named, of the rows in the period."""
    found = []
    for table in sorted(tables_in(metric.sql)):
        columns = dict(row[:2] for row in connection.execute(f"describe {table}").fetchall())
        words = set(re.findall(r"\w+", metric.sql))
        read = [summed(name, kind) for name, kind in columns.items() if name in words] or ["count(*)"]
        day = next((name for name in (metric.time, *metric.times) if name in columns), None)
        is_cut = day is not None and filters.since is not None
        cut = f" where {day} >= '{filters.since}' and {day} < '{filters.until}'" if is_cut else ""
        found.append(f"select {', '.join(read)} from {table}{cut}")
    return found


def summed(name: str, kind: str) -> str:
    """A sum over a column; of what can't be added up the greatest."""
    if kind.startswith(_NUMBERS):
        return f"sum({name})"
    return f"sum({name}::integer)" if kind == "BOOLEAN" else f"max({name})"


def peak_memory() -> int:
    """Bytes that this process held at most since it began."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.split("VmHWM:")[1].split()[0]) * 1024


def main(file: Path, name: str, period: str) -> None:
    """Print CPU seconds of a metric, those of its scan, and the most memory that came with the metric, in bytes."""
    metrics = catalog.load()
    with duckdb.connect(file, read_only=True) as connection:
        connection.execute("set timezone = 'UTC'")
        filters = PERIODS[period]
        # What any first question imports isn't this metric's.
        connection.execute("select ?::date as day", [UNTIL]).pl()
        before = peak_memory()
        ours = cpu_seconds(lambda: metrics.evaluate(connection, name, filters), rounds=1)
        peak = peak_memory() - before
        queries = scans(connection, metrics.metrics[name], filters)
        scan = cpu_seconds(lambda: [connection.execute(query).fetchall() for query in queries])
    print(json.dumps([ours, scan, peak]))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]), *sys.argv[2:4])
    else:
        for row in compare():
            print(row.row(), flush=True)
