"""A company that has a real system, read by our connector and brought to tables as a pass does it, without Dagster."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from connectors import registry
from pipelines.extract import Extraction, SourceOutcome
from pipelines.var_folder import VarFolder
from warehouse import company
from warehouse.database import Workspace


@dataclass(frozen=True)
class Company:
    """A folder with a leitstand.toml; `environment` holds what it takes from there."""

    folder: Path
    environment: Mapping[str, str]

    def fetch(self, *, full: bool = False) -> dict[str, SourceOutcome]:
        """One pass over all streams of all sources, until now; what came of it by source."""
        known = company.load(self.folder / "leitstand.toml", self.environment)
        connectors = {
            name: registry.connect(name, source.type, source.settings, base=self.folder)
            for name, source in known.sources.items()
        }
        var = VarFolder(self.folder / "var")
        extraction = Extraction(var, connectors, until=datetime.now(UTC), full=full)
        for name, connector in connectors.items():
            for stream in connector.streams:
                extraction.fetch(name, stream)
        return extraction.outcomes

    @contextmanager
    def tables(self, *wanted: str) -> Iterator[duckdb.DuckDBPyConnection]:
        """These tables and all that they follow from, as of now."""
        known = company.load(self.folder / "leitstand.toml", self.environment)
        workspace = Workspace(
            self.folder / "var", known, as_of=datetime.now(UTC), run_id="test", key=b"k" * 32
        )
        with workspace:
            workspace.load_raw()
            needed = _before(workspace, set(wanted))
            for model in workspace.plan():
                if model.key in needed:
                    workspace.build(model)
            yield workspace.connection


def _before(workspace: Workspace, wanted: set[str]) -> set[str]:
    """These tables and all before them."""
    found: set[str] = set()
    while wanted:
        key = wanted.pop()
        found.add(key)
        wanted |= workspace.catalog.before(workspace.catalog.models[key]) - found
    return found


def rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    """What a query says; instants are UTC."""
    return connection.execute(query).fetchall()
