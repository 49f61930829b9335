"""Key figures beside the times: who is answered at all, who gives up, who is answered twice, how late messages come."""

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.cards.responses import response_times
from dashboard.cards.responses.response_kpis import why_nothing
from dashboard.components.kpi import Kpi, change_line, interval_text, share_kpi
from dashboard.urls import Period
from dashboard.verdict import Estimate, estimate
from dashboard.view import View


def rate(view: View) -> Kpi:
    """Return the share answered within a week, of what is old enough to tell."""
    found = _found(view, "response_rate")
    now, young = found.get("value", Estimate(None)), found.get("young", Estimate(None))
    label = view.t("responses.rate.label")
    if now.value is None:
        reason = (
            view.t("responses.rate.young", number=view.number(young.value))
            if young.value
            else why_nothing(view)
        )
        return Kpi(label, "—", tone="unknown", interval=reason)
    unanswered = int(now.n - (now.numerator or 0))
    missed = _link(view, view.t("responses.rate.unanswered", unanswered, number=view.number(unanswered)),
                   metric="response_rate", answered_in_week="false")  # fmt: skip
    foot = [missed, *_estimate(view, found.get("estimate", Estimate(None)))]
    return _share(view, label, now, _before(view, "response_rate"), "higher", "response_rate", foot)


def _estimate(view: View, e: Estimate) -> list[Any]:
    """The estimate that counts the younger waits in, by name."""
    if e.value is None or e.is_few:
        return []
    text = view.t("responses.rate.estimate", share=view.share(e.value))
    return [html.Span(text, title=interval_text(view, e))]


def given_up(view: View) -> Kpi:
    """Return the share of customers who took everything back before a first answer."""
    found = _found(view, "abandonment")
    label = view.t("responses.given_up.label")
    week, day = found.get("value", Estimate(None)), found.get("one_day", Estimate(None))
    now, span = (week, "week") if week.value is not None else (day, "day")
    if now.value is None:
        return Kpi(label, "—", tone="unknown", interval=why_nothing(view))
    count = int(now.numerator or 0)
    who = _link(
        view,
        view.t(f"responses.given_up.{span}", count, number=view.number(count)),
        metric="abandonment",
        given_up=span,
    )
    before = _before(view, "abandonment", "value" if span == "week" else "one_day")
    return _share(view, label, now, before, "lower", "abandonment", [who])


def doubled(view: View) -> Kpi:
    """Return the share of answered waits that two people replied to."""
    found = _found(view, "double_answers")
    now, across = found.get("value", Estimate(None)), found.get("across", Estimate(None))
    label = view.t("responses.doubled.label")
    if now.value is None:
        return Kpi(label, "—", tone="unknown", interval=why_nothing(view))
    foot = []
    for e, kind in ((now, "any"), (across, "across")):
        count = int(e.numerator or 0)
        text = view.t(f"responses.doubled.{kind}", count, number=view.number(count))
        foot.append(_link(view, text, metric="double_answers", double=kind))
    return _share(view, label, now, _before(view, "double_answers"), "lower", "double_answers", foot)


def is_lag_known(view: View) -> bool:
    """Whether anybody can tell how late messages reach this system: not before some came in after a first read."""
    return _found(view, "arrival_lag").get("p50", Estimate(None)).value is not None


def lag(view: View) -> Kpi:
    """Return how late messages reach this system: what lies between the two clocks."""
    found = _found(view, "arrival_lag")
    label = view.t("responses.lag.label")
    half, most, history = (found.get(name, Estimate(None)) for name in ("p50", "p90", "history"))
    if half.value is None:
        reason = view.t("responses.lag.history") if history.value else why_nothing(view)
        return Kpi(label, "—", tone="unknown", interval=reason)
    low, high = (view.duration(bound, "chart") for bound in (half.lower, half.upper))
    foot = [html.Span(view.t("responses.lag.most", length=view.duration(most.value, "chart")))]
    if history.value:
        count = int(history.value)
        foot.append(html.Span(view.t("responses.lag.left_out", count, number=view.number(count))))
    return Kpi(
        label,
        view.duration(half.value),
        tone="few" if half.is_few else "",
        interval=view.t("responses.kpi.interval", low=low, high=high) if half.lower is not None else "",
        n=view.t("common.kpi.n", n=view.number(half.n)),
        foot=foot,
        href=view.link("/waits", metric="arrival_lag", **response_times.origin(view)),
        has_strip=False,
    )


def _share(
    view: View, label: str, now: Estimate, before: Estimate | None, better: str, metric: str, foot: list[Any]
) -> Kpi:
    """A share without a target: value, interval, n, what it is made of, change."""
    href = view.link("/waits", metric=metric, **response_times.origin(view))
    made = share_kpi(view, label, now, before, better=better, href=href)
    return Kpi(
        made.label,
        made.value,
        made.unit,
        tone=made.tone,
        verdict=made.verdict,
        estimate=now,
        scale=(0.0, 1.0) if metric == "response_rate" else (0.0, 0.12),
        interval=made.interval,
        n=made.n,
        foot=[*foot, *change_line(view, now, before, better)],
        href=href,
    )


def _found(view: View, metric: str, period: Period | None = None) -> Mapping[str, Estimate]:
    return {row["statistic"]: estimate(row) for row in view.evaluate(metric, (), period).to_dicts()}


def _before(view: View, metric: str, statistic: str = "value") -> Estimate | None:
    return _found(view, metric, view.previous).get(statistic) if view.previous else None


def _link(view: View, text: str, **own: str) -> html.A:
    return html.A(text, href=view.link("/waits", **own, **response_times.origin(view)))
