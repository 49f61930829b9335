"""The key figures that several pages show: targets, who is never answered, the oldest open wait, open cases."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import polars as pl
from dash import html

from dashboard import formats
from dashboard.cards.cases.wait_lists import listing
from dashboard.cards.responses.response_times import lacks_calendar
from dashboard.cards.sla import compliance
from dashboard.cards.sla.compliance import Target
from dashboard.components.card import grid, place
from dashboard.components.kpi import Kpi, share_kpi
from dashboard.urls import Period
from dashboard.verdict import Estimate, estimate
from dashboard.view import View

OPEN_WAITS = {"outcome": "open", "time": "any"}
"""The list of all who wait now, whatever the period."""


def kpi_row(view: View, builders: Sequence[Callable[[View], Kpi]]) -> Any:
    """Return key figures in rows of at most four, as even as can be; five share one row where there is the room."""
    row_count = -(-len(builders) // 4) or 1
    sizes = [len(builders) // row_count + (i < len(builders) % row_count) for i in range(row_count)]
    spans = [12 // max(size, 3) for size in sizes for _ in range(size)]
    named = zip(builders, spans, strict=True)
    row = grid(*(place(view, builder, span, f"kpi-{i}") for i, (builder, span) in enumerate(named, start=1)))
    if len(builders) == 5:
        row.className += " five"
    return row


def target_kpis(view: View) -> list[Callable[[View], Kpi]]:
    """Return the builder of one card a target."""
    return [partial(target_kpi, target=target) for target in compliance.targets(view)]


def target_kpi(view: View, target: Target) -> Kpi:
    """Is this target kept?"""
    days = compliance.days_of(compliance.daily(view, view.period), target.target_id, view.period)
    return share_kpi(
        view,
        target.label,
        compliance.by_target(view).get(target.target_id, Estimate(None)),
        compliance.by_target(view, view.previous).get(target.target_id, Estimate(None))
        if view.previous
        else None,
        target.goal,
        trend=[met / n if n else None for met, n in days.select("numerator", "sample_size").iter_rows()],
        href=compliance.drill(view, sla_target=target.target_id, sla_state="met,breached"),
        why_unknown=view.t("process.no_calendar" if lacks_calendar(view) else "sla.nothing_due"),
    )


def running_kpi(view: View) -> Kpi:
    """How many clocks run now, how many of them are at risk, how many stand? Whatever the period."""
    own = compliance.on_own_clock(view)
    where, values = view.where(None)
    running, risk, paused = view.rows(
        "select count(*), count(*) filter (where is_at_risk), count(*) filter (where is_paused)"
        " from marts.fct_sla_instances"
        f" where {where} and metric = ? and state = 'running'",
        (*values, compliance.kind(view)),
    ).row(0)
    foot: list[Any] = []
    for key, count, asked in (("at_risk", risk, "at_risk"), ("paused", paused, "sla_paused")):
        text = view.t(f"sla.running.{key}", count=count, number=view.number(count))
        href = compliance.drill(own, time="any", **{asked: "true"})
        foot.append(html.A(text, href=href) if count else html.Span(text))
    return Kpi(
        view.t("sla.running.label"),
        view.number(running),
        interval=view.t("sla.running.as_of", when=view.instant(view.snapshot.about.as_of, "short")),
        foot=foot,
        href=compliance.drill(own, sla_state="running", time="any") if running else None,
        has_strip=False,
    )


def unanswered_kpi(view: View) -> Kpi:
    """How many customers are never answered within a week?"""
    frame = view.evaluate("first_response_time", (), clock=view.state.clock)
    why = "process.no_calendar" if lacks_calendar(view) else "sla.nobody_waited"
    return share_kpi(
        view,
        view.t("sla.unanswered"),
        _unanswered(view, view.period),
        _unanswered(view, view.previous) if view.previous else None,
        better="lower",
        href=view.link("/waits", metric="first_response_time"),
        why_unknown=view.t(why if frame.is_empty() else "responses.kpi.young"),
    )


def knows_waits(view: View) -> bool:
    """False where the data is a log of cases alone: that nobody waits would be more than it says."""
    return bool(view.snapshot.rows("select 1 from marts.fct_waits limit 1").height)


def oldest_wait_kpi(view: View) -> Kpi:
    """Who has been waiting longest, now? Around the clock, whatever the period."""
    own = OPEN_WAITS
    found = listing(replace(view, state=replace(view.state, extra=own)))
    label = view.t("start.oldest.label")
    if not found.total:
        reason = "nobody" if knows_waits(view) else "no_messages"
        return Kpi(label, formats.DASH, tone="unknown", interval=view.t(f"start.oldest.{reason}"))
    oldest = found.page(0, 1, order="opened_at")[0]
    age = (view.snapshot.about.as_of - oldest["opened_at"]).total_seconds()
    is_late = oldest["state"] == "breached"
    place_of = (
        f"{view.name('department_id', oldest['department_id'])}, {view.name('channel', oldest['channel'])}"
    )
    return Kpi(
        label,
        view.duration(age),
        interval=view.t("start.oldest.since", when=view.instant(oldest["opened_at"], "short")),
        n=view.t("start.oldest.open", count=found.total, number=view.number(found.total)),
        verdict=view.t("start.oldest.overdue") if is_late else None,
        tone="bad" if is_late else "",
        foot=[
            html.A(place_of, href=view.link(f"/conversation/{oldest['id']}", **own)),
            html.A(view.t("start.oldest.all"), href=view.link("/waits", **own)),
        ],
        href=view.link(f"/conversation/{oldest['id']}", **own),
        has_strip=False,
    )


def open_cases_kpi(view: View) -> Kpi:
    """How many cases are open now, and how many were before?"""
    about = view.snapshot.about
    # As of midnight the newest instant belongs to the day before.
    one_day = timedelta(days=1)
    now = _backlog(view, Period(about.today - one_day, about.today + one_day))
    label = view.t("start.open.label")
    if "open" not in now:
        return Kpi(label, formats.DASH, tone="unknown", interval=view.t("start.open.none"))
    days = view.evaluate("backlog", ("date_day",)).filter(pl.col("statistic") == "open").sort("date_day")
    start = _backlog(view, Period(view.period.since - one_day, view.period.since))
    at = f"{about.as_of:%Y-%m-%dT%H:%M:%SZ}"
    old = int(now.get("open_over_7d", 0))
    foot: list[Any] = []
    if "open" in start:
        delta = view.signed(now["open"] - start["open"])
        foot.append(
            html.Span(
                [html.B(delta), " ", view.t("start.open.since", date=view.date(view.period.since, "short"))]
            )
        )
    return Kpi(
        label,
        view.number(now["open"]),
        trend=days["metric_value"].to_list(),
        interval=view.t("start.open.as_of", when=view.instant(about.as_of, "short")),
        n="",
        foot=[
            *foot,
            html.A(
                view.t("start.open.old", number=view.number(old)),
                href=view.link("/waits", at=at, age="open_over_7d"),
            )
            if old
            else html.Span(view.t("start.open.none_old")),
        ],
        href=view.link("/waits", at=at),
        has_strip=False,
    )


def _unanswered(view: View, period: Period) -> Estimate:
    frame = view.evaluate("first_response_time", (), period, clock=view.state.clock)
    rows = frame.filter(pl.col("statistic") == "unanswered_7d").to_dicts()
    return estimate(rows[0] if rows else None)


def _backlog(view: View, period: Period) -> dict[str, float]:
    frame = view.evaluate("backlog", (), period).drop_nulls("metric_value")
    return dict(frame.select("statistic", "metric_value").iter_rows())
