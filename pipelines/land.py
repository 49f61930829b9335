"""Landing: records as received into the archive, durably, and only then the cursor.

The order is what makes a kill harmless. Records are synced and renamed before the cursor moves, so a kill in
between fetches some of them twice (the warehouse keeps one of each) and never skips any.
"""

import contextlib
import json
import os
import secrets
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

import zstandard

from connectors.page import Cursor, Page, Record
from pipelines import durable
from pipelines.clock import utc_now
from pipelines.errors import PipelineError
from pipelines.var_folder import VarFolder

MAX_RECORDS = 50_000
MAX_BYTES = 64 * 1024 * 1024  # before compression
LONGEST = 60 * 1024 * 1024  # bytes of one record as it is written; the warehouse (landed.py) reads 64 MiB
KEPT = 1000  # characters of a longer one
MAX_SECONDS = 60.0  # a slow source is not fetched again for more than this after a kill


class CursorStore:
    """The cursors of one source, by stream."""

    def __init__(self, var: VarFolder, source: str) -> None:
        self.path = var.cursors / f"{source}.json"

    def load(self, stream: str) -> Cursor:
        """How far `stream` was read; {} where it never was."""
        return dict(self._all().get(stream, {}))

    def save(self, stream: str, cursor: Cursor) -> None:
        """Remember it, durably."""
        durable.write_json(self.path, {**self._all(), stream: cursor})

    def _all(self) -> dict[str, Any]:
        try:
            return dict(durable.read_json(self.path) or {})
        except ValueError:
            raise PipelineError(
                f"{self.path} is not JSON; delete it, and the source is read again from its start"
            ) from None


class Landing:
    """Collects one stream's pages into few files.

    A context: leaving it flushes, leaving it with an error drops what wasn't flushed.
    `cursors` None moves no cursor (a day fetched again must not move the stream back).
    """

    def __init__(
        self,
        var: VarFolder,
        source: str,
        stream: str,
        cursors: CursorStore | None,
        *,
        now: Callable[[], datetime] = utc_now,
        max_records: int = MAX_RECORDS,
        max_bytes: int = MAX_BYTES,
        max_seconds: float = MAX_SECONDS,
    ) -> None:
        self.folder = var.raw / source / stream
        self.stream, self.cursors, self.now = stream, cursors, now
        self.max_records, self.max_bytes, self.max_seconds = max_records, max_bytes, max_seconds
        self.landed = 0
        self._arrived = datetime.min.replace(tzinfo=UTC)
        self._cursor: Cursor | None = None
        self._file: _OpenFile | None = None

    def __enter__(self) -> "Landing":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.flush()
        elif self._file:
            self._file.abandon()

    def add(self, page: Page) -> None:
        """Take in a page; it is safe only after the next flush, which comes by itself in time."""
        if page.records:
            if self._file is None:
                self._file = _OpenFile(self.folder, self._next_instant())
            self._file.write([encode(record, self._next_instant()) for record in page.records])
        self._cursor = page.cursor
        if self._file and self._is_full(self._file):
            self.flush()

    def flush(self) -> None:
        """Make everything taken in so far safe, then move the cursor."""
        if self._file:
            self._file.finish()
            self.landed += self._file.records
            self._file = None
        if self._cursor is not None and self.cursors is not None:
            self.cursors.save(self.stream, self._cursor)
        self._cursor = None

    @property
    def taken(self) -> int:
        """Records taken in, safe or not yet."""
        return self.landed + (self._file.records if self._file else 0)

    def _next_instant(self) -> datetime:
        """No two records of a stream arrive at once: which version of a record is the later one is never open."""
        self._arrived = max(self.now(), self._arrived + timedelta(microseconds=1))
        return self._arrived

    def _is_full(self, file: "_OpenFile") -> bool:
        return (
            file.records >= self.max_records
            or file.bytes >= self.max_bytes
            or time.monotonic() - file.opened >= self.max_seconds
        )


class _OpenFile:
    """A raw file on its way; its final name says when it began."""

    def __init__(self, folder: Path, began: datetime) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        stamp = began.astimezone(UTC).strftime("%Y%m%dT%H%M%S%fZ")
        self.path = folder / f"{stamp}-{secrets.token_hex(4)}.ndjson.zst"
        self.opened = time.monotonic()
        self.records = self.bytes = 0
        self.file: BinaryIO = durable.temporary(self.path).open("wb")
        self.writer = zstandard.ZstdCompressor(level=3).stream_writer(self.file, closefd=False)

    def write(self, lines: Sequence[bytes]) -> None:
        content = b"".join(lines)
        with durable.or_disk_full(self.path):
            self.writer.write(content)
        self.records += len(lines)
        self.bytes += len(content)

    def finish(self) -> None:
        with durable.or_disk_full(self.path):
            self.writer.close()
            self.file.flush()
            os.fsync(self.file.fileno())
            self.file.close()
            durable.temporary(self.path).replace(self.path)
            durable.sync_folder(self.path.parent)

    def abandon(self) -> None:
        durable.temporary(self.path).unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # closing tries once more to write what did not fit
            self.file.close()


def encode(record: Record, received_at: datetime) -> bytes:
    """One line of a raw file, newline included: always valid JSON in UTF-8, whatever the source sent."""
    line = {
        "record_id": record.record_id,
        "received_at": received_at.astimezone(UTC).isoformat(timespec="microseconds")[:26] + "Z",
        "payload": record.payload,
        "error": record.error,
        "file": record.file,
        "line": record.line,
    }
    try:
        encoded = _json(line).encode() + b"\n"
    except (ValueError, TypeError, RecursionError) as error:
        # Half a surrogate pair, NaN or the like: no JSON reader would take it. Its text is kept as a string.
        line["payload"] = _as_text(record.payload)
        line["error"] = record.error or f"not valid JSON: {error}"
        for name in ("record_id", "error", "file"):
            line[name] = _printable(line[name])
        encoded = _json(line).encode() + b"\n"
    return encoded if len(encoded) <= LONGEST else _cut_short(line, len(encoded))


def _cut_short(line: dict[str, Any], size: int) -> bytes:
    """What a record began with that the warehouse could not read, nor anything else of its file."""
    said = (
        f"it has {size:,} bytes, more than the {LONGEST:,} of which a record may have; its beginning is kept"
    )
    cut = {name: value[:KEPT] if isinstance(value, str) else value for name, value in line.items()}
    cut |= {"payload": _as_text(line["payload"])[:KEPT], "error": line["error"] or said}
    return _json(cut).encode() + b"\n"


def _as_text(payload: Any) -> str:
    try:
        return json.dumps(payload, default=str)
    except RecursionError:
        return "nested too deeply to be written down"


# Once and not for each line: json.dumps makes one each time that it is told what is different.
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _json(line: dict[str, Any]) -> str:
    return _ENCODER.encode(line)


def _printable(text: Any) -> Any:
    return text.encode("utf-8", "backslashreplace").decode() if isinstance(text, str) else text
