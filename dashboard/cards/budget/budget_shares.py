"""Who has the money and who has the work: shares of both by department, service against marketing, over time."""

from typing import Any

import polars as pl
from dash import html

from dashboard import formats, urls
from dashboard.components.card import Card
from dashboard.components.chart import chart
from dashboard.components.kpi import Kpi
from dashboard.components.states import unknown
from dashboard.components.table import Column
from dashboard.figures import share_slopes
from dashboard.figures.series import Series
from dashboard.figures.share_slopes import Slope
from dashboard.urls import Period
from dashboard.verdict import Estimate, estimate
from dashboard.view import View
from warehouse.catalog import Filters

METRIC = "budget_gap"
CATEGORIES = ("people", "tools", "media", "production", "other")
_MOST_FACTOR = 4.0
Found = dict[str, dict[str, Any]]


def chosen(view: View) -> tuple[str, ...]:
    """Return the cost categories that count: the address's, else all."""
    asked = view.state.extra.get("cost", "").split(",")
    return tuple(one for one in CATEGORIES if one in asked) or CATEGORIES


def ask(view: View, by: tuple[str, ...] = (), period: Period | None = None) -> pl.DataFrame:
    """Return the metric's rows for the page's period and cost categories.

    Budgets know departments and days only, so that no other filter of the page holds.
    """
    days = period or view.period
    include: dict[str, tuple[str | None, ...]] = (
        {} if chosen(view) == CATEGORIES else {"cost_category": chosen(view)}
    )
    return view.snapshot.evaluate(METRIC, Filters(days.since, days.until, include=include), by)


def pair(view: View, period: Period | None = None) -> Found:
    """Return the rows of service against marketing by statistic."""
    return {row["statistic"]: row for row in ask(view, (), period).to_dicts()}


def toggles(view: View) -> html.Nav:
    """Return a link a cost category, that takes it in or leaves it out; media dwarf the rest."""
    now = chosen(view)
    links = []
    for one in CATEGORIES:
        after = tuple(c for c in CATEGORIES if (c in now) != (c == one))
        extra = {key: value for key, value in view.state.extra.items() if key != "cost"}
        if after and after != CATEGORIES:
            extra["cost"] = ",".join(after)
        href = urls.format(view.state, extra=extra)
        is_on = one in now
        # "Pressed" belongs to buttons; the chosen ones of a row of links are the current ones.
        links.append(
            html.A(
                view.t(f"budget.category.{one}"),
                href=href,
                className="ls-pick",
                **({"aria-current": "true"} if is_on else {}),
            )
        )
    label = view.t("budget.shares.toggle")
    return html.Nav(
        [html.Span(label, className="ls-meta"), *links], className="ls-toggles", **{"aria-label": label}
    )


def shares(view: View) -> Card:
    """Does the money sit where the work is?"""
    question = view.t("budget.shares.question")
    found = pair(view)
    slopes = _slopes(view)
    if not any(one.budget is not None for one in slopes):
        body = [
            toggles(view),
            unknown(view, view.t("budget.reason.no_budget"), view.t("budget.mend.no_budget")),
        ]
        return Card(question, body=body, metric=METRIC)
    gap, world = found["gap"], found["world_share"]
    figure = share_slopes.share_slopes(
        slopes,
        lang=view.lang,
        scheme=view.scheme,
        world=world["metric_value"],
        drill=lambda one: (
            view.href(extra={**view.state.extra, "lines": "budget", "of": one or "none"}) + "#budget-lines"
        ),
    )
    heading = _finding(view, gap) or question
    footer = [
        html.Span(
            [
                html.I(className="ls-key diamond", **{"aria-hidden": "true"}),
                " ",
                view.t("budget.shares.world", share=view.share(world["metric_value"], 2)),
            ]
        ),
        *_doubts(view, gap),
    ]
    if view.state.chips:
        footer.append(html.Span(view.t("budget.no_filters")))
    return Card(
        heading,
        sub=view.t("budget.shares.sub", days=view.number(gap["sample_size"]), categories=_named(view)),
        body=[toggles(view), chart(view, "budget-shares", figure, share_slopes.HEIGHT, heading)],
        footer=footer,
        rows=[_row(view, one) for one in slopes],
        columns=[
            Column("name", view.t("common.department")),
            Column("budget", view.t("budget.column.budget_share"), "share"),
            Column("demand", view.t("budget.column.demand_share"), "share"),
            Column("lower", view.t("budget.column.lower"), "share"),
            Column("upper", view.t("budget.column.upper"), "share"),
        ],
        metric=METRIC,
        badge=(view.t(f"budget.grade.{gap['grade']}"), ""),
        has_figure=True,
    )


def _slopes(view: View) -> list[Slope]:
    rows = ask(view, ("department",)).to_dicts()
    found = {(row["department"], row["statistic"]): row for row in rows}
    kinds = {
        row["department_id"]: row
        for row in view.rows("select department_id, kind, category from marts.dim_department").to_dicts()
    }
    slopes = []
    for name in [*view.departments, None]:
        budget = found.get((name, "budget_share"), {}).get("metric_value")
        demand = found.get((name, "demand_share"), {})
        if budget is None and not demand.get("metric_value"):
            continue
        kind = kinds.get(name, {})
        series = Series(name, view.name("department_id", name), kind.get("category") or 0)
        slopes.append(
            Slope(
                series,
                budget,
                demand.get("metric_value"),
                demand.get("lower"),
                demand.get("upper"),
                kind.get("kind") in ("service", "marketing"),
            )
        )
    return slopes


def _row(view: View, one: Slope) -> dict[str, Any]:
    return {
        "name": one.series.name,
        "budget": one.budget,
        "demand": one.demand,
        "lower": one.lower,
        "upper": one.upper,
    }


def _finding(view: View, gap: dict[str, Any]) -> str | None:
    """Return what the interval allows to be said: too little, too much, or in balance."""
    low, high = gap["lower"], gap["upper"]
    if gap["metric_value"] is None or low is None or high is None or gap["grade"] == "too_few":
        return None
    if high < 0:
        return view.t("budget.shares.under")
    return view.t("budget.shares.over") if low > 0 else view.t("budget.shares.balanced")


def _doubts(view: View, gap: dict[str, Any]) -> list[Any]:
    if gap["reason"] is None:
        return []
    return [html.Span(view.t(f"budget.reason.{gap['reason']}"))]


def _named(view: View) -> str:
    return formats.listed([view.t(f"budget.category.{one}") for one in chosen(view)], view.lang)


def factor(view: View) -> Kpi:
    """How many times more of the work than of the money does service have?"""
    label = view.t("budget.kpi.factor")
    found = pair(view)
    now: Estimate = estimate(found.get("factor"))
    if now.value is None:
        reason = found["factor"]["reason"] or "no_budget"
        return Kpi(label, formats.DASH, tone="unknown", interval=view.t(f"budget.reason.{reason}"))
    before = estimate(pair(view, view.previous).get("factor")) if view.previous else None
    is_bad = now.lower is not None and now.lower > 1
    foot = [html.Span(view.t("budget.kpi.balanced"))]
    if before and before.value is not None:
        foot.append(
            html.Span(view.t("budget.kpi.before", value=view.number(before.value, 1), days=view.period.days))
        )
    return Kpi(
        label,
        view.number(now.value, 1),
        view.t("budget.kpi.under" if now.value >= 1 else "budget.kpi.of_need"),
        tone="few" if now.is_few else "bad" if is_bad else "unclear",
        estimate=now,
        goal=1.0,
        scale=(0.0, max(_MOST_FACTOR, (now.upper or now.value) * 1.1)),
        interval=view.t("budget.kpi.interval", range=_range(view, now)),
        n=view.t("budget.kpi.days", days=view.number(now.n)),
        foot=foot,
    )


def _range(view: View, e: Estimate) -> str:
    return f"{view.number(e.lower, 1)}–{view.number(e.upper, 1)}"
