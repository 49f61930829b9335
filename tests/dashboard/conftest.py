"""A published snapshot to draw pages from: a hand-made, seeded company of a few thousand waits."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from dashboard import router
from dashboard.data import Reader, Snapshot
from dashboard.urls import parse
from dashboard.view import View
from tests.dashboard.company import publish


@pytest.fixture(scope="session")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A var folder with one published snapshot."""
    folder = tmp_path_factory.mktemp("var")
    publish(folder)
    return folder


@pytest.fixture(scope="session")
def snapshot(var: Path) -> Iterator[Snapshot]:
    with Reader(var).snapshot() as held:
        yield held


@pytest.fixture
def view(snapshot: Snapshot):
    """Make a view of an address: view("/sla?lang=de")."""

    def make(address: str = "/") -> View:
        path, _, search = address.partition("?")
        return View(parse(path, search), snapshot, path.rpartition("/")[2])

    return make


@pytest.fixture(scope="session")
def reader(var: Path) -> Reader:
    return Reader(var)


@pytest.fixture(scope="session")
def drawn(reader: Reader) -> Callable[[str, str], dict[str, Any]]:
    """drawn("/sla", "lang=en"): the parts of a page, drawn once however many tests look at them."""
    return cache(lambda path, search: router.contents(reader, path, search))
