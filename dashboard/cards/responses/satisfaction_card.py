"""How satisfied customers said that they were, by the department that had their case, and how many were asked.

Each row shows the interval: a dozen ratings say little of a department, and fewer than 20 are grey.
"""

from typing import Any

from dash import html

from dashboard import formats
from dashboard.cards.process.process_tables import table
from dashboard.components.card import Card
from dashboard.components.states import empty, outdated
from dashboard.components.strip import whisker
from dashboard.components.table import Column
from dashboard.verdict import Estimate, estimate
from dashboard.view import View

TABLE, METRIC = "marts.fct_ratings", "satisfaction"


def is_known(view: View) -> bool:
    """Whether any source tells of ratings, or that somebody was asked."""
    return view.has(TABLE) and bool(view.rows(f"select count(*) from {TABLE}").item())


def card(view: View) -> Card:
    """How satisfied were customers?"""
    question = view.t("satisfaction.question")
    if not view.has(TABLE):
        return Card(question, body=outdated(view, TABLE))
    found = _found(view, ("department_id",))
    if not found:
        return Card(question, body=empty(view, view.t("satisfaction.what")), metric=METRIC)
    whole = _found(view, ()).get(None, {}).get("value", Estimate(None))
    rows = [_row(view, department, known) for department, known in found.items()]
    rows.sort(key=lambda row: (row["is_few"], -(row["satisfied"] or 0), row["name"]))
    heads = [
        (view.t("common.department"), ""), (view.t("satisfaction.column.satisfied"), "bar"), ("", "r"), ("", "r i"),
        (view.t("satisfaction.column.rated"), "r"), (view.t("satisfaction.column.score"), "r"),
        (view.t("satisfaction.column.answered"), "r"), (view.t("satisfaction.column.asked"), "r"),
    ]  # fmt: skip
    heading = question
    if whole.value is not None and not whole.is_few:
        heading = view.t("satisfaction.finding", share=view.share(whole.value, 0), total=view.number(whole.n))
    return Card(
        heading,
        sub=view.t("satisfaction.sub"),
        body=table(heads, [_line(view, row) for row in rows], question),
        footer=[html.Span(view.t("common.key.few"))] if any(row["is_few"] for row in rows) else [],
        rows=rows,
        columns=[
            Column("name", view.t("common.department")),
            Column("satisfied", view.t("satisfaction.column.satisfied"), "share"),
            Column("lower", view.t("satisfaction.column.lower"), "share"),
            Column("upper", view.t("satisfaction.column.upper"), "share"),
            Column("rated", view.t("satisfaction.column.rated"), "number"),
            Column("score", view.t("satisfaction.column.score"), "share"),
            Column("answered", view.t("satisfaction.column.answered"), "share"),
            Column("asked", view.t("satisfaction.column.asked"), "number"),
        ],
        metric=METRIC,
        notes=[view.t("satisfaction.note")],
    )


def _found(view: View, by: tuple[str, ...]) -> dict[str | None, dict[str, Estimate]]:
    """Estimates by department and statistic."""
    found: dict[str | None, dict[str, Estimate]] = {}
    for row in view.evaluate(METRIC, by).to_dicts():
        found.setdefault(row.get("department_id"), {})[row["statistic"]] = estimate(row)
    return found


def _row(view: View, department: str | None, known: dict[str, Estimate]) -> dict[str, Any]:
    value, score, answered = (known.get(name, Estimate(None)) for name in ("value", "score", "answered"))
    return {
        "department_id": department, "name": view.name("department_id", department), "satisfied": value.value,
        "lower": value.lower, "upper": value.upper, "rated": value.n, "score": score.value,
        "answered": answered.value, "asked": answered.n, "is_few": value.is_few,
    }  # fmt: skip


def _line(view: View, row: dict[str, Any]) -> html.Tr:
    few = "few" if row["is_few"] else ""
    interval = view.share_range(row["lower"], row["upper"], 0) if row["lower"] is not None else ""
    return html.Tr(
        [
            html.Th(row["name"], scope="row"),
            html.Td(whisker(row["satisfied"], row["lower"], row["upper"], 1.0, few), className="bar"),
            html.Td(view.share(row["satisfied"], 0), className="r"),
            html.Td(interval, className="r i"),
            html.Td(view.number(row["rated"]), className="r"),
            html.Td(formats.DASH if row["score"] is None else view.number(row["score"], 2), className="r"),
            html.Td(view.share(row["answered"], 0), className="r"),
            html.Td(view.number(row["asked"]) if row["asked"] else formats.DASH, className="r"),
        ],
        className=few or None,
    )
