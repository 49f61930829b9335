"""Columns and rows of a card, and the plain table made of them. Table twin and export read the same rows.

columns = [Column("department", view.t("common.department")), Column("share", view.t("..."), "share")]
rows = [{"department": "Press", "share": 0.519, ...}]
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash import html

from dashboard import formats
from dashboard.view import View

Row = Mapping[str, Any]
SHOWN = 200
"""Rows in a table twin; the export has them all."""


@dataclass(frozen=True)
class Column:
    """One column.

    `kind`: text, number, decimal, share (0 to 1), points, seconds, euro, price (euro with cents), instant (UTC), date.
    """

    key: str
    label: str
    kind: str = "text"

    @property
    def is_right(self) -> bool:
        """Whether it is aligned right: numbers are."""
        return self.kind in ("number", "decimal", "share", "points", "seconds", "euro", "price")


def shown(view: View, kind: str, value: Any) -> str:
    """Return a value as a reader of the page's language writes it; unknown is a dash."""
    if value is None:
        return formats.DASH
    makers = {
        "number": view.number,
        "decimal": lambda v: view.number(v, 1),
        "share": view.share,
        "points": view.points,
        "seconds": view.duration,
        "euro": view.euro,
        "price": lambda v: view.euro(v, 2),
        "instant": view.instant,
        "date": view.date,
    }
    return makers[kind](value) if kind in makers else str(value)


def table(
    view: View, columns: Sequence[Column], rows: Sequence[Row], caption: str, limit: int = SHOWN
) -> html.Div:
    """Return a plain HTML table; the first column names the row. A cell may hold a component instead of a value."""
    head = html.Tr([html.Th(c.label, scope="col", className="r" if c.is_right else None) for c in columns])
    body = [
        html.Tr([_cell(view, c, row, first=i == 0) for i, c in enumerate(columns)]) for row in rows[:limit]
    ]
    parts: list[Any] = [
        html.Table(
            [html.Caption(caption, className="ls-hidden"), html.Thead(head), html.Tbody(body)],
            className="ls-table",
        )
    ]
    if len(rows) > limit:
        more = view.t("common.first_rows", shown=view.number(limit), total=view.number(len(rows)))
        parts.append(html.P(more, className="ls-meta"))
    return html.Div(parts, className="ls-scroll", tabIndex=0, role="region", **{"aria-label": caption})


def _cell(view: View, column: Column, row: Row, first: bool) -> Any:
    value = row.get(column.key)
    text = (
        value
        if hasattr(value, "to_plotly_json") or isinstance(value, list)
        else shown(view, column.kind, value)
    )
    side = "r" if column.is_right else None
    return html.Th(text, scope="row", className=side) if first else html.Td(text, className=side)
