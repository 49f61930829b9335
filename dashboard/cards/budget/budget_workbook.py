"""The budget page as a workbook whose results are formulas: whoever changes an amount sees what follows.

/export/budget.xlsx?<the page's address>: sheets for budgets and spend (each row with its place in its file), for
departments and for campaigns, which add those up. What was measured (minutes, contacts, their intervals) stands there
as a value.
"""

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from flask import Flask, Response, request
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from dashboard import urls
from dashboard.cards.budget import budget_lines, budget_shares
from dashboard.cards.campaigns import campaign_costs
from dashboard.data import NothingPublished, Reader
from dashboard.spreadsheet_text import plain
from dashboard.view import View

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_EURO, _SHARE, _DAY = '#,##0.00 "€"', "0.0%", "yyyy-mm-dd"
Row = Sequence[Any]


class Formula(str):
    """A text of ours that is to be run; any other that begins like one is a name from outside."""

    __slots__ = ()


def register(server: Flask, reader: Reader) -> None:
    """Add the route."""

    @server.get("/export/budget.xlsx")
    def export_budget() -> Response:
        state = urls.parse("/budget", request.query_string.decode())
        try:
            with reader.snapshot() as snapshot:
                view = View(state, snapshot)
                if not (budget_lines.knows(view) and campaign_costs.knows(view)):
                    return Response("This snapshot holds no budgets yet.", 404, mimetype="text/plain")
                body, name = write(view), f"leitstand_budget_{view.period.since}_{view.period.last}.xlsx"
        except NothingPublished:
            return Response("Nothing is published yet.", 404, mimetype="text/plain")
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return Response(body, mimetype=_TYPE, headers=headers)


def write(view: View) -> bytes:
    """Return the workbook's bytes."""
    book = Workbook()
    about = book.worksheets[0]
    about.title = view.t("budget.sheet.about")
    budgets, spend = budget_lines.budget_rows(view), budget_lines.spend_rows(view)
    _departments(view, book, budgets)
    _campaigns(view, book, spend)
    _budgets(view, book, budgets)
    _spend(view, book, spend)
    _about(view, about)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def _about(view: View, sheet: Worksheet) -> None:
    snapshot = view.snapshot.about
    rows = [
        (view.t("budget.title"), snapshot.company_name),
        (view.t("budget.sheet.period"), f"{view.period.since} – {view.period.last}"),
        (view.t("common.data.as_of"), snapshot.as_of.isoformat()),
        (
            view.t("budget.shares.toggle"),
            ", ".join(view.t(f"budget.category.{c}") for c in budget_shares.chosen(view)),
        ),
        (view.t("budget.sheet.measured"), view.t("budget.sheet.measured_text")),
        (view.t("budget.sheet.definitions"), "metrics.budget_gap, metrics.campaign_cost"),
    ]
    for row in rows:
        sheet.append([_cell(value) for value in row])
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 26, 90
    for cell in sheet["A"]:
        cell.font = Font(bold=True)


def _departments(view: View, book: Workbook, budgets: list[dict[str, Any]]) -> None:
    """Budget by SUMIFS over the rows; shares, ratio and gap from the columns beside them."""
    sheet = book.create_sheet(view.t("budget.sheet.departments"))
    lines = view.t("budget.sheet.budgets")
    head = ["common.department", "budget.column.budget", "budget.column.minutes", "budget.column.budget_share",
            "budget.column.demand_share", "budget.column.lower", "budget.column.upper", "budget.column.factor",
            "budget.column.gap"]  # fmt: skip
    found = {
        (r["department"], r["statistic"]): r for r in budget_shares.ask(view, ("department",)).to_dicts()
    }
    names = [one for one in [*view.departments, None] if (one, "minutes") in found]
    rows: list[Row] = []
    last = len(names) + 1
    for place, one in enumerate(names, start=2):
        share = found[one, "demand_share"]
        rows.append(
            (
                view.name("department_id", one),
                Formula(f"=SUMIFS('{lines}'!F:F,'{lines}'!A:A,A{place})"),
                found[one, "minutes"]["metric_value"],
                Formula(f'=IF(SUM(B$2:B${last})=0,"",B{place}/SUM(B$2:B${last}))'),
                Formula(f'=IF(SUM(C$2:C${last})=0,"",C{place}/SUM(C$2:C${last}))'),
                share["lower"],
                share["upper"],
                Formula(f'=IF(OR(B{place}=0,C{place}=0),"",E{place}/D{place})'),
                Formula(f'=IF(OR(B{place}=0,C{place}=0),"",LN(D{place}/E{place}))'),
            )
        )
    _fill(
        view,
        sheet,
        head,
        rows,
        {"B": _EURO, "C": "#,##0", **dict.fromkeys("DEFG", _SHARE), "H": "0.00", "I": "0.00"},
    )


def _campaigns(view: View, book: Workbook, spend: list[dict[str, Any]]) -> None:
    """Money by SUMIFS over the rows of spend; the service part is measured, what follows from it is a formula."""
    sheet = book.create_sheet(view.t("budget.sheet.campaigns"))
    lines = view.t("budget.sheet.spend")
    head = ["budget.column.campaign", *(f"budget.category.{part}" for part in campaign_costs.PARTS),
            "budget.column.spend", "budget.column.contacts", "budget.column.service", "budget.column.lower",
            "budget.column.upper", "budget.column.true_cost", "budget.column.load", "budget.column.impressions",
            "budget.column.per_thousand", "budget.column.planned", "budget.column.reason"]  # fmt: skip
    found, known = campaign_costs.figures(view), campaign_costs.campaigns(view)
    reach = dict(
        view.rows(
            "select campaign_id, sum(coalesce(paid_impressions, 0) + coalesce(organic_impressions, 0))::bigint"
            " from marts.fct_reach group by campaign_id"
        ).iter_rows()
    )
    rows: list[Row] = []
    for place, (key, one) in enumerate(((k, v) for k, v in known.items() if k in found), start=2):
        own = found[key]
        service = own["service_cost"]
        parts = [
            Formula(f"=SUMIFS('{lines}'!E:E,'{lines}'!A:A,$A{place},'{lines}'!C:C,{column}$1)")
            for column in "BCDE"
        ]
        rows.append(
            (
                one["name"],
                *parts,
                Formula(f"=SUM(B{place}:E{place})"),
                own["contacts"]["metric_value"],
                service["metric_value"],
                service["lower"],
                service["upper"],
                Formula(f'=IF(H{place}="","",F{place}+H{place})'),
                Formula(f'=IF(OR(H{place}="",B{place}=0),"",H{place}/B{place})'),
                reach.get(key),
                Formula(f'=IF(OR(K{place}="",M{place}=""),"",K{place}/M{place}*1000)'),
                own["planned"]["metric_value"],
                view.t(f"budget.reason.{service['reason']}") if service["reason"] else None,
            )
        )
    formats = {**dict.fromkeys("BCDEFHIJKNO", _EURO), "G": "#,##0", "L": _SHARE, "M": "#,##0"}
    _fill(view, sheet, head, rows, formats)


def _budgets(view: View, book: Workbook, rows: list[dict[str, Any]]) -> None:
    sheet = book.create_sheet(view.t("budget.sheet.budgets"))
    head = ["common.department", "budget.column.category", "budget.column.from", "budget.column.until",
            "budget.column.whole", "budget.column.part_of_period", "budget.column.item", "budget.column.file",
            "budget.column.line"]  # fmt: skip
    chosen = budget_shares.chosen(view)
    kept = [row for row in rows if row["category"] in chosen]
    lines = []
    for place, row in enumerate(kept, start=2):
        days = (
            round(row["part"] / row["amount"] * ((row["last_day"] - row["first_day"]).days + 1))
            if row["amount"]
            else 0
        )
        # The part of the period: what changes when somebody changes the whole amount.
        part = Formula(f"=E{place}/(D{place}-C{place}+1)*{days}")
        category = view.t(f"budget.category.{row['category']}")
        lines.append(
            (row["name"], category, row["first_day"], row["last_day"], row["amount"], part, row["item"], row["file"],
             row["line"])
        )  # fmt: skip
    _fill(view, sheet, head, lines, {"C": _DAY, "D": _DAY, "E": _EURO, "F": _EURO})


def _spend(view: View, book: Workbook, rows: list[dict[str, Any]]) -> None:
    sheet = book.create_sheet(view.t("budget.sheet.spend"))
    head = ["budget.column.campaign", "budget.column.day", "budget.column.category", "common.column.platform",
            "budget.column.amount", "budget.column.file", "budget.column.line"]  # fmt: skip
    lines = [
        (row["name"], row["first_day"], view.t(f"budget.category.{row['category']}"), row["platform"], row["amount"],
         row["file"] or row["source"], row["line"])
        for row in rows
    ]  # fmt: skip
    _fill(view, sheet, head, lines, {"B": _DAY, "E": _EURO})


def _fill(
    view: View, sheet: Worksheet, head: Sequence[str], rows: Sequence[Row], formats: dict[str, str]
) -> None:
    sheet.append([view.t(key) for key in head])
    for row in rows:
        sheet.append([_cell(value) for value in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for column, shape in formats.items():
        for cell in sheet[column][1:]:
            cell.number_format = shape
    for place, _ in enumerate(head, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = 24 if place == 1 else 17
    sheet.freeze_panes = "B2"


def _cell(value: Any) -> Any:
    """A value as a cell; a text from outside that begins like a formula must not become one."""
    if isinstance(value, Formula):
        return str(value)
    is_own = isinstance(value, int | float | date | datetime) or value is None
    return value if is_own else plain(str(value))
