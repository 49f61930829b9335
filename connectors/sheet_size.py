"""How large a workbook would be once it is read, told before it is: a few kilobytes can say more than a machine holds.

A cell that somebody touched at the far end of a sheet makes seventeen billion cells of it, as does one merged area, and
a small archive can hold gigabytes. Source: ECMA-376 (SpreadsheetML), where each cell and area names its place.
"""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from connectors.errors import SourceUnavailable

MOST_BYTES = 512 * 1024 * 1024  # of a workbook's parts, unpacked
MOST_CELLS = 5_000_000  # of a sheet, or of its merged areas, the empty ones between included
_AT_ONCE = 1 << 20
_LONGEST_TAG = 1024
_CELL = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\br=["']([A-Z]{1,3})(\d{1,7})["']""")
_AREA = re.compile(
    rb"""<(?:\w+:)?mergeCell\b[^>]*?\bref=["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["']"""
)


def require_size(path: Path) -> None:
    """Do nothing where a workbook can be read.

    Raises:
        SourceUnavailable: it can't, with the place that makes it so large.
        BadZipFile, OSError: it is no whole archive, or can't be read at all.
    """
    with zipfile.ZipFile(path) as book:
        size = sum(part.file_size for part in book.infolist())
        if size > MOST_BYTES:
            raise SourceUnavailable(
                f"{path}: has {size:,} bytes unpacked, more than {MOST_BYTES:,}; split it, or save it as .csv"
            )
        for part in book.infolist():
            if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml"):
                with book.open(part) as sheet:
                    _require_cells(path, part.filename.rpartition("/")[2], sheet)


def _require_cells(path: Path, sheet: str, content: IO[bytes]) -> None:
    rows = columns = merged = 0
    for text in _pieces(content):
        for letters, digits in _CELL.findall(text):
            rows, columns = max(rows, int(digits)), max(columns, _column(letters))
            if rows * columns > MOST_CELLS:
                place = (letters + digits).decode()
                raise SourceUnavailable(
                    f"{path} [{sheet}]: reaches to cell {place}; delete the rows and columns that stand empty beside"
                    " the table, and save it"
                )
        for left, top, right, bottom in _AREA.findall(text):
            merged += (int(bottom) - int(top) + 1) * (_column(right) - _column(left) + 1)
            if merged > MOST_CELLS:
                area = (left + top + b":" + right + bottom).decode()
                raise SourceUnavailable(
                    f"{path} [{sheet}]: merges {area}; unmerge what isn't the table, and save it"
                )


def _pieces(content: IO[bytes]) -> Iterator[bytes]:
    """The text in pieces, of which each but the last ends with a tag."""
    rest = b""
    while read := content.read(_AT_ONCE):
        text = rest + read
        end = text.rfind(b">") + 1
        yield text[:end]
        rest = text[end:][-_LONGEST_TAG:]
    yield rest


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
