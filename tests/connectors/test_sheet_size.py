"""Workbooks that are larger than they look are refused before they are read, with what to do."""

import zipfile
from itertools import pairwise
from pathlib import Path

import pytest
from openpyxl import Workbook

from connectors.errors import SourceUnavailable
from connectors.sheet_cells import read_grids
from connectors.sheet_size import require_size


def saved(path: Path, *touched: str, merged: str | None = None) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["team", "hours"])
    sheet.append(["service", 8])
    for place in touched:
        sheet[place] = 1
    book.save(path)
    if merged:  # by hand, as openpyxl would make every cell of it
        _replace(
            path,
            b"</sheetData>",
            f'</sheetData><mergeCells><mergeCell ref="{merged}"/></mergeCells>'.encode(),
        )
    return path


def _replace(path: Path, old: bytes, new: bytes) -> None:
    with zipfile.ZipFile(path) as book:
        parts = {part: book.read(part) for part in book.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content.replace(old, new) if "sheet1" in name else content)


def test_a_usual_one_with_a_merged_title_is_read(tmp_path: Path) -> None:
    rows = read_grids(saved(tmp_path / "a.xlsx", "A5000", merged="A1:B1"))[0].rows
    assert (list(rows[1].cells), len(rows)) == (["service", 8], 5000)


@pytest.mark.parametrize("place", ["XFD1048576", "ZZ20000"])
def test_a_cell_far_outside_is_named(tmp_path: Path, place: str) -> None:
    with pytest.raises(SourceUnavailable, match=rf"a\.xlsx \[sheet1\.xml\]: reaches to cell {place}; delete"):
        read_grids(saved(tmp_path / "a.xlsx", place))


def test_a_merged_area_as_large_as_the_sheet_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceUnavailable, match="merges A1:XFD1048576; unmerge"):
        read_grids(saved(tmp_path / "a.xlsx", merged="A1:XFD1048576"))


def test_an_archive_that_unpacks_to_more_than_any_table_has_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = saved(tmp_path / "a.xlsx")
    monkeypatch.setattr("connectors.sheet_size.MOST_BYTES", 1000)

    with pytest.raises(SourceUnavailable, match="bytes unpacked, more than 1,000; split it"):
        require_size(path)


def test_entities_that_multiply_are_no_workbook(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx")
    names = "abcdefghij"
    laughs = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise(names))
    bomb = f'<!DOCTYPE worksheet [<!ENTITY a "ha">{laughs}]><worksheet'.encode()
    _replace(path, b"<worksheet", bomb)
    _replace(
        path, b"</sheetData>", b'<row r="9"><c r="A9" t="inlineStr"><is><t>&j;</t></is></c></row></sheetData>'
    )

    with pytest.raises(SourceUnavailable, match="is no whole workbook"):
        read_grids(path)
