"""People needed and people planned, hour by hour of a usual week of the next four."""

from typing import Any

from dash import html

from dashboard import formats
from dashboard.cards.capacity import overload
from dashboard.components.card import Card
from dashboard.components.states import unknown
from dashboard.components.table import Column
from dashboard.components.week_grid import HOURS, Cell, week_grid
from dashboard.view import View

CLASSES = ((0.8, "h0"), (1.0, "h1"), (1.25, "h2"), (1.6, "h3"))
"""Upper ends of people needed for each planned; what lies above is h4."""


def hours(view: View, department: str | None) -> dict[int, dict[str, Any]]:
    """Return marts.fct_forecast_hours of a department by hour of the week."""
    found = view.rows(
        "select * from marts.fct_forecast_hours where department_id = ? and growth = ? order by hour_of_week",
        [department, overload.growth(view)],
    )
    return {row["hour_of_week"]: row for row in found.to_dicts()}


def card(view: View) -> Card:
    """Return the week of the department that is shown."""
    department = overload.chosen(view)
    question = view.t("capacity.staffing.question")
    found = hours(view, department)
    if not found:
        until = overload.figures(view, department).get("days_until")
        reason = (until.reason if until else None) or "no_forecast"
        body = unknown(view, view.t(f"capacity.reason.{reason}"), view.t(f"capacity.mend.{reason}"))
        return Card(question, body=body, metric=overload.METRIC)
    short = [row for row in found.values() if _is_short(row)]
    name = view.name("department_id", department)
    missing = sum(row["people_needed"] - row["people_planned"] for row in short)
    heading = (
        view.t("capacity.staffing.short", len(short), number=view.number(len(short)))
        + ": "
        + view.t("capacity.staffing.missing", round(missing), hours=view.number(missing))
        if short
        else view.t("capacity.staffing.enough")
    )
    sub = view.t("capacity.staffing.sub", name=name)
    cells = {hour: _cell(view, hour, found.get(hour)) for hour in range(7 * HOURS)}
    return Card(
        heading,
        sub=sub,
        body=week_grid(view, cells, sub),
        footer=[
            *[_class(view, tone, end) for end, tone in CLASSES],
            _class(view, "h4", None),
            html.Span(view.t("capacity.staffing.note")),
        ],
        rows=[
            {**row, "hour": formats.hour_of_week(row["hour_of_week"], view.lang)} for row in found.values()
        ],
        columns=[
            Column("hour", view.t("capacity.staffing.hour")),
            Column("contacts", view.t("capacity.staffing.contacts"), "decimal"),
            Column("people_planned", view.t("capacity.staffing.planned"), "decimal"),
            Column("people_needed", view.t("capacity.staffing.needed"), "decimal"),
        ],
        metric=overload.METRIC,
    )


def _is_short(row: dict[str, Any]) -> bool:
    return bool(row["people_planned"] > 0 and row["people_needed"] > row["people_planned"] + 0.05)


def _cell(view: View, hour: int, row: dict[str, Any] | None) -> Cell:
    when = formats.hour_of_week(hour, view.lang)
    if row is None:
        return Cell("", "none", f"{when}: {view.t('capacity.staffing.closed')}")
    needed, planned = row["people_needed"], row["people_planned"]
    title = view.t(
        "capacity.staffing.title",
        when=when,
        contacts=view.number(row["contacts"], 1),
        planned=view.number(planned, 1),
        needed=view.number(needed, 1),
    )
    if planned == 0:
        return Cell(view.number(needed, 0) if needed >= 0.5 else "", "none ls-hatch", title)
    ratio = needed / planned
    tone = next((tone for end, tone in CLASSES if ratio <= end), "h4")
    return Cell(view.number(needed, 0 if needed >= 9.5 else 1), tone, title)


def _class(view: View, tone: str, end: float | None) -> html.Span:
    if end is None:
        text = view.t("capacity.staffing.above", share=view.share(CLASSES[-1][0], 0))
    else:
        text = view.t("capacity.staffing.below", share=view.share(end, 0))
    return html.Span(
        [html.I(className=f"ls-key ls-heat {tone}", **{"aria-hidden": "true"}), text], className="ls-keyitem"
    )
