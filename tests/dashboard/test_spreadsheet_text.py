"""No text of somebody else's becomes a formula, in CSV or XLSX, nor keeps a file from opening."""

import io

import pytest
from openpyxl import Workbook, load_workbook

from dashboard.cards.budget.budget_workbook import Formula, _cell
from dashboard.components.table import Column
from dashboard.export import write_csv
from dashboard.spreadsheet_text import plain

HOSTILE = [
    '=HYPERLINK("https://evil.example")',
    "+1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "\u00a0=1",
    "＝1+1",
    "\x00=1",
    "\x1b\x00=1",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_spreadsheet_would_run_is_text(text):
    assert plain(text).startswith("'")
    assert write_csv([Column("a", text)], [{"a": text}], "en").count("'") >= 2

    book = Workbook()
    book.worksheets[0].append([_cell(text), _cell(Formula("=1+1"))])
    saved = io.BytesIO()
    book.save(saved)
    cells = load_workbook(saved).worksheets[0][1]
    assert [cell.data_type for cell in cells] == ["s", "f"]


@pytest.mark.parametrize("text", ["Grüße = gut", "-", "+", "5 - 3", "", "a\tb", "€ 3"])
def test_what_it_would_show_stays_as_it_is(text):
    assert plain(text) == text
