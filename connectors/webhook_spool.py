"""Where pushes are safe before they are answered: append-only files in one folder per source, a line a push.

A line is {"at": instant, "body": text} or, for a body that is no UTF-8, {"at", "base64"}. `put` returns once the line
is synced, so an answer after it promises what the disk holds. A process that is killed in between leaves a line that
nobody was promised, whole or torn; the platform sends it again, and ids tell that it is the same.

A file belongs to the process that began it for as long as that lives, by the kernel's lock on it, and is never opened
for writing again. So whoever reads knows which files will not grow any more.
"""

import base64
import contextlib
import fcntl
import json
import os
import secrets
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

SUFFIX = ".ndjson"
BEGUN = ".begun"  # a file that isn't locked yet, and so isn't there yet
LAST = "last_push"  # its time is that of the latest push, also after its file was landed and removed
ROTATE_BYTES = 16 * 1024 * 1024
ROTATE_SECONDS = 600.0


def is_closed(path: Path) -> bool:
    """Whether no process writes to this file any more."""
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


class Spool:
    """The files of one source that this process writes; safe to use from several threads."""

    def __init__(
        self,
        folder: Path,
        now: Callable[[], datetime],
        *,
        rotate_bytes: int = ROTATE_BYTES,
        rotate_seconds: float = ROTATE_SECONDS,
    ) -> None:
        self.folder, self.now = folder, now
        self.rotate_bytes, self.rotate_seconds = rotate_bytes, rotate_seconds
        self._lock = threading.Lock()
        self._file: _OpenFile | None = None
        folder.mkdir(parents=True, exist_ok=True)
        for leftover in folder.glob(f"*{BEGUN}"):
            leftover.unlink(missing_ok=True)
        for place in (folder, folder.parent, folder.parent.parent):
            _sync_folder(place)

    def put(self, body: bytes) -> None:
        """Write one push and sync it; several that wait at once share a sync.

        Raises:
            OSError: there is no room, or the disk fails. The push is not safe then, and must be sent again.
        """
        line = _line(body, self.now())
        with self._lock:
            file = self._file = self._current()
            try:
                end = file.write(line)
            except OSError:
                self._give_up(file)
                raise
        try:
            file.sync(end)
        except OSError:
            with self._lock:
                self._give_up(file)
            raise
        with contextlib.suppress(OSError):  # only tells doctor when
            (self.folder / LAST).touch()

    def close(self) -> None:
        """Sync and let go of the file."""
        with self._lock:
            if self._file:
                self._file.close()
            self._file = None

    def _current(self) -> "_OpenFile":
        file = self._file
        if file and (
            file.written >= self.rotate_bytes or time.monotonic() - file.opened >= self.rotate_seconds
        ):
            file.close()
            file = None
        return file or _OpenFile(self.folder, self.now())

    def _give_up(self, file: "_OpenFile") -> None:
        """What failed is left as it is: after it, nothing could be told apart from a torn line."""
        if self._file is file:
            self._file = None
        with contextlib.suppress(OSError):
            file.close()
        if file.synced == 0:
            file.path.unlink(missing_ok=True)


class _OpenFile:
    def __init__(self, folder: Path, at: datetime) -> None:
        stamp = at.astimezone(UTC).strftime("%Y%m%dT%H%M%S%fZ")
        self.path = folder / f"{stamp}-{secrets.token_hex(4)}{SUFFIX}"
        self.opened = time.monotonic()
        self.written = self.synced = 0
        self._is_closed = self._is_broken = False
        self._lock = threading.Lock()
        begun = self.path.with_suffix(BEGUN)
        self._handle = os.open(begun, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
        try:
            # locked before it has its name: a reader takes one that isn't locked for finished
            fcntl.flock(self._handle, fcntl.LOCK_EX)
            begun.replace(self.path)
            _sync_folder(folder)
        except OSError:
            os.close(self._handle)
            begun.unlink(missing_ok=True)
            self.path.unlink(missing_ok=True)
            raise

    def write(self, line: bytes) -> int:
        """Append it; returns up to where `sync` has to reach."""
        left = memoryview(line)
        while left:
            left = left[os.write(self._handle, left) :]
        self.written += len(line)
        return self.written

    def sync(self, end: int) -> None:
        """Return when all up to `end` is on disk, by our sync or another thread's."""
        with self._lock:
            if end <= self.synced:
                return
            if self._is_closed or self._is_broken:
                raise OSError(f"{self.path.name} was given up")
            self._sync()

    def close(self) -> None:
        """Sync what others still wait for, and unlock."""
        with self._lock:
            if self._is_closed:
                return
            self._is_closed = True
            try:
                if self.synced < self.written and not self._is_broken:
                    self._sync()
            finally:
                os.close(self._handle)

    def _sync(self) -> None:
        reached = self.written
        # after a failure the kernel forgets what it couldn't write: a second sync would succeed and mean nothing
        self._is_broken = True
        os.fsync(self._handle)
        self._is_broken = False
        self.synced = reached


def _line(body: bytes, at: datetime) -> bytes:
    instant = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    try:
        line = {"at": instant, "body": body.decode("utf-8")}
    except UnicodeDecodeError:
        line = {"at": instant, "base64": base64.b64encode(body).decode("ascii")}
    return json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
