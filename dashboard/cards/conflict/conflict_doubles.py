"""Who answers beside whom: answers too many by pair of departments, against what chance would make of it."""

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.cards.conflict.conflict_edges import NONE, edges
from dashboard.cards.conflict.conflict_measures import ask
from dashboard.components.card import Card
from dashboard.components.states import empty
from dashboard.components.table import Column
from dashboard.verdict import Estimate, estimate
from dashboard.view import View

METRIC = "uncoordinated_answers"
BY = ("first_department_id", "second_department_id")
CLASSES = 5


def card(view: View) -> Card:
    """Who answers what somebody else has answered already?"""
    question = view.t("conflict.doubles.question")
    whole = ask(view, METRIC)
    found = edges(view, METRIC, BY)
    if whole is None or whole.is_empty():
        return Card(question, body=empty(view, view.t("conflict.doubles.what")))
    total = {row["statistic"]: estimate(row) for row in whole.to_dicts()}
    known = [one for one in [*view.departments, None] if any(one in pair for pair in found)]
    counts = {pair: own["pairs"].n for pair, own in found.items() if "pairs" in own}
    most = max(counts.values(), default=0)
    return Card(
        _heading(view, total),
        sub=view.t("conflict.doubles.sub"),
        body=[
            _matrix(view, known, counts, most) if counts else html.P(view.t("conflict.doubles.none")),
            _facts(view, total),
        ],
        footer=[
            html.Span(view.t("conflict.doubles.chance_note")),
            html.Span(view.t("conflict.doubles.rules")),
        ],
        rows=[_row(view, pair, own) for pair, own in found.items() if "pairs" in own],
        columns=[
            Column("first", view.t("conflict.doubles.first")),
            Column("second", view.t("conflict.doubles.second")),
            Column("pairs", view.t("conflict.doubles.pairs"), "number"),
            Column("wasted", view.t("conflict.doubles.wasted"), "seconds"),
            Column("contradicted", view.t("conflict.doubles.contradicted"), "number"),
        ],
        metric=METRIC,
    )


def _matrix(
    view: View, known: list[str | None], counts: Mapping[tuple[str | None, str | None], int], most: int
) -> html.Div:
    """First answers down, second ones across; the number in the cell is its list's length."""
    names = [view.name("department_id", one) for one in known]
    head = html.Tr(
        [
            html.Th(view.t("conflict.doubles.corner"), scope="col"),
            *[html.Th(name, scope="col") for name in names],
        ]
    )
    body = [
        html.Tr(
            [
                html.Th(name, scope="row"),
                *[_cell(view, first, second, counts.get((first, second), 0), most) for second in known],
            ]
        )
        for first, name in zip(known, names, strict=True)
    ]
    table = html.Table(
        [
            html.Caption(view.t("conflict.doubles.question"), className="ls-hidden"),
            html.Thead(head),
            html.Tbody(body),
        ],
        className="ls-heatmatrix",
    )
    label = view.t("conflict.doubles.question")
    return html.Div(table, className="ls-scroll", tabIndex=0, role="region", **{"aria-label": label})


def _cell(view: View, first: str | None, second: str | None, count: int, most: int) -> html.Td:
    if not count:
        return html.Td("·", className="none")
    step = min(CLASSES - 1, count * CLASSES // (most + 1))
    href = view.link(
        "/cases", None, double_pair="true", double_first=first or "none", double_second=second or "none"
    )
    own = " own" if first == second else ""
    return html.Td(html.A(view.number(count), href=href), className=f"h{step}{own}")


def _facts(view: View, total: Mapping[str, Estimate]) -> html.Dl:
    """Between departments, against chance, the time they took, and what contradicted."""
    across, ratio = total.get("across", NONE), total.get("ratio_across", NONE)
    wasted, words = total.get("wasted", NONE), total.get("contradicted", NONE)
    found = [
        (
            view.t("conflict.doubles.across"),
            _linked(view, view.share(across.value), across, double_pair="true", double_across="true"),
            view.share_range(across.lower, across.upper) if across.lower is not None else "",
        ),
        (
            view.t("conflict.doubles.ratio"),
            f"{view.number(ratio.value, 1)} ×" if ratio.value is not None else "—",
            view.t("conflict.between", low=view.number(ratio.lower, 1), high=view.number(ratio.upper, 1))
            if ratio.lower is not None
            else view.t("conflict.reason.no_handle_time"),
        ),
        (
            view.t("conflict.doubles.wasted"),
            view.duration(wasted.value),
            view.t("conflict.doubles.of", number=view.number(wasted.n)),
        ),
        (
            view.t("conflict.doubles.contradicted"),
            _linked(view, view.number(words.numerator), words, contradicted="true"),
            view.t("conflict.doubles.read", number=view.number(words.n)),
        ),
    ]
    return html.Dl(
        [
            html.Div([html.Dt(name), html.Dd([html.B(value), html.Small(beside)])])
            for name, value, beside in found
        ],
        className="ls-figures",
    )


def _linked(view: View, text: str, e: Estimate, **own: str) -> Any:
    return html.A(text, href=view.link("/cases", None, **own)) if e.numerator else text


def _row(view: View, pair: tuple[str | None, str | None], own: Mapping[str, Estimate]) -> dict[str, Any]:
    return {
        "first": view.name("department_id", pair[0]),
        "second": view.name("department_id", pair[1]),
        "pairs": own["pairs"].n,
        "wasted": own.get("wasted", NONE).value,
        "contradicted": own.get("contradicted", NONE).numerator,
    }


def _heading(view: View, total: Mapping[str, Estimate]) -> str:
    ratio = total.get("ratio_across", NONE)
    if ratio.value is None or ratio.lower is None or ratio.upper is None or ratio.is_few:
        return view.t("conflict.doubles.question")
    if ratio.lower > 1:
        return view.t("conflict.doubles.above", times=view.number(ratio.value, 1))
    if ratio.upper < 1:
        return view.t("conflict.doubles.below", share=view.share(ratio.value, 0))
    return view.t("conflict.doubles.like")
