from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipelines.var_folder import VarFolder


@pytest.fixture
def var(tmp_path: Path) -> VarFolder:
    return VarFolder(tmp_path / "var")


class Clock:
    """A clock that only moves when it is slept on."""

    def __init__(self) -> None:
        self.instant = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self.instant

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.instant += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()
