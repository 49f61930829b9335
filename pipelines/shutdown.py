"""Ending in time: Ctrl-C and SIGTERM end a process and all its children within ten seconds."""

import contextlib
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import psutil

GRACE = 6.0  # seconds to end by itself
PATIENCE = 8.5  # seconds after which nothing is waited for any more


@contextmanager
def on_signal() -> Iterator[None]:
    """Turn SIGTERM into a KeyboardInterrupt, as Ctrl-C is one; end the process where that doesn't.

    Python runs signal handlers between two of its own instructions, which may take long to come while a query runs.
    """
    original = signal.signal(signal.SIGTERM, _interrupt)
    ours, pythons = socket.socketpair()
    pythons.setblocking(False)
    previous = signal.set_wakeup_fd(pythons.fileno(), warn_on_full_buffer=False)
    done = threading.Event()
    threading.Thread(target=_watch, args=(ours, done), daemon=True, name="shutdown").start()
    try:
        yield
    finally:
        done.set()
        signal.set_wakeup_fd(previous)
        signal.signal(signal.SIGTERM, original)
        pythons.close()


def end_all(processes: list[psutil.Process], grace: float = GRACE) -> None:
    """End these processes and all that they started: asked first, then killed."""
    family = [child for process in processes for child in _with_children(process)]
    for process in processes:
        _quietly(process.terminate)
    stubborn = _wait(family, grace)
    for process in stubborn:
        _quietly(process.kill)
    _wait(stubborn, 1)


def _wait(processes: list[psutil.Process], seconds: float) -> list[psutil.Process]:
    """Wait until all have ended, or so long; returns those that have not."""
    deadline = time.monotonic() + seconds
    while (alive := [process for process in processes if is_alive(process)]) and time.monotonic() < deadline:
        time.sleep(0.05)
    return alive


def is_alive(process: psutil.Process) -> bool:
    """A zombie has ended, and may stay for long where nobody takes note of it (a container without init)."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _with_children(process: psutil.Process) -> list[psutil.Process]:
    try:
        return [process, *process.children(recursive=True)]
    except psutil.Error:
        return [process]


def _quietly(action: Callable[[], None]) -> None:
    with contextlib.suppress(psutil.Error):  # it has ended meanwhile
        action()


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _watch(signals: socket.socket, done: threading.Event) -> None:
    with signals:
        while received := signals.recv(1):
            if received[0] in (signal.SIGINT, signal.SIGTERM):
                break
        else:
            return
        if not done.wait(PATIENCE):
            end_all(psutil.Process().children(), grace=0.5)
            os._exit(128 + received[0])
