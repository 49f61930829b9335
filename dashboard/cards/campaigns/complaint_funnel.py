"""Which posts stray from the others: the share of complaints over the number of comments, inside chance's limits."""

from typing import Any

from dash import html

from dashboard.cards.campaigns import posts
from dashboard.components.card import Card, key_item
from dashboard.components.chart import chart
from dashboard.components.states import empty
from dashboard.components.table import Column
from dashboard.figures.funnel_plot import HEIGHT, funnel_plot, is_outside
from dashboard.view import View
from warehouse.intervals import FEW


def rows(view: View) -> list[dict[str, Any]]:
    """Return a row a post with comments: its share as labelled, and the funnel's limits at its size."""
    found = posts.ask(view, "complaint_share", ("post_id",), "observed")
    return [row for row in found.values() if row["sample_size"]]


def card(view: View) -> Card:
    """Which posts draw more complaints than chance explains?"""
    found = rows(view)
    question = view.t("campaigns.funnel.question")
    if not found:
        return Card(question, body=empty(view, view.t("campaigns.what.posts")))
    names = posts.titles(view)
    above = [row for row in found if is_outside(row) and row["metric_value"] > row["centre"]]
    heading = _heading(view, found, above)
    figure = funnel_plot(
        found,
        lang=view.lang,
        scheme=view.scheme,
        names=names,
        drill=lambda post: posts.comments(view, post_id=post),
    )
    footer: list[Any] = [
        key_item("band", view.t("campaigns.funnel.limits")),
        html.Span(view.t("campaigns.funnel.line", share=view.share(found[0]["centre"]))),
    ]
    if len(found) < FEW:
        footer.append(html.Span(view.t("campaigns.reason.few_posts")))
    return Card(
        heading,
        sub=view.t("campaigns.funnel.sub", count=len(found), posts=view.number(len(found))),
        body=chart(view, "campaigns-funnel", figure, HEIGHT, heading),
        footer=footer,
        rows=[row | {"post": names.get(row["post_id"], row["post_id"])} for row in sorted(found, key=_stray)],
        columns=[
            Column("post", view.t("campaigns.column.post")),
            Column("sample_size", view.t("campaigns.column.comments"), "number"),
            Column("numerator", view.t("campaigns.column.complaints"), "number"),
            Column("metric_value", view.t("campaigns.column.labelled"), "share"),
            Column("low_95", view.t("campaigns.column.low_95"), "share"),
            Column("high_95", view.t("campaigns.column.high_95"), "share"),
            Column("low_998", view.t("campaigns.column.low_998"), "share"),
            Column("high_998", view.t("campaigns.column.high_998"), "share"),
        ],
        metric="complaint_share",
        notes=[view.t("campaigns.funnel.note")],
        has_figure=True,
    )


def _stray(row: dict[str, Any]) -> float:
    return -(row["metric_value"] - (row["centre"] or 0.0))


def _heading(view: View, found: list[dict[str, Any]], above: list[dict[str, Any]]) -> str:
    if len(found) < FEW or found[0]["high_998"] is None:
        return view.t("campaigns.funnel.question")
    if not above:
        return view.t("campaigns.funnel.none")
    return view.t("campaigns.funnel.above", count=len(above), posts=view.number(len(above)))
