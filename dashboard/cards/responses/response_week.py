"""When do answers come in time? The week by the hour in which customers wrote: share in target, and how many wrote."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import polars as pl
from dash import html

from dashboard import formats
from dashboard.cards.responses import response_times
from dashboard.cards.responses.response_table import nothing
from dashboard.components.card import Card, key_item
from dashboard.components.table import Column
from dashboard.components.week_grid import HOURS, Cell, week_grid
from dashboard.verdict import Estimate, estimate
from dashboard.view import View
from warehouse.intervals import wilson

METRIC = "answered_within_target"
CLASSES = ((0.2, "h4"), (0.4, "h3"), (0.6, "h2"), (0.8, "h1"))
"""Upper ends of the classes of the heat map; what lies above is h0: good is pale."""
_EVENING = 18


def card(view: View) -> Card:
    """Return the week as a grid."""
    frame = view.evaluate(METRIC, ("opened_hour_of_week",), clock=view.state.clock)
    shares = {row["opened_hour_of_week"]: row for row in _of(frame, "value")}
    volumes = {row["opened_hour_of_week"]: int(row["sample_size"]) for row in _of(frame, "running")}
    title = finding(view, shares) or view.t("responses.week.question")
    if not volumes:
        return Card(title, body=nothing(view))
    staffed = _staffed(view)
    cells = {hour: _cell(view, hour, shares.get(hour), volumes.get(hour, 0)) for hour in {*volumes, *staffed}}
    cells = {
        hour: replace(cell, tone=f"{cell.tone} {_edges(hour, staffed)}".strip())
        for hour, cell in cells.items()
    }
    sub = view.t("responses.week.sub", clock=view.t(f"responses.clock.{view.state.clock}"))
    return Card(
        title,
        sub,
        week_grid(view, cells, sub, _by_hour(view, volumes)),
        footer=[
            html.Span([_key(tone) for _, tone in (*CLASSES, (1.0, "h0"))], className="ls-keyitem"),
            html.Span(view.t("responses.week.key")),
            key_item("bar", view.t("responses.week.volume", most=view.number(max(_sums(volumes))))),
            *([key_item("frame", view.t("responses.week.staffed"))] if staffed else []),
            html.Span(view.t("responses.week.few")),
        ],
        rows=[
            {
                "hour": formats.hour_of_week(hour, view.lang),
                "opened": volumes[hour],
                "share": found.value,
                "lower": found.lower,
                "upper": found.upper,
                "n": found.n,
            }
            for hour in sorted(volumes)
            for found in (estimate(shares.get(hour)),)
        ],
        columns=[
            Column("hour", view.t("responses.week.hour")),
            Column("opened", view.t("responses.week.opened"), "number"),
            Column("share", view.t("responses.week.share"), "share"),
            Column("lower", view.t("responses.column.lower"), "share"),
            Column("upper", view.t("responses.column.upper"), "share"),
            Column("n", "n", "number"),
        ],
        metric=(METRIC, "coverage_gaps"),
    )


def finding(view: View, shares: Mapping[int, Mapping[str, Any]]) -> str | None:
    """Return that evenings or weekends are clearly worse than working hours; None where the intervals overlap."""
    parts: dict[str, list[float]] = {"day": [0.0, 0.0], "evening": [0.0, 0.0], "weekend": [0.0, 0.0]}
    for hour, row in shares.items():
        part = "weekend" if hour // HOURS > 4 else "evening" if hour % HOURS >= _EVENING else "day"
        if part != "day" or 8 <= hour % HOURS < _EVENING:
            parts[part][0] += row["numerator"]
            parts[part][1] += row["sample_size"]
    found = {name: _share_of(met, due) for name, (met, due) in parts.items()}
    day = found["day"]
    for name in ("evening", "weekend"):
        other = found[name]
        if other.is_few or day.is_few or other.upper is None or day.lower is None or other.value is None:
            continue
        if other.upper < day.lower:
            return view.t(
                f"responses.week.{name}", share=view.share(other.value, 0), day=view.share(day.value, 0)
            )
    return None


def _share_of(met: float, due: float) -> Estimate:
    interval = wilson(met, due)
    if interval is None:
        return Estimate(None)
    return Estimate(met / due, *interval, int(due))


def _of(frame: pl.DataFrame, statistic: str) -> list[dict[str, Any]]:
    return frame.filter(
        pl.col("statistic") == statistic, pl.col("opened_hour_of_week").is_not_null()
    ).to_dicts()


def _cell(view: View, hour: int, row: Mapping[str, Any] | None, opened: int) -> Cell:
    found = estimate(row)
    when = formats.hour_of_week(hour, view.lang)
    wrote = view.t("responses.week.wrote", opened, number=view.number(opened))
    origin = response_times.origin(view)
    if not opened:
        return Cell("", "none", f"{when}: {wrote}")
    if found.value is None:
        href = view.link("/waits", hour_of_week=hour, **origin)
        return Cell("·", "few", f"{when}: {wrote}; {view.t('responses.week.none_due')}", href)
    href = view.link("/waits", hour_of_week=hour, sla_state="met,breached", **origin)
    due = view.t("responses.week.due", found.n, number=view.number(found.n))
    title = f"{when}: {view.share(found.value, 0)} {due}; {wrote}"
    if found.is_few:
        return Cell("·", "few", title, href)
    tone = next((tone for end, tone in CLASSES if found.value < end), "h0")
    return Cell(view.number(found.value * 100), tone, title, href)


def _staffed(view: View) -> frozenset[int]:
    """Hours in which somebody was there for most of what came in; none where no shifts are known."""
    frame = view.evaluate("coverage_gaps", ("hour_of_week",))
    found = frame.filter(pl.col("statistic") == "unstaffed", pl.col("metric_value") < 0.5)
    return frozenset(found["hour_of_week"].drop_nulls().to_list())


def _edges(hour: int, staffed: frozenset[int]) -> str:
    """Classes of the sides on which the frame of the staffed hours runs along a cell."""
    if hour not in staffed:
        return ""
    sides = {
        "et": hour - HOURS,
        "eb": hour + HOURS,
        "el": hour - 1 if hour % HOURS else None,
        "er": hour + 1 if (hour + 1) % HOURS else None,
    }
    return " ".join(["edge", *(name for name, beside in sides.items() if beside not in staffed)])


def _sums(volumes: Mapping[int, int]) -> list[int]:
    return [sum(volumes.get(day * HOURS + hour, 0) for day in range(7)) for hour in range(HOURS)]


def _by_hour(view: View, volumes: Mapping[int, int]) -> list[tuple[float, str]]:
    """How many wrote in each hour of the day, as a share of the most."""
    sums = _sums(volumes)
    most = max(sums) or 1
    return [
        (count / most, view.t("responses.week.at", hour=hour, number=view.number(count)))
        for hour, count in enumerate(sums)
    ]


def _key(tone: str) -> html.I:
    return html.I(className=f"ls-key ls-heat {tone}", **{"aria-hidden": "true"})
