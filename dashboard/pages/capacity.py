"""Capacity and forecast: when do we break, what would it take, and what does it cost to wait?"""

from dashboard.cards.capacity import (
    forecast_check,
    load_forecast,
    overload,
    overload_kpis,
    overload_table,
    scenario_card,
    staffing_week,
)
from dashboard.cards.start.key_figures import kpi_row
from dashboard.components.card import Card, grid, place
from dashboard.components.rich import rich
from dashboard.page import Body, Page
from dashboard.view import View


def load(view: View) -> Card:
    """Work against people, week by week."""
    return load_forecast.card(view)


def what_if(view: View) -> Card:
    """What a quarter would look like otherwise."""
    return scenario_card.card(view)


def departments(view: View) -> Card:
    """Who breaks first."""
    return overload_table.card(view)


def staffing(view: View) -> Card:
    """People needed by the hour."""
    return staffing_week.card(view)


def check(view: View) -> Card:
    """How far to trust it."""
    return forecast_check.card(view)


def layout(view: View) -> Body:
    """Return the page."""
    kpis = [overload_kpis.days_until, overload_kpis.people, overload_kpis.too_late, overload_kpis.growth]
    return Body(
        [
            kpi_row(view, kpis),
            grid(place(view, load, 7), place(view, what_if, 5)),
            grid(place(view, departments, 12)),
            grid(place(view, staffing, 12)),
            grid(place(view, check, 12)),
        ],
        answer=rich(_answer(view)),
        count=view.t("capacity.count", weeks=overload.HORIZON // 7),
    )


def _answer(view: View) -> str:
    """Return who breaks when, what it takes, and what a month too late leaves behind."""
    department = overload.chosen(view)
    if department is None:
        return view.t("capacity.answer.nothing")
    found = overload.figures(view, department)
    until = found.get("days_until")
    name = view.name("department_id", department)
    if until is None or (until.reason and until.reason != "beyond_horizon"):
        reason = until.reason if until and until.reason else "no_forecast"
        return view.t("capacity.answer.unknown", name=name, reason=view.t(f"capacity.reason.{reason}"))
    if until.value is None:
        return view.t("capacity.answer.holds", name=name, weeks=overload.HORIZON // 7)
    upper = until.estimate.upper
    # In colour only where the whole interval lies before the day from which it is too late to find people.
    mark = "!!" if upper is not None and upper < overload.WARN_DAYS else ""
    key = "may" if until.grade == "too_few" or upper is None else "breaks"
    if key == "may":
        mark = ""
    sentences = [
        mark + view.t(f"capacity.answer.{key}", name=name, when=overload.in_days(view, until)) + mark
    ]
    people, late = found.get("people_needed"), found.get("late_contacts")
    if people and people.value:
        sentences.append(
            view.t("capacity.answer.people", round(people.value), number=view.number(people.value))
        )
    if late and late.value is not None and round(late.value):
        low, high = (view.number(bound) for bound in (late.estimate.lower, late.estimate.upper))
        sentences.append(
            view.t("capacity.answer.late", number=view.number(late.value), range=f"{low}–{high}")
        )
    return " ".join(sentences)


PAGE = Page(
    key="capacity",
    path="/capacity",
    layout=layout,
    cards=(load, what_if, departments, staffing, check),
    icon="capacity",
    group="conflict",
    order=66,
)
