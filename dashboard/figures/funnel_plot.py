"""Shares against their number of observations, inside the limits that chance draws (Spiegelhalter, 2005)."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dashboard import formats
from dashboard.figures import canvas
from dashboard.figures.count_axis import count_axis

HEIGHT = 330

Row = Mapping[str, Any]


def is_outside(row: Row) -> bool:
    """Whether a post strays further than one in 500 would by chance."""
    if row["high_998"] is None:
        return False
    return bool(row["metric_value"] > row["high_998"] or row["metric_value"] < row["low_998"])


def funnel_plot(
    rows: Sequence[Row],
    *,
    lang: str,
    scheme: str,
    names: Mapping[str, str],
    drill: Callable[[str], str] | None = None,
) -> canvas.Figure:
    """Draw a dot a post: its share of complaints as labelled over its comments, with 95 and 99.8 % limits.

    `rows` as metrics.complaint_share gives them for `observed` by post: post_id, metric_value, sample_size, centre,
    low_95 to high_998. Those beyond the outer limits are bigger, red and named. `drill` gives a post's address.
    """
    known = sorted((row for row in rows if row["sample_size"]), key=lambda row: row["sample_size"])
    if not known:
        return canvas.empty(scheme, canvas.word(lang, "funnel_none"))
    t = canvas.tokens(scheme)
    most = known[-1]["sample_size"]
    high = min(1.0, max([row["metric_value"] for row in known]) * 1.12 + 0.02)
    inner = [row for row in known if not is_outside(row)]
    outer = [row for row in known if is_outside(row)]
    data: list[dict[str, Any]] = []
    if known[0]["high_998"] is not None:
        data += [
            _band(known, "998", canvas.tint(t["text3"], 0.10)),
            _band(known, "95", canvas.tint(t["text3"], 0.14)),
        ]
    data += [
        _dots(inner, 8, canvas.tint(t["text2"], 0.75), names, lang, drill),
        _dots(outer, 10, t["badmark"], names, lang, drill),
    ]
    step = 0.1 if high > 0.35 else 0.05
    values = [step * i for i in range(round(high / step) + 1) if step * i <= high]
    centre = known[0]["centre"]
    shapes = []
    if centre is not None:
        line = {"color": t["text2"], "width": 1, "dash": "4px,3px"}
        shapes.append(
            {
                "type": "line",
                "xref": "paper",
                "x0": 0,
                "x1": 1,
                "y0": centre,
                "y1": centre,
                "line": line,
                "layer": "below",
            }
        )
    return canvas.figure(
        scheme,
        data,
        height=HEIGHT,
        margin={"l": 8, "r": 12, "t": 12, "b": 8},
        shapes=shapes,
        annotations=[_label(row, names, most, t) for row in sorted(outer, key=_stray, reverse=True)[:3]],
        xaxis=count_axis(0, most * 1.06, lang, title={"text": canvas.word(lang, "funnel_comments")}),
        yaxis={
            "range": [0, high],
            "tickvals": values,
            "ticktext": [formats.share(value, lang, 0) for value in values],
        },
    )


def _stray(row: Row) -> float:
    return abs(row["metric_value"] - row["centre"])


def _band(rows: Sequence[Row], name: str, colour: str) -> dict[str, Any]:
    """Forth along the upper limit and back along the lower one."""
    xs = [row["sample_size"] for row in rows]
    upper, lower = ([row[f"{side}_{name}"] for row in rows] for side in ("high", "low"))
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [*xs, *reversed(xs)],
        "y": [*upper, *reversed(lower)],
        "fill": "toself",
        "fillcolor": colour,
        "line": {"width": 0},
        "hoverinfo": "skip",
    }


def _dots(
    rows: Sequence[Row],
    size: float,
    colour: str,
    names: Mapping[str, str],
    lang: str,
    drill: Callable[[str], str] | None,
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [row["sample_size"] for row in rows],
        "y": [row["metric_value"] for row in rows],
        "marker": {"size": size, "color": colour, "opacity": 1, "line": {"width": 0}},
        "customdata": [canvas.mark(_hover(row, names, lang), drill, row["post_id"]) for row in rows],
        "hovertemplate": "%{customdata[0]}<extra></extra>",
    }


def _hover(row: Row, names: Mapping[str, str], lang: str) -> str:
    limits = None
    if row["high_998"] is not None:
        low, high = formats.share(row["low_998"], lang), formats.share(row["high_998"], lang)
        limits = canvas.word(lang, "funnel_limits", low=low, high=high)
    interval = canvas.word(
        lang, "interval", low=formats.share(row["lower"], lang), high=formats.share(row["upper"], lang)
    )
    return canvas.hover(
        names.get(row["post_id"], row["post_id"]),
        formats.share(row["metric_value"], lang),
        interval,
        limits,
        f"n {formats.number(row['sample_size'], lang)}",
    )


def _label(row: Row, names: Mapping[str, str], most: int, t: canvas.Tokens) -> dict[str, Any]:
    """A post's first words beside its dot, on the side that has room."""
    is_right = row["sample_size"] > most * 0.55
    name = names.get(row["post_id"], row["post_id"])
    return {
        "text": name if len(name) <= 26 else name[:25].rstrip() + "…",
        "x": row["sample_size"],
        "y": row["metric_value"],
        "xanchor": "right" if is_right else "left",
        "xshift": -9 if is_right else 9,
        "font": {"size": 11, "color": t["bad"]},
    }
