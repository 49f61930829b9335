"""The interval strip: value, interval and goal on a fixed scale, in CSS. The numbers stand beside it as text."""

from dash import html

REACH = 0.12
"""The scale is the goal ± 12 points, the same on every card of a metric, so that cards compare over time."""


def strip(
    value: float | None, lower: float | None, upper: float | None, goal: float | None, tone: str = ""
) -> html.Span:
    """Return the strip for shares; without a goal the scale is 0 to 24 points."""
    low = max(0.0, min(1 - 2 * REACH, (goal if goal is not None else REACH) - REACH))
    return scaled(value, lower, upper, goal, low, low + 2 * REACH, tone)


def scaled(
    value: float | None,
    lower: float | None,
    upper: float | None,
    goal: float | None,
    low: float,
    high: float,
    tone: str = "",
) -> html.Span:
    """Return the strip on a given scale; what lies beyond its ends stands at them."""

    def at(x: float) -> float:
        return round(min(1.0, max(0.0, (x - low) / (high - low))) * 100, 2)

    marks = []
    if lower is not None and upper is not None:
        left, right = at(lower), at(upper)
        marks.append(html.I(className="ci", style={"left": f"{left}%", "width": f"{max(right - left, 1)}%"}))
    if goal is not None:
        marks.append(html.I(className="goal", style={"left": f"{at(goal)}%"}))
    if value is not None:
        # Beyond an end the mark is an arrow that points there.
        beyond = " below" if value < low else " above" if value > high else ""
        marks.append(html.I(className=f"pt{beyond}", style={"left": f"{at(value)}%"}))
    return html.Span(
        html.Span(marks, className="ls-strip-in"),
        className=f"ls-strip {tone}".strip(),
        **{"aria-hidden": "true"},
    )


def whisker(
    value: float | None, lower: float | None, upper: float | None, high: float, tone: str = ""
) -> html.Span:
    """Return a bar from zero to the value with its interval as a whisker, on a scale of 0 to `high`."""

    def at(x: float) -> float:
        return round(min(1.0, max(0.0, x / (high or 1))) * 100, 2)

    marks = []
    if value is not None:
        marks.append(html.I(className="bar", style={"width": f"{at(value)}%"}))
        if lower is not None and upper is not None:
            marks.append(
                html.I(className="wh", style={"left": f"{at(lower)}%", "width": f"{at(upper) - at(lower)}%"})
            )
        marks.append(html.I(className="pt", style={"left": f"{at(value)}%"}))
    return html.Span(
        html.Span(marks, className="ls-strip-in"),
        className=f"ls-whisker {tone}".strip(),
        **{"aria-hidden": "true"},
    )


def change_strip(value: float, lower: float, upper: float, reach: float, tone: str = "") -> html.Span:
    """Return a difference with its interval on a scale of ±`reach`; the mark in the middle is no change."""
    return scaled(value, lower, upper, 0.0, -reach, reach, tone)
