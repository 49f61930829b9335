import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator

import psutil
import pytest

from pipelines import run_lock
from pipelines.errors import RunLocked
from pipelines.var_folder import VarFolder

HOLD = """
import sys
from pathlib import Path
from pipelines import run_lock
with run_lock.hold(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(var: VarFolder) -> Iterator[Callable[[], "subprocess.Popen[str]"]]:
    started: list[subprocess.Popen[str]] = []

    def start() -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(var.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.mark.server
def test_a_second_run_is_refused_with_the_process_that_is_at_work(
    var: VarFolder, holder: Callable[[], "subprocess.Popen[str]"]
) -> None:
    first = holder()

    with pytest.raises(RunLocked, match=rf"process {first.pid}, since \d{{4}}-"), run_lock.hold(var.path):
        pass
    assert run_lock.is_held(var.path)


@pytest.mark.server
def test_the_lock_of_a_killed_run_is_taken_over(
    var: VarFolder, holder: Callable[[], "subprocess.Popen[str]"]
) -> None:
    first = holder()
    first.kill()
    first.wait()

    with run_lock.hold(var.path):
        assert json.loads((var.path / run_lock.NAME).read_text())["pid"] == os.getpid()


@pytest.mark.server
def test_where_the_file_system_keeps_no_locks_the_live_process_counts(
    var: VarFolder, holder: Callable[[], "subprocess.Popen[str]"]
) -> None:
    first = holder()
    content = (var.path / run_lock.NAME).read_text()
    (var.path / run_lock.NAME).unlink()  # a new file knows nothing of the lock on the old one
    (var.path / run_lock.NAME).write_text(content)

    with pytest.raises(RunLocked, match=str(first.pid)), run_lock.hold(var.path):
        pass


def test_a_new_process_with_a_dead_ones_number_does_not_hold_its_lock(var: VarFolder) -> None:
    var.path.mkdir()
    other = psutil.Process(os.getppid())
    holder = {"pid": other.pid, "started": other.create_time() - 1000}
    (var.path / run_lock.NAME).write_text(json.dumps(holder))

    with run_lock.hold(var.path):
        pass
    assert not run_lock.is_held(var.path)


def test_a_lock_file_cut_off_half_way_is_a_dead_ones(var: VarFolder) -> None:
    var.path.mkdir()
    (var.path / run_lock.NAME).write_text('{"pid": 1')

    with run_lock.hold(var.path):
        pass
