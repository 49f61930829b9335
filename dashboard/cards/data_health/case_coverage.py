"""How many contacts have a ticket, by where they came from; each number leads to as many rows."""

from typing import Any

from dash import html

from dashboard.cards.data_health.data_cards import cut
from dashboard.components.card import Card
from dashboard.components.ranking import ranking
from dashboard.components.states import empty, outdated
from dashboard.components.table import Column
from dashboard.glossary import named
from dashboard.view import View

TABLE, METRIC = "marts.fct_contact_cases", "case_coverage"
BY = ("platform", "channel")
MOST_LINES = 16


def coverage(view: View) -> Card:
    """Is there a ticket for every contact?"""
    title = view.t("data_health.cases.question")
    if not view.has(TABLE):
        return Card(title, body=outdated(view, TABLE))
    frame = view.evaluate(METRIC, BY)
    rows = [
        {
            **row,
            "platform_name": view.name("platform", row["platform"]),
            "channel_name": view.name("channel", row["channel"]),
            "uncased": row["sample_size"] - row["numerator"],
        }
        for row in frame.to_dicts()
    ]
    rows.sort(key=lambda row: (-row["uncased"], -row["sample_size"], row["platform"], row["channel"]))
    if not rows:
        return Card(title, body=empty(view, view.t("cases.what.contacts")), metric=METRIC)
    total, missing = sum(row["sample_size"] for row in rows), sum(row["uncased"] for row in rows)
    finding = (
        view.t(
            "data_health.cases.finding",
            missing,
            missing=view.number(missing),
            share=view.share(1 - missing / total),
        )
        if missing
        else view.t("data_health.cases.complete")
    )
    names = (("contacts", "sample_size"), ("cased", "numerator"), ("uncased", "uncased"))
    columns = [
        Column("platform_name", view.t("common.column.platform")),
        Column("channel_name", view.t("common.column.channel")),
        *[Column(key, view.t(f"data_health.column.{name}"), "number") for name, key in names],
        Column("metric_value", view.t("data_health.column.coverage"), "share"),
        Column("lower", view.t("data_health.column.coverage_from"), "share"),
        Column("upper", view.t("data_health.column.coverage_to"), "share"),
    ]
    head = [(view.t("common.column.platform"), "")]
    head += [(view.t(f"data_health.column.{name}"), "r") for name, _ in names]
    head += [(view.t("data_health.column.cased_share"), "r")]
    return Card(
        finding,
        view.t("data_health.cases.sub"),
        html.Div(ranking(head, [_line(view, row) for row in rows[:MOST_LINES]], "ls-two"), className="ls-scroll",
                 tabIndex=0),
        footer=cut(view, len(rows), MOST_LINES),
        rows=rows,
        columns=columns,
        metric=METRIC,
        notes=[view.t("data_health.cases.note")],
    )  # fmt: skip


def _line(view: View, row: dict[str, Any]) -> html.Tr:
    where = {name: row[name] for name in BY}
    name = html.Div([named(view, row["platform"]), html.Small(row["channel_name"])], className="ls-twoline")
    asked = (
        ("sample_size", {"contact": "true"}),
        ("numerator", {"cased": "true"}),
        ("uncased", {"cased": "false"}),
    )
    counts = [
        html.Td(_linked(view, row[key], view.link("/cases", where, **own)), className="r")
        for key, own in asked
    ]
    share = html.Div(
        [view.share(row["metric_value"]), html.Small(view.share_range(row["lower"], row["upper"]))],
        className="ls-twoline",
    )
    return html.Tr([html.Th(name, scope="row"), *counts, html.Td(share, className="r")])


def _linked(view: View, count: int, href: str) -> Any:
    return html.A(view.number(count), href=href) if count else "0"
