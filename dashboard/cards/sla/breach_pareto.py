"""Why targets were missed: main causes, the most frequent first, each with its interval; the rest last and grey."""

from typing import Any

import polars as pl
from dash import html

from dashboard.cards.sla import compliance
from dashboard.components.card import Card
from dashboard.components.ranking import ranking
from dashboard.components.states import empty
from dashboard.components.strip import scaled
from dashboard.components.table import Column
from dashboard.view import View
from warehouse.intervals import FEW

REST = "slow_answer"
"""What no rule explains."""


def causes(view: View) -> Card:
    """Why were targets missed?"""
    own = compliance.on_own_clock(view)
    frame = own.evaluate("breach_causes", ("breach_cause",), metric=compliance.kind(view))
    question = view.t("sla.causes.question")
    if frame.is_empty():
        return Card(question, body=empty(view, view.t("sla.breaches.what")))
    ranked = frame.sort(
        pl.col("breach_cause") == REST, "numerator", "breach_cause", descending=[False, True, False]
    )
    total = int(ranked["sample_size"][0])
    high = max(ranked["upper"])
    rows: list[dict[str, Any]] = []
    reached = 0
    for row in ranked.to_dicts():
        reached += row["numerator"]
        rows.append(
            {
                "cause": view.t(f"sla.cause.{row['breach_cause']}"), "key": row["breach_cause"],
                "share": row["metric_value"], "lower": row["lower"], "upper": row["upper"],
                "count": row["numerator"], "cumulated": reached / total,
            }
        )  # fmt: skip
    few = total < FEW
    head = [
        (view.t("sla.column.cause"), ""),
        ("", ""),
        (view.t("sla.column.cause_share"), "r"),
        (view.t("sla.column.interval"), "r i"),
        (view.t("sla.column.n"), "r"),
        (view.t("sla.column.cumulated"), "r i"),
    ]
    return Card(
        _heading(view, rows, few),
        sub=view.t("sla.causes.sub", count=total, number=view.number(total)),
        body=ranking(head, [_line(view, row, high, few) for row in rows]),
        footer=[html.Span(view.t("sla.causes.rule"))],
        rows=rows,
        columns=[
            Column("cause", view.t("sla.column.cause")),
            Column("share", view.t("sla.column.cause_share"), "share"),
            Column("lower", view.t("sla.column.lower"), "share"),
            Column("upper", view.t("sla.column.upper"), "share"),
            Column("count", view.t("sla.column.n"), "number"),
            Column("cumulated", view.t("sla.column.cumulated"), "share"),
        ],
        metric="breach_causes",
        notes=[view.t("sla.causes.note")],
        badge=(view.t("common.kpi.few"), "") if few else None,
    )


def _line(view: View, row: dict[str, Any], high: float, few: bool) -> html.Tr:
    grey = few or row["key"] == REST
    strip = scaled(row["share"], row["lower"], row["upper"], None, 0.0, high, "few" if grey else "")
    href = compliance.drill(compliance.on_own_clock(view), sla_state="breached", breach_cause=row["key"])
    return html.Tr(
        [
            html.Th(row["cause"], scope="row"),
            html.Td(strip, className="bar"),
            html.Td(view.share(row["share"], 0), className="r"),
            html.Td(view.share_range(row["lower"], row["upper"], 0), className="r i"),
            html.Td(html.A(view.number(row["count"]), href=href), className="r n"),
            html.Td(view.share(row["cumulated"], 0), className="r i"),
        ],
        className="few" if grey else None,
    )


def _heading(view: View, rows: list[dict[str, Any]], few: bool) -> str:
    """Name the most frequent cause where its interval lies beyond all others'; otherwise ask."""
    named = [row for row in rows if row["key"] != REST]
    if few or not named:
        return view.t("sla.causes.question")
    first = named[0]
    others = [row["upper"] for row in rows if row is not first]
    if others and max(others) >= first["lower"]:
        return view.t("sla.causes.question")
    return view.t("sla.causes.first", cause=first["cause"], share=view.share(first["share"], 0))
