"""How long do people really wait? Curves and percentiles with open waits counted in, and what others would show."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dash import html

from dashboard import grouping, urls
from dashboard.cards.responses import (
    response_equity,
    response_kpis,
    response_rates,
    response_table,
    response_times,
    response_week,
)
from dashboard.cards.responses.response_times import Waiting
from dashboard.components.card import Card, grid, key_item, place
from dashboard.components.chart import chart
from dashboard.components.kpi import Kpi
from dashboard.components.rich import rich
from dashboard.components.table import Column
from dashboard.figures import percentile_rows, survival_curves
from dashboard.figures.series import Series
from dashboard.page import Body, Page
from dashboard.verdict import Estimate
from dashboard.view import View


def p50(view: View) -> Kpi:
    """Half wait at most so long."""
    return response_kpis.percentile(view, "p50", response_times.origin(view))


def p90(view: View) -> Kpi:
    """Nine in ten wait at most so long."""
    return response_kpis.percentile(view, "p90", response_times.origin(view))


def unanswered(view: View) -> Kpi:
    """The share that nobody has answered after a week."""
    return response_kpis.unanswered(view, response_times.origin(view))


def ghost(view: View) -> Kpi:
    """The median that tools show which leave out whoever still waits."""
    return response_kpis.answered_only(view)


def curve(view: View) -> Card:
    """The share answered within t, a line a group."""
    waiting = response_times.by_group(view)
    if not waiting.groups.shown:
        return Card(view.t("responses.curve.question"), body=response_table.nothing(view))
    points = response_times.curve(view, waiting)
    targets = response_times.target_lines(view)
    figure = survival_curves.survival_curves(
        points,
        waiting.groups.shown,
        lang=view.lang,
        scheme=view.scheme,
        targets=[one.line for one in targets],
        drill=_drill(view, waiting),
    )
    size = survival_curves.height(len(waiting.groups.shown))
    finding = _finding(view, waiting)
    return Card(
        finding,
        view.t(
            "responses.curve.sub",
            since=view.t(f"responses.since.{_since(view)}"),
            clock=view.t(f"responses.clock.{view.state.clock}"),
        ),
        [
            html.Div([_switch(view), _start(view)], className="ls-compares"),
            chart(view, "responses-curve", figure, size, finding),
        ],
        footer=_curve_footer(view, waiting, targets),
        rows=points.select("name", "seconds", "metric_value", "lower", "upper", "numerator").to_dicts(),
        columns=[
            Column("name", view.t(f"common.column.{waiting.groups.column}")),
            Column("seconds", view.t("responses.column.within"), "seconds"),
            Column("metric_value", view.t("responses.column.answered"), "share"),
            Column("lower", view.t("responses.column.lower"), "share"),
            Column("upper", view.t("responses.column.upper"), "share"),
            Column("numerator", view.t("responses.column.waiting"), "number"),
        ],
        metric="response_curve",
        has_figure=True,
    )


def _curve_footer(view: View, waiting: Waiting, targets: Sequence[response_times.Target]) -> list[Any]:
    parts: list[Any] = [
        key_item("band", view.t("responses.key.band")),
        key_item("dash", view.t("common.key.target")),
    ]
    for target in targets:
        if target.is_median:
            length = view.duration(target.line.seconds, "prose")
            parts.append(html.Span(view.t("responses.curve.day_target", length=length)))
    if view.state.clock == "business":
        parts.append(html.Span(view.t("responses.curve.business")))
    if unarrived := response_times.unarrived(view):
        parts.append(html.Span(view.t("responses.curve.unarrived", unarrived, number=view.number(unarrived))))
    parts += grouping.left_out(view, "responses.curve.left_out", waiting.groups)
    if any(one.is_few for one in waiting.groups.shown):
        parts.append(html.Span(view.t("common.key.few")))
    return parts


def _finding(view: View, waiting: Waiting) -> str:
    """Name the group that waits longest, if its interval lies beyond all others'; otherwise ask the question."""
    medians = [(one, waiting.of(one.key, "p50")) for one in waiting.groups.shown if not one.is_few]
    known = [(one, e) for one, e in medians if e.lower is not None]
    if len(known) < 2 or len(known) < len(medians):
        return view.t("responses.curve.question")
    slowest, worst = max(known, key=lambda pair: pair[1].lower or 0.0)
    others = [e for one, e in known if one is not slowest]
    if worst.value is None or any(e.upper is None or e.upper >= (worst.lower or 0.0) for e in others):
        return view.t("responses.curve.question")
    return view.t("responses.curve.finding", name=slowest.name, length=view.duration(worst.value, "prose"))


def percentiles(view: View) -> Card:
    """P50, P75 and P90 of each group, and the answered-only median below."""
    waiting = response_times.by_group(view, most=percentile_rows.MOST_ROWS)
    title = view.t("responses.percentiles.title")
    if not waiting.groups.shown:
        return Card(title, body=response_table.nothing(view))
    targets = [one.line for one in response_times.target_lines(view)]
    figure = percentile_rows.percentile_rows(
        waiting.frame,
        waiting.groups.shown,
        lang=view.lang,
        scheme=view.scheme,
        targets=targets,
        drill=_drill(view, waiting),
        available=survival_curves.height(min(len(waiting.groups.shown), survival_curves.MOST_LINES)),
    )
    column = view.t(f"common.column.{waiting.groups.column}")
    names = {one.key: one.name for one in waiting.groups.shown}
    rows = [
        dict(row, name=names[row["series"]]) for row in waiting.frame.to_dicts() if row["series"] in names
    ]
    return Card(
        title,
        view.t("responses.percentiles.sub", column=view.t(f"responses.each.{waiting.groups.column}")),
        chart(view, "responses-percentiles", figure, figure["layout"]["height"], title),
        footer=[
            key_item("dot", "P50"),
            key_item("hollow", "P75"),
            key_item("square", "P90"),
            key_item("diamond", view.t("figures.answered_only_p50")),
            key_item("dash", view.t("common.key.target")),
            *grouping.left_out(view, "responses.percentiles.left_out", waiting.groups),
        ],
        rows=[
            dict(row, statistic=_statistic(view, row["statistic"]))
            for row in rows
            if row["statistic"] != "unanswered_7d"
        ],
        columns=_percentile_columns(view, column),
        metric="first_response_time",
        has_figure=True,
    )


def _statistic(view: View, statistic: str) -> str:
    percentile = view.t(f"figures.{statistic.removeprefix('answered_only_')}")
    if not statistic.startswith("answered_only_"):
        return percentile
    return f"{percentile}, {view.t('figures.answered_only_p50')}"


def _percentile_columns(view: View, column: str) -> list[Column]:
    return [
        Column("name", column),
        Column("statistic", view.t("responses.column.statistic")),
        Column("metric_value", view.t("responses.column.value"), "seconds"),
        Column("lower", view.t("responses.column.lower"), "seconds"),
        Column("upper", view.t("responses.column.upper"), "seconds"),
        Column("sample_size", "n", "number"),
    ]


def _switch(view: View) -> html.Div:
    """Choose what the curves compare: channels, platforms or departments."""
    chosen = grouping.chosen_column(view)
    links = [
        html.A(
            view.t(f"common.column.{column}"),
            href=urls.format(replace(view.state, extra={**view.state.extra, "by": column})),
            className="ls-segment",
            **({"aria-current": "true"} if column == chosen else {}),
        )
        for column in grouping.BY
    ]
    label = view.t("responses.by")
    group = html.Div(links, className="ls-segments", role="group", **{"aria-label": label})
    return html.Div([html.Span(label), group], className="ls-compare")


def _since(view: View) -> str:
    return "arrival" if response_times.is_from_arrival(view) else "published"


def _start(view: View) -> html.Div:
    """Choose when a wait begins: when the platform published the message, or when it reached this system."""
    arrived = urls.format(replace(view.state, extra={**view.state.extra, "since": "arrival"}))
    addresses = {"published": response_table.published(view), "arrival": arrived}
    links = [
        html.A(
            view.t(f"responses.start.{name}"),
            href=href,
            className="ls-segment",
            **({"aria-current": "true"} if name == _since(view) else {}),
        )
        for name, href in addresses.items()
    ]
    label = view.t("responses.start.label")
    group = html.Div(links, className="ls-segments", role="group", **{"aria-label": label})
    return html.Div([html.Span(label), group], className="ls-compare")


def week(view: View) -> Card:
    """When answers come in time, by the hour of the week."""
    return response_week.card(view)


def equity(view: View) -> Card:
    """Who waits longest, by stakeholder and by turn."""
    return response_equity.card(view)


def rate(view: View) -> Kpi:
    """The share answered within a week at all."""
    return response_rates.rate(view)


def given_up(view: View) -> Kpi:
    """The share that gave up before an answer."""
    return response_rates.given_up(view)


def doubled(view: View) -> Kpi:
    """The share that two people answered."""
    return response_rates.doubled(view)


def lag(view: View) -> Kpi:
    """How late messages arrive here."""
    return response_rates.lag(view)


def departments(view: View) -> Card:
    """Every department's numbers side by side."""
    return response_table.table_card(view, "department_id")


def _drill(view: View, waiting: Waiting) -> Any:
    def address(key: str | None) -> str:
        return view.link(
            "/waits",
            f={waiting.groups.column: key},
            metric="first_response_time",
            **response_times.origin(view),
        )

    return address


def layout(view: View) -> Body:
    """Return the page."""
    rates = [rate, given_up, doubled, *([lag] if response_rates.is_lag_known(view) else [])]
    return Body(
        [
            grid(*[place(view, card, 3) for card in (p50, p90, unanswered, ghost)]),
            grid(place(view, curve, 7), place(view, percentiles, 5)),
            grid(place(view, week, 7), place(view, equity, 5)),
            grid(*[place(view, card, 12 // len(rates)) for card in rates]),
            grid(place(view, departments, 12)),
        ],
        answer=rich(_answer(view)),
        count=view.t("waits.count.waits", n, total=view.number(n)) if (n := _n(view)) else None,
    )


def _n(view: View) -> int:
    return response_times.overall(view).get("p50", Estimate(None)).n


def _answer(view: View) -> str:
    found = response_times.overall(view)
    half, tenth = found.get("p50", Estimate(None)), found.get("p90", Estimate(None))
    if not half.n:
        key = "no_calendar" if response_times.lacks_calendar(view) else "nothing"
        key = "no_arrivals" if response_times.lacks_arrivals(view) else key
        return view.t(f"responses.answer.{key}")
    if half.is_few:
        return view.t("responses.answer.few", half.n, number=view.number(half.n))
    parts = []
    if half.value is None:
        parts.append(view.t("responses.answer.half_unreached"))
    elif tenth.value is None:
        parts.append(view.t("responses.answer.half_only", half=view.duration(half.value, "prose")))
    else:
        said = [view.duration(one.value, "prose") for one in (half, tenth)]
        parts.append(view.t("responses.answer.both", half=said[0], tenth=said[1]))
    if forgotten := _forgotten(view):
        names = response_times.listed(view, [one.name for one in forgotten])
        parts.append(view.t("responses.answer.forgotten", len(forgotten), names=names))
    return " ".join(parts)


def _forgotten(view: View) -> list[Series]:
    """Groups of which, beyond doubt, more than one in ten is not answered within a week."""
    waiting = response_times.by_group(view)
    return [
        one
        for one in waiting.groups.shown
        if not one.is_few and (waiting.of(one.key, "unanswered_7d").lower or 0.0) > 0.1
    ]


PAGE = Page(
    key="responses",
    path="/responses",
    layout=layout,
    cards=(
        p50,
        p90,
        unanswered,
        ghost,
        curve,
        percentiles,
        week,
        equity,
        rate,
        given_up,
        doubled,
        lag,
        departments,
    ),
    icon="clock",
    group="service",
    order=30,
)
