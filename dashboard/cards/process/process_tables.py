"""Tables of the process page: how often cases change hands, and where their time goes."""

from collections.abc import Sequence
from typing import Any

import polars as pl
from dash import html

from dashboard import formats
from dashboard.components.card import Card, key_item
from dashboard.components.spread import spread
from dashboard.components.states import empty
from dashboard.components.strip import whisker
from dashboard.components.table import Column
from dashboard.view import View
from warehouse.intervals import FEW

MOST_STAGES = 12
DEEPEST = 6
"""Cases that changed hands so often or more stand together."""


def depth(view: View) -> Card:
    """How often do cases change hands?"""
    frame = statistics(view, "path_duration", ("depth",))
    question = view.t("process.depth.question")
    if frame.is_empty():
        return Card(question, body=empty(view, view.t("process.what.cases")))
    rows = sorted(frame.to_dicts(), key=lambda row: row["depth"])
    total = int(sum(row["cases"] for row in rows))
    deep = sum(row["cases"] for row in rows if row["depth"] > 0)
    shown = [row for row in rows if row["depth"] < DEEPEST]
    rest = [row for row in rows if row["depth"] >= DEEPEST]
    most = max(row["upper"] for row in rows)
    lines = [_depth_line(view, row, str(row["depth"]), most) for row in shown]
    if rest:
        together: dict[str, Any] = {name: sum(row[name] for row in rest) for name in ("cases", "share")}
        together |= {"p50": None, "p90": None, "has_time": False}
        lines.append(_depth_line(view, together, view.t("process.depth.more", number=DEEPEST), most))
    heads = [
        (view.t("process.column.depth"), ""), (view.t("process.column.share"), "bar"), ("", "r"),
        (view.t("process.column.cases"), "r"), (view.t("process.column.p50"), "r"),
    ]  # fmt: skip
    return Card(
        view.t("process.depth.finding", share=view.share(deep / total, 0)) if total >= FEW else question,
        sub=view.t("process.depth.sub"),
        body=table(heads, lines, question, "ls-parts narrow"),
        footer=untimed(view, rows),
        rows=rows,
        columns=[
            Column("depth", view.t("process.column.depth"), "number"),
            Column("cases", view.t("process.column.cases"), "number"),
            Column("share", view.t("process.column.share"), "share"),
            Column("p50", view.t("process.column.p50"), "seconds"),
            Column("p90", view.t("process.column.p90"), "seconds"),
        ],
        metric="path_duration",
    )


def _depth_line(view: View, row: dict[str, Any], name: str, most: float) -> html.Tr:
    few = "few" if row["cases"] < FEW else ""
    deepest = name != str(row.get("depth"))
    href = view.link("/cases", depth=f"{DEEPEST}-" if deepest else name)
    return html.Tr(
        [
            html.Th(name, scope="row"),
            html.Td(whisker(row["share"], row.get("lower"), row.get("upper"), most, few), className="bar"),
            html.Td(view.share(row["share"]), className="r"),
            html.Td(html.A(view.number(row["cases"]), href=href), className="r"),
            html.Td(duration(view, row, "p50"), className="r"),
        ],
        className=few or None,
    )


def stages(view: View) -> Card:
    """Where does the time go?"""
    frame = statistics(view, "stage_duration", ("department_id", "state"))
    question = view.t("process.stages.question")
    if frame.is_empty():
        return Card(question, body=empty(view, view.t("process.what.cases")))
    rows = [
        row
        | {
            "name": view.name("department_id", row["department_id"]),
            "place": view.t(f"process.state.{row['state']}"),
        }
        for row in frame.sort("time_share", descending=True, nulls_last=True).to_dicts()
    ]
    known = [row for row in rows if row["time_share"] is not None]
    most = max((row["time_share"] for row in known), default=1.0)
    heads = [
        (view.t("process.column.stage"), ""), (view.t("process.column.time"), "bar"), ("", "r"),
        (view.t("process.column.p50"), "r"), ("", "range"), (view.t("process.column.p90"), "r"),
        (view.t("process.column.stays"), "r"),
    ]  # fmt: skip
    heading = question
    if known and known[0]["steps"] >= FEW:
        heading = view.t(
            "process.stages.finding", share=view.share(known[0]["time_share"], 0), name=known[0]["name"],
            place=known[0]["place"],
        )  # fmt: skip
    footer = [*_keys(view)]
    if len(rows) > MOST_STAGES:
        footer.append(html.Span(view.t("process.shown", shown=MOST_STAGES, total=len(rows))))
    return Card(
        heading,
        sub=view.t("process.stages.sub", clock=view.t(f"process.clock.{view.state.clock}")),
        body=table(heads, [_stage_line(view, row, most) for row in rows[:MOST_STAGES]], question),
        footer=footer,
        rows=rows,
        columns=[
            Column("name", view.t("common.department")),
            Column("place", view.t("process.column.state")),
            Column("time_share", view.t("process.column.time"), "share"),
            Column("p50", view.t("process.column.p50"), "seconds"),
            Column("p90", view.t("process.column.p90"), "seconds"),
            Column("steps", view.t("process.column.stays"), "number"),
        ],
        metric="stage_duration",
    )


def _stage_line(view: View, row: dict[str, Any], most: float) -> html.Tr:
    few = "few" if row["steps"] < FEW else ""
    name = [row["name"], html.Small(row["place"])]
    if row["time_share"] is None:
        reason = view.t("process.no_calendar")
        return html.Tr([html.Th(name, scope="row"), html.Td([formats.DASH, " ", reason], colSpan=5),
                        html.Td(view.number(row["steps"]), className="r")])  # fmt: skip
    return html.Tr(
        [
            html.Th(name, scope="row"),
            html.Td(bar(row["time_share"], most, few), className="bar"),
            html.Td(view.share(row["time_share"]), className="r"),
            html.Td(duration(view, row, "p50"), className="r"),
            html.Td(spread(row["p50"], row["p90"], few), className="range"),
            html.Td(duration(view, row, "p90"), className="r"),
            html.Td(view.number(row["steps"]), className="r"),
        ],
        className=few or None,
    )


def statistics(view: View, metric: str, by: Sequence[str]) -> pl.DataFrame:
    """Return a metric on the page's clock with a column a statistic, the share's interval beside it.

    `has_time` says whether its percentiles measured anything.
    """
    frame = view.evaluate(metric, tuple(by), clock=view.state.clock)
    if frame.is_empty():
        return frame
    share = frame.filter(pl.col("statistic") == "share").select(*by, "lower", "upper")
    measured = frame.filter(pl.col("statistic") == "p50").select(*by, has_time=pl.col("sample_size") > 0)
    wide = frame.pivot("statistic", index=list(by), values="metric_value")
    missing = [name for name in ("p50", "p90", "time_share") if name not in wide.columns]
    wide = wide.with_columns(pl.lit(None, dtype=pl.Float64).alias(name) for name in missing)
    for more in (share, measured):
        wide = wide.join(more, on=list(by), how="left", nulls_equal=True)
    return wide.with_columns(pl.col("has_time").fill_null(False))


def bar(share: float, most: float, tone: str = "") -> html.Span:
    """Return a plain bar from zero: a part of a whole that was counted, not estimated."""
    width = html.I(style={"width": f"{round(share / (most or 1) * 100, 2)}%"})
    return html.Span(width, className=f"ls-part {tone}".strip(), **{"aria-hidden": "true"})


def duration(view: View, row: dict[str, Any], name: str) -> str:
    """Return a percentile in words: not reached is not unknown."""
    if row[name] is not None:
        return view.duration(row[name], "chart")
    return view.t("process.beyond") if row.get("has_time") else formats.DASH


def untimed(view: View, rows: Sequence[dict[str, Any]]) -> list[html.Span]:
    """Return what a dash means, where a row has one: nothing of it ran on the page's clock."""
    if all(row["has_time"] for row in rows):
        return []
    return [html.Span(f"{formats.DASH} {view.t('process.no_calendar')}")]


def table(
    heads: Sequence[tuple[str, str]], lines: Sequence[html.Tr], caption: str, kind: str = "ls-parts"
) -> html.Div:
    """Return a plain table that scrolls where it must."""
    head = html.Tr([html.Th(text, scope="col", className=side or None) for text, side in heads])
    whole = html.Table(
        [html.Caption(caption, className="ls-hidden"), html.Thead(head), html.Tbody(list(lines))],
        className=f"ls-table {kind}",
    )
    return html.Div(whole, className="ls-scroll", tabIndex=0, role="region", **{"aria-label": caption})


def _keys(view: View) -> list[Any]:
    return [key_item("dot", view.t("process.column.p50")), key_item("square", view.t("process.column.p90"))]
