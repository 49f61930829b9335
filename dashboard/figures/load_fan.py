"""Does load cross capacity, and when? Work a week as a line and then as a fan, against people's hours as steps."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from dashboard import formats
from dashboard.figures import canvas
from dashboard.figures.count_axis import count_axis
from dashboard.figures.day_axis import day_axis

HEIGHT = 450
BANDS = (("load_p03", "load_p98", 0.13), ("load_p10", "load_p90", 0.20), ("load_p25", "load_p75", 0.30))
"""95, 80 and 50 %: each lies on the one before, so that the middle is the strongest."""
_NARROW = 480  # px; names that have room on a narrow chart have it on a wide one
_HALF_WEEK = timedelta(days=3.5)

Week = dict[str, Any]


def load_fan(
    weeks: Sequence[Week],
    *,
    today: date,
    overload: tuple[date | None, date | None, date | None],
    campaigns: Sequence[tuple[date, date, str]],
    lang: str,
    scheme: str,
    empty_reason: str,
    title: Sequence[str] = (),
    drill: Callable[[date], str] | None = None,
) -> canvas.Figure:
    """Draw hours of work and of people a week; `overload` is the date's middle, lower and upper end.

    `weeks` are rows of marts.fct_forecast_weeks in order. `campaigns` are (first day, last day, name), planned or over.
    `drill` gives the address behind a week that is over; `title` the lines above the window of the date.
    """
    if not weeks:
        return canvas.empty(scheme, empty_reason)
    t = canvas.tokens(scheme)
    seen = [week for week in weeks if week["load_hours"] is not None]
    coming = [week for week in weeks if week["load_p50"] is not None]
    first, last = weeks[0]["week_start"], weeks[-1]["week_start"] + timedelta(days=6)
    top = max(
        [week["capacity_hours"] for week in weeks]
        + [week["load_hours"] for week in seen]
        # The outermost band may be cut: it must not press everything else to the ground.
        + [week["load_p90"] for week in coming]
    )
    top = top * 1.12 or 1.0
    return canvas.figure(
        scheme,
        [
            *(_band(coming, low, high, strength, t) for low, high, strength in BANDS),
            *_lines(seen, coming, lang, t, drill),
            _steps(weeks, lang, t),
        ],
        height=HEIGHT,
        margin={"l": 8, "r": 16, "t": 46 if title else 12, "b": 8},
        shapes=[*_window(overload, last, t), _today(today, t), *_campaign_bars(campaigns, first, last, t)],
        annotations=[
            *_words(weeks, seen, today, overload, last, lang, t, title),
            *_names(campaigns, first, last, t),
        ],
        xaxis=day_axis(first, last, lang, most_ticks=9),
        yaxis={**count_axis(0, top, lang), "range": [0, top]},
    )


def _at(day: date) -> str:
    return datetime.combine(day, time()).isoformat()


def _middle(week: Week) -> str:
    return (datetime.combine(week["week_start"], time()) + _HALF_WEEK).isoformat()


def _band(weeks: Sequence[Week], low: str, high: str, strength: float, t: canvas.Tokens) -> dict[str, Any]:
    xs = [_middle(week) for week in weeks]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": xs + xs[::-1],
        "y": [week[high] for week in weeks] + [week[low] for week in reversed(weeks)],
        "fill": "toself",
        "fillcolor": canvas.tint(t["accent"], strength),
        "line": {"width": 0, "color": t["accent"]},
        "hoverinfo": "skip",
        "cliponaxis": True,
    }


def _lines(
    seen: Sequence[Week],
    coming: Sequence[Week],
    lang: str,
    t: canvas.Tokens,
    drill: Callable[[date], str] | None,
) -> list[dict[str, Any]]:
    def hours(value: float) -> str:
        return canvas.word(lang, "fan_hours", hours=formats.number(value, lang, 0 if value >= 100 else 1))

    def text(week: Week) -> str:
        name = canvas.word(lang, "fan_week", day=formats.date(week["week_start"], lang))
        people = canvas.word(lang, "fan_capacity", hours=hours(week["capacity_hours"]))
        contacts = canvas.word(lang, "fan_contacts", number=formats.number(week["contacts"], lang))
        if week["load_hours"] is not None:
            return canvas.hover(
                name, canvas.word(lang, "fan_load", hours=hours(week["load_hours"])), people, contacts
            )
        low, high = (formats.number(week[key], lang, 0) for key in ("load_p10", "load_p90"))
        load = canvas.word(lang, "fan_load", hours=hours(week["load_p50"]))
        return canvas.hover(
            name, load, canvas.word(lang, "fan_range", range=f"{low}–{high}"), people, contacts
        )

    def line(weeks: Sequence[Week], key: str, dash: str, marks: bool) -> dict[str, Any]:
        return {
            "type": "scatter",
            "mode": "lines+markers" if marks else "lines",
            "x": [_middle(week) for week in weeks],
            "y": [week[key] for week in weeks],
            "line": {"width": 2, "color": t["accent"], "dash": dash},
            "marker": {"size": 5, "color": t["accent"], "opacity": 1, "line": {"width": 0}},
            "customdata": [
                canvas.mark(text(week), drill if marks else None, week["week_start"]) for week in weeks
            ],
            "hovertemplate": "%{customdata[0]}<extra></extra>",
        }

    return [line(coming, "load_p50", "4px,3px", False), line(seen, "load_hours", "solid", True)]


def _steps(weeks: Sequence[Week], lang: str, t: canvas.Tokens) -> dict[str, Any]:
    edges = [_at(week["week_start"]) for week in weeks] + [_at(weeks[-1]["week_start"] + timedelta(days=7))]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": edges,
        "y": [week["capacity_hours"] for week in weeks] + [weeks[-1]["capacity_hours"]],
        "line": {"width": 2, "color": t["text"], "shape": "hv"},
        "hoverinfo": "skip",
    }


def _window(
    overload: tuple[date | None, date | None, date | None], last: date, t: canvas.Tokens
) -> list[dict[str, Any]]:
    middle, low, high = overload
    found: list[dict[str, Any]] = []
    if low is not None:
        found.append(
            {
                "type": "rect",
                "x0": _at(low),
                "x1": _at(high or last),
                "yref": "paper",
                "y0": 0,
                "y1": 1,
                "fillcolor": canvas.tint(t["badmark"], 0.10),
                "line": {"width": 0},
                "layer": "below",
            }
        )
    if middle is not None:
        line = {"color": t["badmark"], "width": 2}
        x = _at(middle)
        found.append({"type": "line", "x0": x, "x1": x, "yref": "paper", "y0": 0, "y1": 1, "line": line})
    return found


def _today(today: date, t: canvas.Tokens) -> dict[str, Any]:
    line = {"color": t["border2"], "width": 1}
    x = _at(today)
    return {"type": "line", "x0": x, "x1": x, "yref": "paper", "y0": 0, "y1": 1, "line": line}


def _campaign_bars(
    campaigns: Sequence[tuple[date, date, str]], first: date, last: date, t: canvas.Tokens
) -> list[dict[str, Any]]:
    return [
        {
            "type": "rect",
            "x0": _at(max(begin, first)),
            "x1": _at(min(end, last) + timedelta(days=1)),
            "yref": "paper",
            "y0": 0.0,
            "y1": 0.018,
            "fillcolor": t["text2"],
            "line": {"width": 0},
        }
        for begin, end, _ in campaigns
        if begin <= last and end >= first
    ]


def _words(
    weeks: Sequence[Week],
    seen: Sequence[Week],
    today: date,
    overload: tuple[date | None, date | None, date | None],
    last: date,
    lang: str,
    t: canvas.Tokens,
    title: Sequence[str],
) -> list[dict[str, Any]]:
    """What is which, written at the marks."""
    middle, low, _ = overload
    hours = formats.number(weeks[0]["capacity_hours"], lang)
    found = [
        {
            "text": f"<b>{canvas.word(lang, 'fan_people')}</b> {canvas.word(lang, 'fan_hours', hours=hours)}",
            "x": _middle(weeks[0]),
            "y": max(week["capacity_hours"] for week in weeks[:5]),
            "xanchor": "left",
            "yanchor": "bottom",
            "yshift": 2,
            "font": {"size": 12, "color": t["text"]},
        },
        {
            "text": canvas.word(lang, "fan_today"),
            "x": _at(today),
            "yref": "paper",
            "y": 0.995,
            "xanchor": "right",
            "xshift": -4,
            "yanchor": "top",
            "font": {"size": 12, "color": t["text3"]},
        },
    ]
    if seen:
        # Above the highest week of the first half the line is nowhere in the way.
        week = max(seen[: max(len(seen) // 2, 1)], key=lambda one: one["load_hours"])
        found.append(
            {
                "text": f"<b>{canvas.word(lang, 'fan_work')}</b>",
                "x": _middle(week),
                "y": week["load_hours"],
                "yanchor": "bottom",
                "yshift": 6,
                "font": {"size": 12, "color": t["accent"]},
            }
        )
    anchor = middle or low
    if title and anchor:
        share = (anchor - weeks[0]["week_start"]).days / max((last - weeks[0]["week_start"]).days, 1)
        side = "left" if share < 0.2 else "right" if share > 0.8 else "center"
        text = f"<b>{title[0]}</b>" + "".join(f"<br>{line}" for line in title[1:])
        found.append(
            {
                "text": text,
                "x": _at(anchor),
                "yref": "paper",
                "y": 1,
                "yanchor": "bottom",
                "xanchor": side,
                "align": side,
                "font": {"size": 12, "color": t["bad"]},
            }
        )
    return found


def _names(
    campaigns: Sequence[tuple[date, date, str]], first: date, last: date, t: canvas.Tokens
) -> list[dict[str, Any]]:
    """Names of campaigns above their bars, as many as find room: those that come have it first."""
    days = max((last - first).days, 1)
    taken: list[tuple[float, float]] = []
    found = []
    for begin, end, name in sorted(campaigns, key=lambda one: one[0], reverse=True):
        if begin > last or end < first:
            continue
        at = max((begin - first).days, 0) / days
        width = canvas.text_width(name, 11) / _NARROW
        if any(at < right and at + width > left for left, right in taken):
            continue
        taken.append((at, at + width))
        found.append(
            {
                "text": name,
                "x": _at(max(begin, first)),
                "yref": "paper",
                "y": 0.018,
                "yanchor": "bottom",
                "xanchor": "right" if at + width > 1 else "left",
                "font": {"size": 11, "color": t["text3"]},
            }
        )
    return found
