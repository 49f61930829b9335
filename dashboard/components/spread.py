"""P50 and P90 of a duration on one logarithmic scale, in CSS: a dot, a square, the line between; numbers beside."""

from math import log

from dash import html

LEAST, MOST = 900.0, 30 * 86400.0
"""The scale runs from a quarter of an hour to thirty days, the same in every table, so that rows compare."""


def position(seconds: float) -> float:
    """Return where a duration lies on the scale, in per cent; what lies beyond its ends stands at them."""
    share = log(max(seconds, 1.0) / LEAST) / log(MOST / LEAST)
    return round(min(1.0, max(0.0, share)) * 100, 2)


def spread(p50: float | None, p90: float | None, tone: str = "") -> html.Span:
    """Return the marks; a percentile that isn't reached is an arrow at the end of the scale."""
    middle = position(p50) if p50 is not None else 100.0
    end = position(p90) if p90 is not None else 100.0
    marks = [
        html.I(className="ls-spread-line", style={"left": f"{middle}%", "width": f"{max(end - middle, 0)}%"})
    ]
    if p50 is not None:
        marks.append(html.I(className="p50", style={"left": f"{middle}%"}))
    marks.append(html.I(className="p90" if p90 is not None else "beyond", style={"left": f"{end}%"}))
    inner = html.Span(marks, className="ls-spread-in")
    return html.Span(inner, className=f"ls-spread {tone}".strip(), **{"aria-hidden": "true"})
