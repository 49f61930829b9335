"""Databases with a system's own tables, and what a run of ours makes of them."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from connectors import registry

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def made(path: Path, statements: str) -> dict[str, Any]:
    """A SQLite file after these statements, as a source's settings."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(statements)
    return {"url": f"sqlite:///{path.name}"}


def rows(folder: Path, stream: str, settings: dict[str, Any], *columns: str) -> list[tuple[Any, ...]]:
    """Some columns of what the queries of a source give, in order."""
    source = registry.connect("desk", "sql", settings, base=folder)
    pages = source.fetch(stream, {}, until=NOW)
    return [tuple(record.payload.get(name) for name in columns) for page in pages for record in page.records]
