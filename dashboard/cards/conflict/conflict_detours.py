"""Detours: which requests first reach the wrong department, and how much longer they wait than those that don't."""

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard import formats
from dashboard.cards.conflict.conflict_edges import NONE, edges
from dashboard.cards.conflict.conflict_measures import ask, interval, shown
from dashboard.cards.conflict.conflict_strip import reason
from dashboard.components.card import Card
from dashboard.components.ranking import ranking
from dashboard.components.states import empty
from dashboard.components.strip import change_strip
from dashboard.components.table import Column
from dashboard.verdict import Estimate, estimate
from dashboard.view import View

METRIC = "misroutes"
BY = ("first_department_id", "topic_department_id")
MOST = 6


def card(view: View) -> Card:
    """How much longer do misrouted requests wait?"""
    question = view.t("conflict.detours.question")
    whole = ask(view, METRIC)
    if whole is None or whole.is_empty():
        return Card(question, body=empty(view, view.t("conflict.detours.what")))
    reasons = {row["statistic"]: row["reason"] for row in whole.to_dicts()}
    total = {row["statistic"]: estimate(row) for row in whole.to_dicts()}
    found = {
        pair: own
        for pair, own in edges(view, METRIC, BY).items()
        if own.get("misrouted", NONE).numerator and pair[0] != pair[1]
    }
    ordered = sorted(found.items(), key=lambda item: (-(item[1]["misrouted"].numerator or 0), str(item[0])))
    reach = max(
        (abs(end) for _, own in ordered for end in _ends(own.get("value", NONE)) if not own["value"].is_few),
        default=3600.0,
    )
    head = [
        (view.t("conflict.detours.edge"), ""), (view.t("conflict.cases"), "r"),
        (view.t("conflict.detours.added"), "r"), ("", "w"), (view.t("conflict.interval"), "r i"),
        (view.t("conflict.detours.matched"), "r"),
    ]  # fmt: skip
    return Card(
        _heading(view, total),
        sub=view.t("conflict.detours.sub"),
        body=[
            ranking(head, [_line(view, pair, own, reach) for pair, own in ordered[:MOST]], "ls-bars"),
            _facts(view, total, reasons),
        ],
        footer=[html.Span(view.t("conflict.detours.note")), *_cut(view, len(ordered))],
        rows=[_row(view, pair, own) for pair, own in ordered],
        columns=[
            Column("first", view.t("conflict.detours.first")),
            Column("topic", view.t("conflict.detours.topic")),
            Column("cases", view.t("conflict.cases"), "number"),
            Column("added", view.t("conflict.detours.added"), "seconds"),
            Column("lower", view.t("conflict.lower"), "seconds"),
            Column("upper", view.t("conflict.upper"), "seconds"),
            Column("matched", view.t("conflict.detours.matched"), "number"),
        ],
        metric=METRIC,
    )


def _ends(e: Estimate) -> list[float]:
    return [end for end in (e.lower, e.upper, e.value) if end is not None]


def _line(
    view: View, pair: tuple[str | None, str | None], own: Mapping[str, Estimate], reach: float
) -> html.Tr:
    value, count = own.get("value", NONE), int(own["misrouted"].numerator or 0)
    href = view.link(
        "/cases", None, misrouted="true", route_first=pair[0] or "none", route_topic=pair[1] or "none"
    )
    few = "few" if value.is_few else ""
    drawn: Any = ""
    if value.value is not None and value.lower is not None and value.upper is not None:
        drawn = change_strip(value.value, value.lower, value.upper, reach, few)
    first, topic = (view.name("department_id", one) for one in pair)
    compared = [
        html.Td(drawn, className="w"),
        html.Td(interval(view, "seconds", value) or formats.DASH, className=f"r i {few}"),
    ]
    if value.value is None:
        compared = [html.Td(reason(view, "no_direct"), colSpan=2, className="ls-meta r")]
    return html.Tr(
        [
            html.Th([first, " → ", topic], scope="row"),
            html.Td(html.A(view.number(count), href=href), className="r"),
            html.Td(shown(view, "seconds", value.value), className=f"r {few}"),
            *compared,
            html.Td(view.number(value.n if value.value is not None else 0), className=f"r {few}"),
        ]
    )


def _facts(view: View, total: Mapping[str, Estimate], reasons: Mapping[str, str | None]) -> html.Dl:
    kinds = {
        "misrouted": "share",
        "per_hop": "seconds",
        "ping_pong": "share",
        "added_handle": "seconds",
        "cost": "euro",
    }
    lists = {"misrouted": {"misrouted": "true"}, "ping_pong": {"ping_pong": "true", "handed_over": "true"}}
    rows = []
    for name, kind in kinds.items():
        e = total.get(name, NONE)
        text: Any = shown(view, kind, e.value)
        if name in lists and e.numerator:
            text = html.A(text, href=view.link("/cases", None, **lists[name]))
        beside = (
            interval(view, kind, e) if e.value is not None else reason(view, reasons.get(name) or "unknown")
        )
        rows.append(
            html.Div(
                [html.Dt(view.t(f"conflict.detours.{name}")), html.Dd([html.B(text), html.Small(beside)])]
            )
        )
    return html.Dl(rows, className="ls-figures")


def _cut(view: View, total: int) -> list[html.Span]:
    if total <= MOST:
        return []
    return [html.Span(view.t("conflict.cut", shown=view.number(MOST), total=view.number(total)))]


def _row(view: View, pair: tuple[str | None, str | None], own: Mapping[str, Estimate]) -> dict[str, Any]:
    value = own.get("value", NONE)
    return {
        "first": view.name("department_id", pair[0]),
        "topic": view.name("department_id", pair[1]),
        "cases": int(own["misrouted"].numerator or 0),
        "added": value.value,
        "lower": value.lower,
        "upper": value.upper,
        "matched": value.n if value.value is not None else 0,
    }


def _heading(view: View, total: Mapping[str, Estimate]) -> str:
    value = total.get("value", NONE)
    if value.value is None or value.lower is None or value.is_few or value.lower <= 0:
        return view.t("conflict.detours.question")
    return view.t("conflict.detours.finding", time=view.duration(value.value, "prose"))
