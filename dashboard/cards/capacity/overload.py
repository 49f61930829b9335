"""What is forecast of capacity, as pages need it: the department and growth that the address chooses, and its figures.

A forecast is of a department as a whole: it follows the page's departments, and no other filter and no period.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import polars as pl
from dash import html

from dashboard import formats, urls
from dashboard.verdict import Estimate, estimate
from dashboard.view import View

METRIC = "overload"
GROWTHS = ("observed", "planned")
HORIZON = 182
WARN_DAYS = 90
"""Days before an overload in which people can still be found: the target line of the counter."""


@dataclass(frozen=True)
class Figure:
    """One figure of one department: its estimate, grade and reason, and the target that it is about."""

    estimate: Estimate
    grade: str
    reason: str | None
    target_id: str | None

    @property
    def value(self) -> float | None:
        """The value; None where it can't be told."""
        return self.estimate.value


def growth(view: View) -> str:
    """Return how contacts are taken to grow: the address's, else as observed."""
    asked = view.state.extra.get("growth")
    return asked if asked in GROWTHS else GROWTHS[0]


def rows(view: View, of_growth: str | None = None) -> pl.DataFrame:
    """Return all figures of the page's departments."""
    own = replace(view, state=replace(view.state, chips=_departments_only(view)))
    return own.evaluate(METRIC, ("department_id", "target_id"), growth=of_growth or growth(view))


def figures(view: View, department: str | None, of_growth: str | None = None) -> dict[str, Figure]:
    """Return a department's figures by statistic; of those that stand for each target, see `by_target`."""
    own = rows(view, of_growth).filter(pl.col("department_id") == department)
    return {row["statistic"]: _figure(row) for row in own.to_dicts() if row["statistic"] not in PER_TARGET}


PER_TARGET = ("kept_model", "kept_seen", "handle_seconds", "handle_scale")


def by_target(view: View, department: str | None, statistic: str) -> dict[str, Figure]:
    """Return a department's figures of one statistic by target."""
    own = rows(view).filter((pl.col("department_id") == department) & (pl.col("statistic") == statistic))
    return {row["target_id"]: _figure(row) for row in own.to_dicts()}


def _figure(row: Mapping[str, Any]) -> Figure:
    return Figure(estimate(row), row["grade"], row["reason"], row["target_id"])


def dates(view: View) -> dict[str, Figure]:
    """Return `days_until` of every department, soonest first; those beyond the horizon and the unknown last."""
    found = rows(view).filter(pl.col("statistic") == "days_until").to_dicts()
    order = {name: place for place, name in enumerate(view.departments)}

    def rank(row: Mapping[str, Any]) -> tuple[float, ...]:
        known = row["metric_value"]
        late = row["lower"] if row["lower"] is not None else 2.0 * HORIZON
        place = order.get(row["department_id"], len(order))
        if known is not None:
            return (0, known, place)
        return (1, late, place) if row["reason"] == "beyond_horizon" else (2, 0, place)

    return {row["department_id"]: _figure(row) for row in sorted(found, key=rank)}


def chosen(view: View) -> str | None:
    """Return the department that is shown: the address's, else the one that breaks first."""
    found = dates(view)
    asked = view.state.extra.get("of")
    return asked if asked in found else next(iter(found), None)


def day(view: View, days: float | None) -> date | None:
    """Return the date so many days from today."""
    return None if days is None else view.snapshot.about.today + timedelta(days=round(days))


def in_days(view: View, found: Figure) -> str:
    """Return "in 18 days (80% interval 6–37)", "already (...)", "not within 26 weeks", or why nobody knows."""
    value, low, high = found.value, found.estimate.lower, found.estimate.upper
    if found.reason and found.reason != "beyond_horizon":
        return view.t(f"capacity.reason.{found.reason}")
    if value is None:
        return view.t("capacity.beyond", weeks=HORIZON // 7)
    text = view.t("capacity.already")
    if round(value) > 1:
        text = view.t("capacity.in_days", round(value), number=view.number(value))
    return f"{text} ({view.t('capacity.interval', range=days_range(view, low, high))})"


def days_range(view: View, low: float | None, high: float | None) -> str:
    """Return "6–37", or "6 to over 182" where the upper end lies beyond the horizon."""
    horizon = view.number(HORIZON)
    if low is None:
        return view.t("capacity.over", horizon=horizon)
    if high is None:
        return view.t("capacity.open_range", low=view.number(low), horizon=horizon)
    return "–".join(dict.fromkeys((view.number(low), view.number(high))))


def target_name(view: View, target_id: str | None) -> str:
    """Return a target's name in the page's language."""
    names = dict(view.targets.select("target_id", "label").iter_rows())
    return names.get(target_id, target_id or formats.DASH)


def switch(view: View, key: str, label: str, options: Mapping[str, str], current: str | None) -> html.Div:
    """Return links that set one key of the address, the current one marked."""
    links = [
        html.A(
            text,
            href=urls.format(replace(view.state, extra={**view.state.extra, key: value})),
            className="ls-segment",
            **({"aria-current": "true"} if value == current else {}),
        )
        for value, text in options.items()
    ]
    group = html.Div(links, className="ls-segments", role="group", **{"aria-label": label})
    return html.Div([html.Span(label), group], className="ls-compare")


def department_switch(view: View) -> html.Div:
    """Choose the department."""
    options = {name: view.name("department_id", name) for name in dates(view)}
    return switch(view, "of", view.t("capacity.of"), options, chosen(view))


def growth_switch(view: View) -> html.Div:
    """Choose how contacts grow."""
    known = figures(view, chosen(view), "planned").get("growth")
    planned = known.value if known and known.value is not None else 0.3
    options = {
        "observed": view.t("capacity.growth.observed"),
        "planned": view.t("capacity.growth.planned", share=view.signed(planned * 100)),
    }
    return switch(view, "growth", view.t("capacity.growth.label"), options, growth(view))


def _departments_only(view: View) -> tuple[urls.Chip, ...]:
    return tuple(chip for chip in view.state.chips if chip.column == "department_id")
