import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from pipelines.children import require_free_port
from pipelines.errors import PortTaken
from pipelines.shutdown import is_alive

# Two children: one that starts a child of its own, and one that takes no notice of SIGTERM.
PARENT = """
import sys
from pathlib import Path
from pipelines.children import Child, python, run_together
from pipelines.shutdown import on_signal
folder = Path(sys.argv[1])
spawn = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(600)'])"
deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(600)"
short = "raise SystemExit(3)"
codes = {"spawn": spawn, "deaf": deaf, "short": short}
chosen = [Child(name, python("-c", codes[name]), folder / f"{name}.log") for name in sys.argv[2:]]
try:
    with on_signal():
        run_together(chosen, lambda: print("up", flush=True), poll=0.05)
except KeyboardInterrupt:
    print("ended", flush=True)
"""


@pytest.fixture
def parent(tmp_path: Path) -> Iterator[Any]:
    started: list[subprocess.Popen[str]] = []

    def start(*names: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "-c", PARENT, str(tmp_path), *names],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "up\n"
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
            process.communicate()


def family(process: "subprocess.Popen[str]", size: int, ready: Path) -> list[psutil.Process]:
    """All descendants, once there are that many and the deaf one has become deaf."""
    for _ in range(400):
        children = psutil.Process(process.pid).children(recursive=True)
        if len(children) >= size and ready.exists() and ready.read_text():
            return children
        time.sleep(0.05)
    raise AssertionError("the children never came up")


@pytest.mark.server
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_children_and_theirs_within_ten_seconds(
    parent: Any, number: signal.Signals, tmp_path: Path
) -> None:
    process = parent("spawn", "deaf")
    children = family(process, 3, tmp_path / "deaf.log")
    began = time.monotonic()

    os.kill(process.pid, number)
    output, _ = process.communicate(timeout=20)

    assert time.monotonic() - began < 10
    assert output == "ended\n"
    assert [child for child in children if is_alive(child)] == []


@pytest.mark.server
def test_a_child_that_ends_by_itself_ends_the_others_and_is_named(parent: Any) -> None:
    process = parent("spawn", "short")

    _, errors = process.communicate(timeout=20)

    assert "short ended by itself (code 3);" in errors
    assert psutil.pid_exists(process.pid) is False


def test_a_busy_port_is_an_error_with_the_mend() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(PortTaken, match=rf"port {port} on 127\.0\.0\.1 .*choose another with --port"):
            require_free_port(port, "--port")


def test_a_free_port_is_none() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    require_free_port(port, "--port")
