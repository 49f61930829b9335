"""What several tests ask of the same real log, built once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.examples.chain import built, settle
from warehouse.database import Workspace


@pytest.fixture(scope="session")
def real_incidents(tmp_path_factory: pytest.TempPathFactory, real_input: Path) -> Iterator[Workspace]:
    """All incidents of the real log: states, cases, steps and hand-offs."""
    config = settle(
        "uci_incidents.toml", tmp_path_factory.mktemp("incidents"), real_input / "uci_incidents.csv.gz"
    )
    names = ("fct_case_states", "fct_cases", "fct_case_steps", "fct_handoffs")
    with built(config, *(f"marts.{name}" for name in names)) as workspace:
        yield workspace
