"""Who waits how long, side by side: median with strip and interval, P90, unanswered after a week, n."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from dash import html

from dashboard import formats, urls
from dashboard.cards.backlog.ageing import MOST_ROWS, more_rows
from dashboard.cards.responses import response_times
from dashboard.cards.responses.response_times import Waiting
from dashboard.components.card import Card
from dashboard.components.states import empty, unknown
from dashboard.components.strip import scaled
from dashboard.components.table import Column
from dashboard.figures.series import Series
from dashboard.verdict import Estimate
from dashboard.view import View


def nothing(view: View) -> html.Div:
    """Return what a card says without waits; where only the calendar is missing, it leads to the other clock."""
    if response_times.lacks_arrivals(view):
        link = html.A(view.t("responses.no_arrivals.switch"), href=published(view), className="ls-button")
        return html.Div([unknown(view, view.t("responses.no_arrivals.reason")), link], className="ls-state")
    if not response_times.lacks_calendar(view):
        return empty(view, view.t("waits.what.waits"))
    return without_calendar(view)


def without_calendar(view: View) -> html.Div:
    """Return what a card says where only the calendar is missing: who can mend it, and a way to the other clock."""
    link = html.A(
        view.t("responses.no_calendar.switch"), href=view.href(clock="calendar"), className="ls-button"
    )
    return html.Div([unknown(view, view.t("responses.no_calendar.reason")), link], className="ls-state")


def published(view: View) -> str:
    """Return this address with waits measured from the platform's publishing."""
    return urls.format(
        replace(view.state, extra={key: value for key, value in view.state.extra.items() if key != "since"})
    )


def table_card(view: View, column: str) -> Card:
    """Return every group of a column as a table: median with strip, interval, P90, unanswered, n, answered-only."""
    waiting = response_times.by_group(view, column, most=500)
    title = view.t(f"responses.table.{column}")
    if not waiting.groups.shown:
        return Card(title, body=nothing(view))
    rows = [_table_row(view, waiting, one) for one in _ranked(waiting)]
    label = view.t(f"common.column.{column}")
    return Card(
        title,
        view.t("responses.table.sub", clock=view.t(f"responses.clock.{view.state.clock}")),
        _table(view, label, rows[:MOST_ROWS], title),
        footer=[html.Span(view.t("responses.table.footer")), *more_rows(view, len(rows))],
        rows=rows,
        columns=[
            Column("name", label),
            Column("p50", "P50", "seconds"),
            Column("lower", view.t("responses.column.lower"), "seconds"),
            Column("upper", view.t("responses.column.upper"), "seconds"),
            Column("p90", "P90", "seconds"),
            Column("unanswered", view.t("responses.table.unanswered"), "share"),
            Column("answered_only", view.t("figures.answered_only_p50"), "seconds"),
            Column("n", "n", "number"),
        ],
        metric="first_response_time",
    )


def _ranked(waiting: Waiting) -> list[Series]:
    """Slowest median first; not reached within a week before all; too few at the end, unranked."""

    def key(one: Series) -> tuple[bool, float]:
        median = waiting.of(one.key, "p50").value
        return one.is_few, -(median if median is not None else math.inf)

    return sorted(waiting.groups.shown, key=key)


def _table_row(view: View, waiting: Waiting, one: Series) -> dict[str, Any]:
    half, most = waiting.of(one.key, "p50"), waiting.of(one.key, "p90")
    never, naive = waiting.of(one.key, "unanswered_7d"), waiting.of(one.key, "answered_only_p50")
    return {
        "key": one.key,
        "name": one.name,
        "is_few": one.is_few,
        "estimate": half,
        "p50": half.value,
        "lower": half.lower,
        "upper": half.upper,
        "p90": most.value,
        "never": never,
        "unanswered": never.value,
        "answered_only": naive.value,
        "n": half.n,
        "href": view.link(
            "/waits",
            f={waiting.groups.column: one.key},
            metric="first_response_time",
            **response_times.origin(view),
        ),
    }


def _table(view: View, label: str, rows: Sequence[Mapping[str, Any]], caption: str) -> html.Div:
    heads = [
        (label, None), ("P50", "r"), ("", "ls-rt-strip"), (view.t("responses.table.interval"), "r ls-wide-only"),
        ("P90", "r"), (view.t("responses.table.unanswered"), "r"),
        (view.t("responses.table.interval"), "r ls-wide-only"), (view.t("responses.table.ghost"), "r"), ("n", "r"),
    ]  # fmt: skip
    head = html.Tr([html.Th(text, scope="col", className=name) for text, name in heads])
    body = [html.Tr(_cells(view, row), className="few" if row["is_few"] else None) for row in rows]
    table = html.Table(
        [html.Caption(caption, className="ls-hidden"), html.Thead(head), html.Tbody(body)],
        className="ls-table ls-rt",
    )
    return html.Div(table, className="ls-scroll", tabIndex=0, role="region", **{"aria-label": caption})


def _cells(view: View, row: Mapping[str, Any]) -> list[Any]:
    e: Estimate = row["estimate"]
    log = response_times.on_log_scale(e)
    beyond = view.t("responses.beyond")

    def length(value: float | None) -> str:
        return view.duration(value, "chart") if value is not None else beyond

    bounds = f"{length(e.lower)} – {length(e.upper)}" if e.lower is not None else formats.DASH
    never: Estimate = row["never"]
    tone = "few" if row["is_few"] else ""
    return [
        html.Th(row["name"], scope="row"),
        html.Td(html.B(length(e.value)) if not row["is_few"] else length(e.value), className="r"),
        html.Td(
            scaled(log.value, log.lower, log.upper, None, *response_times.LOG_SCALE, tone=tone),
            className="ls-rt-strip",
        ),
        html.Td(bounds, className="r ls-quiet ls-wide-only"),
        html.Td(length(row["p90"]), className="r"),
        html.Td(view.share(never.value), className="r"),
        html.Td(view.share_range(never.lower, never.upper), className="r ls-quiet ls-wide-only"),
        html.Td(view.duration(row["answered_only"], "chart"), className="r ls-quiet"),
        html.Td(html.A(view.number(row["n"]), href=row["href"]), className="r"),
    ]
