"""Tables as people save them, CSV and XLSX, as rows of cells. Nothing is interpreted here.

A cell of a CSV file is its text. One of a workbook is a number, True or False, a text, or a date as ISO text; a
formula is its stored result.
"""

import csv
import datetime
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from connectors.errors import SettingsError, SourceUnavailable
from connectors.sheet_size import require_size

Cell = str | int | float | bool | None
WORKBOOKS = (".xlsx", ".xlsm")
_OTHER_PROGRAMS = (".xls", ".xlsb", ".ods", ".numbers")
_BOMS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}


@dataclass(frozen=True)
class Row:
    """One row, `number` as the program shows it. `error` says why it has no cells."""

    number: int
    cells: Sequence[Cell]
    error: str | None = None


@dataclass(frozen=True)
class Grid:
    """The rows of one sheet (`name` None: a CSV file).

    `merged` holds, by row number and column position, the value of merged cells below their first; `formulas` the
    places of formulas whose result the file doesn't hold.
    """

    name: str | None
    rows: Sequence[Row]
    merged: Mapping[tuple[int, int], Cell] = field(default_factory=dict)
    formulas: frozenset[tuple[int, int]] = frozenset()


def read_grids(path: Path, encoding: str = "auto", delimiter: str = "auto") -> list[Grid]:
    """The visible sheets of a file, in order.

    Raises:
        SettingsError: the text isn't in that encoding.
        SourceUnavailable: the file can't be read, is damaged, or belongs to another program.
    """
    try:
        if path.suffix.lower() in WORKBOOKS:
            require_size(path)
            return list(_workbook(path))
        if path.suffix.lower() in _OTHER_PROGRAMS:
            raise SourceUnavailable(
                f"{path}: {path.suffix} can't be read; save it as .xlsx or .csv in the program"
            )
        return [Grid(None, list(_csv_rows(_decoded(path, encoding), delimiter)))]
    except (zipfile.BadZipFile, InvalidFileException, KeyError, EOFError, ParseError, zlib.error) as error:
        raise SourceUnavailable(f"{path}: is no whole workbook ({error}); copy or save it again") from error
    except OSError as error:
        raise SourceUnavailable(f"{path}: {error.strerror or error}; make the file readable") from error


def _decoded(path: Path, encoding: str) -> str:
    data = path.read_bytes()
    if encoding == "auto":
        known = next((name for bom, name in _BOMS.items() if data.startswith(bom)), None)
        try:
            return data.decode(known or "utf-8")
        except UnicodeDecodeError:
            return data.decode("cp1252", errors="replace")  # as a German spreadsheet saves it
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SettingsError("encoding", f"{path} isn't in {encoding} ({error.reason}); use auto") from error


def _csv_rows(text: str, delimiter: str) -> Iterator[Row]:
    lines = text.splitlines(keepends=True)
    if delimiter == "auto":
        delimiter = _delimiter(lines)
    at = 0
    while at < len(lines):
        reader = csv.reader(lines[at:], delimiter=delimiter, strict=True)
        start = at
        try:
            for cells in reader:
                yield Row(start + 1, [cell.strip() or None for cell in cells])
                start = at + reader.line_num
            return
        except csv.Error:
            # The line that opened the quote is lost, those that it would have swallowed aren't.
            yield Row(start + 1, [], "a quotation mark isn't closed, or text follows a closing one")
            at = start + 1


def _delimiter(lines: Sequence[str]) -> str:
    """The sign that cuts the first lines into most columns; titles above the header hold none."""
    unquoted = ["".join(line.split('"')[::2]) for line in lines[:20]]
    return max(";\t,", key=lambda sign: max((line.count(sign) for line in unquoted), default=0))


def _workbook(path: Path) -> Iterator[Grid]:
    book = openpyxl.load_workbook(path, data_only=True)
    formulas: Workbook | None = None
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        rows = [
            Row(number, [_plain(value) for value in values])
            for number, values in enumerate(sheet.iter_rows(values_only=True), start=1)
        ]
        gaps = {(row.number, at) for row in rows for at, cell in enumerate(row.cells) if cell is None}
        if gaps:
            formulas = formulas or openpyxl.load_workbook(path)
        yield Grid(sheet.title, rows, _merged(sheet), _uncomputed(formulas, sheet.title, gaps))


def _merged(sheet: Worksheet) -> dict[tuple[int, int], Cell]:
    """Values of cells that were merged downwards. Sideways they are titles and stand for one cell."""
    found: dict[tuple[int, int], Cell] = {}
    for area in sheet.merged_cells.ranges:
        value = _plain(sheet.cell(area.min_row, area.min_col).value)
        found |= {(row, area.min_col - 1): value for row in range(area.min_row + 1, area.max_row + 1)}
    return found


def _uncomputed(
    formulas: Workbook | None, title: str, gaps: set[tuple[int, int]]
) -> frozenset[tuple[int, int]]:
    if formulas is None:
        return frozenset()
    sheet = formulas[title]
    cells = ((row, at, sheet.cell(row, at + 1)) for row, at in sorted(gaps))
    return frozenset((row, at) for row, at, cell in cells if cell.data_type == "f")


def _plain(value: object) -> Cell:
    """A cell's value as JSON can hold it: whole numbers without a fraction, dates and times as ISO text."""
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return value.date().isoformat() if midnight else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    if value is None or isinstance(value, (bool, int, float)):
        return value
    return str(value).strip() or None
