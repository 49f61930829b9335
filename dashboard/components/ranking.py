"""Short lists of departments and waits as plain HTML tables, and what stands in their footers."""

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard.view import View

MOST_ROWS = 10
"""Departments in a list; the table twin and the file have all."""


def ranking(
    head: Sequence[tuple[str, str]], lines: Sequence[html.Tr], kind: str = "ls-ranking"
) -> html.Table:
    """Return the table; `head` is each column's (text, class)."""
    cells = [html.Th(text, scope="col", className=side or None) for text, side in head]
    return html.Table([html.Thead(html.Tr(cells)), html.Tbody(list(lines))], className=f"ls-table {kind}")


def cut(view: View, total: int) -> list[Any]:
    """Return how many of all departments are shown, if not all."""
    if total <= MOST_ROWS:
        return []
    return [html.Span(view.t("start.shown", shown=view.number(MOST_ROWS), total=view.number(total)))]


def onward(view: View, path: str, key: str, **own: str) -> html.A:
    """Return the link to where there is more about it."""
    return html.A(view.t(key), href=view.link(path, **own), className="ls-onward")
