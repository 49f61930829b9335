"""A week as a grid, seven days by twenty-four hours, in HTML: each cell a link, printable, read by screen readers.

grid = week_grid(view, {57: Cell("83", "h1", "Wed 9–10: ...", "/waits?...")}, "What the cells say")
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dash import html

from dashboard.formats import weekday
from dashboard.view import View

HOURS = 24


@dataclass(frozen=True)
class Cell:
    """One hour: its text, its class (h0 to h4, none, few), what it says in full, and the list behind it."""

    text: str
    tone: str
    title: str
    href: str | None = None


def week_grid(
    view: View, cells: Mapping[int, Cell], caption: str, above: Sequence[tuple[float, str]] = ()
) -> html.Div:
    """Return the grid; `cells` by hour of the week, Monday 0:00 being 0.

    `above` draws a bar over each hour of the day: (share of the highest, what it says in full).
    """
    heads = [html.Th("", scope="col")]
    heads += [html.Th(hour if hour % 2 == 0 else "", scope="col") for hour in range(HOURS)]
    body = [
        html.Tr(
            [
                html.Th(weekday(day, view.lang), scope="row"),
                *(_cell(cells.get(day * HOURS + hour)) for hour in range(HOURS)),
            ]
        )
        for day in range(7)
    ]
    table = html.Table(
        [
            html.Caption(caption, className="ls-hidden"),
            html.Thead([*_bars(above), html.Tr(heads)]),
            html.Tbody(body),
        ],
        className="ls-week",
    )
    return html.Div(table, className="ls-scroll", tabIndex=0, role="region", **{"aria-label": caption})


def _cell(cell: Cell | None) -> html.Td:
    if cell is None:
        return html.Td("", className="none")
    inner = (
        html.A(cell.text, href=cell.href, title=cell.title, **{"aria-label": cell.title})
        if cell.href
        else html.Span(cell.text, title=cell.title)
    )
    return html.Td(inner, className=cell.tone)


def _bars(above: Sequence[tuple[float, str]]) -> list[html.Tr]:
    if not above:
        return []
    bars = [
        html.Td(html.I(style={"height": f"{round(share * 100)}%"}), title=text, **{"aria-label": text})
        for share, text in above
    ]
    return [html.Tr([html.Td(""), *bars], className="bars")]
