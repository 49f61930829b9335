"""Publishing: a whole snapshot under a new name, then the pointer to it.

A new name per snapshot, because a process that holds the old file would otherwise go on reading it from every
new connection. Readers follow `serving/CURRENT`, which is replaced in one step once the snapshot is on disk.
"""

import fcntl
import os
import shutil
import struct
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import psutil

from pipelines import durable
from pipelines.clock import utc_now
from pipelines.var_folder import VarFolder

KEPT = 3
CURRENT = "CURRENT"


def publish(var: VarFolder, *, now: Callable[[], datetime] = utc_now) -> Path:
    """Copy the closed, checkpointed marts.duckdb into a new snapshot and point to it; returns its path.

    Raises:
        DiskFull: the snapshot does not fit; the old one stands.
    """
    var.serving.mkdir(parents=True, exist_ok=True)
    snapshot = _new_path(var.serving, now())
    unfinished = durable.temporary(snapshot)
    try:
        with durable.or_disk_full(snapshot):
            shutil.copyfile(var.path / "marts.duckdb", unfinished)
            with unfinished.open("rb+") as file:
                os.fsync(file.fileno())
            unfinished.replace(snapshot)
            durable.sync_folder(var.serving)
            durable.write_bytes(var.serving / CURRENT, snapshot.name.encode() + b"\n")
    finally:
        unfinished.unlink(missing_ok=True)
    remove_old(var.serving)
    return snapshot


def remove_old(serving: Path) -> None:
    """Delete all but the newest three snapshots, and none that a process still reads."""
    current = (serving / CURRENT).read_text().strip()
    for snapshot in sorted(serving.glob("*.duckdb"), key=lambda path: path.stem)[:-KEPT]:
        if snapshot.name != current and not is_read(snapshot):
            snapshot.unlink()


def is_read(snapshot: Path) -> bool:
    """Whether a process has this DuckDB file open.

    DuckDB holds a shared POSIX lock on what it reads. The kernel is only asked who would be in the way of an
    exclusive lock: taking one could make a reader fail that opens the file at that very moment. A process's
    own locks never are in its way (and go when it closes the file), so its own files are looked at first.
    """
    if str(snapshot.resolve()) in {file.path for file in psutil.Process().open_files()}:
        return True
    with snapshot.open("rb") as file:
        answer = fcntl.fcntl(file, fcntl.F_GETLK, _flock(fcntl.F_WRLCK))
    return _kind(answer) != fcntl.F_UNLCK


# struct flock as each system's C library lays it out: type, whence, start, length, pid; on macOS the type last
_FLOCK = "qqihh" if sys.platform == "darwin" else "hhqqi4x"


def _flock(kind: int) -> bytes:
    whole_file = (kind, os.SEEK_SET, 0, 0, 0)
    order = (2, 3, 4, 0, 1) if sys.platform == "darwin" else (0, 1, 2, 3, 4)
    return struct.pack(_FLOCK, *(whole_file[position] for position in order))


def _kind(flock: bytes) -> int:
    return int(struct.unpack(_FLOCK, flock)[3 if sys.platform == "darwin" else 0])


def _new_path(serving: Path, at: datetime) -> Path:
    """Names sort by age, even after the clock was set back."""
    name = f"{at.astimezone(UTC):%Y%m%dT%H%M%S%fZ}"
    newest = max((path.stem for path in serving.glob("*.duckdb")), default="")
    if name <= newest:
        name = f"{newest}-1"
    return serving / f"{name}.duckdb"
