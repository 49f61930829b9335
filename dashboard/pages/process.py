"""Process duration and depth: which ways cases take, how long each is, where the time goes, and what fails."""

from typing import Any

import polars as pl
from dash import html

from dashboard.cards.process import approval_table, four_processes, process_kpis, process_tables
from dashboard.cards.process.process_tables import duration, statistics, untimed
from dashboard.cards.responses import satisfaction_card
from dashboard.cards.responses.response_times import lacks_calendar
from dashboard.cards.start.findings import number_word
from dashboard.cards.start.key_figures import kpi_row
from dashboard.components.card import Card, grid, key_item, place
from dashboard.components.path import arrows, told
from dashboard.components.rich import rich
from dashboard.components.spread import spread
from dashboard.components.states import empty
from dashboard.components.strip import whisker
from dashboard.components.table import Column
from dashboard.page import Body, Page
from dashboard.view import View
from warehouse.intervals import FEW

MOST_PATHS = 12
"""Paths in the card; its table and export have them all."""
MOST = 0.8
"""The heading says how few paths carry this share of the cases."""


def paths(view: View) -> Card:
    """Which way do cases take?"""
    frame = statistics(view, "path_duration", ("path",))
    question = view.t("process.paths.question")
    if frame.is_empty():
        return Card(question, body=empty(view, view.t("process.what.cases")))
    rows = [
        row | {"told": told(view, row["path"])}
        for row in frame.sort("cases", "path", descending=[True, False]).to_dicts()
    ]
    categories = dict(view.rows("select department_id, category from marts.dim_department").iter_rows())
    shown = rows[:MOST_PATHS]
    most = rows[0]["upper"]
    heads = [
        (view.t("process.column.path"), ""), (view.t("process.column.share"), "bar"), ("", "r"),
        (view.t("process.column.cases"), "r"), (view.t("process.column.p50"), "r"), ("", "range"),
        (view.t("process.column.p90"), "r"),
    ]  # fmt: skip
    rest = rows[MOST_PATHS:]
    footer: list[Any] = [
        key_item("dot", view.t("process.column.p50")),
        key_item("square", view.t("process.column.p90")),
    ]
    footer += untimed(view, shown)
    if rest:
        cases = sum(row["cases"] for row in rest)
        footer.append(
            html.Span(
                view.t(
                    "process.paths.rest", len(rest), number=view.number(len(rest)), cases=view.number(cases),
                    share=view.share(sum(row["share"] for row in rest), 0),
                )
            )
        )  # fmt: skip
    return Card(
        _heading(view, frame, question),
        sub=view.t("process.paths.sub", clock=view.t(f"process.clock.{view.state.clock}")),
        body=process_tables.table(
            heads, [_line(view, row, most, categories) for row in shown], question, "ls-paths"
        ),
        footer=footer,
        rows=rows,
        columns=[
            Column("told", view.t("process.column.path")),
            Column("cases", view.t("process.column.cases"), "number"),
            Column("share", view.t("process.column.share"), "share"),
            Column("p50", view.t("process.column.p50"), "seconds"),
            Column("p90", view.t("process.column.p90"), "seconds"),
            Column("path", view.t("process.column.key")),
        ],
        metric="path_duration",
    )


def depth(view: View) -> Card:
    """How often do cases change hands?"""
    return process_tables.depth(view)


def stages(view: View) -> Card:
    """Where does the time go?"""
    return process_tables.stages(view)


def approvals(view: View) -> Card:
    """Are approvals decided within five hours?"""
    return approval_table.card(view)


def works(view: View) -> Card:
    """What do the four processes cost, and how often do they fail?"""
    return four_processes.card(view)


def _line(view: View, row: dict[str, Any], most: float, categories: dict[str, int]) -> html.Tr:
    few = "few" if row["cases"] < FEW else ""
    href = view.link("/cases", path=row["path"])
    return html.Tr(
        [
            html.Th(arrows(view, row["path"], categories), scope="row"),
            html.Td(whisker(row["share"], row["lower"], row["upper"], most, few), className="bar"),
            html.Td(view.share(row["share"]), className="r"),
            html.Td(html.A(view.number(row["cases"]), href=href), className="r"),
            html.Td(duration(view, row, "p50"), className="r"),
            html.Td(spread(row["p50"], row["p90"], few) if row["has_time"] else None, className="range"),
            html.Td(duration(view, row, "p90"), className="r"),
        ],
        className=few or None,
    )


def _heading(view: View, frame: pl.DataFrame, question: str) -> str:
    """How few ways carry most cases; counted, not estimated."""
    shares = frame.sort("cases", descending=True)["share"].cum_sum().to_list()
    if frame["cases"].sum() < FEW:
        return question
    few = next(number for number, share in enumerate(shares, 1) if share >= MOST - 1e-9)
    return view.t(
        "process.paths.finding", few, number=number_word(view, few).capitalize(), total=view.number(len(shares)),
        share=view.share(shares[few - 1], 0),
    )  # fmt: skip


def _answer(view: View) -> str:
    found = process_kpis.found(view, "resolution_time", view.state.clock)
    p50 = found.get("p50")
    if p50 is None or not p50.n:
        if lacks_calendar(view):
            return view.t("responses.answer.no_calendar")
        return view.t("process.answer.nothing")
    if p50.value is None:
        return view.t("process.answer.not_reached")
    sentence = view.t("process.answer.half", duration=view.duration(p50.value, "prose"))
    p90 = found["p90"].value
    if p90 is not None:
        sentence += " " + view.t("process.answer.tenth", duration=view.duration(p90, "prose"))
    return sentence


def _count(view: View) -> str:
    frame = statistics(view, "path_duration", ("path",))
    total = 0 if frame.is_empty() else int(frame["cases"].sum())
    return view.t("cases.count.cases", total, total=view.number(total))


def layout(view: View) -> Body:
    """Return the page."""
    kpis = [process_kpis.resolution, process_kpis.reopened, process_kpis.one_touch, process_kpis.approvals]
    return Body(
        [
            kpi_row(view, kpis),
            grid(
                place(view, paths),
                place(view, stages, span=7),
                html.Div([place(view, depth), place(view, works)], className="ls-stack s5"),
                place(view, approvals),
                *([place(view, satisfaction_card.card)] if satisfaction_card.is_known(view) else []),
            ),
        ],
        answer=rich(_answer(view)),
        count=_count(view),
    )


PAGE = Page(
    key="process",
    path="/process",
    layout=layout,
    cards=(paths, depth, stages, approvals, works, satisfaction_card.card),
    icon="process",
    group="service",
    order=60,
)
