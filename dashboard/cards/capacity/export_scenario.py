"""A scenario as a spreadsheet that goes on reckoning: what is moved stands in cells, cost and people follow by formula.

/export/scenario.xlsx?<the page's address>. What follows from the forecast's paths (shares in time, contacts, days)
stands there as values with their intervals: a spreadsheet can't simulate them again.
"""

import io
from collections.abc import Sequence
from typing import Any

from flask import Flask, Response, request
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from dashboard import urls
from dashboard.cards.capacity import overload, scenario
from dashboard.cards.capacity.scenario import Moved
from dashboard.data import NothingPublished, Reader
from dashboard.spreadsheet_text import plain
from dashboard.view import View
from warehouse.scenario import QUARTER, Estimate

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BOLD = Font(bold=True)


def register(server: Flask, reader: Reader) -> None:
    """Add the route."""

    @server.get("/export/scenario.xlsx")
    def export_scenario() -> Response:
        state = urls.parse("/capacity", request.query_string.decode())
        try:
            with reader.snapshot() as snapshot:
                view = View(state, snapshot)
                found = scenario.moved(view)
                if found is None:
                    text = "This department can't be forecast; the page says why."
                    return Response(text, 404, mimetype="text/plain")
                data = workbook(view, found)
                file = f"leitstand_scenario_{found.department}_as-of-{snapshot.about.as_of:%Y%m%dT%H%MZ}.xlsx"
        except NothingPublished:
            return Response("Nothing is published yet.", 404, mimetype="text/plain")
        headers = {"Content-Disposition": f'attachment; filename="{file}"', "Cache-Control": "no-store"}
        return Response(data, mimetype=_TYPE, headers=headers)


def workbook(view: View, found: Moved) -> bytes:
    """Return the spreadsheet: a sheet that reckons, and one that says what the forecast gave."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = view.t("capacity.xlsx.sheet")
    _reckoning(view, found, sheet)
    _results(view, found, book.create_sheet(view.t("capacity.xlsx.results")))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _reckoning(view: View, found: Moved, sheet: Worksheet) -> None:
    """Column B holds what may be changed, and formulas on it; the order is that of `labels`."""
    lines = {line.name: line for line in found.lines if line.name != "kept"}
    wanted, inputs = found.scenario, found.inputs
    coming = inputs.department.coming
    weekly = float(coming.people.sum()) / max(coming.days / 7, 1)
    rows: list[tuple[str, Any]] = [
        ("department", plain(view.name("department_id", found.department))),
        ("as_of", view.instant(view.snapshot.about.as_of)),
        ("hours", round(weekly, 2)),  # B4
        ("hours_of_one", round(inputs.person_share * weekly, 2)),  # B5
        ("rate", inputs.euro_per_hour),  # B6
        ("tools", inputs.tool_euro_per_contact),  # B7
        ("contacts_now", _rounded(lines["contacts"].now)),  # B8
        ("contacts_then", _rounded(lines["contacts"].then)),  # B9
        ("people", wanted.people),  # B10
        ("money", wanted.money),  # B11
        ("people_now", "=B4/B5"),  # B12
        ("people_bought", f"=IF(B6*B5>0,B11/(B6*B5*{QUARTER}/7),0)"),  # B13
        ("people_then", "=B12+B10+B13"),  # B14
        ("cost_now", f"=B4*{QUARTER}/7*B6+B8*B7"),  # B15
        ("cost_then", f"=B14*B5*{QUARTER}/7*B6+B9*B7"),  # B16
        ("difference", "=B16-B15"),  # B17
    ]
    sheet.append([view.t("capacity.xlsx.title"), None])
    sheet["A1"].font = _BOLD
    for key, value in rows:
        needs_rate = key in ("cost_now", "cost_then", "difference") and inputs.euro_per_hour is None
        shown = view.t("capacity.reason.no_rate") if needs_rate else value
        sheet.append([view.t(f"capacity.xlsx.{key}"), shown])
    for key, form in (
        ("B6", "0.00"),
        ("B11", "#,##0"),
        ("B14", "0.0"),
        ("B15", "#,##0"),
        ("B16", "#,##0"),
        ("B17", "#,##0"),
    ):
        sheet[key].number_format = form
    for cell in ("A10", "B10", "A11", "B11"):
        sheet[cell].font = _BOLD
    _widths(sheet, (46, 24))


def _results(view: View, found: Moved, sheet: Worksheet) -> None:
    head = ("figure", "now", "now_lower", "now_upper", "then", "then_lower", "then_upper", "goal", "reason")
    sheet.append([view.t(f"capacity.xlsx.{key}") for key in head])
    for cell in sheet[1]:
        cell.font = _BOLD
    for line in found.lines:
        name = (
            overload.target_name(view, line.target_id)
            if line.name == "kept"
            else view.t(f"capacity.what_if.line.{line.name}")
        )
        name = plain(name)
        reason = view.t(f"capacity.reason.{line.then.reason}") if line.then.reason else None
        now, then = line.now, line.then
        sheet.append(
            [name, now.value, now.lower, now.upper, then.value, then.lower, then.upper, line.goal, reason]
        )
        for cell in sheet[sheet.max_row][1:8]:
            cell.number_format = (
                "0.0%" if line.name == "kept" else "#,##0.0" if line.name == "people" else "#,##0"
            )
    sheet.append([])
    sheet.append([view.t("capacity.xlsx.address"), view.href()])
    _widths(sheet, (40, 14, 14, 14, 14, 14, 14, 10, 40))


def _rounded(found: Estimate) -> int | None:
    return None if found.value is None else round(found.value)


def _widths(sheet: Worksheet, widths: Sequence[int]) -> None:
    for letter, width in zip("ABCDEFGHI", widths, strict=False):
        sheet.column_dimensions[letter].width = width
