"""Files that are either there in full or not at all, whatever moment the process or the machine dies at.

Everything is written under a name that ends in `.tmp` beside its target, synced, and renamed over it.
"""

import errno
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipelines.errors import DiskFull

SUFFIX = ".tmp"
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def temporary(path: Path) -> Path:
    """The name under which `path` is written before it is complete."""
    return path.with_name(path.name + SUFFIX)


def write_bytes(path: Path, content: bytes, *, mode: int = 0o644) -> None:
    """Put `content` at `path`, durably; readers see the old content or the new, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with or_disk_full(path):
        handle = os.open(temporary(path), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            temporary(path).replace(path)
        finally:
            temporary(path).unlink(missing_ok=True)
        sync_folder(path.parent)


def write_json(path: Path, content: Any) -> None:
    """Put `content` at `path` as JSON, durably."""
    write_bytes(path, json.dumps(content, indent=2, ensure_ascii=False).encode() + b"\n")


def read_json(path: Path) -> Any:
    """What `write_json` put there, None where there is no such file."""
    try:
        return json.loads(path.read_bytes())
    except FileNotFoundError:
        return None


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` survive a power cut; a file's own sync doesn't cover its name."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove_leftovers(folder: Path) -> int:
    """Delete what killed runs left half-written at or below `folder`; returns how many files it was."""
    leftovers = [path for path in folder.rglob(f"*{SUFFIX}") if path.is_file()]
    for path in leftovers:
        path.unlink(missing_ok=True)
    return len(leftovers)


@contextmanager
def or_disk_full(path: Path) -> Iterator[None]:
    """Turn "no space left" while writing `path` into a DiskFull that says what to do."""
    try:
        yield
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        raise DiskFull(
            f"no room left to write {path} ({error.strerror}); free some and run again, nothing was lost"
        ) from error
