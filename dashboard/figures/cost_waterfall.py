"""What a campaign cost, step by step: each part begins where the one before it ends, the last bar is all of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import formats
from dashboard.figures import canvas

_ROW, _MOST_ROW = 52, 74
_TOP, _BOTTOM = 6, 6


@dataclass(frozen=True)
class Step:
    """One part in euro, with its interval where it is an estimate. `tone`: plain, service, relief or total."""

    name: str
    amount: float
    lower: float | None = None
    upper: float | None = None
    tone: str = "plain"
    href: str | None = None


def height(count: int, available: int = 0) -> int:
    """Return the figure's height in px for a number of steps; they spread where more is available."""
    row = max(_ROW, min(_MOST_ROW, (available - _TOP - _BOTTOM) // max(count, 2)))
    return _TOP + row * max(count, 2) + _BOTTOM


def cost_waterfall(
    steps: Sequence[Step], *, lang: str, scheme: str, empty_reason: str = "", available: int = 0
) -> canvas.Figure:
    """Draw parts and their sum as bars of one row each; estimates have whiskers."""
    if not steps:
        return canvas.empty(scheme, empty_reason)
    t = canvas.tokens(scheme)
    colours = {"plain": t["ghost"], "service": t["c1"], "relief": t["c3"], "total": t["text2"]}
    data: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    shapes: list[dict[str, Any]] = []
    begin, reach = 0.0, 0.0
    for place, step in enumerate(steps):
        base = 0.0 if step.tone == "total" else begin
        end = base + step.amount
        tone = "relief" if step.tone == "service" and step.amount < 0 else step.tone
        data.append(_bar(step, base, -place, colours[tone], lang))
        shift = base
        low, high = step.lower, step.upper
        last = max(base, end)
        if low is not None and high is not None:
            data.append(_whisker(shift + low, shift + high, -place, t))
            last = max(last, shift + high)
        notes += _texts(step, last, -place, t, lang)
        if step.tone != "total":
            # A thin line leads to where the next part begins.
            shapes.append(
                {
                    "type": "line",
                    "x0": end,
                    "x1": end,
                    "y0": -place - 0.24,
                    "y1": -place - 0.76,
                    "line": {"color": t["border2"], "width": 1},
                }
            )
            begin = end
        reach = max(reach, last)
    lowest = min(0.0, *(trace["base"][0] + min(trace["x"][0], 0) for trace in data if trace["type"] == "bar"))
    return canvas.figure(
        scheme,
        data,
        height=height(len(steps), available),
        barmode="overlay",
        margin={
            "l": max(canvas.text_width(step.name) for step in steps) + 14,
            "r": 168,
            "t": _TOP,
            "b": _BOTTOM,
        },
        annotations=notes,
        shapes=shapes,
        xaxis={"visible": False, "range": [lowest, (reach or 1.0) * 1.02]},
        yaxis={"visible": False, "range": [-(len(steps) - 1) - 0.5, 0.5]},
    )


def _bar(step: Step, base: float, y: float, colour: str, lang: str) -> dict[str, Any]:
    text = canvas.hover(step.name, formats.euro(step.amount, lang), _range(step, lang))
    return {
        "type": "bar",
        "orientation": "h",
        "x": [step.amount],
        "base": [base],
        "y": [y],
        "width": 0.48,
        "marker": {"color": colour},
        "customdata": [[text, step.href] if step.href else [text]],
        "hovertemplate": "%{customdata[0]}<extra></extra>",
    }


def _whisker(low: float, high: float, y: float, t: canvas.Tokens) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [low, high],
        "y": [y, y],
        "line": {"color": t["text"], "width": 1.5},
        "marker": {"symbol": "line-ns", "size": 11, "opacity": 1, "line": {"width": 1.5, "color": t["text"]}},
        "hoverinfo": "skip",
    }


def _texts(step: Step, last: float, y: float, t: canvas.Tokens, lang: str) -> list[dict[str, Any]]:
    amount = formats.euro(step.amount, lang)
    is_estimate = step.lower is not None
    shown = f"<b>{amount}</b>" if is_estimate or step.tone == "total" else amount
    if is_estimate:
        shown += f'<br><span style="font-size:11px;color:{t["text3"]}">{_range(step, lang)}</span>'
    return [
        {
            "text": step.name,
            "x": 0,
            "xref": "paper",
            "xanchor": "right",
            "xshift": -10,
            "y": y,
            "font": {"size": 12, "color": t["text"]},
        },
        {
            "text": shown,
            "x": last,
            "xanchor": "left",
            "xshift": 8,
            "y": y,
            "align": "left",
            "font": {"size": 12, "color": t["text"]},
        },
    ]


def _range(step: Step, lang: str) -> str | None:
    if step.lower is None or step.upper is None:
        return None
    return formats.euro_range(step.lower, step.upper, lang)
