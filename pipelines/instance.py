"""Dagster's own storage: opened for a var folder, and tidied after runs that were killed."""

import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import psutil

from pipelines.var_folder import VarFolder

HOME = Path(__file__).resolve().parent.parent  # the folder of dagster.yaml
STORAGE_VARIABLE = "LEITSTAND_DAGSTER"
PROCESS_TAG = "leitstand/process"
UNCLAIMED = timedelta(minutes=10)  # a run that names no process after so long never got to its first step


def environment(var: VarFolder, storage: Path | None = None) -> Mapping[str, str]:
    """The variables by which dagster.yaml finds its storage."""
    return {"DAGSTER_HOME": str(HOME), STORAGE_VARIABLE: str(storage or var.dagster)}


@contextmanager
def opened(var: VarFolder) -> Iterator[dg.DagsterInstance]:
    """The instance of this var folder."""
    prepare(var)
    os.environ.update(environment(var))
    with dg.DagsterInstance.from_config(str(HOME)) as instance:
        yield instance


def prepare(var: VarFolder) -> None:
    """Make the databases, under another name first: a kill half-way would leave them unusable for good."""
    if var.dagster.exists():
        return
    for leftover in var.path.glob("dagster-new-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    unfinished = var.path / f"dagster-new-{secrets.token_hex(4)}"
    unfinished.mkdir(parents=True)
    os.environ.update(environment(var, unfinished))
    with dg.DagsterInstance.from_config(str(HOME)) as instance:
        # each of these makes one of the databases
        instance.get_runs_count()
        instance.all_asset_keys()
        instance.all_instigator_state()
    unfinished.rename(var.dagster)


def process_tag() -> dict[str, str]:
    """The tag by which a run says which process works on it."""
    return {PROCESS_TAG: f"{os.getpid()} {psutil.Process().create_time()}"}


def mark_dead_runs(instance: dg.DagsterInstance) -> int:
    """Say of runs whose process is gone that they failed; a queue would wait for them for ever."""
    begun = [dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.CANCELING]
    dead = [
        record.dagster_run
        for record in instance.get_run_records(dg.RunsFilter(statuses=begun))
        if not _is_alive(record.dagster_run.tags.get(PROCESS_TAG), record.create_timestamp)
    ]
    for run in dead:
        instance.report_run_failed(run, "Its process was killed; the next run cleans up after it.")
    return len(dead)


def _is_alive(process: str | None, created_at: datetime) -> bool:
    if process is None:
        return datetime.now(UTC) - created_at.astimezone(UTC) < UNCLAIMED
    pid, started = process.split()
    try:
        return abs(psutil.Process(int(pid)).create_time() - float(started)) < 1
    except psutil.Error:
        return False
