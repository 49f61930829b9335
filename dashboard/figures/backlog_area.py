"""Is the backlog growing, and how old is it? Open cases by age class, hour by hour."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from dashboard import formats
from dashboard.figures import canvas
from dashboard.figures.count_axis import count_axis
from dashboard.figures.day_axis import day_axis
from dashboard.figures.local_time import closed_shapes, local

HEIGHT = 330
AGES = ("open_over_7d", "open_3_7d", "open_1_3d", "open_5_24h", "open_1_5h", "open_0_1h")
"""From the oldest, at the bottom where its trend can be read from a level base, to the youngest."""
STRENGTHS = {
    "open_over_7d": 1.0,
    "open_3_7d": 0.78,
    "open_1_3d": 0.58,
    "open_5_24h": 0.40,
    "open_1_5h": 0.24,
    "open_0_1h": 0.12,
}
"""Age is an order, so it is one hue getting stronger; not six colours."""
_MOST_NIGHTS = 45


def backlog_area(
    hours: pl.DataFrame,
    *,
    zone: str,
    lang: str,
    scheme: str,
    closed: Sequence[tuple[datetime, datetime]] = (),
    empty_reason: str | None = None,
    drill: Callable[[datetime], str] | None = None,
    moment: datetime | None = None,
) -> canvas.Figure:
    """Draw open cases as stacked areas; `closed` are the hours nobody worked, if one calendar holds for all.

    `hours` has a row an hour: hour_at (the instant of the count, UTC) and one column an age class of `AGES`.
    `drill` gives the address behind an instant; `moment` is marked by a line.
    """
    hours = hours.sort("hour_at")
    if hours.is_empty() or not hours.select(pl.sum_horizontal(pl.col(AGES).sum())).item():
        return canvas.empty(scheme, empty_reason or canvas.word(lang, "nothing_open"))
    t = canvas.tokens(scheme)
    instants = hours["hour_at"].to_list()
    xs = [local(instant, zone) for instant in instants]
    totals = hours.select(total=pl.sum_horizontal(AGES))["total"].to_list()
    top = max(totals)
    names = {age: canvas.word(lang, age) for age in AGES}
    local_days = [edge.astimezone(ZoneInfo(zone)).date() for edge in (instants[0], instants[-1])]
    axis = day_axis(local_days[0], local_days[1], lang, most_ticks=8)
    return canvas.figure(
        scheme,
        [_area(hours, age, xs, t) for age in AGES]
        + [_total(hours, totals, xs, instants, names, zone, lang, t, drill)],
        height=HEIGHT,
        hovermode="x",
        margin={
            "l": 8,
            "r": max(canvas.text_width(f"{name} 1.000") for name in names.values()) + 12,
            "t": 10,
            "b": 8,
        },
        shapes=[
            *(closed_shapes(closed, zone, t) if len(closed) <= _MOST_NIGHTS else []),
            *([_moment_line(moment, zone, t)] if moment else []),
        ],
        annotations=_names(hours, names, top, lang, t),
        xaxis={**axis, "range": [xs[0], xs[-1]]},
        yaxis=count_axis(0, top * 1.06, lang),
    )


def _moment_line(at: datetime, zone: str, t: canvas.Tokens) -> dict[str, Any]:
    x, line = local(at, zone), {"color": t["text"], "width": 1.5}
    return {"type": "line", "x0": x, "x1": x, "yref": "paper", "y0": 0, "y1": 1, "line": line}


def _area(hours: pl.DataFrame, age: str, xs: list[str], t: canvas.Tokens) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "stackgroup": "age",
        "x": xs,
        "y": hours[age].to_list(),
        "line": {"width": 0.5, "color": t["surface"]},
        "fillcolor": canvas.tint(t["accent"], STRENGTHS[age]),
        "hoverinfo": "skip",
    }


def _total(
    hours: pl.DataFrame,
    totals: list[float],
    xs: list[str],
    instants: list[datetime],
    names: dict[str, str],
    zone: str,
    lang: str,
    t: canvas.Tokens,
    drill: Callable[[datetime], str] | None,
) -> dict[str, Any]:
    """The outline on top; it carries the hover text and the address of every hour."""
    columns = [hours[age].to_list() for age in AGES]

    def text(i: int) -> str:
        title = formats.instant(instants[i], lang, zone)
        total = canvas.word(lang, "open_total", total=formats.number(totals[i], lang))
        parts = [
            f"{names[age]}: {formats.number(column[i], lang)}"
            for age, column in zip(AGES, columns, strict=True)
            if column[i]
        ]
        return canvas.hover(title, total, *parts)

    return {
        "type": "scatter",
        "mode": "lines",
        "x": xs,
        "y": totals,
        "line": {"width": 1.5, "color": t["text2"]},
        "customdata": [[drill(instant)] for instant in instants] if drill else None,
        # Not a template: with one, the axis shows the date a second time, in words of its own.
        "hoverinfo": "text",
        "hovertext": [text(i) for i in range(len(xs))],
    }


def _names(
    hours: pl.DataFrame, names: dict[str, str], top: float, lang: str, t: canvas.Tokens
) -> list[dict[str, Any]]:
    """Each class's name and last count at the right, at the height where its area ends."""
    last = hours.tail(1).to_dicts()[0]
    middles, base = [], 0.0
    for age in AGES:
        middles.append(base + last[age] / 2)
        base += last[age]
    places = canvas.spread(middles, top * 1.06 * 17 / (HEIGHT - 50), top * 0.03, top * 1.03)
    return [
        {
            "text": f"{names[age]} <b>{formats.number(last[age], lang)}</b>",
            "x": 1,
            "xref": "paper",
            "xanchor": "left",
            "xshift": 8,
            "y": place,
            "font": {"size": 12, "color": t["text"] if last[age] else t["text3"]},
        }
        for age, place in zip(AGES, places, strict=True)
    ]
