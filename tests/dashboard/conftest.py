"""A published snapshot to draw pages from: a hand-made, seeded company of a few thousand waits."""

import threading
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from waitress.server import create_server

from dashboard import router
from dashboard.app import create_app
from dashboard.data import Reader, Snapshot
from dashboard.urls import parse
from dashboard.view import View
from tests.dashboard.company import publish

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A var folder with one published snapshot."""
    folder = tmp_path_factory.mktemp("var")
    publish(folder)
    return folder


@pytest.fixture(scope="session")
def reader(var: Path) -> Reader:
    """The one reader of all tests: what a figure cost for one of them is there for the others."""
    return Reader(var)


@pytest.fixture(scope="session")
def snapshot(reader: Reader) -> Iterator[Snapshot]:
    with reader.snapshot() as held:
        yield held


@pytest.fixture
def view(snapshot: Snapshot):
    """Make a view of an address: view("/sla?lang=de")."""

    def make(address: str = "/") -> View:
        path, _, search = address.partition("?")
        return View(parse(path, search), snapshot, path.rpartition("/")[2])

    return make


@pytest.fixture(scope="session")
def drawn(reader: Reader) -> Callable[[str, str], dict[str, Any]]:
    """drawn("/sla", "lang=en"): the parts of a page, drawn once however many tests look at them."""
    return cache(lambda path, search: router.contents(reader, path, search))


@pytest.fixture(scope="session")
def address(var: Path, reader: Reader) -> Iterator[str]:
    """Where a dashboard over the company is served."""
    server = create_server(create_app(var, reader).server, host="127.0.0.1", port=0, threads=8)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()


@pytest.fixture(scope="session")
def chromium(browser_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    """One real browser for all tests that need one; each opens a tab of its own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            str(tmp_path_factory.mktemp("profile")),
            executable_path=browser_path,
            args=ARGUMENTS,
            viewport={"width": 1280, "height": 900},
            accept_downloads=True,
        )
        yield context
        context.close()
