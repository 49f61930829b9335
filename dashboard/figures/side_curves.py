"""How fast is it fulfilled? Two rising curves over logarithmic time with their bands, names at their ends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log10
from typing import Any

from dashboard import formats
from dashboard.figures import canvas

HEIGHT = 240
TICKS = (3_600.0, 28_800.0, 86_400.0, 259_200.0, 604_800.0, 1_209_600.0)


@dataclass(frozen=True)
class Side:
    """One curve: its name, the token of its colour, and points with seconds, metric_value, lower, upper, numerator."""

    name: str
    colour: str
    points: Sequence[Mapping[str, Any]]


def side_curves(sides: Sequence[Side], *, lang: str, scheme: str) -> canvas.Figure:
    """Draw the share fulfilled by each time."""
    t = canvas.tokens(scheme)
    shown = [side for side in sides if side.points]
    if not shown:
        return canvas.empty(scheme, canvas.word(lang, "nobody_waited"))
    ends = canvas.spread([side.points[-1]["metric_value"] for side in shown], 0.1, 0.03, 0.97)
    width = max(canvas.text_width(side.name) for side in shown)
    return canvas.figure(
        scheme,
        [trace for side in shown for trace in (_band(side, t), _line(side, t, lang))],
        height=HEIGHT,
        margin={"l": 8, "r": width + 14, "t": 14, "b": 30},
        annotations=[
            {
                "text": side.name, "x": 1, "xref": "paper", "xanchor": "left", "xshift": 6, "y": y,
                "font": {"size": 12, "color": t[side.colour]},
            }
            for side, y in zip(shown, ends, strict=True)
        ],
        xaxis={
            "type": "log", "range": [log10(TICKS[0]), log10(TICKS[-1])], "tickvals": list(TICKS),
            "ticktext": [formats.duration(tick, lang, "chart") for tick in TICKS], "showgrid": False,
            "showline": True, "ticks": "outside", "ticklen": 4,
        },
        yaxis={
            "range": [0, 1], "tickvals": [0, 0.25, 0.5, 0.75, 1],
            "ticktext": [formats.share(tick / 4, lang, 0) for tick in range(5)],
        },
    )  # fmt: skip


def _band(side: Side, t: canvas.Tokens) -> dict[str, Any]:
    known = [point for point in side.points if point["lower"] is not None]
    xs = [point["seconds"] for point in known]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": xs + xs[::-1],
        "y": [point["upper"] for point in known] + [point["lower"] for point in reversed(known)],
        "fill": "toself",
        "fillcolor": canvas.tint(t[side.colour], 0.16),
        "line": {"width": 0, "color": t[side.colour]},
        "hoverinfo": "skip",
    }


def _line(side: Side, t: canvas.Tokens, lang: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [point["seconds"] for point in side.points],
        "y": [point["metric_value"] for point in side.points],
        "line": {"color": t[side.colour], "width": 2},
        "marker": {"size": 6, "color": t[side.colour]},
        "customdata": [[_hover(side, point, lang)] for point in side.points],
        "hovertemplate": "%{customdata[0]}<extra></extra>",
    }


def _hover(side: Side, point: Mapping[str, Any], lang: str) -> str:
    bounds = None
    if point["lower"] is not None:
        bounds = canvas.word(
            lang, "interval_share", range=formats.share_range(point["lower"], point["upper"], lang)
        )
    time, share = formats.duration(point["seconds"], lang), formats.share(point["metric_value"], lang)
    return canvas.hover(side.name, canvas.word(lang, "fulfilled_within", share=share, time=time), bounds)
