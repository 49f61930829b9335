"""The strip of C1 to C14: value, interval, grade, line, n, each leading to where it is proved. No index over them."""

from typing import Any

from dash import html

from dashboard import texts
from dashboard.cards.conflict.conflict_measures import MEASURES, Found, cases, find, interval, proof, shown
from dashboard.components.card import Card, badge, key_item
from dashboard.components.strip import scaled
from dashboard.components.table import Column
from dashboard.data import CATALOG
from dashboard.view import View

SCALES = {"points": (-0.4, 0.4), "change": (-0.6, 0.6), "factor": (0.0, 4.0)}
"""Scales that stay, so that tiles compare over time; of other units the value says how far its own reaches."""


def strip(view: View) -> Card:
    """Where do marketing and service hurt or help each other?"""
    found = [find(view, measure) for measure in MEASURES]
    known = [one for one in found if one.estimate.value is not None]
    return Card(
        view.t("conflict.strip.question"),
        sub=view.t("conflict.strip.sub", known=view.number(len(known)), total=view.number(len(found))),
        body=html.Ul([_tile(view, one) for one in found], className="ls-tiles"),
        footer=[
            key_item("target", view.t("conflict.strip.line")),
            html.Span(view.t("conflict.strip.grades")),
            html.Span(view.t("conflict.strip.no_index")),
        ],
        rows=[_row(view, one) for one in found],
        columns=[
            Column("code", view.t("conflict.strip.code")),
            Column("name", view.t("conflict.strip.name")),
            Column("value", view.t("conflict.strip.value")),
            Column("unit", view.t("conflict.strip.unit")),
            Column("interval", view.t("conflict.strip.interval")),
            Column("grade", view.t("conflict.strip.grade")),
            Column("n", "n", "number"),
            Column("reason", view.t("conflict.strip.reason")),
        ],
        notes=[view.t("conflict.strip.defined")],
    )


def _tile(view: View, found: Found) -> html.Li:
    measure, e = found.measure, found.estimate
    name = view.t(f"conflict.measure.{measure.metric}.name")
    href = proof(view, measure)
    heading = html.A(name, href=href, className="ls-plain") if href else name
    unit = f"conflict.measure.{measure.metric}.unit"
    of = html.Small(view.t(unit)) if e.value is not None and texts.has(view.lang, unit) else None
    value: Any = html.Span([shown(view, measure.kind, e.value), of], className="ls-tile-value")
    low, high = scale(found)
    parts: list[Any] = [
        html.Div([html.Span(f"C{measure.number}", className="ls-tile-code"), html.B(heading)]),
        html.Div(value, className="ls-tile-row"),
        scaled(e.value, e.lower, e.upper, found.goal, low, high, found.tone)
        if e.value is not None
        else html.Span(className="ls-strip none"),
        html.Div(_beside(view, found), className="ls-tile-foot"),
        html.Div(
            [_grade(view, found), _n(view, found) if e.value is not None else None], className="ls-tile-foot"
        ),
    ]
    return html.Li(parts, className=f"ls-tile {found.tone}")


def scale(found: Found) -> tuple[float, float]:
    """Return the ends of a tile's scale: those of its unit, or round ones that hold value, interval and line."""
    if found.measure.reach:
        return 0.0, found.measure.reach
    if found.measure.kind in SCALES:
        return SCALES[found.measure.kind]
    e = found.estimate
    values = [abs(one) for one in (e.value, e.lower, e.upper, found.goal) if one is not None]
    reach = max(values, default=1.0) or 1.0
    signed = any(one < 0 for one in (e.value, e.lower) if one is not None)
    return (-reach * 1.1 if signed else 0.0), reach * 1.1


def _grade(view: View, found: Found) -> html.Span:
    if not found.grade or found.measure.metric not in CATALOG.metrics:
        return html.Span()
    tone = "warn" if found.reason in WARNINGS else ""
    return badge(view.t(f"conflict.grade.{found.grade}"), tone)


WARNINGS = ("pretrend", "one_weekday_slot", "overlap", "association", "unmatured")
"""Reasons that stand beside a value: an assumption that doesn't hold."""


def _n(view: View, found: Found) -> Any:
    text = f"n {view.number(found.estimate.n)}"
    href = cases(view, found.measure)
    return html.A(text, href=href) if href else html.Span(text)


def _beside(view: View, found: Found) -> str:
    """The interval; where there is none, why."""
    if found.estimate.value is not None and (known := interval(view, found.measure.kind, found.estimate)):
        return known
    without = "unknown" if found.estimate.value is None else "no_interval"
    return reason(view, found.reason or without)


def reason(view: View, key: str) -> str:
    """Return why a metric says nothing, or what weakens it, in words."""
    names = (f"{area}.reason.{key}" for area in ("conflict", "campaigns", "campaign", "capacity"))
    known = next((name for name in names if texts.has(view.lang, name)), None)
    return view.t(known) if known else key.replace("_", " ")


def _row(view: View, found: Found) -> dict[str, Any]:
    measure, e = found.measure, found.estimate
    unit = f"conflict.measure.{measure.metric}.unit"
    return {
        "code": f"C{measure.number}",
        "name": view.t(f"conflict.measure.{measure.metric}.name"),
        "value": shown(view, measure.kind, e.value),
        "unit": view.t(unit) if texts.has(view.lang, unit) else "",
        "interval": interval(view, measure.kind, e),
        "grade": view.t(f"conflict.grade.{found.grade}") if found.grade else "",
        "n": e.n if e.value is not None else None,
        "reason": reason(view, found.reason) if found.reason else "",
    }
