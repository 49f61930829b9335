"""How long do people wait, open waits included? Kaplan-Meier as a rising share over logarithmic time."""

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import polars as pl

from dashboard import formats
from dashboard.figures import canvas, waiting_axis
from dashboard.figures.series import Series
from dashboard.figures.waiting_axis import TargetLine

MOST_LINES = 6
_PLOT_HEIGHT = 260
_TOP = 26
_AXIS_ROOM = 46
_ROW = 19
_TYPICAL_DECADE, _NARROW_DECADE = 110, 52
"""Pixels a tenfold time takes at least, on the narrowest card that the chart stands in; and on half a page."""


def height(count: int) -> int:
    """Return the figure's height in px for a number of lines: curves above, risk table below."""
    return _TOP + _PLOT_HEIGHT + _AXIS_ROOM + _ROW * (count + 1)


def survival_curves(
    curve: pl.DataFrame,
    series: Sequence[Series],
    *,
    lang: str,
    scheme: str,
    targets: Sequence[TargetLine] = (),
    empty_reason: str | None = None,
    is_narrow: bool = False,
    drill: Callable[[str | None], str] | None = None,
) -> canvas.Figure:
    """Draw the share answered within t for up to six groups with bands, and who is still waiting below.

    `curve` has a row a group and grid point: series, seconds, metric_value, lower, upper, numerator (people
    still waiting and watched just before t). A line ends where nobody is left to watch (metric_value NULL). In a
    card of half the page (`is_narrow`) there are fewer ticks, and targets too close together share no labels.
    """
    t = canvas.tokens(scheme)
    rows = {one.key: _points(curve, one) for one in series[:MOST_LINES]}
    shown = [one for one in series[:MOST_LINES] if rows[one.key]]
    if not shown:
        return canvas.empty(scheme, empty_reason or canvas.word(lang, "nobody_waited"))
    ticks = waiting_axis.FEW_TICKS if is_narrow else waiting_axis.TICKS
    name_width = max(canvas.text_width(f"{one.name} 100 %") for one in shown)
    return canvas.figure(
        scheme,
        [_band(rows[one.key], one, t) for one in shown]
        + [_line(rows[one.key], one, t, lang, drill) for one in shown],
        height=height(len(shown)),
        margin={"l": 8, "r": name_width + 16, "t": _TOP, "b": _AXIS_ROOM + _ROW * (len(shown) + 1)},
        shapes=waiting_axis.target_shapes(targets, t["text"]),
        annotations=[
            *_target_labels(targets, t, is_narrow),
            *_end_names(rows, shown, t, lang),
            *_risk_table(rows, shown, t, lang, ticks),
        ],
        xaxis=waiting_axis.axis(
            lang, seconds=ticks, showgrid=False, showline=True, ticks="outside", ticklen=4, automargin=False
        ),
        yaxis={
            "range": [0, 1.0],
            "tickvals": [0, 0.2, 0.4, 0.6, 0.8, 1],
            "ticktext": [formats.share(tick / 5, lang, 0) for tick in range(6)],
        },
    )


def _points(curve: pl.DataFrame, one: Series) -> list[dict[str, Any]]:
    mine = curve.filter(
        pl.col("series").eq_missing(pl.lit(one.key, dtype=curve.schema["series"])),
        pl.col("metric_value").is_not_null(),
    )
    return mine.sort("seconds").to_dicts()


def _band(rows: Sequence[dict[str, Any]], one: Series, t: canvas.Tokens) -> dict[str, Any]:
    known = [row for row in rows if row["lower"] is not None and row["upper"] is not None]
    xs = [row["seconds"] for row in known]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": xs + xs[::-1],
        "y": [row["upper"] for row in known] + [row["lower"] for row in reversed(known)],
        "fill": "toself",
        "fillcolor": canvas.tint(one.mark(t), 0.16),
        "line": {"width": 0, "color": one.mark(t)},
        "hoverinfo": "skip",
    }


def _line(
    rows: Sequence[dict[str, Any]],
    one: Series,
    t: canvas.Tokens,
    lang: str,
    drill: Callable[[str | None], str] | None,
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": one.name,
        "x": [row["seconds"] for row in rows],
        "y": [row["metric_value"] for row in rows],
        "line": {"color": one.mark(t), "width": 2},
        "customdata": [canvas.mark(_hover(row, one, lang), drill, one.key) for row in rows],
        "hovertemplate": "%{customdata[0]}<extra></extra>",
    }


def _hover(row: dict[str, Any], one: Series, lang: str) -> str:
    within = canvas.word(
        lang,
        "answered_within",
        share=formats.share(row["metric_value"], lang),
        time=formats.duration(row["seconds"], lang),
    )
    bounds = None
    if row["lower"] is not None and row["upper"] is not None:
        bounds = canvas.word(
            lang, "interval_share", range=formats.share_range(row["lower"], row["upper"], lang)
        )
    waiting = canvas.word(lang, "still_waiting_of", people=formats.number(row["numerator"] or 0, lang))
    few = canvas.word(lang, "too_few") if one.is_few else None
    return canvas.hover(one.name, within, bounds, waiting, few)


def _target_labels(targets: Sequence[TargetLine], t: canvas.Tokens, is_narrow: bool) -> list[dict[str, Any]]:
    shown = sorted(
        (one for one in targets if waiting_axis.FIRST_SECONDS <= one.seconds <= waiting_axis.LAST_SECONDS),
        key=lambda one: one.seconds,
    )
    if is_narrow:
        shown = _with_room(shown)
    return [
        {
            **side,
            "text": one.label,
            "x": math.log10(one.seconds),
            "xref": "x",
            "y": 1,
            "yref": "paper",
            "yanchor": "bottom",
            "yshift": 4,
            "font": {"color": t["text"], "size": 12},
        }
        for one, side in zip(shown, _sides(shown), strict=True)
    ]


def _with_room(targets: Sequence[TargetLine]) -> list[TargetLine]:
    """Return those whose labels don't run into one another, the longer target of two; the lines are all drawn."""
    kept: list[TargetLine] = []
    for one in reversed(targets):
        room = math.log10(kept[-1].seconds / one.seconds) * _NARROW_DECADE if kept else math.inf
        if room >= (canvas.text_width(one.label) + canvas.text_width(kept[-1].label if kept else "")) / 2 + 6:
            kept.append(one)
    return kept[::-1]


def _sides(targets: Sequence[TargetLine]) -> list[dict[str, Any]]:
    """Labels stand over their lines; two too close for that turn away from each other."""
    sides: list[dict[str, Any]] = [{"xanchor": "center"} for _ in targets]
    for i, (left, right) in enumerate(pairwise(targets)):
        room = math.log10(right.seconds / left.seconds) * _TYPICAL_DECADE
        if room < (canvas.text_width(left.label) + canvas.text_width(right.label)) / 2 + 8:
            sides[i] = {"xanchor": "right", "xshift": 4}
            sides[i + 1] = {"xanchor": "left", "xshift": -4}
    return sides


def _end_names(
    rows: dict[str | None, list[dict[str, Any]]], shown: Sequence[Series], t: canvas.Tokens, lang: str
) -> list[dict[str, Any]]:
    ends = [rows[one.key][-1]["metric_value"] for one in shown]
    places = canvas.spread(ends, 17 / _PLOT_HEIGHT, 0.02, 0.985)
    return [
        {
            "text": f"<b>{one.name}</b> {formats.share(end, lang, 0)}",
            "x": 1,
            "xref": "paper",
            "xanchor": "left",
            "xshift": 8,
            "y": place,
            "yref": "y",
            "font": {"color": one.ink(t), "size": 12},
        }
        for one, end, place in zip(shown, ends, places, strict=True)
    ]


def _risk_table(
    rows: dict[str | None, list[dict[str, Any]]],
    shown: Sequence[Series],
    t: canvas.Tokens,
    lang: str,
    ticks: Sequence[float],
) -> list[dict[str, Any]]:
    """Who is still waiting, under the ticks of the time axis; head and names left and right of them."""

    def cell(text: str, line: int, colour: str, **place: Any) -> dict[str, Any]:
        return {
            "text": text,
            "y": 0,
            "yref": "paper",
            "yanchor": "top",
            "yshift": -(_AXIS_ROOM - 6 + _ROW * line),
            "font": {"size": 11, "color": colour},
            **place,
        }

    start = math.log10(waiting_axis.FIRST_SECONDS)
    cells = [
        cell(canvas.word(lang, "still_waiting"), 0, t["text3"], x=start, xref="x", xanchor="left", xshift=-12)
    ]
    for line, one in enumerate(shown, start=1):
        cells += [
            cell(formats.number(count, lang), line, t["text2"], x=math.log10(tick), xref="x")
            for tick in ticks
            if (count := _at_risk(rows[one.key], tick)) is not None
        ]
        cells.append(cell(one.name, line, one.ink(t), x=1, xref="paper", xanchor="left", xshift=22))
    return cells


def _at_risk(rows: Sequence[dict[str, Any]], seconds: float) -> int | None:
    """Return who was still waiting at the grid point next to `seconds`, None beyond the line's end."""
    nearest = min(rows, key=lambda row: abs(math.log(row["seconds"] / seconds)))
    if abs(math.log(nearest["seconds"] / seconds)) > 0.1:
        return None
    return int(nearest["numerator"] or 0)
