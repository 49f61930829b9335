"""Which department breaks first: date with interval, target that breaks, people needed, and why some have no date."""

from typing import Any

from dash import html

from dashboard import formats
from dashboard.cards.capacity import overload
from dashboard.cards.capacity.overload import HORIZON, WARN_DAYS, Figure
from dashboard.components.card import Card
from dashboard.components.ranking import ranking
from dashboard.components.states import empty
from dashboard.components.strip import scaled
from dashboard.components.table import Column
from dashboard.view import View


def card(view: View) -> Card:
    """Return all departments, soonest first."""
    found = overload.dates(view)
    question = view.t("capacity.departments.question")
    if not found:
        return Card(question, body=empty(view, view.t("capacity.load.what")))
    rows = [_row(view, name, one) for name, one in found.items()]
    head = [
        (view.t("common.department"), ""),
        (view.t("capacity.departments.days"), "r"),
        (view.t("capacity.departments.strip"), ""),
        (view.t("capacity.departments.interval"), "r"),
        (view.t("capacity.departments.target"), ""),
        (view.t("capacity.departments.people"), "r"),
        (view.t("capacity.departments.n"), "r"),
    ]
    return Card(
        _heading(view, found),
        sub=view.t("capacity.departments.sub", weeks=HORIZON // 7, days=WARN_DAYS),
        body=html.Div(
            ranking(head, [_line(view, row) for row in rows]),
            className="ls-scroll",
            tabIndex=0,
            role="region",
            **{"aria-label": question},
        ),
        footer=[html.Span(view.t("capacity.departments.means"))],
        rows=rows,
        columns=[
            Column("name", view.t("common.department")),
            Column("days", view.t("capacity.departments.days"), "number"),
            Column("lower", view.t("capacity.departments.lower"), "number"),
            Column("upper", view.t("capacity.departments.upper"), "number"),
            Column("date", view.t("capacity.departments.date"), "date"),
            Column("target", view.t("capacity.departments.target")),
            Column("people", view.t("capacity.departments.people"), "number"),
            Column("grade", view.t("capacity.departments.grade")),
            Column("reason", view.t("capacity.departments.reason")),
            Column("n", view.t("capacity.departments.n"), "number"),
        ],
        metric=overload.METRIC,
    )


def _heading(view: View, found: dict[str, Figure]) -> str:
    name, first = next(iter(found.items()))
    if first.value is None:
        key = "none" if first.reason == "beyond_horizon" else "question"
        return view.t(f"capacity.departments.{key}", weeks=HORIZON // 7)
    if first.grade == "too_few" or first.estimate.upper is None:
        return view.t("capacity.departments.first_may", name=view.name("department_id", name))
    return view.t(
        "capacity.departments.first",
        round(first.value),
        name=view.name("department_id", name),
        days=view.number(first.value),
    )


def _row(view: View, name: str, found: Figure) -> dict[str, Any]:
    needed = overload.figures(view, name).get("people_needed")
    e = found.estimate
    return {
        "id": name,
        "name": view.name("department_id", name),
        "days": e.value,
        "lower": e.lower,
        "upper": e.upper,
        "date": overload.day(view, e.value),
        "target": overload.target_name(view, found.target_id) if found.target_id else None,
        "people": needed.value if needed else None,
        "grade": view.t(f"capacity.grade.{found.grade}"),
        "reason": view.t(f"capacity.reason.{found.reason}") if found.reason else None,
        "is_few": found.grade == "too_few",
        "is_beyond": found.reason == "beyond_horizon",
        "n": e.n,
    }


def _line(view: View, row: dict[str, Any]) -> html.Tr:
    extra = {**view.state.extra, "of": row["id"]}
    name = html.Th(html.A(row["name"], href=view.href(extra=extra)), scope="row")
    if row["days"] is None and not row["is_beyond"]:
        return html.Tr([name, html.Td(formats.DASH, className="r"), html.Td(row["reason"], colSpan=5)])
    soon = row["upper"] is not None and row["upper"] < WARN_DAYS and not row["is_few"]
    days = view.number(row["days"]) if row["days"] is not None else f">{formats.NBSP}{view.number(HORIZON)}"
    strip = scaled(
        row["days"] if row["days"] is not None else HORIZON,
        row["lower"] if row["lower"] is not None else HORIZON,
        row["upper"] if row["upper"] is not None else HORIZON,
        WARN_DAYS,
        0,
        HORIZON,
        "bad" if soon else "",
    )
    interval = overload.days_range(view, row["lower"], row["upper"])
    return html.Tr(
        [
            name,
            html.Td(html.B(days, className="ls-bad" if soon else ""), className="r"),
            html.Td(strip),
            html.Td(interval, className="r"),
            html.Td(row["target"] or formats.DASH),
            html.Td(view.signed(row["people"]) if row["people"] is not None else formats.DASH, className="r"),
            html.Td(view.number(row["n"]), className="r"),
        ]
    )
