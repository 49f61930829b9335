"""What holds for every test: live tests may not be skipped where they are required, and no test is timed.

Markers (pyproject.toml): `server` starts a server or another process, `browser` drives a real Chromium.
Tests with neither are `make test-fast`, but for `thorough` ones: whole matrices of the same check, and most of what
makes tables.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

import duckdb
import hypothesis
import pytest

from tools.find_browser import find_browser
from warehouse.database import open_snapshot

HOUSE = Path(__file__).parents[1]
LIVE = ("server", "browser")
MAKES_TABLES = {"benches", "stage", "workspace"}
QUICK = {"test_golden_cases.py", "test_fct_waits.py"}
NOT_HERE = "not on this machine: "
# A test of every type that has nothing to ask of this one.
NOT_MEANT = "not meant for this type: "
# The same days whenever tests run: an interval misses what it should hold in one world of twenty.
PLAYED = {"end": "2026-11-22T06:00:00+01:00", "days": 182, "seed": 7, "complete": False}

hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


def pytest_configure() -> None:
    """Take Ctrl-C even where a shell in the background told us not to: processes that tests start inherit that."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep live tests of one kind in one process, one after the other: they share what takes long to start.

    What makes tables is no part of the quick ones, but for the files that say what a wait is: a table costs a tenth of
    a second, and there are thousands of tests.
    """
    for item in items:
        if any(item.get_closest_marker(name) for name in LIVE):
            item.add_marker(pytest.mark.xdist_group(_kind(item)))
        elif MAKES_TABLES & set(getattr(item, "fixturenames", ())) and item.path.name not in QUICK:
            item.add_marker(pytest.mark.thorough)


def _kind(item: pytest.Item) -> str:
    """What a live test shares with others."""
    if "demo" in getattr(item, "fixturenames", ()):
        return "demo"
    folder = item.path.relative_to(HOUSE / "tests").parts[0]
    return folder if folder in ("dashboard", "servers", "connectors", "simulator") else "runs"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With LEITSTAND_REQUIRE_SERVERS=1 a live test that would be skipped fails, saying what it lacked.

    Input that doesn't come with the repository (`real_input`) may lack all the same.
    """
    report = yield
    required = os.environ.get("LEITSTAND_REQUIRE_SERVERS") == "1"
    is_live = any(item.get_closest_marker(name) for name in LIVE)
    if required and is_live and report.skipped and not hasattr(report, "wasxfail"):
        reason = str(call.excinfo.value) if call.excinfo else "skipped"
        if not reason.startswith((NOT_HERE, NOT_MEANT)):
            report.outcome = "failed"
            report.longrepr = f"LEITSTAND_REQUIRE_SERVERS=1, but this live test was skipped: {reason}"
    return report


@pytest.fixture(scope="session")
def browser_path() -> str:
    """Path of a Chrome or Chromium; the test is skipped where there is none."""
    path = find_browser()
    if not path:
        pytest.skip("no Chrome or Chromium was found; make test installs or names one")
    return path


@pytest.fixture(scope="session")
def real_input() -> Path:
    """Folder of the real data sets (LEITSTAND_REAL_INPUT, else ../shared/data); skipped where it lacks."""
    folder = Path(os.environ.get("LEITSTAND_REAL_INPUT", Path(__file__).parents[2] / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"{NOT_HERE}the real data sets; name their folder in LEITSTAND_REAL_INPUT")
    return folder


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The var folder after `leitstand demo --once`."""
    var = tmp_path_factory.mktemp("demo") / "var"
    var.mkdir()
    (var / "demo.json").write_text(json.dumps(PLAYED), encoding="utf-8")
    command = [sys.executable, str(HOUSE / "leitstand.py"), "demo", "--once", "--var", str(var)]
    done = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    return var


@pytest.fixture(scope="session")
def snapshot(demo: Path) -> duckdb.DuckDBPyConnection:
    """What was published."""
    return open_snapshot(demo)
