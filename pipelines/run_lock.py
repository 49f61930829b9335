"""One run at a time in a var folder."""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TextIO

import psutil

from pipelines.errors import RunLocked
from pipelines.var_folder import VarFolder

NAME = "run.lock"


@contextmanager
def hold(var: Path, patience: timedelta = timedelta(0)) -> Iterator[None]:
    """Hold the run lock of `var` for as long as the context is open, waiting for it up to `patience`.

    The kernel's lock on the open file excludes the others and goes with its process, however that ends. The
    process named inside is looked up as well: for the message, and for file systems without such locks.

    Raises:
        RunLocked: another live process holds it.
    """
    VarFolder(var).create()
    with (var / NAME).open("a+", encoding="utf-8") as file:
        deadline = time.monotonic() + patience.total_seconds()
        while not _take(file):
            if time.monotonic() >= deadline:
                raise RunLocked(_message(var, _holder(file)))
            time.sleep(1)
        _write(file, {"pid": os.getpid(), "started": psutil.Process().create_time()})
        try:
            yield
        finally:
            _write(file, {})


def is_held(var: Path) -> bool:
    """Whether a live process holds the lock now."""
    try:
        with (var / NAME).open("r+", encoding="utf-8") as file:
            return not _take(file)
    except FileNotFoundError:
        return False


def _take(file: TextIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return not _is_another_live_process(_holder(file))


def _holder(file: TextIO) -> dict[str, Any]:
    file.seek(0)
    try:
        return dict(json.loads(file.read() or "{}"))
    except ValueError:  # its writer was killed between two bytes: it is dead
        return {}


def _write(file: TextIO, holder: dict[str, Any]) -> None:
    file.seek(0)
    file.truncate()
    file.write(json.dumps(holder))
    file.flush()


def _is_another_live_process(holder: dict[str, Any]) -> bool:
    """A pid alone may have been given to a new process since; the start time tells."""
    if not holder or holder["pid"] == os.getpid():
        return False
    try:
        return abs(psutil.Process(holder["pid"]).create_time() - float(holder["started"])) < 1
    except psutil.Error:
        return False


def _message(var: Path, holder: dict[str, Any]) -> str:
    if not holder:
        return f"another run is at work in {var}; wait until it is done"
    since = datetime.fromtimestamp(holder["started"], UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    return f"another run (process {holder['pid']}, since {since}) is at work in {var}; wait for it or end it"
