"""Raw records to typed rows: the warehouse's own staging against orjson.loads alone, and against dlt with parquet."""

import importlib
import importlib.util
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import duckdb
import zstandard

from benchmarks import raw_to_marts
from benchmarks.measure import Comparison, cpu_seconds
from warehouse.database import Workspace

SAMPLE = 20_000  # of the records, for what takes its time


def compare(folder: Path, source: Path) -> Iterator[Comparison]:
    """P5: all records of an archive."""
    lines = records(source)
    started = time.process_time()
    build_staging(folder, source)
    ours = time.process_time() - started
    job, here = "P5 Raw records to typed rows", "read, keep and stage"
    if importlib.util.find_spec("orjson"):
        orjson = importlib.import_module("orjson")

        theirs = cpu_seconds(lambda: [orjson.loads(line) for line in lines], rounds=1)
        yield Comparison(
            job,
            "records",
            here,
            ours,
            len(lines),
            "`orjson.loads` alone",
            theirs,
            len(lines),
            "at most 3 x",
            "2 x",
        )
    else:
        print(f"| {job} | orjson: not installed (pip install --group bench) |", file=sys.stderr)
    if importlib.util.find_spec("dlt"):
        sample = lines[:SAMPLE]
        theirs = cpu_seconds(lambda: load_with_dlt(folder, sample), rounds=1)
        yield Comparison(
            job,
            "records",
            here,
            ours,
            len(lines),
            "dlt with parquet",
            theirs,
            len(sample),
            "at least 20 x",
            "",
        )
    else:
        print(f"| {job} | dlt: not installed (pip install --group bench) |", file=sys.stderr)


def records(source: Path) -> list[bytes]:
    """Every line of the archive."""
    found: list[bytes] = []
    for path in sorted((source / "raw").rglob("*.ndjson.zst")):
        with path.open("rb") as file:
            found += zstandard.ZstdDecompressor().stream_reader(file).read().splitlines()
    return found


def build_staging(folder: Path, source: Path) -> None:
    """Read the archive and make the staging tables."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "raw").symlink_to(source / "raw")
    last = duckdb.execute(
        "select max(received_at) from read_json(?, columns = {received_at: 'TIMESTAMPTZ'})",
        [str(source / "raw" / "*" / "*" / "*.zst")],
    ).fetchone()
    as_of: datetime = last[0] if last else datetime.max
    settings = raw_to_marts.settings()
    with Workspace(folder, settings, as_of=as_of, run_id="benchmark", key=b"benchmark" * 4) as workspace:
        workspace.load_raw()
        for model in workspace.plan():
            if model.schema == "staging":
                workspace.build(model)
        workspace.checkpoint()


def load_with_dlt(folder: Path, lines: list[bytes]) -> None:
    """The same records by a library that types what it is given, into a DuckDB file by way of parquet."""
    import json

    dlt = importlib.import_module("dlt")

    pipeline = dlt.pipeline(
        "bench", destination=dlt.destinations.duckdb(str(folder / "dlt.duckdb")), pipelines_dir=str(folder)
    )
    rows = (json.loads(line)["payload"] for line in lines)
    pipeline.run(dlt.resource(rows, name="records"), loader_file_format="parquet")
