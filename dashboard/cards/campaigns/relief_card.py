"""Marketing can help, too: what posts sent to service, and what posts that answer for everybody spared it."""

from typing import Any

from dash import html

from dashboard.cards.campaigns import campaign_item as items
from dashboard.cards.campaigns import posts
from dashboard.components.card import Card, key_item
from dashboard.components.chart import chart
from dashboard.components.states import unknown
from dashboard.components.table import Column
from dashboard.figures.diverging_bars import Bar, diverging_bars, height
from dashboard.view import View

MOST = 12
"""Bars that a card shows; the table twin and the file have all."""


def card(view: View) -> Card:
    """Which posts cost service work, and which spare it?"""
    question = view.t("campaign.relief.question")
    rows = _rows(view)
    whole = items.told(items.ask(view, "relief", None))
    metrics = ("relief", "spillover")
    if not rows:
        body = unknown(view, view.t("campaign.reason.no_posts"), view.t("campaign.mend.no_posts"))
        return Card(question, body=body, metric=metrics)
    bars = [
        Bar(row["name"], row["value"], row["lower"], row["upper"], row["grade"] == "too_few", row["href"])
        for row in _shown(rows)
    ]
    figure = diverging_bars(bars, lang=view.lang, scheme=view.scheme)
    spared, net = whole.get("value"), whole.get("net")
    heading = question
    if spared and items.is_sure(spared) and spared["metric_value"] > 0:
        heading = view.t("campaign.relief.finding", number=view.number(spared["metric_value"]))
    return Card(
        heading,
        sub=view.t("campaign.relief.sub"),
        body=chart(view, "relief-bars", figure, height(len(bars)), heading),
        footer=_footer(view, whole, net),
        rows=rows,
        columns=[
            Column("name", view.t("campaign.column.post")),
            Column("kind_name", view.t("campaign.column.kind")),
            Column("value", view.t("campaign.column.contacts"), "decimal"),
            Column("lower", view.t("campaign.column.lower"), "decimal"),
            Column("upper", view.t("campaign.column.upper"), "decimal"),
            Column("n", view.t("campaign.column.n"), "number"),
            Column("grade_name", view.t("campaign.column.grade")),
        ],
        metric=metrics,
        badge=items.grade(view, spared),
        has_figure=True,
    )


def _rows(view: View) -> list[dict[str, Any]]:
    """Return a row a post of which something is known: spared contacts count below zero."""
    spared = [
        _row(view, row, "spared", -row["metric_value"], _negative(row["upper"]), _negative(row["lower"]))
        for row in items.ask(view, "relief", None, ("post_id",))
        if row["statistic"] == "value" and row["metric_value"] is not None
    ]
    known = {row["post_id"] for row in spared}
    sent = [
        _row(view, row, "sent", row["metric_value"], row["lower"], row["upper"])
        for row in items.ask(view, "spillover", None, ("post_id",))
        if row["statistic"] == "value" and row["metric_value"] is not None and row["post_id"] not in known
    ]
    return sorted([*spared, *sent], key=lambda row: (-row["value"], row["post_id"] or ""))


def _row(
    view: View, row: dict[str, Any], kind: str, value: float, lower: float | None, upper: float | None
) -> dict[str, Any]:
    return {
        "post_id": row["post_id"],
        "name": posts.title(view, row["post_id"]),
        "kind": kind,
        "kind_name": view.t(f"campaign.relief.{kind}"),
        "value": value,
        "lower": lower,
        "upper": upper,
        "n": row["sample_size"],
        "grade": row["grade"],
        "grade_name": view.t(f"campaign.grade.{row['grade']}"),
        "href": posts.detail(view, row["post_id"]) if row["post_id"] else "",
    }


def _negative(value: float | None) -> float | None:
    return -value if value is not None else None


def _shown(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the posts that help, and of the others those that send most."""
    helps = [row for row in rows if row["kind"] == "spared"]
    others = [row for row in rows if row["kind"] != "spared"][: max(MOST - len(helps), 0)]
    return sorted([*others, *helps], key=lambda row: -row["value"])


def _footer(view: View, whole: Any, net: dict[str, Any] | None) -> list[Any]:
    parts: list[Any] = [key_item("line", view.t("campaign.relief.key"))]
    if net and net["metric_value"] is not None:
        number, spread = view.signed(net["metric_value"]), items.spread(view, net)
        parts.append(html.Span(view.t("campaign.relief.net", number=number, range=spread)))
    peers = whole.get("peer_solved")
    if peers and peers["metric_value"] is not None:
        solved = view.number(peers["metric_value"])
        parts.append(
            html.Span(view.t("campaign.relief.peers", solved=solved, of=view.number(peers["sample_size"])))
        )
        parts.append(html.Span(view.t("campaign.relief.no_survey")))
    return parts
