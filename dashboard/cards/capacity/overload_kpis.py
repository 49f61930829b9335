"""Key figures of capacity: days until overload, people needed, a month too late, growth."""

from dash import html

from dashboard import formats
from dashboard.cards.capacity import overload
from dashboard.cards.capacity.overload import HORIZON, WARN_DAYS, Figure
from dashboard.components.kpi import Kpi
from dashboard.view import View

_PEOPLE = 12.0
_LATE = 1500.0


def _one(view: View, statistic: str) -> Figure | None:
    return overload.figures(view, overload.chosen(view)).get(statistic)


def _unknown(view: View, label: str, found: Figure | None) -> Kpi:
    reason = found.reason if found and found.reason else "no_forecast"
    return Kpi(label, formats.DASH, tone="unknown", interval=view.t(f"capacity.reason.{reason}"))


def days_until(view: View) -> Kpi:
    """How long do people suffice?"""
    label = view.t("capacity.kpi.days", name=view.name("department_id", overload.chosen(view)))
    found = _one(view, "days_until")
    if found is None or (found.reason and found.reason != "beyond_horizon"):
        return _unknown(view, label, found)
    shown, low, high = found.estimate, found.estimate.lower, found.estimate.upper
    is_soon = high is not None and high < WARN_DAYS and found.grade != "too_few"
    backtest = _one(view, "covered")
    foot = [html.Span(view.t("capacity.kpi.warn", days=WARN_DAYS))]
    if backtest and backtest.value is not None:
        foot.append(html.Span(view.t("capacity.kpi.hit", share=view.share(backtest.value, 0))))
    value = f">{formats.NBSP}{view.number(HORIZON)}" if found.value is None else view.number(found.value)
    return Kpi(
        label,
        value,
        view.t("capacity.kpi.days_unit", round(found.value or HORIZON)),
        tone="bad" if is_soon else "unclear",
        verdict=view.t("capacity.kpi.soon") if is_soon else None,
        estimate=shown.__class__(
            HORIZON if found.value is None else found.value,
            HORIZON if low is None else low,
            HORIZON if high is None else high,
            shown.n,
        ),
        goal=WARN_DAYS,
        scale=(0, HORIZON),
        interval=view.t("capacity.interval", range=overload.days_range(view, low, high)),
        n=view.t("capacity.kpi.contacts", number=view.number(shown.n)),
        foot=foot,
    )


def people(view: View) -> Kpi:
    """How many more people would it take?"""
    label = view.t("capacity.kpi.people")
    found = _one(view, "people_needed")
    if found is None or found.value is None:
        return _unknown(view, label, found)
    e = found.estimate
    # Where nobody is needed on any share of paths, there is no range to tell.
    text = (
        view.t("capacity.kpi.people_range", low=view.number(e.lower), high=_number(view, e.upper))
        if e.lower is not None
        else ""
    )
    return Kpi(
        label,
        view.number(e.value) if not e.value else view.signed(e.value),
        view.t("capacity.kpi.people_unit", round(e.value or 0)),
        estimate=e,
        scale=(0, _PEOPLE),
        interval=text,
        foot=[html.Span(view.t("capacity.kpi.people_goal"))],
    )


def too_late(view: View) -> Kpi:
    """What does it cost to act a month late?"""
    label = view.t("capacity.kpi.late")
    found, hours = _one(view, "late_contacts"), _one(view, "catch_up_hours")
    if found is None or found.value is None:
        return _unknown(view, label, found)
    e = found.estimate
    foot = []
    # Less than an hour's work says nothing: what is late is late by the clock, not by its amount.
    if hours and hours.value is not None and round(hours.value):
        cost = _one(view, "catch_up_cost")
        text = view.t("capacity.kpi.hours", number=view.number(hours.value))
        if cost and cost.value is not None:
            text += " · " + view.t("capacity.euro", amount=view.number(cost.value))
        elif cost and cost.reason:
            text += " · " + view.t(f"capacity.reason.{cost.reason}")
        foot.append(html.Span(text))
    return Kpi(
        label,
        view.number(e.value),
        view.t("capacity.kpi.late_unit"),
        estimate=e,
        scale=(0, _LATE),
        interval=view.t("capacity.interval", range=f"{view.number(e.lower)}–{view.number(e.upper)}"),
        foot=foot,
    )


def growth(view: View) -> Kpi:
    """How do contacts grow?"""
    label = view.t("capacity.kpi.growth")
    found = _one(view, "growth")
    if found is None or found.value is None:
        return _unknown(view, label, found)
    e = found.estimate
    is_planned = overload.growth(view) == "planned"
    text = (
        view.t("capacity.kpi.growth_planned")
        if is_planned
        else view.t("common.kpi.interval", range=view.share_range(e.lower, e.upper, 0))
    )
    number = view.points(e.value).split(formats.NBSP)[0]
    return Kpi(
        label,
        number,
        view.t("capacity.kpi.growth_unit"),
        estimate=e,
        goal=0.0,
        scale=(-0.5, 1.0),
        interval=text,
        n=view.t("capacity.kpi.contacts", number=view.number(e.n)),
        foot=[html.Span(view.t("capacity.kpi.growth_foot"))],
    )


def _number(view: View, value: float | None) -> str:
    return view.number(value) if value is not None else f">{formats.NBSP}512"
