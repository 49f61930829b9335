"""Key figures of processes: how long until cases are resolved, how many come back, one reply, approvals in time."""

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard import formats
from dashboard.cards.responses.response_times import lacks_calendar
from dashboard.components.kpi import Kpi, share_kpi
from dashboard.urls import Period
from dashboard.verdict import Estimate, estimate
from dashboard.view import View

FIVE_HOURS = 5 * 3600
WHOLE = (0.0, 1.0)
"""The scale of shares that no goal is set for."""


def found(
    view: View, metric: str, clock: str | None = None, period: Period | None = None
) -> Mapping[str, Estimate]:
    """Return a metric's statistics over the page's period, or another one; `clock` for those that have two."""
    frame = view.evaluate(metric, (), period, clock=clock) if clock else view.evaluate(metric, (), period)
    return {row["statistic"]: estimate(row) for row in frame.to_dicts()}


def resolution(view: View) -> Kpi:
    """Return how long it takes until half of the cases are resolved."""
    statistics = found(view, "resolution_time", view.state.clock)
    now = statistics.get("p50", Estimate(None))
    label = view.t("process.kpi.resolution")
    if not now.n:
        return Kpi(label, formats.DASH, tone="unknown", interval=_why(view, "no_cases"))
    words = view.duration(now.value) if now.value is not None else view.t("process.kpi.not_reached")
    p90 = statistics.get("p90", Estimate(None)).value
    slow = view.duration(p90) if p90 is not None else view.t("process.kpi.not_reached")
    first = statistics.get("first_p50", Estimate(None)).value
    foot = [html.Span(view.t("process.kpi.p90", duration=slow))]
    if first is not None:
        foot.append(html.Span(view.t("process.kpi.first", duration=view.duration(first))))
    return Kpi(
        label,
        words,
        tone="few" if now.is_few else "",
        interval=duration_range(view, now),
        n=view.t("common.kpi.n", n=view.number(now.n)),
        foot=foot,
        has_strip=False,
    )


def duration_range(view: View, now: Estimate) -> str:
    """Return a duration's interval in words, or nothing where there is none."""
    if now.lower is None:
        return ""
    high = view.duration(now.upper, "chart") if now.upper is not None else view.t("process.kpi.not_reached")
    return view.t("process.kpi.interval", low=view.duration(now.lower, "chart"), high=high)


def reopened(view: View) -> Kpi:
    """Return the share that came back within seven days of being resolved."""
    now = found(view, "reopen_rate").get("value", Estimate(None))
    return share_kpi(
        view,
        view.t("process.kpi.reopened"),
        now,
        _before(view, "reopen_rate", "value"),
        better="lower",
        href=view.link("/cases", resolution_mature="true"),
        why_unknown=view.t("process.kpi.nothing_matured"),
        scale=WHOLE,
    )


def one_touch(view: View) -> Kpi:
    """Return the share resolved with a single reply."""
    statistics = found(view, "touches")
    return share_kpi(
        view,
        view.t("process.kpi.one_touch"),
        statistics.get("one", Estimate(None)),
        _before(view, "touches", "one"),
        href=view.link("/cases", state="resolved,closed", touch="1,2,multi"),
        why_unknown=view.t("process.kpi.no_messages"),
        scale=WHOLE,
    )


def approvals(view: View) -> Kpi:
    """Return the share of approvals decided within five hours."""
    now = found(view, "approval_time", view.state.clock).get("within_5h", Estimate(None))
    timed = {"approval_timed": "true"} if view.state.clock == "business" else {}
    before: Any = None
    if view.previous:
        before = found(view, "approval_time", view.state.clock, view.previous).get("within_5h")
    return share_kpi(
        view,
        view.t("process.kpi.approvals"),
        now,
        before,
        approval_goal(view),
        href=view.link("/cases", approval_state=ALL_APPROVALS, **timed),
        why_unknown=_why(view, "no_approvals"),
    )


def _why(view: View, otherwise: str) -> str:
    """Why there is no duration: nobody in charge has a calendar, or there was nothing."""
    return view.t("process.no_calendar" if lacks_calendar(view) else f"process.kpi.{otherwise}")


ALL_APPROVALS = "approved,rejected,withdrawn,open,decided"


def approval_goal(view: View) -> float | None:
    """Return the share that a target on approvals asks for, if it is one of five hours."""
    goals = [
        row["goal"]
        for row in view.targets.to_dicts()
        if row["metric"] == "approval" and row["seconds"] == FIVE_HOURS
    ]
    return goals[0] if goals else None


def _before(view: View, metric: str, statistic: str) -> Estimate | None:
    return found(view, metric, period=view.previous).get(statistic) if view.previous else None
