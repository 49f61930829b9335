"""Who keeps the targets: the company's own people, or those of each service provider that answers for it."""

from typing import Any

from dash import html

from dashboard.cards.process.process_tables import table
from dashboard.components.card import Card
from dashboard.components.states import empty, outdated
from dashboard.components.strip import whisker
from dashboard.components.table import Column
from dashboard.verdict import estimate
from dashboard.view import View

TABLE, METRIC, OWN = "marts.dim_provider", "provider_service", "internal"


def is_known(view: View) -> bool:
    """Whether anybody answers for the company without being of it."""
    return view.has(TABLE) and bool(view.rows(f"select count(*) from {TABLE}").item())


def card(view: View) -> Card:
    """Who answers in time, the house or its service providers?"""
    question = view.t("providers.question")
    if not view.has(TABLE):
        return Card(question, body=outdated(view, TABLE))
    rows = [_row(view, row) for row in view.evaluate(METRIC, ("provider",)).to_dicts()]
    if not rows:
        return Card(question, body=empty(view, view.t("providers.what")), metric=METRIC)
    rows.sort(key=lambda row: (row["provider"] != OWN, row["is_few"], -row["share"], row["name"]))
    heads = [
        (view.t("providers.column.name"), ""), (view.t("providers.column.share"), "bar"), ("", "r"), ("", "r i"),
        (view.t("providers.column.n"), "r"),
    ]  # fmt: skip
    few = any(row["is_few"] for row in rows)
    return Card(
        question,
        sub=view.t("providers.sub"),
        body=table(heads, [_line(view, row) for row in rows], question),
        footer=[html.Span(view.t("common.key.few"))] if few else [],
        rows=rows,
        columns=[
            Column("name", view.t("providers.column.name")),
            Column("share", view.t("providers.column.share"), "share"),
            Column("lower", view.t("providers.column.lower"), "share"),
            Column("upper", view.t("providers.column.upper"), "share"),
            Column("n", view.t("providers.column.n"), "number"),
        ],
        metric=METRIC,
        notes=[view.t("providers.note")],
    )


def _row(view: View, row: dict[str, Any]) -> dict[str, Any]:
    e, provider = estimate(row), row["provider"]
    name = provider
    if provider in (OWN, "agency"):
        name = view.t(f"providers.{provider}")
    return {
        "provider": provider, "name": name, "share": e.value or 0.0, "lower": e.lower, "upper": e.upper, "n": e.n,
        "is_few": e.is_few,
    }  # fmt: skip


def _line(view: View, row: dict[str, Any]) -> html.Tr:
    few = "few" if row["is_few"] else ""
    interval = view.share_range(row["lower"], row["upper"]) if row["lower"] is not None else ""
    return html.Tr(
        [
            html.Th(row["name"], scope="row"),
            html.Td(whisker(row["share"], row["lower"], row["upper"], 1.0, few), className="bar"),
            html.Td(view.share(row["share"]), className="r"),
            html.Td(interval, className="r i"),
            html.Td(view.number(row["n"]), className="r"),
        ],
        className=few or None,
    )
