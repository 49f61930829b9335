"""Rows by columns of shares, each against a goal: value, strip, interval, n. Colour where the interval excludes it.

HTML and CSS only: it prints, reads aloud and needs no chart. What cannot be computed is a hatched dash with its reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html

from dashboard import formats
from dashboard.components.card import key_item
from dashboard.components.strip import scaled, strip
from dashboard.verdict import Estimate
from dashboard.view import View

BELOW, ABOVE = 0.4, 0.2
"""How far a strip reaches from its goal: the same in every column, so that goals align and distances compare."""
NEAR, FAR = 0.05, 0.15
"""Distances from a goal at which what misses it takes a stronger tint: the worst of a red table must stand out."""


@dataclass(frozen=True)
class Head:
    """One column: its name, the line under it, its goal; without one its strips need a `scale` of their own."""

    label: str
    sub: str
    goal: float | None
    scale: tuple[float, float] | None = None


@dataclass(frozen=True)
class Cell:
    """One share; `reason` says why there is none. `href` leads to the messages behind it."""

    estimate: Estimate
    reason: str = ""
    href: str | None = None
    is_hatched: bool = False


@dataclass(frozen=True)
class Line:
    """One row: its name, what the name leads to, its cells in the order of the heads."""

    label: str
    cells: Sequence[Cell]
    href: str | None = None
    is_total: bool = False


def matrix(view: View, corner: str, heads: Sequence[Head], lines: Sequence[Line], caption: str) -> html.Div:
    """Return the table; each column of shares takes four columns of the grid, so that all rows align."""
    top = [html.Th(corner, scope="col", className="ls-mx-corner")]
    for head in heads:
        top.append(
            html.Th(
                [html.B(head.label), html.Span(head.sub)], scope="colgroup", colSpan=4, className="ls-mx-head"
            )
        )
    body = [_row(view, heads, line) for line in lines]
    table = html.Table(
        [
            html.Caption(caption, className="ls-hidden"),
            html.Colgroup([html.Col(className="name"), *[_cols() for _ in heads]]),
            html.Thead(html.Tr(top)),
            html.Tbody(body),
        ],
        className=f"ls-matrix m{min(len(heads), 8)}",
    )
    return html.Div(table, className="ls-scroll", tabIndex=0, role="region", **{"aria-label": caption})


def _cols() -> Any:
    return html.Col(span=4)


def _row(view: View, heads: Sequence[Head], line: Line) -> html.Tr:
    name = html.A(line.label, href=line.href, className="ls-plain") if line.href else line.label
    cells: list[Any] = [html.Th(name, scope="row")]
    for head, cell in zip(heads, line.cells, strict=True):
        cells += _cell(view, head, cell)
    return html.Tr(cells, className="total" if line.is_total else None)


def _cell(view: View, head: Head, cell: Cell) -> list[Any]:
    e = cell.estimate
    if e.value is None and cell.is_hatched:
        return [html.Td(f"{formats.DASH} {cell.reason}", colSpan=4, className="ls-mx-none ls-hatch")]
    if e.value is None:
        reason = html.Span(cell.reason, className="ls-hidden")
        return [html.Td([formats.DASH, reason], colSpan=4, className="ls-mx-none", title=cell.reason)]
    tone = e.against(head.goal)
    sign = {"bad": "▼", "good": "▲"}.get(tone, "")
    arrow = [html.Span(sign, className="ls-mx-sign", **{"aria-hidden": "true"})] if sign else []
    number = view.share(e.value, 0 if tone == "few" else 1)
    value: Any = [*arrow, number]
    far = distance(e.value, head.goal) if tone == "bad" else ""
    words = {"bad": "missed", "good": "kept", "few": "few"}
    title = view.t(f"common.kpi.{words[tone]}") if tone in words else None
    n = ("n " if tone == "few" else "") + view.number(e.n)
    return [
        html.Td(value, className=f"v {tone}{far}", title=title),
        html.Td(_strip(e, head, tone), className=f"s {tone}{far}"),
        html.Td(view.share_range(e.lower, e.upper, 0 if tone == "few" else 1), className=f"i {tone}{far}"),
        html.Td(html.A(n, href=cell.href) if cell.href else n, className=f"n {tone}{far}"),
    ]


def distance(value: float, goal: float | None) -> str:
    """Return how a share that misses its goal is tinted: " near", " far", or nothing between them."""
    away = abs(value - goal) if goal is not None else 0.0
    return " near" if away < NEAR else " far" if away >= FAR else ""


def tint_key(view: View) -> list[Any]:
    """Return the entries of a card's key that say what the tints mean."""
    near, far = (view.number(100 * points) for points in (NEAR, FAR))
    return [
        key_item("tint near", view.t("common.key.near", near=near)),
        key_item("tint", view.t("common.key.between", near=near, far=far)),
        key_item("tint far", view.t("common.key.far", far=far)),
    ]


def _strip(e: Estimate, head: Head, tone: str) -> html.Span:
    if head.scale:
        return scaled(e.value, e.lower, e.upper, head.goal, *head.scale, tone=tone)
    if head.goal is not None:
        return scaled(e.value, e.lower, e.upper, head.goal, head.goal - BELOW, head.goal + ABOVE, tone)
    return strip(e.value, e.lower, e.upper, head.goal, tone)
