"""One pass as one Dagster run in this process, and the summary of it."""

import logging
import shutil
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import dagster as dg

from connectors.page import Connector
from pipelines import definitions, instance, log_files, one_pass
from pipelines.errors import DiskFull, PassFailed, PipelineError
from pipelines.one_pass import OnePass, Options
from pipelines.progress import Progress
from pipelines.var_folder import VarFolder
from warehouse.company import Company
from warehouse.database import CheckResult

INTERRUPTED = dg.DagsterExecutionInterruptedError.__name__
NO_ROOM = ("No space left on device", "Disk quota exceeded")  # DuckDB says that a disk is full in words only
LEAST_ROOM = 1024 * 1024  # bytes; with less, whatever went wrong went wrong for want of room

log = logging.getLogger("leitstand.run")


@dataclass(frozen=True)
class Summary:
    """What a pass did. `records` by source; `rows` by table; `snapshot` None where nothing was published.

    `failures` are of sources that this pass asked, `old_failures` of those that it was told not to ask.
    """

    records: Mapping[str, int]
    failures: Mapping[str, str]
    old_failures: Mapping[str, str]
    rows: Mapping[str, int]
    checks: list[CheckResult]
    snapshot: Path | None
    seconds: float
    log_file: Path
    blocked_by: list[CheckResult] = field(default_factory=list)


def new_run_id() -> str:
    """An id for a pass, which Dagster takes as its run's."""
    return str(uuid.uuid4())


def run(
    var: VarFolder,
    company: Company,
    connectors: Mapping[str, Connector],
    options: Options,
    progress: Progress,
    environ: Mapping[str, str],
) -> Summary:
    """Extract, load, transform, check and publish, once.

    Raises:
        RunLocked, VarFolderRefused: before anything was done.
        DiskFull, PassFailed: a step failed; the old snapshot stands.
    """
    began = time.monotonic()
    with one_pass.opened(var, company, connectors, options, environ=environ, progress=progress) as this_pass:
        with log_files.logging_to(var) as log_file, _saying_no_room(var.path):
            _execute(var, company, connectors, this_pass)
        if this_pass.error is not None and not this_pass.blocked_by:
            _raise(this_pass.error, log_file)
    extraction = this_pass.extraction
    old_failures = one_pass.source_errors(var, company)
    return Summary(
        records={name: outcome.total for name, outcome in extraction.outcomes.items()},
        failures=extraction.failures,
        old_failures={name: error for name, error in old_failures.items() if name not in extraction.outcomes},
        rows=this_pass.row_counts,
        checks=this_pass.check_results,
        snapshot=this_pass.snapshot,
        seconds=time.monotonic() - began,
        log_file=log_file,
        blocked_by=this_pass.blocked_by,
    )


def lines(summary: Summary) -> Iterator[str]:
    """The summary as a person reads it."""
    for source, count in summary.records.items():
        error = summary.failures.get(source)
        yield f"{source}: {count:,} records" + (f"; FAILED, keeps its last data: {error}" if error else "")
    for source, error in summary.old_failures.items():
        yield f"{source}: not asked; its last attempt failed: {error}"
    rows = {schema: _rows(summary, schema) for schema in ("staging", "marts", "metrics")}
    yield "rows: " + ", ".join(f"{count:,} in {schema}" for schema, count in rows.items())
    yield f"rejected: {summary.rows.get('quality.rejected', 0):,} records (select * from quality.rejected)"
    for check in summary.checks:
        if not check.ok:
            yield f"check FAILED: {check.name}: {check.detail}"
    passed = sum(check.ok for check in summary.checks)
    yield f"checks: {passed} of {len(summary.checks)} passed"
    if summary.snapshot:
        yield f"published: {summary.snapshot} in {summary.seconds:.1f} s"
    else:
        yield f"NOT published ({summary.seconds:.1f} s): the old snapshot stands; details: {summary.log_file}"


def _rows(summary: Summary, schema: str) -> int:
    return sum(count for key, count in summary.rows.items() if key.startswith(f"{schema}."))


def _execute(
    var: VarFolder, company: Company, connectors: Mapping[str, Connector], this_pass: OnePass
) -> None:
    built = definitions.build(company, connectors, this_pass.models, this_pass)
    job = built.resolve_job_def(definitions.JOB)
    this_pass.progress.plan(len(job.asset_layer.selected_asset_keys))
    with instance.opened(var) as dagster:
        instance.mark_dead_runs(dagster)
        result = job.execute_in_process(
            instance=dagster,
            run_id=this_pass.options.run_id,
            raise_on_error=False,
            tags=instance.process_tag(),
        )
    failures = [event.step_failure_data for event in result.all_events if event.is_step_failure]
    if any(failure.error and failure.error.cls_name == INTERRUPTED for failure in failures):
        raise KeyboardInterrupt  # Dagster takes the signal, ends the run in order, and returns
    for failure in failures:
        log.error("%s", failure.error_display_string)
    if not result.success and this_pass.error is None and not this_pass.blocked_by:
        this_pass.error = PassFailed("Dagster could not run the steps")


@contextmanager
def _saying_no_room(folder: Path) -> Iterator[None]:
    """Dagster's own files are on the same disk; all that their database says of it is "disk I/O error"."""
    try:
        yield
    except Exception as error:
        if isinstance(error, PipelineError) or shutil.disk_usage(folder).free > LEAST_ROOM:
            raise
        raise _no_room(folder, error) from error


def _no_room(folder: Path, error: Exception) -> DiskFull:
    return DiskFull(
        f"no room left in {folder}: {' '.join(str(error).split())[:200]}; free some and run again, "
        "the old snapshot stands and nothing was lost"
    )


def _raise(error: Exception, log_file: Path) -> None:
    if isinstance(error, PipelineError) and not isinstance(error, PassFailed):
        raise error
    text = " ".join(str(error).split())
    if any(words in text for words in NO_ROOM):
        raise _no_room(log_file.parent.parent, error) from error
    raise PassFailed(f"{text[:300]}; the old snapshot stands, {log_file} has the details") from error
