"""Does a source deliver what is usual? Bars a day before the band of what the weekday usually brings."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from dashboard import formats
from dashboard.figures import canvas
from dashboard.figures.count_axis import count_axis
from dashboard.figures.day_axis import day_axis

HEIGHT = 150
_NOON = "T12:00:00"


def volume_bars(rows: Sequence[dict[str, Any]], *, lang: str, scheme: str) -> canvas.Figure:
    """Draw one source; `rows` have date_day, record_count, usual_low, usual_high and verdict, a row a day in order."""
    if not rows:
        return canvas.empty(scheme, canvas.word(lang, "no_messages"))
    t = canvas.tokens(scheme)
    top = max(max(row["record_count"], row["usual_high"] or 0) for row in rows)
    return canvas.figure(
        scheme,
        [_bars(rows, lang, t), _dots(rows, lang, t)],
        height=HEIGHT,
        bargap=0.3,
        shapes=_band(rows, t),
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        xaxis=day_axis(rows[0]["date_day"], rows[-1]["date_day"], lang, most_ticks=4),
        yaxis=count_axis(0, max(top, 1) * 1.08, lang, most_ticks=3),
    )


def _band(rows: Sequence[dict[str, Any]], t: canvas.Tokens) -> list[dict[str, Any]]:
    """The usual range behind each day; none where it isn't known."""
    return [
        {
            "type": "rect",
            "layer": "below",
            "x0": f"{row['date_day'] - timedelta(days=1)}{_NOON}",
            "x1": f"{row['date_day']}{_NOON}",
            "y0": row["usual_low"],
            "y1": row["usual_high"],
            "fillcolor": t["band"],
            "opacity": 0.5,
            "line": {"width": 0},
        }
        for row in rows
        if row["usual_low"] is not None
    ]


def _bars(rows: Sequence[dict[str, Any]], lang: str, t: canvas.Tokens) -> dict[str, Any]:
    return {
        "type": "bar",
        "x": [row["date_day"].isoformat() for row in rows],
        "y": [row["record_count"] for row in rows],
        "marker": {
            "color": [t["badmark"] if row["verdict"] in ("low", "high") else t["ghost"] for row in rows]
        },
        "customdata": [[_hover(row, lang)] for row in rows],
        "hovertemplate": "%{customdata[0]}<extra></extra>",
    }


def _dots(rows: Sequence[dict[str, Any]], lang: str, t: canvas.Tokens) -> dict[str, Any]:
    """A dot on each unusual day: one on which nothing came has no bar."""
    odd = [row for row in rows if row["verdict"] in ("low", "high")]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [row["date_day"].isoformat() for row in odd],
        "y": [row["record_count"] for row in odd],
        "marker": {
            "size": 8,
            "color": t["badmark"],
            "opacity": 1,
            "line": {"width": 1, "color": t["surface"]},
        },
        "customdata": [[_hover(row, lang)] for row in odd],
        "hovertemplate": "%{customdata[0]}<extra></extra>",
    }


def _hover(row: dict[str, Any], lang: str) -> str:
    usual = None
    if row["usual_low"] is not None:
        low, high = (formats.number(row[name], lang) for name in ("usual_low", "usual_high"))
        usual = canvas.word(lang, "volume_usual", low=low, high=high)
    day = formats.date(row["date_day"], lang, "weekday")
    count = canvas.word(lang, "volume_count", number=formats.number(row["record_count"], lang))
    return canvas.hover(day, count, usual)
