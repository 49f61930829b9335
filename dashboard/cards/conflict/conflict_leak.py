"""Where cases are lost: the flow of hand-offs with its leaks, and how soon and in which way cases are left alone."""

from dataclasses import replace
from typing import Any

import polars as pl
from dash import html

from dashboard.cards.conflict.conflict_measures import ask, limits
from dashboard.cards.load import handoff_flow
from dashboard.components.card import Card
from dashboard.components.ranking import ranking
from dashboard.components.states import empty
from dashboard.components.strip import whisker
from dashboard.components.table import Column
from dashboard.verdict import Estimate, estimate
from dashboard.view import View

METRIC = "orphans"
KINDS = {"no_owner": "orphan_unowned", "no_action": "orphan_untouched", "not_picked_up": "orphan_dropped"}
"""Ways of being left alone, with the key of their list."""


def flow(view: View) -> Card:
    """On which edge do cases get lost?"""
    drawn = handoff_flow.card(view)
    frame = ask(view, METRIC, ("from_department_id", "to_department_id"))
    if frame is None or not drawn.has_figure:
        return replace(drawn, heading=view.t("conflict.leak.question"))
    return replace(drawn, heading=_heading(view, frame), metric=(METRIC, handoff_flow.METRIC))


def _heading(view: View, frame: pl.DataFrame) -> str:
    """The edge that loses beyond doubt more than the rest, else the question."""
    rows = [row for row in frame.to_dicts() if row["statistic"] == "dropped" and row["sample_size"] >= 20]
    if not rows:
        return view.t("conflict.leak.question")
    worst = max(rows, key=lambda row: (row["lower"], row["metric_value"]))
    if not worst["metric_value"]:
        return view.t("conflict.leak.question")
    return view.t(
        "conflict.leak.finding",
        giver=view.name("department_id", worst["from_department_id"]),
        receiver=view.name("department_id", worst["to_department_id"]),
        share=view.share(worst["metric_value"], 0),
        range=view.share_range(worst["lower"], worst["upper"], 0),
    )


def ageing(view: View) -> Card:
    """How soon, and in which way, are cases left alone?"""
    question = view.t("conflict.ageing.question")
    frame = ask(view, METRIC)
    if frame is None or frame.is_empty():
        return Card(question, body=empty(view, view.t("conflict.ageing.what")))
    rows = frame.to_dicts()
    by_name = {row["statistic"]: estimate(row) for row in rows if row["seconds"] is None}
    points = [row for row in rows if row["statistic"] == "incidence"]
    most = max((row["upper"] or row["metric_value"] for row in points), default=0.1) or 0.1
    value = by_name.get("value", Estimate(None))
    kinds = [_kind(view, name, by_name.get(name, Estimate(None)), most) for name in KINDS]
    ages = [_age(view, row, most) for row in sorted(points, key=lambda row: row["seconds"])]
    heads = [
        ("", ""),
        (view.t("conflict.share"), "r"),
        ("", "w"),
        (view.t("conflict.interval"), "r i"),
        ("", "r"),
    ]
    kind_heads = [(view.t("conflict.ageing.kind"), ""), *heads[1:4], (view.t("conflict.cases"), "r")]
    age_heads = [(view.t("conflict.ageing.age"), ""), *heads[1:4], (view.t("conflict.ageing.watched"), "r")]
    return Card(
        _age_heading(view, value),
        sub=view.t("conflict.ageing.sub"),
        body=html.Div([ranking(kind_heads, kinds, "ls-bars"), ranking(age_heads, ages, "ls-bars")]),
        footer=[html.Span(view.t("conflict.ageing.note")), *_all(view, value)],
        rows=[
            {
                "what": view.t(f"conflict.ageing.{row['statistic']}"), "seconds": row["seconds"],
                "share": row["metric_value"], "lower": row["lower"], "upper": row["upper"], "n": row["sample_size"],
            }
            for row in rows
        ],
        columns=[
            Column("what", view.t("conflict.ageing.kind")),
            Column("seconds", view.t("conflict.ageing.age"), "seconds"),
            Column("share", view.t("conflict.share"), "share"),
            Column("lower", view.t("conflict.lower"), "share"),
            Column("upper", view.t("conflict.upper"), "share"),
            Column("n", "n", "number"),
        ],
        metric=METRIC,
    )  # fmt: skip


def _all(view: View, value: Estimate) -> list[Any]:
    count = int(value.numerator or 0)
    if not count:
        return []
    text = view.t("conflict.ageing.all", count, number=view.number(count))
    return [html.A(text, href=view.link("/cases", None, orphaned="true"))]


def _kind(view: View, name: str, e: Estimate, most: float) -> html.Tr:
    count = int(e.numerator or 0)
    href = view.link("/cases", None, **{KINDS[name]: "true"})
    return html.Tr(
        [
            html.Th(view.t(f"conflict.ageing.{name}"), scope="row"),
            html.Td(view.share(e.value), className="r"),
            html.Td(whisker(e.value, e.lower, e.upper, most), className="w"),
            html.Td(view.share_range(e.lower, e.upper) if e.lower is not None else "", className="r i"),
            html.Td(html.A(view.number(count), href=href) if count else "0", className="r"),
        ]
    )


def _age(view: View, row: dict[str, Any], most: float) -> html.Tr:
    return html.Tr(
        [
            html.Th(view.duration(row["seconds"]), scope="row"),
            html.Td(view.share(row["metric_value"]), className="r"),
            html.Td(whisker(row["metric_value"], row["lower"], row["upper"], most), className="w"),
            html.Td(view.share_range(row["lower"], row["upper"]), className="r i"),
            html.Td(view.number(row["numerator"]), className="r"),
        ]
    )


def _age_heading(view: View, value: Estimate) -> str:
    if value.value is None or value.is_few:
        return view.t("conflict.ageing.question")
    most = limits(view).get(METRIC)
    tone = value.against(most, "lower")
    key = "over" if tone == "bad" else "finding"
    return view.t(
        f"conflict.ageing.{key}",
        share=view.share(value.value),
        limit=view.share(most, 0) if most is not None else "",
    )
