"""Is the backlog growing, and how old is it? Open cases by age, what came in and went out, who sits on what."""

from datetime import date, datetime
from typing import Any

import polars as pl
from dash import html

from dashboard import formats, urls
from dashboard.cards.backlog import ageing, backlog_levels, moments
from dashboard.components.card import Card, grid, key_item, place
from dashboard.components.chart import chart
from dashboard.components.kpi import Kpi
from dashboard.components.rich import rich
from dashboard.components.states import empty
from dashboard.components.table import Column
from dashboard.figures import backlog_area, flow_bars
from dashboard.figures.backlog_area import AGES
from dashboard.page import Body, Page
from dashboard.view import View

DAY = 86_400.0
STEADY = 0.05
"""A backlog that ends within 5 % of where it began is called steady."""


def open_now(view: View) -> Kpi:
    """How many cases are open."""
    level = backlog_levels.level(view)
    trend = backlog_levels.days(view)["open"].to_list()
    before = _balance(view).before
    return Kpi(
        _label(view, "open"),
        view.number(level.get("open", 0)),
        formats.NBSP + view.t("backlog.kpi.cases", int(level.get("open", 0))),
        trend=trend,
        interval=view.t("backlog.kpi.exact"),
        foot=_change(view, level.get("open", 0) - before, view.number(before)),
        href=backlog_levels.address(view, **_origin(view)),
    )


def oldest(view: View) -> Kpi:
    """How old the oldest open case is."""
    found = backlog_levels.open_cases(view)
    label = view.t("backlog.kpi.oldest")
    if not found.total:
        return Kpi(label, formats.DASH, tone="unknown", interval=view.t("backlog.kpi.nothing_open"))
    row = found[0]
    owner = view.name("department_id", row["department_id"])
    return Kpi(
        label,
        view.duration(row["age_seconds"]),
        interval=owner,
        n=view.instant(row["opened_at"], "short"),
        foot=[html.Span(view.t("backlog.kpi.over_week", total=view.number(_over(view))))],
        href=backlog_levels.address(view, **_origin(view)),
    )


def aged(view: View) -> Kpi:
    """How much waiting is piled up: the ages of all open cases added."""
    level = backlog_levels.level(view)
    days = backlog_levels.days(view)
    value = level.get("aged_seconds", 0.0)
    first = days["aged_seconds"].first() or 0.0
    count = level.get("open", 0)
    mean = view.t("backlog.kpi.mean", age=view.duration(value / count)) if count else ""
    return Kpi(
        view.t("backlog.kpi.aged"),
        view.number(value / DAY),
        formats.NBSP + view.t("backlog.kpi.days"),
        trend=days["aged_seconds"].to_list(),
        interval=mean,
        foot=_change(view, (value - float(first)) / DAY, view.number(float(first) / DAY)),  # type: ignore[arg-type]
    )


def net(view: View) -> Kpi:
    """How much more came in than went out, per complete day."""
    days = backlog_levels.flows(view)
    count_in, count_out = int(days["count_in"].sum()), int(days["count_out"].sum())
    per_day = (count_in - count_out) / max(days.height, 1)
    trend = (days["count_in"] - days["count_out"]).to_list()
    return Kpi(
        view.t("backlog.kpi.net"),
        formats.signed(per_day, view.lang, 1),
        formats.NBSP + view.t("backlog.kpi.per_day"),
        trend=trend,
        interval=view.t("backlog.kpi.in_out", come=view.number(count_in), gone=view.number(count_out)),
        foot=[html.Span(view.t("backlog.kpi.growing_days", _growing(days), total=days.height))],
    )


def area(view: View) -> Card:
    """Open cases by age, hour by hour."""
    hours = backlog_levels.hours(view)
    if hours.is_empty() or not hours["open"].sum():
        return Card(view.t("backlog.area.question"), body=empty(view, view.t("waits.what.cases")))
    closed = backlog_levels.closed(view)
    figure = backlog_area.backlog_area(
        hours,
        zone=view.snapshot.about.zone,
        lang=view.lang,
        scheme=view.scheme,
        closed=closed,
        drill=lambda at: backlog_levels.address(view, at=at, **_origin(view)),
        moment=backlog_levels.moment(view) if "at" in view.state.extra else None,
    )
    found = _balance(view)
    finding = _finding(view, found.before, found.after)
    footer: list[Any] = [html.Span(_identity(view, found))]
    if closed:
        footer.insert(0, key_item("night", view.t("backlog.area.closed")))
    badge = ("backlog.identity.holds", "") if found.holds else ("backlog.identity.broken", "bad")
    return Card(
        finding,
        view.t("backlog.area.sub"),
        chart(view, "backlog-area", figure, backlog_area.HEIGHT, finding),
        footer=footer,
        badge=(view.t(badge[0]), badge[1]),
        rows=hours.to_dicts(),
        columns=[
            Column("hour_at", view.t("backlog.column.at"), "instant"),
            Column("open", view.t("backlog.column.open"), "number"),
            *[Column(age, view.t(f"figures.{age}"), "number") for age in reversed(AGES)],
            Column("aged_seconds", view.t("backlog.kpi.aged"), "seconds"),
        ],
        metric="backlog",
        has_figure=True,
        notes=[view.t("backlog.identity.note")],
    )


def flow(view: View) -> Card:
    """What came in and went out, day by day."""
    days = backlog_levels.flows(view)
    if not days["count_in"].sum() and not days["count_out"].sum():
        return Card(view.t("backlog.flow.question"), body=empty(view, view.t("waits.what.flows")))
    kinds = f"{backlog_levels.kinds(view, 'in')},{backlog_levels.kinds(view, 'out')}"

    def address(day: date) -> str:
        return urls.format(
            view.state, path="/waits", period=f"{day}..{day}", extra={"flow": kinds, **_origin(view)}
        )

    figure = flow_bars.flow_bars(days, lang=view.lang, scheme=view.scheme, drill=address)
    finding = view.t("backlog.flow.finding", _growing(days), total=days.height)
    rows = days.with_columns(net=pl.col("count_in") - pl.col("count_out")).to_dicts()
    moves = "backlog.flow.moves" if "moved_in" in kinds else "backlog.flow.no_moves"
    return Card(
        finding,
        view.t("backlog.flow.sub"),
        chart(view, "backlog-flow", figure, flow_bars.HEIGHT, finding),
        footer=[html.Span(view.t(moves))],
        rows=rows,
        columns=[
            Column("date_day", view.t("backlog.column.day"), "date"),
            Column("count_in", view.t("figures.flow_in"), "number"),
            Column("count_out", view.t("figures.flow_out"), "number"),
            Column("net", view.t("figures.flow_net"), "number"),
        ],
        metric="department_load",
        has_figure=True,
    )


def moment(view: View) -> Card:
    """What was open at any moment?"""
    return moments.card(view, _origin(view))


def by_department(view: View) -> Card:
    """Who sits on how many, and how old they are."""
    return ageing.card(view, _origin(view))


def layout(view: View) -> Body:
    """Return the page."""
    total = int(backlog_levels.level(view).get("open", 0))
    return Body(
        [
            grid(*[place(view, card, 3) for card in (open_now, oldest, aged, net)]),
            grid(place(view, area, 12)),
            grid(place(view, moment, 5), place(view, by_department, 7)),
            grid(place(view, flow, 12)),
        ],
        answer=rich(_answer(view, total)),
        count=view.t("waits.count.cases", total, total=view.number(total)),
    )


def _balance(view: View) -> backlog_levels.Balance:
    return backlog_levels.balance(view)


def _label(view: View, key: str) -> str:
    is_now = view.period.until >= view.snapshot.about.today
    return view.t(
        f"backlog.kpi.{key}" if is_now else f"backlog.kpi.{key}_then",
        day=view.date(view.period.last, "short"),
    )


def _origin(view: View) -> dict[str, Any]:
    return {"from": urls.format(view.state)}


def _over(view: View) -> int:
    return int(backlog_levels.level(view).get("open_over_7d", 0))


def _growing(days: pl.DataFrame) -> int:
    return days.filter(pl.col("count_in") > pl.col("count_out")).height


def _change(view: View, change: float, before: str) -> list[Any]:
    since = view.t("backlog.kpi.since", day=view.date(view.period.since, "short"), before=before)
    return [html.B(formats.signed(change, view.lang)), html.Span(since)]


def _finding(view: View, before: int, after: int) -> str:
    values: dict[str, Any] = {"before": view.number(before), "after": view.number(after)}
    if abs(after - before) <= STEADY * max(before, 1):
        return view.t("backlog.area.steady", **values)
    return view.t("backlog.area.grew" if after > before else "backlog.area.shrank", **values)


def _identity(view: View, found: backlog_levels.Balance) -> str:
    parts = [view.number(found.before)]
    for kinds, sign in ((backlog_levels.IN, "+"), (backlog_levels.OUT, formats.MINUS)):
        parts += [
            f"{sign} {view.number(found.terms[kind])} {view.t(f'waits.flow.{kind}')}"
            for kind in kinds
            if found.terms[kind]
        ]
    sign = "=" if found.holds else "≠"
    return f"{' '.join(parts)} {sign} {view.number(found.after)}"


def _answer(view: View, total: int) -> str:
    if not total:
        return view.t("backlog.answer.nothing")
    found = _balance(view)
    at: datetime = backlog_levels.instant(view)
    values: dict[str, Any] = {
        "total": view.number(total),
        "at": view.instant(at),
        "before": view.number(found.before),
    }
    parts = [view.t("backlog.answer.open", total, **values)]
    level = backlog_levels.level(view)
    if over := int(level.get("open_over_7d", 0)):
        parts.append(view.t("backlog.answer.over", over, total=view.number(over)))
    top = backlog_levels.departments(view).row(0, named=True)
    share = top["aged_seconds"] / level["aged_seconds"] if level.get("aged_seconds") else 0.0
    if share > 1 / 2 and backlog_levels.departments(view).height > 1:
        name = view.name("department_id", top["department_id"])
        parts.append(view.t("backlog.answer.most", name=name, share=view.share(share, 0)))
    return " ".join(parts)


PAGE = Page(
    key="backlog",
    path="/backlog",
    layout=layout,
    cards=(open_now, oldest, aged, net, area, moment, by_department, flow),
    icon="flow",
    group="service",
    order=40,
)
