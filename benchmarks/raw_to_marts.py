"""Records a second, from the raw archive to published marts and metrics, against DuckDB's read_json alone."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import duckdb

from benchmarks.measure import Comparison, cpu_seconds
from warehouse import company
from warehouse.company import Company
from warehouse.database import Workspace

HOUSE = Path(__file__).parents[1]
CONFIGURATION = HOUSE / "leitstand.toml"
READ_ALONE = """
    create or replace table records as
    select * from read_json(?, format = 'newline_delimited', columns = {
        record_id: 'VARCHAR', received_at: 'TIMESTAMPTZ', payload: 'JSON',
        error: 'VARCHAR', file: 'VARCHAR', line: 'BIGINT'
    })
"""


def write_records(var: Path, count: int) -> None:
    """Have the simulator write about `count` raw records below `var`, as the pipeline would have landed them."""
    command = [sys.executable, "-m", "leitstand", "simulate", "--bulk", str(count), "--out", str(var)]
    subprocess.run(command, cwd=HOUSE, check=True, stdout=subprocess.DEVNULL)


def compare(var: Path) -> Iterator[Comparison]:
    """Build everything from the raw records below `var`, and publish it there."""
    files = [str(path) for path in sorted((var / "raw").rglob("*.ndjson.zst"))]
    connection = duckdb.connect()
    reading = cpu_seconds(lambda: connection.execute(READ_ALONE, [files]), rounds=2)
    (count, last), *_ = connection.execute("select count(*), max(received_at) from records").fetchall()
    connection.close()
    building = cpu_seconds(lambda: build(var, last), rounds=1)
    publish(var)
    job = "Raw to marts and metrics"
    yield Comparison(
        job, "records", "the whole warehouse", building, count, "`read_json` alone", reading, count
    )


def settings() -> Company:
    """The demo company."""
    return company.load(CONFIGURATION, {}, need_sources=False)


def build(var: Path, as_of: datetime) -> None:
    """What a first run does after extraction."""
    with Workspace(var, settings(), as_of=as_of, run_id="benchmark", key=b"benchmark" * 4) as workspace:
        workspace.load_raw()
        for model in workspace.plan():
            workspace.build(model)
        workspace.checkpoint()


def publish(var: Path) -> None:
    """Make what was built a snapshot that the dashboard finds."""
    (var / "serving").mkdir()
    shutil.copy(var / "marts.duckdb", var / "serving" / "benchmark.duckdb")
    (var / "serving" / "CURRENT").write_text("benchmark.duckdb", "utf-8")
