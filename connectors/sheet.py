"""Rows of tables that people keep: budgets, spend, campaigns, rates, rosters, reach; from CSV and XLSX files.

Each kind is a file of its own beside this one that says which columns it has and what they are called. A file that
changed is read whole again and takes the place of what it said before. What a row means is none of our business: a
record is {"file", "sheet", "digest", "cells": {our name: the cell}}, and the record "files" says which digests are
the present ones, so that rows which are gone from a file, and files which are gone, don't count any more.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from connectors.errors import ConnectorError
from connectors.files_paths import DataFile, find_files
from connectors.files_settings import Delimiter, Encoding, Paths
from connectors.page import Check, Cursor, Page, Record
from connectors.sheet_cells import Cell, Row, read_grids
from connectors.sheet_columns import Column, Table, find_tables

STREAM = "rows"

# What every kind of table says of itself in its ABOUT.
HOW = (
    "A file that changed is read whole again and takes the place of what it said before; rows and files that are gone"
    " don't count any more."
)
LIMITS = (
    "CSV and XLSX; hidden sheets, and formulas without a stored result, aren't read. A row that can't be read goes to"
    " `quality.rejected` with file, sheet, row, column and the mend."
)
VERIFIED = (
    "CSV in several encodings, and workbooks as openpyxl writes them, with titles, merged cells and odd dates; not what"
    " every program saves."
)
PAGE_RECORDS = 4000


class SheetSettings(BaseModel):
    """Where the tables lie, and where they aren't written as usual."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    files: Paths = Field(description="A file, a pattern such as `tables/*.xlsx`, or a list; CSV or XLSX.")
    folders: Paths = Field(
        default=["."],
        description="Where to look for them: the first folder in which anything is found, from that of leitstand.toml.",
    )
    sheets: list[str] = Field(
        default=[],
        description="Names of sheets of a workbook, else all that have the columns; hidden ones are never read.",
    )
    columns: dict[str, str] = Field(
        default={}, description="Our column = what it is called here, where it has a name of its own."
    )
    encoding: Encoding = Field(
        default="auto", description="Of CSV files, such as `cp1252`; `auto` finds it out."
    )
    delimiter: Delimiter = Field(
        default="auto", description="Of CSV files, one character such as `;`, or `tab`; `auto` finds it out."
    )
    decimal: Literal["", ",", "."] = Field(
        default="",
        description="What `1.234` means in a text; `1.234,56` and `1,234.56` need no telling.",
    )


@dataclass(frozen=True)
class Sheets:
    """One configured set of tables of one kind, with the columns that this kind has."""

    name: str
    settings: SheetSettings
    base: Path
    columns: Sequence[Column]
    streams: tuple[str, ...] = (STREAM,)
    daily: frozenset[str] = frozenset()

    def fetch(self, stream: str, cursor: Cursor, *, until: datetime) -> Iterator[Page]:
        """Yield all rows of each file that changed, files by name, then the list of files.

        `until` plays no part: a file holds what it holds. Cursor: {"files": {label: digest}, "read_as": settings}.

        Raises:
            SourceUnavailable: a file is missing, unreadable or damaged.
            SettingsError: no sheet of a file has the columns, or the encoding doesn't fit.
        """
        read_as = self.settings.model_dump_json(exclude={"files", "folders"})
        known = cursor.get("files", {}) if cursor.get("read_as") == read_as else {}
        present: dict[str, str] = {}
        for file in self._find():
            digest = hashlib.blake2b(
                f"{read_as}\n".encode() + file.path.read_bytes(), digest_size=8
            ).hexdigest()
            present[file.label] = digest
            if known.get(file.label) == digest:
                continue
            records = [record for table in self._tables(file) for record in _records(file, digest, table)]
            for start in range(0, len(records), PAGE_RECORDS):
                yield Page(stream, records[start : start + PAGE_RECORDS], cursor)
        if present != known:
            listed = Record("files", {"files": present})
            yield Page(stream, [listed], {"files": present, "read_as": read_as})

    def fetch_day(self, stream: str, day: date) -> Iterator[Page]:
        """Never asked for: no stream is daily."""
        raise NotImplementedError(f"{stream} of a table can't be asked for one day")

    def check(self) -> Iterator[Check]:
        """Find the files, and their columns in each."""
        try:
            counts = [sum(len(table.rows) for table in self._tables(file)) for file in self._find()]
        except (ConnectorError, OSError) as error:
            problem, _, mend = str(error).rpartition("; ")
            yield Check("files", False, problem or mend, mend)
            return
        yield Check("files", True, f"{len(counts)} found, {sum(counts)} rows")

    def _find(self) -> list[DataFile]:
        found = find_files(self.name, self.settings.files, self.settings.folders, self.base)
        # what a program keeps beside a workbook while it is open
        return [file for file in found if not file.path.name.startswith(("~$", ".~lock"))]

    def _tables(self, file: DataFile) -> list[Table]:
        grids = read_grids(file.path, self.settings.encoding, self.settings.delimiter)
        return find_tables(file.path, grids, self.columns, self.settings.columns, self.settings.sheets)


def _records(file: DataFile, digest: str, table: Table) -> Iterator[Record]:
    """A record for each row that says anything; its place in the file is its id."""
    place = f"{file.label} [{table.grid.name}]" if table.grid.name else file.label
    for row in table.rows:
        cells, error = _cells(table, row)
        if not error and all(cell is None for cell in cells.values()):
            continue
        payload = {"file": file.label, "sheet": table.grid.name, "digest": digest, "cells": cells}
        yield Record(f"{place}!{row.number}", payload, file=place, line=row.number, error=error)


def _cells(table: Table, row: Row) -> tuple[dict[str, Cell], str | None]:
    """What a row says of each column, and why that can't be used."""
    cells: dict[str, Cell] = {}
    error = row.error
    for column, at in table.places:
        place = (row.number, at)
        cell = row.cells[at] if at < len(row.cells) else None
        if cell is None and place in table.grid.merged:
            if column.repeats:
                cell = table.grid.merged[place]
            else:
                error = f"{column.name}: is part of merged cells; write what belongs to each row"
        if cell is None and place in table.grid.formulas:
            error = (
                f"{column.name}: is a formula without its result; open the file in its program and save it"
            )
        cells[column.name] = cell
    return cells, error
