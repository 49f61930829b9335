"""Who sits on how many open cases, and how old they are: a table with one bar a department, cut by age."""

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.cards.backlog import backlog_levels
from dashboard.components.card import Card
from dashboard.components.states import empty
from dashboard.components.table import Column
from dashboard.figures.backlog_area import AGES
from dashboard.view import View

DAY = 86_400.0
MOST_ROWS = 15
"""Departments in the card; its table and export have them all."""

Row = Mapping[str, Any]


def card(view: View, origin: Mapping[str, Any]) -> Card:
    """Return the card; `origin` goes into the addresses, so that the list knows the way back."""
    frame = backlog_levels.departments(view)
    title = view.t("backlog.ageing.title")
    if frame.is_empty():
        return Card(title, body=empty(view, view.t("waits.what.cases")))
    rows = [dict(row, name=view.name("department_id", row["department_id"])) for row in frame.to_dicts()]
    return Card(
        title,
        _sub(view),
        _table(view, rows[:MOST_ROWS], title, origin),
        footer=[
            html.Span([html.I(className=f"ls-key ls-age {age}", **{"aria-hidden": "true"}), view.t(f"figures.{age}")],
                      className="ls-keyitem")
            for age in AGES
        ]
        + more_rows(view, len(rows)),
        rows=rows,
        columns=[
            Column("name", view.t("common.column.department_id")),
            Column("open", view.t("backlog.column.open"), "number"),
            *[Column(age, view.t(f"figures.{age}"), "number") for age in AGES],
            Column("aged_seconds", view.t("backlog.kpi.aged"), "seconds"),
        ],
        metric="backlog_at",
    )  # fmt: skip


def _sub(view: View) -> str:
    if "at" not in view.state.extra:
        return view.t("backlog.ageing.sub")
    return view.t("backlog.ageing.sub_at", at=view.instant(backlog_levels.moment(view)))


def more_rows(view: View, total: int) -> list[html.Span]:
    """Return how many rows the card leaves to its table, if any."""
    left = total - MOST_ROWS
    return [html.Span(view.t("backlog.ageing.more", left))] if left > 0 else []


def _table(view: View, rows: list[dict[str, Any]], caption: str, origin: Mapping[str, Any]) -> html.Div:
    heads = [
        (view.t("common.column.department_id"), None),
        (view.t("backlog.column.open"), "r"),
        ("", "ls-age-bar"),
        (view.t("figures.open_over_7d"), "r"),
        (view.t("backlog.ageing.mean"), "r"),
        (view.t("backlog.ageing.sum"), "r"),
    ]
    most = max(row["open"] for row in rows)
    head = html.Tr([html.Th(text, scope="col", className=name) for text, name in heads])
    body = [_line(view, row, most, origin) for row in rows]
    table = html.Table(
        [html.Caption(caption, className="ls-hidden"), html.Thead(head), html.Tbody(body)],
        className="ls-table ls-ageing",
    )
    return html.Div(table, className="ls-scroll", tabIndex=0, role="region", **{"aria-label": caption})


def _line(view: View, row: Row, most: float, origin: Mapping[str, Any]) -> html.Tr:
    mine = {"department_id": row["department_id"]}
    at = backlog_levels.moment(view)
    href = backlog_levels.address(view, mine, at, **origin)
    old = row["open_over_7d"]
    old_href = backlog_levels.address(view, mine, at, age="open_over_7d", **origin)
    return html.Tr(
        [
            html.Th(row["name"], scope="row"),
            html.Td(html.A(view.number(row["open"]), href=href), className="r"),
            html.Td(_bar(view, row, most, origin), className="ls-age-bar"),
            html.Td(html.A(view.number(old), href=old_href) if old else "0", className="r"),
            html.Td(view.duration(row["aged_seconds"] / row["open"], "chart"), className="r"),
            html.Td(
                view.t("backlog.ageing.days", days=view.number(row["aged_seconds"] / DAY)), className="r"
            ),
        ],
        className="nobody" if row["department_id"] is None else None,
    )


def _bar(view: View, row: Row, most: float, origin: Mapping[str, Any]) -> html.Div:
    """One length a case, the oldest at the left where the lengths compare; each part leads to its cases."""
    parts = [
        html.A(
            href=backlog_levels.address(
                view, {"department_id": row["department_id"]}, backlog_levels.moment(view), age=age, **origin
            ),
            title=f"{view.t(f'figures.{age}')}: {view.number(row[age])}",
            className=f"ls-age {age}",
            style={"width": f"{row[age] / most * 100:.2f}%"},
            tabIndex=-1,
            **{"aria-hidden": "true"},
        )
        for age in AGES
        if row[age]
    ]
    return html.Div(parts, className="ls-ages")
