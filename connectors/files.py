"""Messages and case events from files: CSV, NDJSON and Parquet, as exported by any other system.

A file only adds and corrects: an unchanged one isn't read again, of one that has grown only what is new is
read, and one whose old bytes changed is read anew. Rows that are gone from a file stay.
"""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from connectors import files_csv, files_ndjson, files_parquet
from connectors.about import About
from connectors.errors import ConnectorError, SettingsError, SourceChanged
from connectors.files_paths import DataFile, find_files
from connectors.files_row import Row
from connectors.files_settings import Settings
from connectors.files_text import Lines, open_utf8
from connectors.page import Check, Cursor, Page, Record

ABOUT = About(
    title="Exports of any other system",
    group="export",
    reads="Messages, or events of cases, a row each: CSV, NDJSON and Parquet, also compressed, in any encoding.",
    how="An unchanged file isn't read again; of a text file that has grown only what is new is read; one whose old"
    " bytes changed, and a Parquet file that was touched, is read anew.",
    limits="Rows are only added and corrected: what is gone from a file stays in the archive. A file can't be asked for"
    " one day. Who comes from outside has to be told by a column (`inbound`).",
    verified="Public data sets of support by tweet and of service logs, beside files with every fault we know of.",
)

PAGE_RECORDS = 4000
_FORMATS = {
    ".ndjson": "ndjson",
    ".jsonl": "ndjson",
    ".json": "ndjson",
    ".parquet": "parquet",
    ".pq": "parquet",
}
_WHOLE_NUMBER = re.compile(r"(-?\d+)\.0+")


def connect(name: str, settings: Settings, base: Path) -> "Files":
    """The files of the source section `name`; relative paths start at `base`."""
    return Files(name, settings, base)


@dataclass(frozen=True)
class Files:
    """One configured set of files. Its one stream is named after their shape: messages or case_events."""

    name: str
    settings: Settings
    base: Path

    @property
    def streams(self) -> tuple[str, ...]:
        """The one stream."""
        return (self.settings.shape,)

    @property
    def daily(self) -> frozenset[str]:
        """None: a file can't be asked for one day."""
        return frozenset()

    def fetch(self, stream: str, cursor: Cursor, *, until: datetime) -> Iterator[Page]:
        """Yield the rows that are new since `cursor`, files by name, rows in file order.

        `until` plays no part: a file holds what it holds. Cursor: {"files": {label: {size, mtime_ns, read_as,
        offset (bytes of UTF-8), line, digest, complete}}}.

        Raises:
            SourceUnavailable: a file is missing, unreadable or damaged.
            SettingsError: a mapped column isn't in a file, or the encoding doesn't fit.
        """
        read = dict(cursor.get("files", {}))
        for file in self._find():
            before = read.get(file.label, {})
            if before.get("read_as") != self._read_as:
                before = {}
            stat = file.path.stat()
            now = {"size": stat.st_size, "mtime_ns": stat.st_mtime_ns, "read_as": self._read_as}
            untouched = bool(before) and all(before[key] == value for key, value in now.items())
            if untouched and before["complete"]:
                continue
            for records, position in self._read(file, before, untouched):
                read[file.label] = now | position
                yield Page(stream, records, {"files": dict(read)})

    def fetch_day(self, stream: str, day: date) -> Iterator[Page]:
        """Never asked for: no stream is daily."""
        raise NotImplementedError(f"{stream} of a file can't be asked for one day")

    def check(self) -> Iterator[Check]:
        """Find the files and compare their columns with the configured ones."""
        try:
            files = self._find()
            for file in files:
                self._check_columns(file)
        except ConnectorError as error:
            problem, _, mend = str(error).rpartition("; ")
            yield Check("files", False, problem or mend, mend)
            return
        size = sum(file.path.stat().st_size for file in files)
        yield Check("files", True, f"{len(files)} found, {size / 1e6:.1f} MB")

    @property
    def _read_as(self) -> list[str]:
        """The settings by which bytes become cells; with others the file is another file."""
        settings = self.settings
        return [settings.format, settings.compression, settings.encoding, settings.delimiter]

    def _find(self) -> list[DataFile]:
        return find_files(self.name, self.settings.path, self.settings.folders, self.base)

    def _format(self, file: DataFile) -> str:
        if self.settings.format != "auto":
            return self.settings.format
        plain = [suffix for suffix in file.path.suffixes if suffix.lower() not in (".gz", ".zst", ".zstd")]
        return _FORMATS.get(plain[-1].lower(), "csv") if plain else "csv"

    def _read(self, file: DataFile, before: Cursor, untouched: bool) -> Iterator[tuple[list[Record], Cursor]]:
        """Batches of records, each with the position after them."""
        if self._format(file) == "parquet":
            # no text to compare: a Parquet file that was touched is another file
            yield from self._read_parquet(file, before.get("line", 0) if untouched else 0)
            return
        with self._open(file) as (lines, rows):
            if not before or (
                lines.offset <= before["offset"] and lines.skip_to(before["offset"], before["digest"])
            ):
                yield from self._batches(file, lines, rows)
                return
        with self._open(file) as (lines, rows):
            yield from self._batches(file, lines, rows)

    @contextmanager
    def _open(self, file: DataFile) -> Iterator[tuple[Lines, Iterator[Row]]]:
        """The lines after the header, and the rows that will be read from them."""
        with open_utf8(file.path, self.settings.compression, self.settings.encoding) as chunks:
            if self._format(file) == "ndjson":
                lines = Lines(chunks, b"\n")
                yield lines, files_ndjson.read_rows(lines)
                return
            head = next(chunks, b"")
            lines = Lines((chunk for part in ((head,), chunks) for chunk in part), files_csv.line_end(head))
            try:
                delimiter, columns = files_csv.read_header(lines, self.settings.delimiter)
            except files_csv.RowError as error:
                raise SourceChanged(
                    f"source {self.name}: {file.path}: the header can't be read: {error}"
                ) from error
            if columns:
                self._require(file, columns)
            yield lines, files_csv.read_rows(lines, delimiter, columns)

    def _batches(
        self, file: DataFile, lines: Lines, rows: Iterator[Row]
    ) -> Iterator[tuple[list[Record], Cursor]]:
        while True:
            records = [self._record(file, row) for row in islice(rows, PAGE_RECORDS)]
            complete = len(records) < PAGE_RECORDS
            position = {
                "offset": lines.offset,
                "line": lines.number,
                "digest": lines.digest,
                "complete": complete,
            }
            yield records, position
            if complete:
                return

    def _read_parquet(self, file: DataFile, skip: int) -> Iterator[tuple[list[Record], Cursor]]:
        self._require(file, files_parquet.read_columns(file.path))
        rows = files_parquet.read_rows(file.path, skip)
        while True:
            records = [self._record(file, row) for row in islice(rows, PAGE_RECORDS)]
            skip += len(records)
            complete = len(records) < PAGE_RECORDS
            yield records, {"line": skip, "complete": complete}
            if complete:
                return

    def _check_columns(self, file: DataFile) -> None:
        if self._format(file) == "parquet":
            self._require(file, files_parquet.read_columns(file.path))
        else:
            with self._open(file):
                pass

    def _require(self, file: DataFile, columns: list[str]) -> None:
        wanted = {f"columns.{ours}": theirs for ours, theirs in self.settings.columns.items()}
        if self.settings.inbound:
            wanted["inbound.column"] = self.settings.inbound.column
        for field, theirs in wanted.items():
            if theirs not in columns and not theirs.startswith("$."):
                has = ", ".join(columns)
                raise SettingsError(
                    field,
                    f'source {self.name}: {file.path} has no column "{theirs}"; use one of its own: {has}',
                )

    def _record(self, file: DataFile, row: Row) -> Record:
        place = f"{file.label}:{row.line}"
        if row.cells is None:
            return Record(place, row.text, file.label, row.line, row.error)
        make_id = self._message_id if self.settings.shape == "messages" else self._event_id
        return Record(make_id(row.cells) or place, row.cells, file.label, row.line)

    def _message_id(self, cells: dict[str, Any]) -> str:
        return self._cell(cells, "message_id")

    def _event_id(self, cells: dict[str, Any]) -> str:
        """Case, instant and order, then a fingerprint of all that the event says.

        Logs repeat their order numbers and hold several events a minute: without the fingerprint events would
        vanish. Two lines that say the same of a case at the same instant are one event, written down twice.
        """
        if not (case := self._cell(cells, "case_id")):
            return ""
        said = "\x1f".join(f"{ours}={self._cell(cells, ours)}" for ours in sorted(self.settings.columns))
        fingerprint = hashlib.blake2b(said.encode(), digest_size=6).hexdigest()
        return ":".join((case, self._cell(cells, "event_at"), self._cell(cells, "order"), fingerprint))

    def _cell(self, cells: dict[str, Any], ours: str) -> str:
        value = cells.get(self.settings.columns.get(ours, ""))
        text = "" if value is None else str(value).strip()
        # spreadsheets and data frames write the ids of a column with gaps as 3.0
        whole = _WHOLE_NUMBER.fullmatch(text)
        return whole[1] if whole else text
