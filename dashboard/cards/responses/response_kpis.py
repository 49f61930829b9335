"""Key figures of the response times: half, nine in ten, nobody after a week, and what other tools would show."""

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.cards.responses import response_times
from dashboard.components.kpi import Kpi, before_text, change_hint, change_tone, interval_text
from dashboard.verdict import Estimate, change
from dashboard.view import View


def percentile(view: View, statistic: str, origin: Mapping[str, Any]) -> Kpi:
    """Return P50 or P90; `origin` goes into the address behind it."""
    now = response_times.overall(view).get(statistic, Estimate(None))
    label = view.t(f"responses.kpi.{statistic}")
    if not now.n:
        return Kpi(label, "—", tone="unknown", interval=why_nothing(view))
    words = view.duration(now.value) if now.value is not None else view.t("responses.beyond")
    n = view.t("common.kpi.n", n=view.number(now.n))
    drill = view.link("/waits", metric="first_response_time", **origin)
    return Kpi(
        label,
        words,
        tone="few" if now.is_few else "",
        estimate=response_times.on_log_scale(now),
        scale=response_times.LOG_SCALE,
        interval=_duration_interval(view, now),
        n=n,
        foot=_duration_change(view, now, response_times.before(view).get(statistic)),
        href=drill,
    )


def unanswered(view: View, origin: Mapping[str, Any]) -> Kpi:
    """Return the share that nobody has answered after a week."""
    now = response_times.overall(view).get("unanswered_7d", Estimate(None))
    label = view.t("responses.kpi.unanswered")
    if now.value is None:
        why = view.t("responses.kpi.young") if response_times.overall(view) else why_nothing(view)
        return Kpi(label, "—", tone="unknown", interval=why)
    before = response_times.before(view).get("unanswered_7d")
    number = view.share(now.value).rstrip("%").rstrip("\u00a0")
    return Kpi(
        label,
        number,
        "%",
        tone="few" if now.is_few else "",
        estimate=now,
        interval=interval_text(view, now),
        n=view.t("common.kpi.n", n=view.number(now.n)),
        foot=_share_change(view, now, before),
        href=view.link("/waits", metric="first_response_time", outcome="open,closed_unanswered", **origin),
    )


def answered_only(view: View) -> Kpi:
    """Return the median that tools show which leave out whoever still waits."""
    found = response_times.overall(view)
    naive, honest = found.get("answered_only_p50", Estimate(None)), found.get("p50", Estimate(None))
    label = view.t("responses.kpi.ghost")
    mark = html.I(className="ls-key diamond", **{"aria-hidden": "true"})
    if naive.value is None:
        return Kpi(label, "—", tone="ghost", mark=mark, interval=why_nothing(view))
    left_out = view.t("responses.kpi.left_out", honest.n - naive.n, total=view.number(honest.n - naive.n))
    foot: list[Any] = [html.Span(left_out)]
    if honest.value is None:
        foot.append(html.B(view.t("responses.kpi.median_unknown")))
    elif honest.value > naive.value:
        foot.append(html.B(f"−{view.duration(honest.value - naive.value)}"))
    return Kpi(
        label,
        view.duration(naive.value),
        tone="ghost",
        mark=mark,
        interval=view.t("responses.kpi.answered_only"),
        n=view.t("common.kpi.n", n=view.number(naive.n)),
        foot=foot,
    )


def _duration_interval(view: View, e: Estimate) -> str:
    if e.lower is None:
        return ""
    high = view.duration(e.upper, "chart") if e.upper is not None else view.t("responses.beyond")
    return view.t("responses.kpi.interval", low=view.duration(e.lower, "chart"), high=high)


def _duration_change(view: View, now: Estimate, before: Estimate | None) -> list[Any]:
    if before is None:
        return [html.Span(view.t("common.kpi.no_previous"))]
    if now.value is None or before.value is None:
        return [html.Span(view.t("responses.kpi.not_reached"))]
    found = change(now, before)
    if found is None:
        return [html.Span(view.t("common.kpi.too_few_to_compare"))]
    sign = "+" if found.value > 0 else "−" if found.value < 0 else ""
    words = (
        before_text(view, view.period)
        if found.is_distinguishable
        else view.t("common.kpi.not_distinguishable")
    )
    number = html.B(f"{sign}{view.duration(abs(found.value))}", className=change_tone(found, "lower"))
    return [html.Span([number, " ", words], title=before_text(view, view.period))]


def _share_change(view: View, now: Estimate, before: Estimate | None) -> list[Any]:
    found = change(now, before) if before else None
    if found is None:
        key = "common.kpi.no_previous" if before is None else "common.kpi.too_few_to_compare"
        return [html.Span(view.t(key))]
    words = (
        before_text(view, view.period)
        if found.is_distinguishable
        else view.t("common.kpi.not_distinguishable")
    )
    number = html.B(view.points(found.value), className=change_tone(found, "lower"))
    return [html.Span([number, " ", words], title=change_hint(view, found))]


def why_nothing(view: View) -> str:
    """Return why there is no figure: no waits, or none that a calendar or an arrival could measure."""
    if response_times.lacks_arrivals(view):
        return view.t("responses.kpi.no_arrivals")
    return view.t(
        "responses.kpi.no_calendar" if response_times.lacks_calendar(view) else "responses.kpi.nothing"
    )
