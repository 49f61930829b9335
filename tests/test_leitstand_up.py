"""`leitstand up` and `leitstand demo` as their users start them: processes that serve until they are ended."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

import leitstand
from pipelines.shutdown import is_alive
from tests.shop import open_shop

pytestmark = pytest.mark.server

HOUSE = Path(leitstand.__file__).parent
ASSETS = """{
  assetNodes { assetKey { path } groupName dependencyKeys { path } }
  repositoriesOrError { ... on RepositoryConnection { nodes { schedules { name cronSchedule executionTimezone
    scheduleState { status } } } } }
}"""
LAUNCH = """mutation { launchRun(executionParams: { mode: "default", selector: {
  repositoryLocationName: "pipelines.definitions", repositoryName: "__repository__", jobName: "one_pass"
}}) { __typename ... on LaunchRunSuccess { run { runId } } } }"""
RUNS = "{ runsOrError { ... on Runs { results { status jobName } } } }"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def start() -> Iterator[Callable[..., "subprocess.Popen[str]"]]:
    started: list[subprocess.Popen[str]] = []

    def run(*options: str) -> "subprocess.Popen[str]":
        command = [sys.executable, str(HOUSE / "leitstand.py"), *options]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        started.append(process)
        return process

    yield run
    for process in started:
        if process.poll() is None:
            for child in psutil.Process(process.pid).children(recursive=True):
                child.kill()
            process.kill()
            process.communicate()


def answer(
    url: str, process: "subprocess.Popen[str]", query: str | None = None, patience: float = 180
) -> Any:
    """What the address answers, as soon as it does."""
    body = json.dumps({"query": query}).encode() if query else None
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})
    deadline = time.monotonic() + patience
    while True:
        assert process.poll() is None, process.communicate()
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                content = response.read()
                return json.loads(content)["data"] if query else content.decode()
        except OSError:
            assert time.monotonic() < deadline, f"{url} never answered"
            time.sleep(0.5)


def end(process: "subprocess.Popen[str]", number: signal.Signals = signal.SIGTERM) -> int:
    """Send the signal; all children have to be gone, and it has to have ended, within ten seconds."""
    children = psutil.Process(process.pid).children(recursive=True)
    began = time.monotonic()
    os.kill(process.pid, number)
    process.communicate(timeout=30)
    assert time.monotonic() - began < 10
    assert [child for child in children if is_alive(child)] == []
    return process.returncode


def test_up_shows_lineage_and_schedule_runs_a_pass_and_ends_every_child(
    tmp_path: Path, start: Callable[..., "subprocess.Popen[str]"]
) -> None:
    shop = open_shop(tmp_path / "shop")
    page, dagster = free_port(), free_port()
    process = start("up", *shop.options, "--port", str(page), "--dagster-port", str(dagster))
    graphql = f"http://127.0.0.1:{dagster}/graphql"

    shown = answer(graphql, process, ASSETS)
    nodes = {"/".join(node["assetKey"]["path"]): node for node in shown["assetNodes"]}
    assert nodes["raw/files_messages"]["groupName"] == "raw"
    assert ["raw", "files_messages"] in [
        key["path"] for key in nodes["staging/stg_files_messages"]["dependencyKeys"]
    ]
    assert [key["path"] for key in nodes["publish/snapshot"]["dependencyKeys"]] == [["publish", "checks"]]
    (schedule,) = shown["repositoriesOrError"]["nodes"][0]["schedules"]
    assert schedule["scheduleState"] == {"status": "RUNNING"}
    assert schedule["executionTimezone"] == "Europe/Berlin"

    launched = answer(graphql, process, LAUNCH)
    assert launched["launchRun"]["__typename"] == "LaunchRunSuccess"
    for _ in range(400):
        (run,) = answer(graphql, process, RUNS)["runsOrError"]["results"]
        if run["status"] in ("SUCCESS", "FAILURE", "CANCELED"):
            break
        time.sleep(0.5)
    assert run == {"status": "SUCCESS", "jobName": "one_pass"}
    assert (shop.var / "serving" / shop.current).exists()
    assert "Leitstand" in answer(f"http://127.0.0.1:{page}/", process)

    assert end(process) == leitstand.OK


def test_a_demo_that_was_ended_half_way_goes_on_where_it_was_and_serves(
    tmp_path: Path, start: Callable[..., "subprocess.Popen[str]"]
) -> None:
    port = free_port()
    options = ("--config", str(HOUSE / "leitstand.toml"), "--var", str(tmp_path), "--port", str(port))
    process = start("demo", "--days", "2", *options)
    assert process.stderr is not None
    while "zendesk" not in process.stderr.readline():
        assert process.poll() is None
    assert end(process) == leitstand.INTERRUPTED
    begun = json.loads((tmp_path / "demo.json").read_text())

    process = start("demo", *options)
    assert "Leitstand" in answer(f"http://127.0.0.1:{port}/", process)
    assert json.loads((tmp_path / "demo.json").read_text()) == {**begun, "complete": True}
    assert (tmp_path / "truth" / "waits.ndjson").exists()
    assert end(process, signal.SIGINT) == leitstand.OK


def test_a_second_demo_reuses_what_is_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--once", "--config", str(HOUSE / "leitstand.toml"), "--var", str(tmp_path)]
    assert leitstand.main(["demo", "--days", "1", *options]) == leitstand.OK
    snapshots = sorted((tmp_path / "serving").iterdir())
    capsys.readouterr()

    assert leitstand.main(["demo", *options]) == leitstand.OK

    assert sorted((tmp_path / "serving").iterdir()) == snapshots
    assert "is there already: 1 days up to " in capsys.readouterr().err

    assert leitstand.main(["demo", "--days", "3", *options]) == leitstand.USAGE
    assert "holds a demo of 1 days; choose another folder with --var" in capsys.readouterr().err
