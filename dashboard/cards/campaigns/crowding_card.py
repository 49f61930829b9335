"""The bill of those who never saw the campaign: how much longer they waited, beside those whom it concerned."""

from typing import Any

from dash import html

from dashboard.cards.campaigns import campaign_item as items
from dashboard.cards.campaigns.campaign_item import Item
from dashboard.cards.campaigns.campaign_wait_card import signed_time
from dashboard.components.card import Card, key_item
from dashboard.components.states import unknown
from dashboard.components.strip import scaled
from dashboard.components.table import Column
from dashboard.view import View

GROUPS = ("exposed", "value", "elsewhere")


def card(view: View, item: Item | None = None) -> Card:
    """Who waits behind campaigns without having seen them? Of all campaigns, or of one."""
    found = items.told(items.ask(view, "crowding_out", item))
    question = view.t("campaign.crowding.question")
    value = found.get("value")
    if value is None or value["metric_value"] is None:
        reason = (value or {}).get("reason") or "no_contacts"
        body = unknown(view, view.t(f"campaign.reason.{reason}"), view.t(f"campaign.mend.{reason}"))
        return Card(question, body=body, metric="crowding_out", badge=items.grade(view, value))
    rows = [found[name] | {"name": view.t(f"campaign.crowding.{name}")} for name in GROUPS if name in found]
    rows = [row for row in rows if row["metric_value"] is not None]
    hours = found["hours"]
    heading = question
    if items.is_sure(value) and value["metric_value"] > 0:
        heading = view.t("campaign.crowding.finding", hours=view.number(hours["metric_value"]))
    return Card(
        heading,
        sub=view.t("campaign.crowding.sub"),
        body=[_counter(view, hours), _table(view, rows)],
        footer=[
            key_item("target", view.t("campaign.crowding.key")),
            html.Span(view.t("campaign.crowding.left_out")),
            *_did(view, found.get("did")),
        ],
        rows=rows,
        columns=[
            Column("name", view.t("campaign.column.who")),
            Column("metric_value", view.t("campaign.column.longer"), "seconds"),
            Column("lower", view.t("campaign.column.lower"), "seconds"),
            Column("upper", view.t("campaign.column.upper"), "seconds"),
            Column("sample_size", view.t("campaign.column.n"), "number"),
        ],
        metric="crowding_out",
        badge=items.grade(view, value),
    )


def _counter(view: View, hours: dict[str, Any]) -> html.P:
    return html.P(
        [
            html.Span(view.signed(hours["metric_value"]), className="ls-value"),
            " ",
            html.Span(view.t("campaign.crowding.hours", range=items.spread(view, hours))),
        ],
        className="ls-counter",
    )


def _table(view: View, rows: list[dict[str, Any]]) -> html.Table:
    edges = [
        abs(row[name]) for row in rows for name in ("metric_value", "lower", "upper") if row[name] is not None
    ]
    reach = max(edges, default=1.0) or 1.0
    lines = []
    for row in rows:
        few = row["grade"] == "too_few"
        bad = row["statistic"] != "elsewhere" and items.is_sure(row) and row["metric_value"] > 0
        strip = scaled(
            row["metric_value"],
            row["lower"],
            row["upper"],
            0.0,
            -reach,
            reach,
            "few" if few else "bad" if bad else "",
        )
        lines.append(
            html.Tr(
                [
                    html.Th(row["name"], scope="row"),
                    html.Td(
                        [
                            signed_time(view, row["metric_value"]),
                            html.Br(),
                            html.Small(items.spread(view, row, "seconds"), className="ls-quiet"),
                        ],
                        className="r",
                    ),
                    html.Td(strip, className="bar"),
                    html.Td(view.number(row["sample_size"]), className="r ls-quiet"),
                ],
                className="few" if few else None,
            )
        )
    words = (("who", ""), ("longer", "r"), ("", ""), ("n", "r"))
    head = [
        html.Th(view.t(f"campaign.column.{word}") if word else "", scope="col", className=side or None)
        for word, side in words
    ]
    return html.Table([html.Thead(html.Tr(head)), html.Tbody(lines)], className="ls-table ls-ranking")


def _did(view: View, did: dict[str, Any] | None) -> list[Any]:
    if did is None or did["metric_value"] is None:
        return [html.Span(view.t("campaign.crowding.no_did"))]
    text = view.t(
        "campaign.crowding.did",
        length=signed_time(view, did["metric_value"]),
        range=items.spread(view, did, "seconds"),
    )
    return [html.Span(text)]
