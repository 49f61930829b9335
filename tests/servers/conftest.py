"""Real systems beside our connectors: `server("request_tracker")` installs and starts one, once a session.

A system is a module of this folder that has

- `PACKAGES` and `COMMANDS`: Debian's packages, and the programs by which one sees that they are there; `ANSWERS`, where
  a package asks something;
- `running(folder)`: a context manager that starts it on a free port of this machine, with all its files in `folder`,
  and gives an object by which tests fill it through its own front doors.

Where it can't be installed, the tests that need it are skipped and say what to install. With
LEITSTAND_REQUIRE_SERVERS=1, as in .ci/run, a skip is a failure.
"""

import importlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from tests.servers import debian, tracker_town
from tests.servers.request_tracker import RequestTracker
from tests.servers.tracker_town import Town

Server = Callable[[str], Any]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """`server(name)`: the running system of that module; all are stopped when the session ends."""
    started: dict[str, Any] = {}
    with ExitStack() as stack:

        def start(name: str) -> Any:
            if name not in started:
                module = importlib.import_module(f"tests.servers.{name}")
                debian.need(module.PACKAGES, module.COMMANDS, getattr(module, "ANSWERS", ""))
                started[name] = stack.enter_context(module.running(tmp_path_factory.mktemp(name)))
            return started[name]

        yield start


@pytest.fixture(scope="session")
def rt(server: Server) -> RequestTracker:
    """A real Request Tracker. Each way to read it is tried on this one: to fill it takes half a minute."""
    running: RequestTracker = server("request_tracker")
    return running


@pytest.fixture(scope="session")
def town(rt: RequestTracker) -> Town:
    """What people did in it, once a session."""
    return tracker_town.live(rt)
