"""One pass of the pipeline: what its steps share, and what became of it.

A step asks a pass to extract, build, check or publish; when and in what order is Dagster's business.
"""

import logging
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

from connectors.page import Connector
from pipelines import durable, publish, run_lock, source_state
from pipelines.clock import utc_now
from pipelines.errors import PassFailed
from pipelines.extract import Extraction, SourceOutcome
from pipelines.progress import Progress, Silent
from pipelines.sources import models_of, reading_here
from pipelines.var_folder import VarFolder
from warehouse import checks
from warehouse.catalog import Catalog, Model
from warehouse.company import Company
from warehouse.database import CheckResult, Workspace, memory_limit

log = logging.getLogger("leitstand.pass")


@dataclass(frozen=True)
class Options:
    """What may differ from pass to pass. `as_of` is aware; `only` names the one source to fetch from.

    `clock` says when records arrive and sources are read; it is another than the wall's only where the sources' is.
    """

    as_of: datetime
    run_id: str
    full: bool = False
    only: str | None = None
    clock: Callable[[], datetime] = utc_now


@dataclass
class OnePass:
    """A pass that holds the run lock. `error` is the first thing that stopped a step."""

    var: VarFolder
    company: Company
    options: Options
    extraction: Extraction
    key: bytes
    progress: Progress
    stack: ExitStack
    row_counts: dict[str, int] = field(default_factory=dict)
    check_results: list[CheckResult] = field(default_factory=list)
    snapshot: Path | None = None
    error: Exception | None = None
    _workspace: Workspace | None = None

    def extract(self, type: str, stream: str) -> dict[str, SourceOutcome]:
        """Fetch a stream from every source of that type; returns how each fared, by source."""
        outcomes = {}
        for source in self._sources_of(type, stream):
            self.progress.step(f"{source}: {stream.replace('_', ' ')}")
            with self._noting_errors():
                outcomes[source] = self.extraction.fetch(source, stream)
        return outcomes

    def extract_days(self, type: str, stream: str, days: list[str]) -> dict[str, SourceOutcome]:
        """Fetch whole UTC days ("2026-11-20") of a daily stream again; cursors stay where they are."""
        outcomes = {}
        for source in self._sources_of(type, stream):
            for day in days:
                self.progress.step(f"{source}: {stream.replace('_', ' ')} of {day}")
                with self._noting_errors():
                    outcomes[source] = self.extraction.fetch_day(
                        source, stream, datetime.fromisoformat(day).date()
                    )
        return outcomes

    def build(self, model: Model) -> int:
        """Bring one table up to date; returns its rows."""
        self.progress.step(model.key)
        with self._noting_errors():
            self.row_counts[model.key] = self.workspace.build(model)
        return self.row_counts[model.key]

    def check(self) -> list[CheckResult]:
        """Look for what must never be published."""
        self.progress.step("checks")
        with self._noting_errors():
            self.check_results = list(self.workspace.checks())
            checks.keep(self.workspace.connection, self.check_results)
        for result in self.check_results:
            log.log(logging.INFO if result.ok else logging.ERROR, "check %s: %s", result.name, result.detail)
        return self.check_results

    def publish(self) -> Path:
        """Make what was built the newest snapshot; returns its path."""
        self.progress.step("publish")
        with self._noting_errors():
            self.workspace.checkpoint()
            # closed first: opening and closing the file to copy it would drop DuckDB's own lock on it
            self.close()
            self.snapshot = publish.publish(self.var)
        return self.snapshot

    @cached_property
    def models(self) -> Catalog:
        """The models and metrics that are made for this company."""
        return models_of(self.company)

    @property
    def workspace(self) -> Workspace:
        """The warehouse, opened and fed with the new raw files when a step first asks for it."""
        if self._workspace is None:
            workspace = Workspace(
                self.var.path,
                self.company,
                as_of=self.options.as_of,
                run_id=self.options.run_id,
                key=self.key,
                models=self.models,
            )
            self._workspace = self.stack.enter_context(workspace)
            self.progress.detail("loading new records")
            self._workspace.load_raw()
        return self._workspace

    def close(self) -> None:
        """Close the warehouse, if it was opened."""
        self.stack.close()
        self._workspace = None

    @property
    def blocked_by(self) -> list[CheckResult]:
        """Checks that forbid publishing."""
        return [result for result in self.check_results if result.blocking and not result.ok]

    def _sources_of(self, type: str, stream: str) -> Iterator[str]:
        for name, connector in self.extraction.connectors.items():
            if self.company.sources[name].type == type and stream in connector.streams:
                yield name

    @contextmanager
    def _noting_errors(self) -> Iterator[None]:
        if self.error:  # nothing will be published, so the steps that don't follow from it are idle too
            raise PassFailed("not tried, as a step before has failed")
        try:
            yield
        except Exception as error:
            self.error = error
            log.exception("a step failed")
            raise


@contextmanager
def opened(
    var: VarFolder,
    company: Company,
    connectors: Mapping[str, Connector],
    options: Options,
    *,
    environ: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    patience: timedelta = timedelta(0),
) -> Iterator[OnePass]:
    """A pass that may begin: it alone holds the lock (waiting for it up to `patience`), leftovers are gone.

    Raises:
        RunLocked: another run is at work.
        VarFolderRefused: the folder is another company's, or the key is not its key.
        ConfigError: the environment limits memory to what is no amount of it.
    """
    progress = progress or Silent()
    environ = os.environ if environ is None else environ
    memory_limit(environ)
    var.check_owner(company.id)
    with run_lock.hold(var.path, patience=patience), ExitStack() as stack:
        key = var.claim(company.id, environ)
        for folder in (var.raw, var.cursors, var.serving):
            durable.remove_leftovers(folder)
        if options.full:
            _forget_tables(var)
        chosen = {
            name: reading_here(var, name, connector)
            for name, connector in connectors.items()
            if options.only in (None, name)
        }
        extraction = Extraction(
            var, chosen, until=options.as_of, full=options.full, progress=progress, stamp=options.clock
        )
        yield OnePass(var, company, options, extraction, key, progress, stack)


def instant_of(company: Company, as_of: datetime | None) -> datetime:
    """The instant that a pass works for: as asked, as configured, or now."""
    return (as_of or company.as_of or utc_now()).astimezone(UTC)


def source_errors(var: VarFolder, company: Company) -> dict[str, str]:
    """Sources whose last attempt failed, with what they said."""
    states = {name: source_state.load(var, name) for name in company.sources}
    return {name: state.error or "" for name, state in states.items() if state.state == "failed"}


def _forget_tables(var: VarFolder) -> None:
    """The working files follow from the raw records alone, so a full run begins without them."""
    for name in ("staging.duckdb", "marts.duckdb"):
        for suffix in ("", ".wal"):
            (var.path / (name + suffix)).unlink(missing_ok=True)
