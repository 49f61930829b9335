"""What a campaign or post cost with service, and what to plan for the next one."""

from typing import Any

from dash import html

from dashboard import formats
from dashboard.cards.campaigns import campaign_item as items
from dashboard.cards.campaigns.campaign_item import Item
from dashboard.components.card import Card
from dashboard.components.states import unknown
from dashboard.components.table import Column
from dashboard.view import View

PARTS = ("media", "production", "agency", "tools", "service_cost", "true_cost")
AHEAD = (3, 6, 12, 24)


def cost(view: View, item: Item) -> Card:
    """What did it cost, with service?"""
    found = items.costs(view, item)
    question = view.t("campaign.cost.question")
    rows = [
        {
            "part": view.t(f"campaign.cost.{part}"),
            "key": part,
            "amount": row["metric_value"],
            "lower": row["lower"],
            "upper": row["upper"],
        }
        for part in PARTS
        if (row := found.get(part)) and row["metric_value"] is not None
    ]
    service = found.get("service_cost")
    if not rows:
        reason = (service or {}).get("reason") or "no_spend"
        body = unknown(view, view.t(f"campaign.reason.{reason}"), view.t(f"campaign.mend.{reason}"))
        return Card(question, body=body, metric="campaign_cost", badge=items.grade(view, service))
    lines = [
        html.Tr(
            [
                html.Th(row["part"], scope="row"),
                html.Td(
                    html.B(view.euro(row["amount"]))
                    if row["key"] == "true_cost"
                    else view.euro(row["amount"]),
                    className="r",
                ),
                html.Td(_range(view, row), className="r ls-quiet"),
            ]
        )
        for row in rows
    ]
    words = (("part", ""), ("amount", "r"), ("interval", "r"))
    head = [
        html.Th(view.t(f"campaign.column.{word}"), scope="col", className=side or None)
        for word, side in words
    ]
    body = html.Table([html.Thead(html.Tr(head)), html.Tbody(lines)], className="ls-table ls-facts-table")
    extra = {"campaign": item.key} if item.is_campaign else {}
    return Card(
        question,
        sub=view.t("campaign.cost.sub"),
        body=body,
        footer=[
            html.A(
                view.t("campaign.cost.onward"),
                href=view.link("/budget", None, **extra),
                className="ls-onward",
            )
        ],
        rows=rows,
        columns=[
            Column("part", view.t("campaign.column.part")),
            Column("amount", view.t("campaign.column.amount"), "euro"),
            Column("lower", view.t("campaign.column.lower"), "euro"),
            Column("upper", view.t("campaign.column.upper"), "euro"),
        ],
        metric="campaign_cost",
        badge=items.grade(view, service),
    )


def _range(view: View, row: dict[str, Any]) -> str:
    if row["lower"] is None:
        return formats.DASH
    return view.t("campaign.range", low=view.euro(row["lower"]), high=view.euro(row["upper"]))


def hint(view: View, item: Item) -> Card:
    """What does the next post of this kind bring, and when?"""
    value = items.told(items.ask(view, "spillover", item)).get("value")
    question = view.t("campaign.hint.question")
    if value is None or value["metric_value"] is None or value["grade"] == "too_few":
        reason = (value or {}).get("reason") or "too_wide"
        return Card(question, body=unknown(view, view.t(f"campaign.reason.{reason}")), metric="spillover")
    curve = {
        row["hour"]: row
        for row in items.ask(view, "spillover_curve", item)
        if row["statistic"] == "cumulative" and row["metric_value"] is not None
    }
    rows = [
        {
            "within": hours * 3600,
            "contacts": row["metric_value"],
            "lower": row["lower"],
            "upper": row["upper"],
        }
        for hours in AHEAD
        if (row := curve.get(hours - 1))
    ]
    lines = [
        html.Tr(
            [
                html.Th(
                    view.t("campaign.hint.within", length=view.duration(row["within"], "prose")), scope="row"
                ),
                html.Td(html.B(view.signed(row["contacts"])), className="r"),
                html.Td(items.spread(view, row), className="r ls-quiet"),
            ]
        )
        for row in rows
    ]
    words = (("after", ""), ("contacts", "r"), ("interval", "r"))
    head = [
        html.Th(view.t(f"campaign.column.{word}"), scope="col", className=side or None)
        for word, side in words
    ]
    return Card(
        question,
        sub=view.t("campaign.hint.sub", int(value["events"]), posts=view.number(value["events"])),
        body=html.Table([html.Thead(html.Tr(head)), html.Tbody(lines)], className="ls-table ls-facts-table"),
        footer=[
            html.Span(view.t("campaign.hint.assumes")),
            html.A(view.t("campaign.hint.onward"), href=view.link("/capacity"), className="ls-onward"),
        ],
        rows=rows,
        columns=[
            Column("within", view.t("campaign.column.within"), "seconds"),
            Column("contacts", view.t("campaign.column.contacts"), "decimal"),
            Column("lower", view.t("campaign.column.lower"), "decimal"),
            Column("upper", view.t("campaign.column.upper"), "decimal"),
        ],
        metric=("spillover", "spillover_curve"),
        badge=items.grade(view, value),
    )
