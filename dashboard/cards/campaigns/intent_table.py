"""What people want, who says so, and how often that is wrong."""

from typing import Any

from dash import html

from dashboard.cards.campaigns import posts
from dashboard.components.card import Card, key_item
from dashboard.components.ranking import ranking
from dashboard.components.states import empty
from dashboard.components.table import Column
from dashboard.view import View

SOURCES = {"case_store": "measured", "rule": "inferred", "none": "modelled"}
"""Who says what a message wants, with the class of its part of the bar."""

QUALITY = (
    "sensitivity", "sensitivity_lower", "sensitivity_upper", "positive_count", "specificity", "specificity_lower",
    "specificity_upper", "negative_count",
)  # fmt: skip


def card(view: View) -> Card:
    """What do people want, and how good are the labels?"""
    found = posts.ask(view, "intents", ("intent", "intent_source"), "value")
    question = view.t("campaigns.intents.question")
    if not found:
        return Card(question, body=empty(view, view.t("common.messages")))
    quality = {row["intent"]: row for row in _quality(view, "public")}
    private = {row["intent"]: row for row in _quality(view, "private")}
    total = sum(row["sample_size"] for row in found.values())
    intents = list(dict.fromkeys(intent for intent, _ in found))
    rows = []
    for intent in intents:
        parts = {
            source: found[intent, source]["sample_size"] for source in SOURCES if (intent, source) in found
        }
        row = {"intent": intent, "name": view.name("intent", intent), "n": sum(parts.values()), **parts}
        row |= {key: quality.get(intent, {}).get(key) for key in QUALITY}
        row |= {f"private_{key}": private.get(intent, {}).get(key) for key in QUALITY}
        rows.append(row)
    rows.sort(key=lambda row: (row["intent"] is None, -row["n"]))
    known = total - sum(row["n"] for row in rows if row["intent"] is None)
    head = [
        (view.t("campaigns.column.intent"), ""),
        (view.t("campaigns.column.messages"), "r"),
        (view.t("campaigns.column.source"), "bar"),
        (view.t("campaigns.column.sensitivity"), "r"),
        (view.t("campaigns.column.interval"), "r i"),
        (view.t("campaigns.column.specificity"), "r"),
        (view.t("campaigns.column.interval"), "r i"),
        (view.t("campaigns.column.read"), "r"),
    ]
    footer: list[Any] = [
        key_item(f"ls-tier {kind}", view.t(f"campaigns.source.{source}")) for source, kind in SOURCES.items()
    ]
    footer.append(
        html.Span(view.t("campaigns.intents.foot" if _is_audited(rows) else "campaigns.reason.no_audit"))
    )
    return Card(
        view.t("campaigns.intents.heading", share=view.share(known / total, 0)),
        sub=view.t("campaigns.intents.sub"),
        body=ranking(head, [_line(view, row) for row in rows]),
        footer=footer,
        rows=rows,
        columns=[
            Column("name", view.t("campaigns.column.intent")),
            Column("n", view.t("campaigns.column.messages"), "number"),
            *(Column(source, view.t(f"campaigns.source.{source}"), "number") for source in SOURCES),
            Column("sensitivity", view.t("campaigns.column.sensitivity"), "share"),
            Column("sensitivity_lower", view.t("campaigns.column.lower"), "share"),
            Column("sensitivity_upper", view.t("campaigns.column.upper"), "share"),
            Column("positive_count", view.t("campaigns.column.read"), "number"),
            Column("specificity", view.t("campaigns.column.specificity"), "share"),
            Column("specificity_lower", view.t("campaigns.column.lower"), "share"),
            Column("specificity_upper", view.t("campaigns.column.upper"), "share"),
            Column("negative_count", view.t("campaigns.column.read_others"), "number"),
            Column("private_sensitivity", view.t("campaigns.column.private_found"), "share"),
            Column("private_positive_count", view.t("campaigns.column.read"), "number"),
            Column("private_specificity", view.t("campaigns.column.private_passed"), "share"),
            Column("private_negative_count", view.t("campaigns.column.read_others"), "number"),
        ],
        metric="intents",
        notes=[view.t("campaigns.intents.note")],
    )


def _quality(view: View, visibility: str) -> list[dict[str, Any]]:
    if not view.has("marts.dim_intent_quality"):
        return []
    query = "select * from marts.dim_intent_quality where visibility = ? order by intent"
    return view.rows(query, (visibility,)).to_dicts()


def _is_audited(rows: list[dict[str, Any]]) -> bool:
    return any(row["positive_count"] for row in rows)


def _line(view: View, row: dict[str, Any]) -> html.Tr:
    bar = html.Div(
        [
            html.I(
                className=f"ls-tier {kind}",
                style={"width": f"{100 * row.get(source, 0) / row['n']:.1f}%"},
                title=f"{view.t(f'campaigns.source.{source}')}: {view.number(row.get(source, 0))}",
            )
            for source, kind in SOURCES.items()
            if row.get(source)
        ],
        className="ls-tiers",
        **{"aria-hidden": "true"},
    )
    few = (row["positive_count"] or 0) < 20
    link = view.link("/waits", None, intent=row["intent"] or "none")
    return html.Tr(
        [
            html.Th(row["name"], scope="row"),
            html.Td(html.A(view.number(row["n"]), href=link), className="r n"),
            html.Td(bar, className="bar"),
            html.Td(view.share(row["sensitivity"], 0), className="r few" if few else "r"),
            html.Td(view.share_range(row["sensitivity_lower"], row["sensitivity_upper"], 0), className="r i"),
            html.Td(view.share(row["specificity"], 0), className="r"),
            html.Td(view.share_range(row["specificity_lower"], row["specificity_upper"], 0), className="r i"),
            html.Td(view.number(row["positive_count"]), className="r"),
        ]
    )
