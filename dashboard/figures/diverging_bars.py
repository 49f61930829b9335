"""Does a post cost service work or spare it? Bars from zero to either side, each with its interval."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import formats
from dashboard.figures import canvas
from dashboard.figures.count_axis import count_axis

ROW = 30
_ROOM = 58
_SHORTEST = 120


@dataclass(frozen=True)
class Bar:
    """One post: contacts sent (above zero) or spared (below), with the interval; grey where there is too little."""

    name: str
    value: float
    lower: float | None
    upper: float | None
    is_few: bool
    href: str


def height(count: int) -> int:
    """Return the figure's height in px for a number of bars."""
    return max(_SHORTEST, _ROOM + ROW * count)


def diverging_bars(bars: Sequence[Bar], *, lang: str, scheme: str, empty_reason: str = "") -> canvas.Figure:
    """Draw bars in the order given, the first on top; colour only where the interval excludes zero."""
    t = canvas.tokens(scheme)
    if not bars:
        return canvas.empty(scheme, empty_reason)
    edges = [edge for one in bars for edge in (one.value, one.lower, one.upper) if edge is not None]
    low, high = min([0.0, *edges]), max([0.0, *edges])
    room = (high - low or 1.0) * 0.04
    longest = max(canvas.text_width(one.name) for one in bars)
    ys = list(range(len(bars) - 1, -1, -1))
    axis = count_axis(low - room, high + room, lang)
    return canvas.figure(
        scheme,
        [
            {
                "type": "bar",
                "orientation": "h",
                "x": [one.value for one in bars],
                "y": ys,
                "width": 0.5,
                "marker": {"color": [_colour(one, t) for one in bars], "line": {"width": 0}},
                "customdata": [[_hover(one, lang), one.href] for one in bars],
                "hovertemplate": "%{customdata[0]}<extra></extra>",
            },
        ],
        height=height(len(bars)),
        margin={"l": min(longest + 12, 260), "r": 16, "t": 26, "b": 30},
        shapes=[
            *(_whisker(one, y, t) for one, y in zip(bars, ys, strict=True) if one.lower is not None),
            {**_zero(t), "yref": "paper", "y0": 0, "y1": 1},
        ],
        annotations=[
            _end(canvas.word(lang, "spared"), 0.0, "right", -8, t),
            _end(canvas.word(lang, "sent"), 0.0, "left", 8, t),
        ],
        xaxis={**axis, "ticktext": [formats.number(tick, lang) for tick in axis["tickvals"]], "showgrid": True},
        yaxis={
            "tickvals": ys,
            "ticktext": [_shortened(one.name) for one in bars],
            "range": [-0.6, len(bars) - 0.4],
            "showgrid": False,
            "automargin": False,
        },
    )  # fmt: skip


def _zero(t: canvas.Tokens) -> dict[str, Any]:
    return {"type": "line", "x0": 0, "x1": 0, "line": {"color": t["text"], "width": 1}}


def _colour(one: Bar, t: canvas.Tokens) -> str:
    if one.is_few or one.lower is None or one.upper is None or one.lower <= 0 <= one.upper:
        return t["ghost"]
    return t["badmark"] if one.value > 0 else t["goodmark"]


def _whisker(one: Bar, y: int, t: canvas.Tokens) -> dict[str, Any]:
    return {
        "type": "line",
        "x0": one.lower,
        "x1": one.upper,
        "y0": y,
        "y1": y,
        "line": {"color": t["text"], "width": 1.25},
    }


def _end(text: str, x: float, anchor: str, shift: int, t: canvas.Tokens) -> dict[str, Any]:
    place = {"x": x, "xref": "x", "xanchor": anchor, "y": 1, "yref": "paper", "yanchor": "bottom"}
    return {"text": text, **place, "xshift": shift, "yshift": 4, "font": {"size": 12, "color": t["text3"]}}


def _shortened(name: str) -> str:
    return name if canvas.text_width(name) <= 240 else name[:34].rstrip() + " …"


def _hover(one: Bar, lang: str) -> str:
    bounds = None
    if one.lower is not None and one.upper is not None:
        bounds = canvas.word(
            lang, "interval_count", low=formats.signed(one.lower, lang), high=formats.signed(one.upper, lang)
        )
    few = canvas.word(lang, "too_few") if one.is_few else None
    return canvas.hover(
        one.name, canvas.word(lang, "contacts_sent", number=formats.signed(one.value, lang)), bounds, few
    )
