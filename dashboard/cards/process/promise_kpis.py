"""Key figures of promises: how many were kept, what is overdue, how late the late ones are, and what can be proved."""

from dash import html

from dashboard import formats
from dashboard.cards.process.process_kpis import WHOLE, duration_range, found
from dashboard.components.kpi import Kpi, share_kpi
from dashboard.verdict import Estimate
from dashboard.view import View

METRIC = "promises_kept"
STATES = ("kept", "late", "broken", "overdue", "open")


def kept(view: View) -> Kpi:
    """Return the share kept in time."""
    before = found(view, METRIC, period=view.previous).get("value") if view.previous else None
    return share_kpi(
        view,
        view.t("promises.kpi.kept"),
        found(view, METRIC).get("value", Estimate(None)),
        before,
        href=view.link("/cases", promise_mature="true"),
        why_unknown=view.t("promises.kpi.nothing_due"),
        scale=WHOLE,
    )


def overdue(view: View) -> Kpi:
    """Return how many are overdue."""
    now, ever = count(view, "overdue"), _ever_overdue(view)
    foot = [html.Span(view.t("promises.kpi.open", number=view.number(count(view, "open"))))]
    if ever > now:
        label = view.t("promises.kpi.ever", number=view.number(ever))
        foot.append(html.A(label, href=view.link("/cases", promise_state="overdue", time="any")))
    return Kpi(
        view.t("promises.kpi.overdue"),
        view.number(now),
        interval=view.t("promises.kpi.counted"),
        foot=foot,
        href=view.link("/cases", promise_state="overdue"),
        has_strip=False,
    )


def _ever_overdue(view: View) -> int:
    """How many are overdue now, whenever they were made."""
    where, values = view.where(None)
    sql = f"select count(*) from marts.fct_promises where state = 'overdue' and {where}"
    return int(view.rows(sql, values).item())


def lateness(view: View) -> Kpi:
    """Return how late the late ones are."""
    late = found(view, METRIC).get("lateness_p50", Estimate(None))
    label = view.t("promises.kpi.lateness")
    if not late.n:
        return Kpi(label, formats.DASH, tone="unknown", interval=view.t("promises.kpi.nothing_late"))
    words = view.duration(late.value) if late.value is not None else view.t("process.kpi.not_reached")
    return Kpi(
        label,
        words,
        tone="few" if late.is_few else "",
        interval=duration_range(view, late),
        n=view.t("common.kpi.n", n=view.number(late.n)),
        foot=[html.Span(view.t("promises.kpi.so_far"))],
        href=view.link("/cases", promise_state="late,overdue"),
        has_strip=False,
    )


def evidence(view: View) -> Kpi:
    """Return how many have the archived message as evidence."""
    before = found(view, METRIC, period=view.previous).get("evidence") if view.previous else None
    return share_kpi(
        view,
        view.t("promises.kpi.evidence"),
        found(view, METRIC).get("evidence", Estimate(None)),
        before,
        href=view.link("/cases", promise_state=",".join(STATES)),
        why_unknown=view.t("promises.kpi.none"),
        scale=WHOLE,
    )


def count(view: View, statistic: str) -> int:
    """Return one of the metric's counts."""
    return int(found(view, METRIC).get(statistic, Estimate(0)).value or 0)
