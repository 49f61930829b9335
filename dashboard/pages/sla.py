"""SLA compliance: is each target kept, by whom not, since when, why not, and what falls due next."""

from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
from dash import html

from dashboard import formats, urls
from dashboard.cards.responses import provider_card
from dashboard.cards.responses.response_table import without_calendar
from dashboard.cards.responses.response_times import lacks_calendar
from dashboard.cards.sla import compliance
from dashboard.cards.sla.breach_pareto import causes
from dashboard.cards.sla.breaches import breaches
from dashboard.cards.sla.compliance import Target
from dashboard.cards.sla.due_next import due_next
from dashboard.cards.sla.expiring import expiring
from dashboard.cards.sla.target_rules import rules
from dashboard.cards.start import findings
from dashboard.cards.start.key_figures import kpi_row, running_kpi, target_kpis, unanswered_kpi
from dashboard.components.card import Card, grid, key_item, place
from dashboard.components.chart import chart
from dashboard.components.matrix import Cell, Head, Line, matrix, tint_key
from dashboard.components.rich import rich
from dashboard.components.states import empty, unknown
from dashboard.components.table import Column
from dashboard.counts import count_line
from dashboard.figures.p_chart import HEIGHT, control_limits, p_chart
from dashboard.page import Body, Page
from dashboard.verdict import Estimate
from dashboard.view import View

_MOST_ROWS = 16
"""Departments in the matrix; with more, the largest are shown and the table twin has all."""
_FALSE_ALARMS_PER_DAY = 0.0027
"""Share of days beyond three sigma when nothing has changed."""


def _nothing(view: View) -> html.Div:
    """What a card says without instances: there were none, or nobody in charge has a calendar."""
    return without_calendar(view) if lacks_calendar(view) else empty(view, view.t("sla.instances"))


def by_department(view: View) -> Card:
    """Department by target: who keeps what."""
    targets, shares, totals = (
        compliance.targets(view),
        compliance.by_department(view),
        compliance.by_target(view),
    )
    if not any(share.n for share in totals.values()):
        return Card(view.t("sla.matrix.question"), body=_nothing(view))
    with_calendar = dict(
        view.rows("select department_id, has_calendar from marts.dim_department").iter_rows()
    )
    seen = {department for department, _ in shares}
    departments: list[str | None] = [d for d in view.departments if d in seen]
    departments += [None] if None in seen else []
    shown = departments
    if len(departments) > _MOST_ROWS:
        sizes = {d: sum(s.n for (one, _), s in shares.items() if one == d) for d in departments}
        largest = sorted(departments, key=lambda d: -sizes[d])[:_MOST_ROWS]
        shown = [d for d in departments if d in largest]

    def cell(department: str | None, target: Target) -> Cell:
        share = shares.get((department, target.target_id), Estimate(None))
        href = compliance.drill(
            view, {"department_id": department}, sla_target=target.target_id, sla_state="met,breached"
        )
        if share.value is not None:
            return Cell(share, href=href)
        without = (department, target.target_id) in shares and view.state.clock == "business"
        if without and department is None:
            return Cell(share, view.t("sla.matrix.no_owner"), is_hatched=True)
        if without and not with_calendar.get(department, True):
            return Cell(share, view.t("sla.matrix.no_calendar"), is_hatched=True)
        return Cell(share, view.t("sla.matrix.no_messages"))

    heads = [Head(t.label, view.t("sla.matrix.target", goal=view.share(t.goal, 0)), t.goal) for t in targets]
    total = Line(
        view.t("common.all"),
        [
            Cell(
                totals.get(t.target_id, Estimate(None)),
                view.t("sla.matrix.no_messages"),
                compliance.drill(view, sla_target=t.target_id, sla_state="met,breached"),
            )
            for t in targets
        ],
        is_total=True,
    )
    lines = [
        Line(
            view.name("department_id", d),
            [cell(d, t) for t in targets],
            view.link("/sla", {"department_id": d}, **view.state.extra),
        )
        for d in shown
    ]
    rows = [
        _row(view, view.t("common.all"), t, totals.get(t.target_id, Estimate(None)), "") for t in targets
    ] + [
        _row(view, view.name("department_id", d), t, c.estimate, c.reason)
        for d in departments
        for t, c in ((t, cell(d, t)) for t in targets)
    ]
    return Card(
        findings.matrix_heading(view, targets, shares),
        sub=view.t("sla.matrix.sub"),
        body=matrix(view, view.t("common.department"), heads, [total, *lines], view.t("sla.matrix.sub")),
        footer=[
            key_item("target", view.t("common.key.target")),
            *tint_key(view),
            html.Span(f"{formats.DASH} {view.t('sla.matrix.no_messages')}"),
            *_left_out(view),
            *_cut(view, len(shown), len(departments)),
        ],
        rows=rows,
        columns=_columns(view),
        metric=compliance.INSTANCES,
    )


def trend(view: View) -> Card:
    """Has it changed?"""
    period = view.period
    frame, earlier = compliance.daily(view, period), compliance.daily(view, compliance.baseline(period))
    boxes, changes, rows = [], [], []
    for target in compliance.targets(view):
        days = compliance.days_of(frame, target.target_id, period)
        if not days["sample_size"].sum():
            continue
        base = compliance.days_of(earlier, target.target_id, compliance.baseline(period))
        limits = control_limits(days, base)
        changes.append((target, limits))
        rows += [
            {"target": target.label, **row} for row in limits.with_columns(share=days_share()).to_dicts()
        ]

        def drill(day: date, target_id: str = target.target_id) -> str:
            state = replace(view.state, period=f"{day}..{day}")
            return compliance.drill(
                replace(view, state=state), sla_target=target_id, sla_state="met,breached"
            )

        figure = p_chart(
            days,
            base,
            name=target.label,
            goal=target.goal,
            lang=view.lang,
            scheme=view.scheme,
            matured_until=compliance.matured_until(days),
            drill=drill,
        )
        out = int(limits["is_out"].sum())
        counted = limits.filter(limits["sample_size"] > 0).height
        note = (
            view.t("sla.trend.out", count=out, number=view.number(out), total=view.number(counted))
            if out
            else ""
        )
        head = [
            html.B(target.label, title=target.label),
            html.Span(view.t("sla.matrix.target", goal=view.share(target.goal, 0))),
            html.Span(note, className="ls-bad") if note else None,
        ]
        finding = f"{target.label}: {note or view.t('sla.trend.inside')}"
        boxes.append(
            html.Div(
                [
                    html.Div(head, className="ls-multiple-head"),
                    chart(view, f"sla-trend-{target.target_id}", figure, HEIGHT, finding),
                ]
            )
        )
    if not boxes:
        return Card(view.t("sla.trend.question"), body=_nothing(view))
    false_alarms = _FALSE_ALARMS_PER_DAY * 30 * len(boxes)
    return Card(
        findings.trend_heading(view, changes),
        sub=view.t("sla.trend.sub", weeks=compliance.BASELINE_DAYS // 7),
        body=html.Div(boxes, className=f"ls-multiples m{len(boxes)}"),
        footer=[
            key_item("band", view.t("sla.trend.band")),
            key_item("out", view.t("sla.trend.out_key")),
            key_item("hollow", view.t("sla.trend.hollow")),
            key_item("dash", view.t("common.key.target")),
            html.Span(view.t("sla.trend.false_alarms", number=view.number(false_alarms, 1))),
        ],
        rows=rows,
        columns=[
            Column("target", view.t("sla.column.target")),
            Column("date_day", view.t("sla.column.day"), "date"),
            Column("share", view.t("sla.column.share"), "share"),
            Column("limit_low", view.t("sla.column.usual_low"), "share"),
            Column("limit_high", view.t("sla.column.usual_high"), "share"),
            Column("sample_size", view.t("sla.column.n"), "number"),
        ],
        metric=compliance.INSTANCES,
        has_figure=True,
    )


def layout(view: View) -> Body:
    """Return the page."""
    targets = compliance.targets(view)
    if not targets:
        card = Card(view.t("sla.no_targets_heading"), body=unknown(view, view.t("sla.no_targets")))
        return Body([grid(card.component(view, "sla-no-targets", 12))], count=count_line(view))
    builders = target_kpis(view)
    if len(builders) < 4:
        builders.append(running_kpi)
    if len(builders) < 4 and compliance.kind(view) == "first_response":
        builders.append(unanswered_kpi)
    return Body(
        [
            _switch(view),
            kpi_row(view, builders),
            grid(
                place(view, by_department),
                place(view, trend),
                place(view, causes, 7),
                place(view, due_next, 5),
                place(view, expiring),
                place(view, breaches),
                *([place(view, provider_card.card)] if provider_card.is_known(view) else []),
                place(view, rules),
            ),
        ],
        answer=rich(findings.answer(view, targets, compliance.by_target(view))),
        count=count_line(view),
    )


def _switch(view: View) -> Any:
    """Choose which kind of target the page speaks of; nothing to choose where there is one only."""
    found = compliance.kinds(view)
    if len(found) < 2:
        return html.Div()
    links = [
        html.A(
            view.t(f"sla.kind.{one}"),
            href=urls.format(replace(view.state, extra={**view.state.extra, "metric": one})),
            className="ls-segment",
            **({"aria-current": "true"} if one == compliance.kind(view) else {}),
        )
        for one in found
    ]
    label = view.t("sla.kind.label")
    group = html.Div(links, className="ls-segments", role="group", **{"aria-label": label})
    return html.Div([html.Span(label), group], className="ls-compare ls-kinds")


def days_share() -> Any:
    """Return the expression of a day's share; unknown on a day without anything due."""
    return pl.when(pl.col("sample_size") > 0).then(pl.col("numerator") / pl.col("sample_size"))


def _row(view: View, department: str, target: Target, share: Estimate, reason: str) -> dict[str, Any]:
    return {
        "department": department,
        "target": target.label,
        "goal": target.goal,
        "share": share.value,
        "lower": share.lower,
        "upper": share.upper,
        "met": share.numerator,
        "n": share.n,
        "reason": reason,
    }


def _columns(view: View) -> list[Column]:
    return [
        Column("department", view.t("common.department")),
        Column("target", view.t("sla.column.target")),
        Column("goal", view.t("sla.column.goal"), "share"),
        Column("share", view.t("sla.column.share"), "share"),
        Column("lower", view.t("sla.column.lower"), "share"),
        Column("upper", view.t("sla.column.upper"), "share"),
        Column("met", view.t("sla.column.met"), "number"),
        Column("n", view.t("sla.column.n"), "number"),
        Column("reason", view.t("sla.column.reason")),
    ]


def _cut(view: View, shown: int, total: int) -> list[Any]:
    if shown == total:
        return []
    return [html.Span(view.t("sla.matrix.shown", shown=view.number(shown), total=view.number(total)))]


def _left_out(view: View) -> list[Any]:
    """Return what runs and what was cancelled, each leading to its instances, and what has no figure, by reason."""
    asked = {
        "running": {"sla_state": "running"},
        "at_risk": {"at_risk": "true"},
        "cancelled": {"sla_state": "cancelled"},
    }
    parts: list[Any] = []
    for key, n in compliance.beside(view).items():
        if n:
            text = view.t(f"sla.left_out.{key}", count=n, number=view.number(n))
            parts.append(html.A(text, href=compliance.drill(view, **asked[key])))
    for key, n in compliance.without_figure(view).items():
        if n:
            parts.append(view.t(f"sla.left_out.{key}", count=n, number=view.number(n)))
    if not parts:
        return []
    joined = [piece for part in parts for piece in (" · ", part)][1:]
    return [html.Span([html.B(view.t("common.card.left_out") + " "), *joined])]


PAGE = Page(
    key="sla",
    path="/sla",
    layout=layout,
    cards=(by_department, trend, causes, due_next, expiring, breaches, provider_card.card, rules),
    icon="check",
    group="service",
    order=20,
)
