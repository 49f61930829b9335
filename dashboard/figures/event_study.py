"""What did a post do? Contacts an hour against those of usual weeks, and what has added up above them since."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import formats
from dashboard.figures import canvas
from dashboard.figures.count_axis import count_axis

HEIGHT = 540
TICKS = (-48, -24, 0, 24, 48, 72, 96)
WINDOW = 24
_SPLIT = 0.36
"""How much of the height the lower panel has; between the two there is room for its heading."""
_GAP = 0.1


@dataclass(frozen=True)
class Hour:
    """One hour around a post: what came, what usually comes with its range, what has added up with its interval."""

    hour: int
    observed: float
    expected: float
    low: float | None
    high: float | None
    total: float | None
    total_low: float | None
    total_high: float | None


def event_study(
    hours: Sequence[Hour], *, lang: str, scheme: str, is_bad: bool, many: bool, empty_reason: str = ""
) -> canvas.Figure:
    """Draw the hours in order; `is_bad`: the first day is beyond chance, `many`: these are means of several posts."""
    t = canvas.tokens(scheme)
    if not hours:
        return canvas.empty(scheme, empty_reason)
    colour = t["badmark"] if is_bad else t["accent"]
    ink = t["bad"] if is_bad else t["accent"]
    since = [one for one in hours if one.total is not None]
    top = max(max(one.observed, one.high or one.expected) for one in hours) * 1.12
    lowest = min([0.0, *(one.total_low or 0.0 for one in since)])
    highest = max([1.0, *(one.total_high or one.total or 0.0 for one in since)])
    first, last = hours[0].hour, hours[-1].hour
    line = {"color": t["accent"], "width": 1.5}
    return canvas.figure(
        scheme,
        [
            _area([(one.hour, one.low, one.high) for one in hours], t["band"], 0.75, "y"),
            *_excess(hours, colour),
            _line(hours, [one.expected for one in hours], t["text2"], lang, "y", dash="4px,3px", width=1.5),
            _line(hours, [one.observed for one in hours], colour, lang, "y"),
            _area([(one.hour, one.total_low, one.total_high) for one in since], colour, 0.16, "y2"),
            _line(since, [one.total or 0.0 for one in since], colour, lang, "y2"),
        ],
        height=HEIGHT,
        margin={"l": 44, "r": 16, "t": 24, "b": 34},
        shapes=[
            {"type": "line", "x0": 0, "x1": 0, "yref": "paper", "y0": 0, "y1": 1, "line": line},
            {
                "type": "line", "x0": first, "x1": last, "yref": "y2", "y0": 0, "y1": 0,
                "line": {"color": t["border2"], "width": 1},
            },
        ],
        annotations=[
            _head(canvas.word(lang, "contacts_an_hour" if not many else "contacts_an_hour_mean"), 1, t),
            _head(canvas.word(lang, "contacts_added_up"), _SPLIT, t),
            *_names(hours, since, top, lang, ink, t),
        ],
        xaxis={
            "range": [first, last + 1],
            "tickvals": [tick for tick in TICKS if first <= tick <= last + 1],
            "ticktext": [_tick(tick, lang) for tick in TICKS if first <= tick <= last + 1],
            "showgrid": False,
            "showline": True,
            "ticks": "outside",
            "ticklen": 4,
            "anchor": "y2",
        },
        yaxis={**count_axis(0, top, lang, most_ticks=5), "domain": [_SPLIT + _GAP, 1]},
        yaxis2={
            **_signed_axis(lowest * 1.1, highest * 1.3, lang),
            "domain": [0, _SPLIT],
            "showgrid": True,
            "gridcolor": t["grid"],
            "zeroline": False,
            "fixedrange": True,
            "tickfont": {"size": 12, "color": t["text3"]},
        },
    )  # fmt: skip


def _signed_axis(low: float, high: float, lang: str) -> dict[str, Any]:
    axis = count_axis(low, high, lang, most_ticks=4)
    return axis | {"ticktext": [formats.number(tick, lang) for tick in axis["tickvals"]]}


def _tick(hour: int, lang: str) -> str:
    if hour == 0:
        return f"<b>{canvas.word(lang, 'published')}</b>"
    return f"{formats.number(hour, lang)}{formats.NBSP}{canvas.word(lang, 'hours_short')}"


def _area(
    edges: Sequence[tuple[int, float | None, float | None]], colour: str, alpha: float, axis: str
) -> dict[str, Any]:
    known = [(x, low, high) for x, low, high in edges if low is not None and high is not None]
    xs = [x for x, _, _ in known]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": xs + xs[::-1],
        "y": [high for _, _, high in known] + [low for _, low, _ in reversed(known)],
        "yaxis": axis,
        "fill": "toself",
        "fillcolor": canvas.tint(colour, alpha),
        "line": {"width": 0, "color": colour},
        "hoverinfo": "skip",
    }


def _excess(hours: Sequence[Hour], colour: str) -> list[dict[str, Any]]:
    """What came above expectation within the window, filled."""
    inside = [one for one in hours if 0 <= one.hour <= WINDOW]
    if len(inside) < 2:
        return []
    return [
        _area(
            [(one.hour, one.expected, max(one.observed, one.expected)) for one in inside], colour, 0.22, "y"
        )
    ]


def _line(
    hours: Sequence[Hour],
    values: Sequence[float],
    colour: str,
    lang: str,
    axis: str,
    **line: Any,
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [one.hour for one in hours],
        "y": list(values),
        "yaxis": axis,
        "line": {"color": colour, "width": 2, **line},
        "customdata": [[_hover(one, lang)] for one in hours],
        "hovertemplate": "%{customdata[0]}<extra></extra>",
    }


def _hover(one: Hour, lang: str) -> str:
    lines = [
        canvas.word(lang, "came", number=formats.number(one.observed, lang, 1)),
        canvas.word(
            lang,
            "usually",
            number=formats.number(one.expected, lang, 1),
            low=formats.number(one.low, lang, 1),
            high=formats.number(one.high, lang, 1),
        ),
    ]
    if one.total is not None:
        lines.append(
            canvas.word(
                lang,
                "added_up",
                number=formats.signed(one.total, lang),
                low=formats.number(one.total_low, lang),
                high=formats.number(one.total_high, lang),
            )
        )
    return canvas.hover(_tick(one.hour, lang).replace("<b>", "").replace("</b>", ""), *lines)


def _head(text: str, y: float, t: canvas.Tokens) -> dict[str, Any]:
    place = {"xref": "paper", "x": 0, "xanchor": "left", "yref": "paper", "y": y, "yanchor": "bottom"}
    return {"text": text, **place, "yshift": 3, "font": {"size": 12, "color": t["text3"]}}


def _names(
    hours: Sequence[Hour], since: Sequence[Hour], top: float, lang: str, ink: str, t: canvas.Tokens
) -> list[dict[str, Any]]:
    """The names at the lines: what came, what usually comes, and the sum after the window."""
    after = [one for one in hours if 0 <= one.hour <= WINDOW] or list(hours)
    peak = max(after, key=lambda one: one.observed - one.expected)
    later = [one for one in hours if one.hour > 30] or list(hours)
    calm = max(later, key=lambda one: max(one.high or one.expected, one.observed))
    found = [
        {
            "text": f"<b>{canvas.word(lang, 'observed')}</b>", "x": peak.hour + 2, "y": min(peak.observed, top * 0.93),
            "xanchor": "left", "yanchor": "bottom", "font": {"size": 12, "color": ink},
        },
        {
            "text": canvas.word(lang, "expected_without"), "x": hours[-1].hour + 1,
            "y": min(max(calm.high or calm.expected, calm.observed) * 1.03, top * 0.95),
            "xanchor": "right", "yanchor": "bottom", "font": {"size": 12, "color": t["text2"]},
        },
    ]  # fmt: skip
    day = [one for one in since if one.hour < WINDOW]
    if day and day[-1].total is not None:
        text = canvas.word(lang, "added_in_a_day", number=f"<b>{formats.signed(day[-1].total, lang)}</b>")
        highest = max(one.total_high or one.total or 0.0 for one in since if one.hour > hours[-1].hour / 2)
        found.append(
            {
                "text": text, "x": hours[-1].hour + 1, "y": highest, "yref": "y2",
                "xanchor": "right", "yanchor": "bottom", "font": {"size": 12, "color": ink},
            }
        )  # fmt: skip
    return found
