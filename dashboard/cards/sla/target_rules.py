"""How each target is measured: for whom, how long, on which clock, when it stands, since when it holds."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dash import html

from dashboard.cards.sla import compliance
from dashboard.components.card import Card
from dashboard.components.states import unknown
from dashboard.components.table import Column, table
from dashboard.view import View

_CONDITIONS = ("department_id", "platform", "channel", "visibility")


def rules(view: View) -> Card:
    """How is each target measured?"""
    found = compliance.rules(view)
    title = view.t("sla.rules.heading")
    if not found:
        return Card(title, body=unknown(view, view.t("sla.no_targets")))
    rows = [told(view, rule) for rule in found]
    columns = [
        Column("target", view.t("sla.column.target")),
        Column("within", view.t("sla.rules.within")),
        Column("who", view.t("sla.rules.who")),
        Column("pause", view.t("sla.rules.pause")),
        Column("held", view.t("sla.rules.held")),
        Column("goal", view.t("sla.column.goal"), "share"),
    ]
    notes = [html.Span(view.t("sla.rules.first"))]
    if compliance.kind(view) == "resolution":
        notes.append(html.Span(view.t("sla.rules.reopened")))
    return Card(
        title,
        sub=view.t("sla.rules.sub"),
        body=table(view, columns, rows, title),
        footer=notes,
        rows=rows,
        columns=columns,
    )


def told(view: View, rule: Mapping[str, Any]) -> dict[str, Any]:
    """Return one target as its row says it."""
    clock = view.t(f"sla.rules.clock.{rule['clock']}")
    # A day has 24 hours, a business day as many as its department is open: business time is said in hours.
    hours = (rule["seconds"] or 0) / 3600
    length = view.duration(rule["seconds"])
    if rule["clock"] == "business" and hours >= 24:
        length = view.t("sla.rules.hours", hours=view.number(hours, 0 if hours == round(hours) else 1))
    within = f"{length} {clock}"
    states = [view.t(f"conversation.state.{state}") for state in sorted(rule["pause"])]
    return {
        "target": rule["label"],
        "within": view.t("sla.rules.next_day") if rule["end_of_next_business_day"] else within,
        "who": _who(view, rule),
        "pause": ", ".join(states) or view.t("sla.rules.never"),
        "held": _held(view, rule),
        "goal": rule["goal"],
    }


def _who(view: View, rule: Mapping[str, Any]) -> str:
    wanted = {**rule, "department_id": rule["department"]}
    parts = [
        ", ".join(view.name(column, value) for value in wanted[column])
        for column in _CONDITIONS
        if wanted[column]
    ]
    parts += [view.t("sla.rules.beside")] if rule["also"] else []
    return " · ".join(parts) or view.t("sla.rules.everybody")


def _held(view: View, rule: Mapping[str, Any]) -> str:
    zone = ZoneInfo(view.snapshot.about.zone)
    first, until = rule["from_at"], rule["until_at"]
    parts = [view.t("sla.rules.from", date=view.date(first.astimezone(zone).date()))] if first else []
    if until:
        last = until.astimezone(zone).date() - timedelta(days=1)
        parts.append(view.t("sla.rules.to", date=view.date(last)))
    return " ".join(parts) or view.t("sla.rules.always")
