"""One small world for all tests of the simulator, and a server that shows it."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from simulator import server as servers
from simulator import world as worlds
from simulator.records import World

# In the past, so that a client which looks at the wall clock doesn't think the exports are too young.
END = datetime(2026, 3, 30, 4, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def world() -> World:
    return worlds.build(END, seed=3, days=24)


@pytest.fixture
def server(world: World) -> Iterator[servers.Server]:
    with servers.start(world) as running:
        yield running
