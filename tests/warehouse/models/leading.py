"""Who leads, put where the configuration would put it."""

from collections.abc import Iterator
from contextlib import contextmanager

from warehouse.database import Workspace


@contextmanager
def led_by(workspace: Workspace, fact: str, *sources: str) -> Iterator[None]:
    """These sources know a fact, the first of them leads."""
    run = workspace.connection.execute
    for rank, source in enumerate(sources):
        run("insert into work.company.leading_sources values (?, ?, ?)", [fact, rank, source])
    try:
        yield
    finally:
        run("delete from work.company.leading_sources")
