"""Tables as people save them, written by tests; and what a connector makes of them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from connectors import registry
from connectors.page import Page, Record

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def workbook(path: Path, merged: Sequence[str] = (), **sheets: Sequence[Sequence[Any]]) -> Path:
    """A workbook with these sheets; `merged` are areas of the first one."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    for area in merged:
        book.worksheets[0].merge_cells(area)
    book.save(path)
    return path


def text(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


def sheets(kind: str, folder: Path, files: str = "*", **settings: Any) -> Any:
    """The connector of one kind of table on the files of a folder."""
    return registry.connect("t", kind, {"files": files, **settings}, base=folder)


def rows(connector: Any) -> list[Record]:
    """The rows that a first reading gives, without the list of files."""
    return [
        record for record in landed(connector.fetch("rows", {}, until=NOW)) if record.record_id != "files"
    ]


def landed(pages: Any) -> list[Record]:
    return [record for page in pages for record in page.records]


def cells(kind: str, folder: Path, **settings: Any) -> list[dict[str, Any]]:
    """What the cells of each row are, by our names, without those that a table hasn't."""
    return [record.payload["cells"] for record in rows(sheets(kind, folder, **settings))]


def last_cursor(pages: list[Page]) -> dict[str, Any]:
    return pages[-1].cursor
