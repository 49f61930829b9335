"""Which system leads for which fact, how often another one says something else, and each time that it does.

As on the rest of the page, period and filters don't apply: whom to believe is a question about all of the data.
"""

from datetime import date
from typing import Any

from dash import html

from dashboard.cards.data_health.data_cards import MOST_ROWS, cut, listed
from dashboard.components.card import Card
from dashboard.components.ranking import ranking
from dashboard.components.states import outdated
from dashboard.components.table import Column, shown
from dashboard.view import View
from warehouse.catalog import Filters

TABLE, METRIC = "marts.fct_disagreements", "disagreements"


def is_known(view: View) -> bool:
    """Whether the snapshot tells of it."""
    return view.has(TABLE) and view.has("marts.dim_leading")


def is_any(view: View) -> bool:
    """Whether two systems contradict each other at all, or this snapshot can't tell."""
    return not is_known(view) or not view.rows(f"select 1 from {TABLE} where disagrees limit 1").is_empty()


def leading(view: View) -> Card:
    """Who leads, and how often do two systems say different things?"""
    title = view.t("data_health.leading.question")
    if not is_known(view):
        return Card(title, body=outdated(view, TABLE))
    counted = view.snapshot.evaluate(METRIC, Filters(), ("fact",)).to_dicts()
    counts = {row["fact"]: row for row in counted}
    named = view.rows("""
        select fact, list(source order by rank) filter (source is not null) as sources
        from marts.dim_leading group by fact order by fact""").to_dicts()
    nobody = view.t("data_health.leading.nobody")
    rows: list[dict[str, Any]] = [
        {
            "fact_name": view.t(f"data_health.fact.{row['fact']}"),
            "sources": ", ".join(view.name("source", one) for one in row["sources"] or []) or nobody,
            "compared": counts[row["fact"]]["sample_size"] if row["fact"] in counts else None,
            "differ": counts[row["fact"]]["numerator"] if row["fact"] in counts else None,
        }
        for row in named
    ]
    rows.sort(key=lambda row: (-(row["differ"] or 0), row["compared"] is None, row["fact_name"]))
    columns = [
        Column("fact_name", view.t("data_health.column.fact")),
        Column("sources", view.t("data_health.column.leads")),
        Column("compared", view.t("data_health.column.compared"), "number"),
        Column("differ", view.t("data_health.column.differ"), "number"),
    ]
    total = int(sum(row["numerator"] for row in counted))
    finding = (
        view.t("data_health.leading.finding", total, total=view.number(total))
        if total
        else view.t("data_health.leading.agree" if counted else "data_health.leading.question")
    )
    return Card(
        finding,
        view.t("data_health.leading.sub"),
        listed(view, columns, rows),
        rows=rows,
        columns=columns,
        metric=METRIC,
        notes=[view.t("data_health.leading.note")],
    )


def disagreements(view: View) -> Card:
    """What do two systems say differently?"""
    title = view.t("data_health.disagreements.question")
    if not is_known(view):
        return Card(title, body=outdated(view, TABLE))
    found = view.rows(f"""
        select * from {TABLE} where disagrees
        order by told_day desc, fact, disagreement_id""").to_dicts()
    rows = [_row(view, row) for row in found]
    if not rows:
        return Card(title, body=html.P(view.t("data_health.disagreements.none"), className="ls-state"))
    names = ("fact_name", "about", "told_day", "leading_name", "leading_said", "other_name", "other_said")
    columns = [
        Column(name, view.t(f"data_health.column.{name}"), "date" if name == "told_day" else "text")
        for name in names
    ]
    head = [(column.label, "") for column in columns if column.key not in ("leading_name", "other_name")]
    return Card(
        title,
        view.t("data_health.disagreements.sub"),
        html.Div(ranking(head, [_line(view, row) for row in rows[:MOST_ROWS]], "ls-two ls-even"), className="ls-scroll",
                 tabIndex=0),
        footer=cut(view, len(rows)),
        rows=rows,
        columns=columns,
        metric=METRIC,
    )  # fmt: skip


def _row(view: View, row: dict[str, Any]) -> dict[str, Any]:
    about = view.name("department_id", row["subject"]) if row["fact"] == "shift" else row["subject"]
    said = {side: _said(view, row, side) for side in ("leading", "other")}
    return {
        **row,
        "fact_name": view.t(f"data_health.fact.{row['fact']}"),
        "about": about,
        "leading_name": view.name("source", row["leading_source"]),
        "leading_said": said["leading"],
        "other_name": view.name("source", row["other_source"]),
        "other_said": said["other"],
    }


def _said(view: View, row: dict[str, Any], side: str) -> str:
    if row["unit"] is None:
        return _word(view, row["fact"], row[f"{side}_value"])
    amount = row[f"{side}_amount"]
    return (
        shown(view, "price", amount)
        if row["unit"] == "eur"
        else view.t("data_health.hours", hours=view.number(amount, 1))
    )


def _word(view: View, fact: str, value: str) -> str:
    """What is told in words: a state, a department, days, or the beginning of a person's pseudonym."""
    if fact == "case_state":
        return view.t(f"conversation.state.{value}")
    if fact == "department":
        return view.name("department_id", value)
    if fact == "message":
        return view.t(f"data_health.stands.{value}")
    if fact == "campaign":
        days = [date.fromisoformat(day) if day else None for day in value.split(" - ")]
        return " – ".join(view.date(day, "short") if day else "…" for day in days)
    return value[:8]


def _line(view: View, row: dict[str, Any]) -> html.Tr:
    about: Any = row["about"]
    if row["case_id"]:
        about = html.A(about.partition(":")[2] or about, href=view.link(f"/conversation/{row['case_id']}"))
    cells = [
        html.Td(about),
        html.Td(view.date(row["told_day"], "short")),
        *[
            html.Td(html.Div([row[f"{side}_said"], html.Small(row[f"{side}_name"])], className="ls-twoline"))
            for side in ("leading", "other")
        ],
    ]
    return html.Tr([html.Th(row["fact_name"], scope="row"), *cells])
