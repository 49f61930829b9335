"""The reading side of a spool: pushes since a cursor, and removal of the files that are landed in full.

Cursor: {"read": {file name: [bytes, lines]}}: each file has its own place, so nothing hangs on the order of names.
"""

import base64
import fcntl
import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from connectors.files_ndjson import TOO_DEEP, without_half_characters
from connectors.page import Check, Cursor, Page, Record
from connectors.webhook_spool import LAST, SUFFIX, is_closed

PAGE_RECORDS = 4000
PAGE_BYTES = 8 * 1024 * 1024
RECEIVER_LOCK = "receiver.lock"  # beside the folders of the sources; held for as long as a receiver runs
LONG_AGO = timedelta(days=7)
TORN = (
    "cut off: the receiver ended while it was written, and it was never answered; the platform sends it again"
)


@dataclass(frozen=True)
class Push:
    """One body as it was received, None where the line is torn, and where it stands."""

    body: bytes | None
    text: str
    file: str
    line: int

    def as_json(self) -> Any:
        """The body's JSON value.

        Raises:
            ValueError: it is none; the text says so.
        """
        if self.body is None:
            raise ValueError(TORN)
        try:
            value = json.loads(self.body, parse_constant=str)
            return without_half_characters(value) if b"\\ud" in self.body.lower() else value
        except ValueError as error:
            raise ValueError(f"the body is no JSON: {error}") from None
        except RecursionError:
            raise ValueError(f"the body is {TOO_DEEP}") from None

    def rejected(self, reason: str) -> Record:
        """The whole push as a record that couldn't be read."""
        return Record(f"{self.file}:{self.line}", self.text, self.file, self.line, reason)


Split = Callable[[Push], Sequence[Record]]
"""What a connector makes of one push."""


@dataclass(frozen=True)
class Inbox:
    """The spool folder of one source."""

    folder: Path

    def pages(self, stream: str, cursor: Cursor, split: Split) -> Iterator[Page]:
        """Yield what was pushed since `cursor`, which is on disk already: what it covers in full is removed first."""
        read = dict(cursor.get("read", {}))
        if self._tidy(read):
            yield Page(stream, [], {"read": dict(read)})
        for path in self._files():
            yield from self._pages(path, stream, read, split)

    def checks(self, source: str) -> Iterator[Check]:
        """Can pushes be stored, does somebody take them in, and when did the last one come?"""
        place = next(folder for folder in (self.folder, *self.folder.parents) if folder.exists())
        writable = os.access(place, os.W_OK)
        mend = "" if writable else "give this user write access"
        yield Check("inbox", writable, f"{self.folder} {'can' if writable else 'can not'} be written", mend)
        running = self._receiver_runs()
        yield Check(
            "receiver",
            running,
            "is at work" if running else "isn't running, so pushes are refused",
            "" if running else "leitstand receive, or leitstand up",
        )
        yield self._last_push(source)

    def _last_push(self, source: str) -> Check:
        try:
            at = datetime.fromtimestamp((self.folder / LAST).stat().st_mtime, UTC)
        except FileNotFoundError:
            mend = f"give the sender the address https://<your host>/hooks/{source}, see docs/webhooks.md"
            return Check("last push", False, "nothing was ever pushed", mend)
        age = datetime.now(UTC) - at
        mend = "look whether the sender still has our address: they stop after many failures"
        return Check(
            "last push",
            age <= LONG_AGO,
            f"{age.total_seconds() / 3600:.1f} h ago",
            mend if age > LONG_AGO else "",
        )

    def _receiver_runs(self) -> bool:
        try:
            return not is_closed(self.folder.parent / RECEIVER_LOCK)
        except FileNotFoundError:
            return False

    def _files(self) -> list[Path]:
        return sorted(self.folder.glob(f"*{SUFFIX}"))

    def _tidy(self, read: dict[str, Any]) -> bool:
        """Remove files that are landed in full and forget those that are gone; True where the cursor changed."""
        for path in self._files():
            if path.name in read and is_closed(path) and path.stat().st_size <= read[path.name][0]:
                path.unlink()
        gone = set(read) - {path.name for path in self._files()}
        for name in gone:
            del read[name]
        return bool(gone)

    def _pages(self, path: Path, stream: str, read: dict[str, Any], split: Split) -> Iterator[Page]:
        offset, number = read.get(path.name, (0, 0))
        # asked before reading: what is torn at the end of a closed file stays torn
        closed = is_closed(path)
        records: list[Record] = []
        size = 0
        with path.open("rb") as file:
            file.seek(offset)
            for raw in file:
                if not raw.endswith(b"\n") and not closed:
                    break
                offset, number = offset + len(raw), number + 1
                records += split(_push(raw, path.name, number))
                size += len(raw)
                if len(records) >= PAGE_RECORDS or size >= PAGE_BYTES:
                    read[path.name] = [offset, number]
                    yield Page(stream, records, {"read": dict(read)})
                    records, size = [], 0
        if size:
            read[path.name] = [offset, number]
            yield Page(stream, records, {"read": dict(read)})


def hold_receiver_lock(inbox: Path) -> int:
    """Say that a receiver is at work, for as long as this process lives; returns the open handle."""
    inbox.mkdir(parents=True, exist_ok=True)
    handle = os.open(inbox / RECEIVER_LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(handle, fcntl.LOCK_SH)  # shared, since another receiver of the same folder does no harm
    return handle


def _push(raw: bytes, file: str, number: int) -> Push:
    try:
        line = json.loads(raw)
        body = line["body"].encode() if "body" in line else base64.b64decode(line["base64"])
    except (ValueError, KeyError, TypeError):
        return Push(None, raw.decode("utf-8", "replace").rstrip("\n"), file, number)
    return Push(body, line.get("body", line.get("base64", "")), file, number)
