import os
import signal
import subprocess
import sys

import pytest

# A call into C that doesn't return: Python would run no signal handler before it does.
BUSY = """
import ctypes
import os
import signal
import threading
from pipelines.shutdown import on_signal
import pipelines.shutdown
pipelines.shutdown.PATIENCE = 1.0
libc, mutex = ctypes.CDLL(None), ctypes.create_string_buffer(64)
libc.pthread_mutex_lock(mutex)
with on_signal():
    threading.Timer(1.0, os.kill, (os.getpid(), signal.SIGTERM)).start()
    print("busy", flush=True)
    libc.pthread_mutex_lock(mutex)  # waits for itself; no signal interrupts that
"""
CALM = """
import time
from pipelines.shutdown import on_signal
try:
    with on_signal():
        print("busy", flush=True)
        time.sleep(600)
except KeyboardInterrupt:
    print("interrupted")
"""


def run(code: str) -> "subprocess.Popen[str]":
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "busy\n"
    return process


@pytest.mark.server
def test_sigterm_ends_a_process_as_ctrl_c_does() -> None:
    process = run(CALM)
    os.kill(process.pid, signal.SIGTERM)

    assert process.communicate(timeout=10)[0] == "interrupted\n"


@pytest.mark.server
def test_a_process_that_is_deep_in_foreign_code_is_ended_all_the_same() -> None:
    process = run(BUSY)

    assert process.wait(timeout=10) == 128 + signal.SIGTERM
