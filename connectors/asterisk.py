"""Call detail records of an Asterisk telephone system, from its CSV files, and its queue_log.

Source: cdr_csv's documented order of columns (uniqueid and userfield only with `loguniqueid` and `loguserfield`;
peeraccount, linkedid and sequence with `newcdrcolumns`), and the documentation of queue_log. Instants have no offset:
they are local unless `usegmtime` is set. One call is several rows where it was queued or put through. Not verified
against the system.

A line is read once its end is written: what Asterisk is just writing waits for the next run. Rotation doesn't matter,
as a record's id follows from what the line says.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from connectors.about import About
from connectors.errors import ConnectorError, SourceChanged
from connectors.files_csv import RowError, split_cells
from connectors.files_paths import DataFile, find_files
from connectors.files_settings import Column, Encoding, Paths, Zone
from connectors.files_text import Lines, open_utf8
from connectors.page import Check, Cursor, Page, Record

ABOUT = About(
    title="Asterisk",
    group="phone",
    reads="Calls from outside, when who answered them and how long was talked, and when a caller gave up: from"
    " Asterisk's CSV files of call detail records, and more exactly with its queue_log.",
    how="Of a file that has grown what is new is read, up to the last line that is complete; a rotated file changes"
    " nothing. The rows of one call are joined by linkedid, else by uniqueid.",
    limits="Without linkedid (`newcdrcolumns` in cdr.conf) a call that is put through to another channel is another"
    " call, without uniqueid (`loguniqueid`) so is each attempt of a queue. Where the dialplan answers before the"
    " queue does, only queue_log knows when an agent came. Who calls back has a conversation of its own.",
    verified="Files made for the tests by the documented format; not verified against the system.",
)

PAGE_RECORDS = 4000
BASE = ("accountcode", "src", "dst", "dcontext", "clid", "channel", "dstchannel", "lastapp", "lastdata", "start",
        "answer", "end", "duration", "billsec", "disposition", "amaflags")  # fmt: skip
_NEW = ("peeraccount", "linkedid", "sequence")
# What stands in a line of so many cells; 17 may end with either of two, see _names.
BY_WIDTH = {
    16: BASE,
    17: (*BASE, "uniqueid"),
    18: (*BASE, "uniqueid", "userfield"),
    19: (*BASE, *_NEW),
    20: (*BASE, "uniqueid", *_NEW),
    21: (*BASE, "uniqueid", "userfield", *_NEW),
}
QUEUE_COLUMNS = ("time", "callid", "queue", "agent", "event", "data1", "data2", "data3", "data4", "data5")
# 1763622000.17, with the system's name before it where there are several.
_UNIQUEID = re.compile(r"(?:.*-)?\d{9,}\.\d+")
_HEADER = {"disposition", "billsec", "dcontext"}


class Settings(BaseModel):
    """The section of a source with type = "asterisk"."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: Paths = Field(
        description="The files of call detail records, such as `cdr-csv/Master.csv*`: a file, a pattern, or a list."
    )
    inbound: Paths = Field(
        description="Contexts of the dialplan by which calls from outside come in, such as `from-trunk*`."
    )
    zone: Zone = Field(
        description="The telephone system's time zone, such as `Europe/Berlin`; `UTC` where `usegmtime` is set."
    )
    outbound: list[str] = Field(
        default=[],
        description="Contexts from which customers are called; what is talked then counts as work.",
    )
    ignored: list[str] = Field(
        default=[], description="Contexts that don't matter, such as calls among colleagues."
    )
    queue_log: list[str] = Field(
        default=[], description="Asterisk's queue_log: a file, a pattern such as `queue_log*`, or a list."
    )
    folders: Paths = Field(
        default=["."], description="Where to look; the first folder in which anything is found."
    )
    columns: list[Column] = Field(
        default=[],
        description="The columns in their order, where cdr_custom writes another one than cdr_csv.",
    )
    encoding: Encoding = Field(
        default="auto", description="Of the files, such as `cp1252`; `auto` finds it out."
    )


def connect(name: str, settings: Settings, base: Path) -> "Asterisk":
    """The files of the source section `name`; relative paths start at `base`."""
    return Asterisk(name, settings, base)


@dataclass(frozen=True)
class Asterisk:
    """The files of one telephone system. Streams: calls, and queue_log where it is configured."""

    name: str
    settings: Settings
    base: Path
    daily: frozenset[str] = frozenset()

    @property
    def streams(self) -> tuple[str, ...]:
        """What there are files of."""
        return ("calls", "queue_log") if self.settings.queue_log else ("calls",)

    def fetch(self, stream: str, cursor: Cursor, *, until: datetime) -> Iterator[Page]:
        """Yield the lines that are new since `cursor`, files by name.

        `until` plays no part: a file holds what it holds. Cursor: {"files": {label: {size, mtime_ns, offset (bytes of
        UTF-8), line, digest, complete}}}.

        Raises:
            SourceUnavailable: a file is missing, unreadable or damaged.
            SettingsError: the encoding doesn't fit.
        """
        read = dict(cursor.get("files", {}))
        for file in self._find(stream):
            before = read.get(file.label, {})
            stat = file.path.stat()
            now = {"size": stat.st_size, "mtime_ns": stat.st_mtime_ns}
            if before.get("complete") and all(before[key] == value for key, value in now.items()):
                continue
            for records, position in self._read(stream, file, before):
                read[file.label] = now | position
                yield Page(stream, records, {"files": dict(read)})

    def fetch_day(self, stream: str, day: date) -> Iterator[Page]:
        """Never asked for: no stream is daily."""
        raise ValueError(f"{stream} of a file can't be asked for one day")

    def check(self) -> Iterator[Check]:
        """Find the files, read the first lines as the next run will, and name the contexts that they tell of."""
        try:
            for stream in self.streams:
                files = self._find(stream)
                records, _ = next(self._read(stream, files[0], {}))
                if broken := next((record for record in records if record.error), None):
                    place = f"{files[0].path}, line {broken.line}"
                    raise SourceChanged(f"{place}: {broken.error}; say in columns what stands there")
                yield Check(stream, True, f"{len(files)} found")
                if stream == "calls":
                    seen = sorted({str(record.payload["dcontext"]) for record in records})
                    yield Check("contexts", True, f"among the first calls: {', '.join(seen[:12])}")
        except ConnectorError as error:
            problem, _, mend = str(error).rpartition("; ")
            yield Check("files", False, problem or mend, mend)

    def _find(self, stream: str) -> list[DataFile]:
        patterns = self.settings.path if stream == "calls" else self.settings.queue_log
        return find_files(self.name, patterns, self.settings.folders, self.base)

    def _read(self, stream: str, file: DataFile, before: Cursor) -> Iterator[tuple[list[Record], Cursor]]:
        """Batches of records, each with the position after them; from the start where old bytes have changed."""
        while True:
            with open_utf8(file.path, "auto", self.settings.encoding) as chunks:
                lines = Lines(chunks, b"\n")
                header = self._header(lines) if stream == "calls" else None
                if before and not (
                    lines.offset <= before["offset"] and lines.skip_to(before["offset"], before["digest"])
                ):
                    before = {}
                    continue
                parts = self._records(stream, file, lines, header)
                complete = False
                while not complete:
                    records = list(islice(parts, PAGE_RECORDS))
                    complete = len(records) < PAGE_RECORDS
                    position = {"offset": lines.offset, "line": lines.number, "digest": lines.digest}
                    yield records, position | {"complete": complete}
                return

    def _header(self, lines: Lines) -> Sequence[str] | None:
        """The columns as the first line names them, in an export of the table; None where it is a call already."""
        if (raw := lines.take()) is None:
            return None
        names = [name.strip().strip('"').lower() for name in raw.decode("utf-8", "replace").split(",")]
        if not names or not set(names) >= _HEADER:
            lines.give_back([raw])
            return None
        lines.done(raw)
        return ["start" if name == "calldate" else name for name in names]

    def _records(
        self, stream: str, file: DataFile, lines: Lines, header: Sequence[str] | None
    ) -> Iterator[Record]:
        while (raw := lines.take()) is not None:
            if not raw.endswith(b"\n"):
                return  # it is just being written
            number = lines.number + 1
            lines.done(raw)
            if not raw.strip():
                continue
            text = raw.decode("utf-8", "replace").rstrip("\r\n")
            try:
                raw.decode()
                yield (
                    self._call(file, number, text, header)
                    if stream == "calls"
                    else _event(file, number, text)
                )
            except UnicodeDecodeError as error:
                problem = f"byte {error.start + 1} is no text in this encoding; is encoding right?"
                yield Record(f"{file.label}:{number}", text, file.label, number, problem)
            except RowError as error:
                yield Record(f"{file.label}:{number}", text, file.label, number, str(error))

    def _call(self, file: DataFile, number: int, text: str, header: Sequence[str] | None) -> Record:
        cells = split_cells(text, ",")
        if cells is None:
            raise RowError("a quote is opened and never closed")
        names = header or self.settings.columns or _names(cells)
        if len(names) != len(cells):
            raise RowError(f"{len(cells)} cells where {len(names)} are expected")
        payload = dict(zip(names, cells, strict=True))
        for name in ("dcontext", "disposition", "start"):
            if name not in payload:
                raise RowError(f"the columns have no {name}")
        key = payload.get("uniqueid") or payload["start"]
        return Record(f"{key}:{_fingerprint(text)}", payload, file.label, number)


def _names(cells: Sequence[str]) -> Sequence[str]:
    """The columns of a line that cdr_csv has written.

    Raises:
        RowError: it writes no lines of so many cells.
    """
    names = BY_WIDTH.get(len(cells))
    if names is None:
        raise RowError(f"{len(cells)} cells; cdr_csv writes 16 to 21")
    if len(cells) == 17 and not _UNIQUEID.fullmatch(cells[16]):
        return (*BASE, "userfield")
    return names


def _event(file: DataFile, number: int, text: str) -> Record:
    """A line of queue_log."""
    cells = text.split("|", len(QUEUE_COLUMNS) - 1)
    if len(cells) < 5:
        raise RowError(f"{len(cells)} cells between bars; queue_log has at least 5")
    payload: dict[str, Any] = dict(zip(QUEUE_COLUMNS, cells, strict=False))
    return Record(f"{payload['callid']}:{_fingerprint(text)}", payload, file.label, number)


def _fingerprint(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
