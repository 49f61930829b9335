"""Work against people, hour by hour of the week: who has more to do than staff, and when nobody is there at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import polars as pl
from dash import html

from dashboard import formats, urls
from dashboard.components.card import Card, key_item
from dashboard.components.states import empty, unknown
from dashboard.components.table import Column
from dashboard.components.week_grid import HOURS, Cell, week_grid
from dashboard.verdict import estimate
from dashboard.view import View
from warehouse.intervals import FEW

METRIC = "utilisation"
CLASSES = ((0.6, "h0"), (0.8, "h1"), (1.0, "h2"), (1.2, "h3"))
"""Upper ends of the classes of the heat map; what lies above is h4."""


@dataclass(frozen=True)
class Peak:
    """A run of hours of one weekday in which a department has clearly more work than people."""

    department: str | None
    first: int
    last: int
    ratio: float


def hours(view: View) -> pl.DataFrame:
    """Return utilisation by department and hour of the week."""
    return view.evaluate(METRIC, ("department_id", "hour_of_week"))


def departments(view: View) -> dict[str | None, dict[str, Any]]:
    """Return a row of utilisation a department."""
    return {row["department_id"]: row for row in view.evaluate(METRIC, ("department_id",)).to_dicts()}


def arrivals(view: View) -> dict[tuple[str | None, int], int]:
    """Return how many waits were opened, by department and hour of the week."""
    frame = view.evaluate("coverage_gaps", ("department_id", "hour_of_week"))
    counted = frame.filter(pl.col("statistic") == "arrivals")
    return {
        (department, hour): n
        for department, hour, n in counted.select("department_id", "hour_of_week", "sample_size").iter_rows()
        if hour is not None
    }


def chosen(view: View) -> str | None:
    """Return the department whose week is shown: the address's, else the heading's, else the busiest."""
    found = departments(view)
    asked = view.state.extra.get("of")
    if asked is not None and asked in found:
        return asked
    top = peak(hours(view))
    if top is not None and top.department in found:
        return top.department
    known = [
        name for name, row in found.items() if row["metric_value"] is not None and not estimate(row).is_few
    ]
    return max(known, key=lambda name: (found[name]["metric_value"], str(name)), default=_largest(found))


def peak(frame: pl.DataFrame) -> Peak | None:
    """Return the longest run of hours (`hours`) in which work clearly exceeds people; None if there is none.

    An hour counts if its interval lies above 100 % and it holds enough replies. A run ends with its day.
    """
    over = frame.filter(
        (pl.col("lower") > 1) & (pl.col("sample_size") >= FEW) & pl.col("metric_value").is_not_null()
    )
    runs: list[list[dict[str, Any]]] = []
    for row in over.sort("department_id", "hour_of_week").to_dicts():
        last = runs[-1][-1] if runs else None
        follows = (
            last is not None
            and last["department_id"] == row["department_id"]
            and last["hour_of_week"] + 1 == row["hour_of_week"]
            and last["hour_of_week"] // HOURS == row["hour_of_week"] // HOURS
        )
        if follows:
            runs[-1].append(row)
        else:
            runs.append([row])
    peaks = [
        Peak(
            run[0]["department_id"],
            run[0]["hour_of_week"],
            run[-1]["hour_of_week"],
            sum(row["numerator"] for row in run) / sum(row["staffed_seconds"] for row in run),
        )
        for run in runs
    ]
    return max(peaks, key=lambda one: (one.last - one.first, one.ratio), default=None)


def finding(view: View) -> str | None:
    """Return who has more work than people, and when; None where nothing is beyond doubt."""
    top = peak(hours(view))
    if top is not None:
        return view.t(
            "load.hours.peak",
            name=view.name("department_id", top.department),
            ratio=view.number(top.ratio, 1),
            when=_span(view, top),
        )
    for department, row in departments(view).items():
        found = estimate(row)
        if not found.is_few and (found.lower or 0.0) > 1:
            name = view.name("department_id", department)
            return view.t("load.hours.over", name=name, ratio=view.number(found.value, 1))
    return None


def card(view: View) -> Card:
    """Return the week of one department."""
    question = view.t("load.hours.question")
    frame = hours(view)
    if frame.is_empty():
        return Card(question, body=empty(view, view.t("load.hours.what")))
    if frame["metric_value"].null_count() == frame.height:
        return Card(question, body=unknown(view, view.t("load.hours.no_shifts"), view.t("load.hours.mend")))
    department = chosen(view)
    came = arrivals(view)
    own = frame.filter(pl.col("department_id").eq_missing(pl.lit(department, dtype=pl.String)))
    by_hour = {row["hour_of_week"]: row for row in own.to_dicts()}
    # An hour in which nobody was there and nobody did anything has no row.
    has_shifts = departments(view)[department]["staffed_seconds"] > 0
    nothing = {"metric_value": None, "lower": None, "upper": None, "sample_size": 0, "numerator": 0.0,
               "reason": "not_staffed" if has_shifts else "no_shifts"}  # fmt: skip
    cells = {
        hour: _cell(view, department, hour, by_hour.get(hour, nothing), came.get((department, hour), 0))
        for hour in range(7 * HOURS)
    }
    rows = _rows(view, frame, came)
    name = view.name("department_id", department)
    return Card(
        finding(view) or question,
        sub=view.t("load.hours.sub", name=name),
        body=[_switch(view, department), week_grid(view, cells, view.t("load.hours.sub", name=name))],
        footer=[
            *[_class(view, tone, text) for tone, text in _classes(view)],
            key_item("hatch", view.t("load.hours.unstaffed")),
            html.Span(view.t("load.hours.few")),
        ],
        rows=rows,
        columns=[
            Column("department", view.t("common.department")),
            Column("hour", view.t("load.hours.hour")),
            Column("utilisation", view.t("load.hours.utilisation"), "share"),
            Column("lower", view.t("load.column.lower"), "share"),
            Column("upper", view.t("load.column.upper"), "share"),
            Column("replies", view.t("load.hours.replies"), "number"),
            Column("work", view.t("load.hours.work"), "seconds"),
            Column("staffed", view.t("load.hours.staffed"), "seconds"),
            Column("arrivals", view.t("load.hours.arrivals"), "number"),
            Column("reason", view.t("load.column.reason")),
        ],
        metric=(METRIC, "coverage_gaps"),
        notes=[view.t("load.hours.note")],
    )


def _cell(view: View, department: str | None, hour: int, row: Mapping[str, Any], came: int) -> Cell:
    found = estimate(row)
    when = formats.hour_of_week(hour, view.lang)
    messages = view.t("load.hours.came", came, number=view.number(came))
    href = view.link("/waits", {"department_id": department}, hour_of_week=hour) if came else None
    if found.value is None:
        reason = view.t(f"load.reason.{row['reason']}")
        tone = "none ls-hatch" if row["reason"] == "not_staffed" else "none"
        return Cell(view.number(came) if came else "", tone, f"{when}: {reason}; {messages}", href)
    replies = view.t("load.hours.answered", found.n, number=view.number(found.n))
    title = f"{when}: {view.share(found.value, 0)}, {replies}; {messages}"
    if found.is_few:
        return Cell("·", "few", title, href)
    tone = next((tone for end, tone in CLASSES if found.value < end), "h4")
    return Cell(view.number(found.value * 100), tone, title, href)


def _rows(
    view: View, frame: pl.DataFrame, came: Mapping[tuple[str | None, int], int]
) -> list[dict[str, Any]]:
    return [
        {
            "department": view.name("department_id", row["department_id"]),
            "hour": formats.hour_of_week(row["hour_of_week"], view.lang),
            "utilisation": row["metric_value"],
            "lower": row["lower"],
            "upper": row["upper"],
            "replies": row["sample_size"],
            "work": row["numerator"],
            "staffed": row["staffed_seconds"],
            "arrivals": came.get((row["department_id"], row["hour_of_week"]), 0),
            "reason": view.t(f"load.reason.{row['reason']}") if row["reason"] else None,
        }
        for row in frame.sort("department_id", "hour_of_week", nulls_last=True).to_dicts()
    ]


def _switch(view: View, department: str | None) -> html.Div:
    """Choose whose week is shown, each with its utilisation over the whole period."""
    found = departments(view)
    names: Sequence[str] = [name for name in view.departments if name in found]
    links = [
        html.A(
            [
                f"{view.name('department_id', name)} ",
                html.Span(_percent(view, found[name]), className="ls-quiet"),
            ],
            href=urls.format(replace(view.state, extra={**view.state.extra, "of": name})),
            className="ls-segment",
            **({"aria-current": "true"} if name == department else {}),
        )
        for name in names
    ]
    label = view.t("load.hours.of")
    group = html.Div(links, className="ls-segments", role="group", **{"aria-label": label})
    return html.Div([html.Span(label), group], className="ls-compare")


def _percent(view: View, row: Mapping[str, Any]) -> str:
    return view.share(row["metric_value"], 0)


def _classes(view: View) -> list[tuple[str, str]]:
    ends = [end for end, _ in CLASSES]
    tones = [tone for _, tone in CLASSES]
    texts = [view.t("load.hours.below", end=view.share(ends[0], 0))]
    texts += [view.share_range(low, high, 0) for low, high in pairwise(ends)]
    return [*zip(tones, texts, strict=True), ("h4", view.t("load.hours.above", end=view.share(ends[-1], 0)))]


def _class(view: View, tone: str, text: str) -> html.Span:
    return html.Span(
        [html.I(className=f"ls-key ls-heat {tone}", **{"aria-hidden": "true"}), text], className="ls-keyitem"
    )


def _largest(found: Mapping[str | None, Mapping[str, Any]]) -> str | None:
    return max(found, key=lambda name: (found[name]["sample_size"], str(name)), default=None)


def _span(view: View, top: Peak) -> str:
    day = view.t(f"load.weekday.{top.first // HOURS}")
    return view.t("load.hours.span", day=day, first=top.first % HOURS, last=top.last % HOURS + 1)
