"""Every second, three in four, nine in ten: P50, P75 and P90 as dots on logarithmic time, a row a group."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import polars as pl

from dashboard import formats
from dashboard.figures import canvas, waiting_axis
from dashboard.figures.series import Series
from dashboard.figures.waiting_axis import LAST_SECONDS, TargetLine

MOST_ROWS = 12
"""Rows carry their names, so more groups than a chart of lines has colours for."""
_TOP = 34
_ROW, _MOST_ROW = 57, 84
_GHOST = 0.31
_SYMBOLS = {"p50": "circle", "p75": "circle-open", "p90": "square-open"}

Row = Mapping[str, Any]


def height(count: int, available: int = 0) -> int:
    """Return the figure's height in px for a number of rows; they spread where more is available."""
    row = max(_ROW, min(_MOST_ROW, (available - _TOP - 8) // max(count, 2)))
    return _TOP + row * max(count, 2) + 8


def percentile_rows(
    percentiles: pl.DataFrame,
    series: Sequence[Series],
    *,
    lang: str,
    scheme: str,
    targets: Sequence[TargetLine] = (),
    empty_reason: str | None = None,
    drill: Callable[[str | None], str] | None = None,
    available: int = 0,
) -> canvas.Figure:
    """Draw each group's percentiles with intervals; below, as a grey diamond, what answered-only tools show.

    `percentiles` has a row a group and statistic (p50, p75, p90, answered_only_p50): series, statistic,
    metric_value (seconds; NULL = not reached within seven days), lower, upper, sample_size. `available` px of
    height let the rows spread.
    """
    table = {(row["series"], row["statistic"]): row for row in percentiles.to_dicts()}
    shown = [one for one in series if (table.get((one.key, "p50")) or {}).get("sample_size")]
    if not shown:
        return canvas.empty(scheme, empty_reason or canvas.word(lang, "nobody_waited"))
    t = canvas.tokens(scheme)
    first = _first([row for row in table.values() if row["statistic"] != "unanswered_7d"])
    data: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    for place, one in enumerate(shown):
        found = {name: table.get((one.key, name)) for name in (*_SYMBOLS, "answered_only_p50")}
        data += _row(found, one, -place, t, lang, drill)
        notes += _texts(found, one, -place, t, lang)
    names = [f"{one.name} {formats.number(table[one.key, 'p50']['sample_size'], lang)}" for one in shown]
    return canvas.figure(
        scheme,
        data,
        height=height(len(shown), available),
        margin={"l": max(canvas.text_width(name) for name in names) + 4, "r": 74, "t": _TOP, "b": 8},
        shapes=_target_lines(targets, t, first),
        annotations=notes,
        xaxis=waiting_axis.axis(
            lang, first=first, seconds=waiting_axis.COARSE_TICKS, side="top", showgrid=True, automargin=False
        ),
        yaxis={"visible": False, "range": [-(max(len(shown), 2) - 1) - 0.6, 0.42]},
    )


def _first(rows: Sequence[Row]) -> float:
    """Return where the axis begins: before the shortest of all values, with room for its label."""
    values = [value for row in rows for value in (row["metric_value"], row["lower"]) if value]
    return min(max(min(values, default=60.0) / 3.5, 1.0), 900.0)


def _row(
    found: Mapping[str, Row | None],
    one: Series,
    y: float,
    t: canvas.Tokens,
    lang: str,
    drill: Callable[[str | None], str] | None,
) -> list[dict[str, Any]]:
    reached = {name: row for name in _SYMBOLS if (row := found[name]) and row["metric_value"]}
    colour = one.mark(t)
    traces: list[dict[str, Any]] = []
    if len(reached) > 1:
        xs = [row["metric_value"] for row in reached.values()]
        traces.append(_segment([min(xs), max(xs)], y, {"color": t["border2"], "width": 1.5}))
    traces += [
        _segment(
            [row["lower"], row["upper"] or LAST_SECONDS], y, {"color": canvas.tint(colour, 0.35), "width": 6}
        )
        for row in reached.values()
        if row["lower"]
    ]
    traces += [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [row["metric_value"]],
            "y": [y],
            "marker": {
                "symbol": _SYMBOLS[name].removesuffix("-open"),
                "size": 10 if name == "p50" else 8.5,
                "color": colour if name == "p50" else t["surface"],
                "opacity": 1,
                "line": {"width": 0 if name == "p50" else 2, "color": colour},
            },
            "customdata": [canvas.mark(_hover(name, row, one, lang), drill, one.key)],
            "hovertemplate": "%{customdata[0]}<extra></extra>",
        }
        for name, row in reached.items()
    ]
    ghost = found["answered_only_p50"]
    if ghost and ghost["metric_value"]:
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [ghost["metric_value"]],
                "y": [y - _GHOST],
                "marker": {
                    "symbol": "diamond",
                    "size": 8.5,
                    "color": t["surface"],
                    "opacity": 1,
                    "line": {"width": 1.5, "color": t["ghost"]},
                },
                "customdata": [canvas.mark(_hover("answered_only_p50", ghost, one, lang), drill, one.key)],
                "hovertemplate": "%{customdata[0]}<extra></extra>",
            }
        )
    return traces


def _segment(xs: Sequence[float], y: float, line: dict[str, Any]) -> dict[str, Any]:
    return {"type": "scatter", "mode": "lines", "x": list(xs), "y": [y, y], "line": line, "hoverinfo": "skip"}


def _hover(name: str, row: Row, one: Series, lang: str) -> str:
    bounds = None
    if row["lower"] is not None and name in _SYMBOLS:
        high = formats.duration(row["upper"], lang) if row["upper"] else canvas.word(lang, "beyond_a_week")
        bounds = canvas.word(lang, "interval", low=formats.duration(row["lower"], lang), high=high)
    few = canvas.word(lang, "too_few") if one.is_few else None
    return canvas.hover(
        f"{one.name}, {canvas.word(lang, name)}",
        formats.duration(row["metric_value"], lang),
        bounds,
        f"n {formats.number(row['sample_size'], lang)}",
        few,
    )


def _texts(
    found: Mapping[str, Row | None], one: Series, y: float, t: canvas.Tokens, lang: str
) -> list[dict[str, Any]]:
    """Name and n at the left, the median above its dot, P90 beside its square or, not reached, in words."""
    p50, p90, ghost = found["p50"], found["p90"], found["answered_only_p50"]
    size = formats.number(p50["sample_size"] if p50 else 0, lang)
    ink = t["text3"] if one.is_few else t["text"]
    texts = [
        {
            "text": f'{one.name}<br><span style="font-size:11px;color:{t["text3"]}">n {size}</span>',
            "x": 0,
            "xref": "paper",
            "xanchor": "right",
            "align": "right",
            "xshift": -8,
            "y": y - 0.06,
            "font": {"size": 12, "color": ink},
        }
    ]
    texts += _percentile_texts(p50, p90, y, lang, ink)
    if ghost and ghost["metric_value"]:
        texts.append(_beside(ghost["metric_value"], y - _GHOST, lang, t["text3"], xanchor="right", xshift=-8))
    unreached = next((name for name in _SYMBOLS if (row := found[name]) and not row["metric_value"]), None)
    if unreached:
        texts.append(
            {
                "text": canvas.word(lang, "not_reached", percentile=unreached.upper()),
                "x": 1,
                "xref": "paper",
                "xanchor": "left",
                "xshift": 6,
                "y": y,
                "font": {"size": 11, "color": t["text3"]},
            }
        )
    return texts


def _percentile_texts(
    p50: Row | None, p90: Row | None, y: float, lang: str, colour: str
) -> list[dict[str, Any]]:
    """The median above its dot; P90 right of its square or, where its interval is in the way, above it too.

    Two that are close above turn away from each other; of two that say the same, one does.
    """
    above = {"yanchor": "bottom", "yshift": 7}
    half = p50["metric_value"] if p50 else None
    most = p90["metric_value"] if p90 else None
    if most is None or p90 is None:
        return [_beside(half, y, lang, colour, **above)] if half else []
    if half and formats.duration(half, lang, style="chart") == formats.duration(most, lang, style="chart"):
        return [_beside(half, y, lang, colour, **above)]
    if (p90["upper"] or LAST_SECONDS) <= most * 1.15:
        texts = [_beside(most, y, lang, colour, xanchor="left", xshift=9)]
        return [*texts, _beside(half, y, lang, colour, **above)] if half else texts
    is_close = half is not None and most < half * 6
    left, right = (
        ({"xanchor": "right", "xshift": 8}, {"xanchor": "left", "xshift": -8}) if is_close else ({}, {})
    )
    texts = [_beside(most, y, lang, colour, **above, **right)]
    return [*texts, _beside(half, y, lang, colour, **above, **left)] if half else texts


def _beside(seconds: float, y: float, lang: str, colour: str, **place: Any) -> dict[str, Any]:
    text = formats.duration(seconds, lang, style="chart")
    return {"text": text, "x": math.log10(seconds), "y": y, "font": {"size": 11, "color": colour}, **place}


def _target_lines(targets: Sequence[TargetLine], t: canvas.Tokens, first: float) -> list[dict[str, Any]]:
    return [
        {**shape, "layer": "below", "line": {**shape["line"], "color": t["text3"], "width": 1}}
        for shape in waiting_axis.target_shapes(targets, t["text3"], first=first)
    ]
