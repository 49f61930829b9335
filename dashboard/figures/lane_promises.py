"""Promises in the lanes of a conversation: given (hollow), due (tick), kept (dot, red if late), or still owed."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard import formats
from dashboard.figures import canvas
from dashboard.figures.lane_entries import Promise
from dashboard.figures.local_time import local


def traces(
    promises: Sequence[Promise], rows: Mapping[str, int], zone: str, lang: str, t: canvas.Tokens
) -> list[dict[str, Any]]:
    """Return line, beginning, due tick and end of each promise."""
    found: list[dict[str, Any]] = []
    for one in promises:
        y = rows[one.lane]
        span = [local(one.promised_at, zone), local(one.ended_at, zone)]
        colour = t["badmark"] if one.is_late else t["ghost"]
        found.append(
            {"type": "scatter", "mode": "lines", "x": span, "y": [y, y], "line": {"color": t["ghost"], "width": 2},
             "hoverinfo": "skip"}
        )  # fmt: skip
        found.append(_point(one, span[0], y, "circle-open", t["text"], one.promised_at, zone, lang))
        if one.due_at:
            found.append(
                _point(one, local(one.due_at, zone), y, "line-ns", t["text"], one.due_at, zone, lang)
            )
        if one.is_kept:
            found.append(_point(one, span[1], y, "circle", colour, one.ended_at, zone, lang))
        elif one.is_late:
            found.append(_point(one, span[1], y, "triangle-right", colour, one.ended_at, zone, lang))
    return found


def _point(
    one: Promise, x: str, y: int, symbol: str, colour: str, at: Any, zone: str, lang: str
) -> dict[str, Any]:
    width = 2 if symbol in ("circle-open", "line-ns") else 0
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [x],
        "y": [y],
        "marker": {
            "symbol": symbol,
            "size": 16 if symbol == "line-ns" else 10,
            "color": colour,
            "opacity": 1,
            "line": {"width": width, "color": colour},
        },
        "customdata": [[canvas.hover(one.lane, formats.instant(at, lang, zone))]],
        "hovertemplate": "%{customdata[0]}<extra></extra>",
    }


def labels(
    promises: Sequence[Promise],
    rows: Mapping[str, int],
    scale: float,
    zone: str,
    lang: str,
    t: canvas.Tokens,
) -> list[dict[str, Any]]:
    """Return what is said of each: given and due below its marks where they are apart, the result at its end."""
    found = []
    for one in promises:
        y = rows[one.lane]
        given, owed = canvas.word(lang, "promised"), canvas.word(lang, "due")
        found.append(_below(given, local(one.promised_at, zone), y, t))
        if one.due_at:
            apart = (one.due_at - one.promised_at).total_seconds() * scale
            if apart > canvas.text_width(given + owed, 11) / 2 + 12:
                found.append(_below(owed, local(one.due_at, zone), y, t))
        last = max(one.ended_at, one.due_at or one.ended_at)
        found.append(
            {
                "text": one.note,
                "x": local(last, zone),
                "y": y,
                "xanchor": "left",
                "xshift": 10,
                "font": {"size": 11, "color": t["bad"] if one.is_late else t["text2"]},
            }
        )
    return found


def _below(text: str, x: str, y: int, t: canvas.Tokens) -> dict[str, Any]:
    font = {"size": 11, "color": t["text3"]}
    return {"text": text, "x": x, "y": y, "yanchor": "top", "yshift": -7, "font": font}
