"""Does more come in than goes out? Per day: what came in above the line, what went out below, the net."""

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl

from dashboard import formats
from dashboard.figures import canvas
from dashboard.figures.count_axis import count_axis
from dashboard.figures.day_axis import day_axis

HEIGHT = 260
_MOST_DOTS = 45

Drill = Callable[[date], str] | None


def flow_bars(
    days: pl.DataFrame,
    *,
    lang: str,
    scheme: str,
    empty_reason: str | None = None,
    drill: Drill = None,
) -> canvas.Figure:
    """Draw daily ins and outs of the backlog around zero; their difference is the day's net change.

    `days` has a row a day: date_day, count_in, count_out. `drill` gives the address behind a day.
    """
    days = days.sort("date_day")
    if not days["count_in"].sum() and not days["count_out"].sum():
        return canvas.empty(scheme, empty_reason or canvas.word(lang, "no_flow"))
    t = canvas.tokens(scheme)
    rows = days.to_dicts()
    top = max(max(row["count_in"], row["count_out"]) for row in rows)
    return canvas.figure(
        scheme,
        [
            _bars(rows, "count_in", 1, canvas.tint(t["ghost"], 0.75), lang, drill),
            _bars(rows, "count_out", -1, canvas.tint(t["accent"], 0.75), lang, drill),
            _net(rows, lang, t, drill),
        ],
        height=HEIGHT,
        barmode="overlay",
        bargap=0.28,
        margin={"l": 8, "r": canvas.text_width(f"{canvas.word(lang, 'flow_net')} −100") + 14, "t": 8, "b": 8},
        annotations=[
            _name(canvas.word(lang, "flow_in"), 1, "top", t["text2"]),
            _name(canvas.word(lang, "flow_out"), 0, "bottom", t["accent"]),
            _net_name(rows[-1], lang, t),
        ],
        xaxis=day_axis(rows[0]["date_day"], rows[-1]["date_day"], lang, most_ticks=6),
        yaxis=count_axis(
            -top * 1.18, top * 1.18, lang, zeroline=True, zerolinecolor=t["border2"], zerolinewidth=1
        ),
    )


def _bars(
    rows: list[dict[str, Any]], column: str, sign: int, colour: str, lang: str, drill: Drill
) -> dict[str, Any]:
    return {
        "type": "bar",
        "x": [row["date_day"].isoformat() for row in rows],
        "y": [sign * row[column] for row in rows],
        "marker": {"color": colour},
        "customdata": [canvas.mark(_hover(row, lang), drill, row["date_day"]) for row in rows],
        "hovertemplate": "%{customdata[0]}<extra></extra>",
    }


def _net(rows: list[dict[str, Any]], lang: str, t: canvas.Tokens, drill: Drill) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers" if len(rows) <= _MOST_DOTS else "lines",
        "x": [row["date_day"].isoformat() for row in rows],
        "y": [row["count_in"] - row["count_out"] for row in rows],
        "line": {"color": t["text"], "width": 1.25},
        "marker": {
            "size": 5.5,
            "color": t["text"],
            "opacity": 1,
            "line": {"width": 1, "color": t["surface"]},
        },
        "customdata": [canvas.mark(_hover(row, lang), drill, row["date_day"]) for row in rows],
        "hovertemplate": "%{customdata[0]}<extra></extra>",
    }


def _net_name(last: dict[str, Any], lang: str, t: canvas.Tokens) -> dict[str, Any]:
    net = last["count_in"] - last["count_out"]
    return {
        "text": f"<b>{canvas.word(lang, 'flow_net')}</b> {formats.signed(net, lang)}",
        "x": 1,
        "xref": "paper",
        "xanchor": "left",
        "xshift": 2,
        "y": net,
        "font": {"size": 12, "color": t["text"]},
    }


def _hover(row: dict[str, Any], lang: str) -> str:
    net = row["count_in"] - row["count_out"]
    return canvas.hover(
        formats.date(row["date_day"], lang),
        f"{canvas.word(lang, 'flow_in')}: {formats.number(row['count_in'], lang)}",
        f"{canvas.word(lang, 'flow_out')}: {formats.number(row['count_out'], lang)}",
        f"{canvas.word(lang, 'flow_net')}: {formats.signed(net, lang)}",
    )


def _name(text: str, y: int, anchor: str, colour: str) -> dict[str, Any]:
    return {
        "text": text,
        "x": 0,
        "y": y,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": anchor,
        "xshift": 4,
        "font": {"size": 12, "color": colour},
    }
