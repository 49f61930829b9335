"""A key figure, always in this order: label, verdict; value, trend; interval strip; interval, n; target, delta."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from dash import html

from dashboard import formats
from dashboard.components.card import badge
from dashboard.components.strip import scaled, strip
from dashboard.figures.sparkline import sparkline
from dashboard.urls import Period
from dashboard.verdict import Change, Estimate, change
from dashboard.view import View


@dataclass(frozen=True)
class Kpi:
    """One key figure. `value` with `unit` are the texts shown; tone is good, bad, unclear, few, unknown or ghost.

    `strip` is drawn from `estimate` and `goal` where the value is a share; for other quantities give `scale` (low,
    high). `interval` and `n` are the line under it, `foot` the last one. `href` is what the value drills to.
    """

    label: str
    value: str
    unit: str = ""
    tone: str = ""
    verdict: str | None = None
    estimate: Estimate | None = None
    goal: float | None = None
    scale: tuple[float, float] | None = None
    trend: Sequence[float | None] = ()
    interval: str = ""
    n: str = ""
    foot: Sequence[Any] = field(default=())
    href: str | None = None
    mark: Any = None
    has_strip: bool = True
    is_grade: bool = False
    """Whether `verdict` says how sure the value is, and not whether it is good: then it has no colour."""

    def component(self, view: View, name: str, span: int) -> html.Section:
        """Return the card."""
        spark = _spark(self.trend)
        value: Any = [self.value, html.Small(self.unit) if self.unit else None]
        if self.href:
            hint = view.t("common.kpi.open_table")
            shown: Any = html.A(value, href=self.href, className="ls-value", title=hint)
        else:
            shown = html.Span(value, className="ls-value")
        verdict = (
            badge(self.verdict, self.tone if self.tone in ("good", "bad") and not self.is_grade else "")
            if self.verdict
            else self.mark
        )
        return html.Section(
            [
                html.Div([html.H3(self.label), verdict], className="ls-kpi-label"),
                html.Div([shown, spark], className="ls-kpi-row"),
                self._strip() if self.has_strip else None,
                html.Div([html.Span(self.interval), html.Span(self.n)], className="ls-kpi-ci"),
                html.Div(list(self.foot), className="ls-kpi-foot"),
            ],
            id=name,
            className=f"ls-card ls-kpi s{span} {self.tone}".strip(),
        )

    def _strip(self) -> Any:
        e = self.estimate
        if e is None or e.value is None:
            return html.Span(className="ls-strip none")
        if self.scale:
            return scaled(e.value, e.lower, e.upper, self.goal, *self.scale, tone=self.tone)
        return strip(e.value, e.lower, e.upper, self.goal, self.tone)


def share_kpi(
    view: View,
    label: str,
    now: Estimate,
    before: Estimate | None,
    goal: float | None = None,
    better: str = "higher",
    trend: Sequence[float | None] = (),
    href: str | None = None,
    why_unknown: str = "",
    scale: tuple[float, float] | None = None,
) -> Kpi:
    """Return the key figure of a share: verdict against the goal, change against the days before.

    `scale` is that of its strip where no goal gives one.
    """
    tone = now.against(goal, better)
    if now.value is None:
        return Kpi(
            label, formats.DASH, tone="unknown", interval=why_unknown, foot=goal_line(view, goal, better)
        )
    verdicts = {
        "good": "kept",
        "bad": "missed",
        "unclear": "unclear" if goal is not None else None,
        "few": "few",
    }
    word = verdicts.get(tone)
    number = view.share(now.value)
    value, unit = number.rstrip("%").rstrip("\u00a0"), "%"
    return Kpi(
        label,
        value,
        unit,
        tone=tone,
        verdict=view.t(f"common.kpi.{word}") if word else None,
        estimate=now,
        goal=goal,
        scale=scale,
        trend=trend,
        interval=interval_text(view, now),
        n=view.t("common.kpi.n", n=view.number(now.n)),
        foot=[*goal_line(view, goal, better), *change_line(view, now, before, better)],
        href=href,
    )


def interval_text(view: View, e: Estimate) -> str:
    """Return "95% CI 76.4–78.2%", or nothing where there is no interval."""
    if e.lower is None or e.upper is None:
        return ""
    return view.t("common.kpi.interval", range=view.share_range(e.lower, e.upper))


def goal_line(view: View, goal: float | None, better: str) -> list[Any]:
    """Return "Target 80%" or "Limit 2%"."""
    if goal is None:
        return []
    key = "target" if better == "higher" else "limit"
    return [
        html.Span(
            view.t(f"common.kpi.{key}", goal=view.share(goal, 0 if round(goal * 100, 6) % 1 == 0 else 1))
        )
    ]


def change_line(view: View, now: Estimate, before: Estimate | None, better: str) -> list[Any]:
    """Return the change in points; in colour only if it is distinguishable and for the worse."""
    if before is None:
        return [html.Span(view.t("common.kpi.no_previous"))]
    found = change(now, before)
    if found is None:
        return [html.Span(view.t("common.kpi.too_few_to_compare"))]
    return [
        html.Span(
            [
                html.B(view.points(found.value), className=change_tone(found, better)),
                " ",
                before_text(view, view.period)
                if found.is_distinguishable
                else view.t("common.kpi.not_distinguishable"),
            ],
            title=change_hint(view, found),
        )
    ]


def change_tone(found: Change, better: str) -> str:
    """Return the class of a change's number: only a clear change for the worse has a colour."""
    worse = found.value < 0 if better == "higher" else found.value > 0
    return "ls-bad" if found.is_distinguishable and worse else ""


def change_hint(view: View, found: Change) -> str:
    """Return a change's interval and what it is compared with."""
    low, high = view.points(found.lower), view.points(found.upper)
    return f"{before_text(view, view.period)}, " + view.t("common.kpi.change_interval", low=low, high=high)


def before_text(view: View, period: Period) -> str:
    """Return "vs previous 28 d"."""
    return view.t("common.period.before", count=period.days)


def _spark(values: Sequence[float | None]) -> Any:
    line = sparkline(values)
    if line is None:
        return None
    return html.Span(
        [
            html.I(className="line", style={"maskImage": line.mask, "WebkitMaskImage": line.mask}),
            html.I(className="end", style={"left": f"{line.last_x}px", "top": f"{line.last_y}px"}),
        ],
        className="ls-spark",
        **{"aria-hidden": "true"},
    )
