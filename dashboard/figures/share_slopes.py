"""Where the money sits and where the work is: a line a department, from its budget share to its demand share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import formats
from dashboard.figures import canvas
from dashboard.figures.series import Series

HEIGHT = 330
_GAP = 0.052  # of the axis: what a line of text needs
_TOP = 30


@dataclass(frozen=True)
class Slope:
    """One department: its name and colour, its share of the budget (None: it has none) and of the work."""

    series: Series
    budget: float | None
    demand: float | None
    lower: float | None = None
    upper: float | None = None
    is_main: bool = False


def share_slopes(
    slopes: Sequence[Slope],
    *,
    lang: str,
    scheme: str,
    world: float | None = None,
    empty_reason: str = "",
    drill: Callable[[str | None], str] | None = None,
) -> canvas.Figure:
    """Draw budget shares left and demand shares right; main departments in colour, `world` as a diamond."""
    known = [one for one in slopes if one.budget is not None or one.demand is not None]
    if not known:
        return canvas.empty(scheme, empty_reason)
    t = canvas.tokens(scheme)
    ends = [value for one in known for value in (one.budget, one.demand, one.upper) if value is not None]
    top = max(ends) * 1.06
    data = [trace for one in known for trace in _traces(one, t, lang, drill)]
    notes = _notes(known, top, t, lang)
    if world is not None:
        data.append(_world(world, t, lang))
    left = max(
        (canvas.text_width(f"{one.series.name} 99.9 %") for one in known if one.budget is not None),
        default=60,
    )
    named = [one.series.name for one in known if one.budget is None or not one.is_main]
    right = max((canvas.text_width(f"99.9 %  {name}") for name in named), default=0)
    return canvas.figure(
        scheme,
        data,
        height=HEIGHT,
        margin={"l": left + 16, "r": max(132, right + 16), "t": _TOP, "b": 10},
        annotations=notes,
        xaxis={"visible": False, "range": [-0.02, 1.02]},
        yaxis={"visible": False, "range": [-0.03 * top, top]},
    )


def _traces(
    one: Slope, t: canvas.Tokens, lang: str, drill: Callable[[str | None], str] | None
) -> list[dict[str, Any]]:
    colour = one.series.mark(t) if one.is_main else t["ghost"]
    hover = _hover(one, lang)
    traces: list[dict[str, Any]] = []
    if one.lower is not None and one.upper is not None:
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": [1, 1],
                "y": [one.lower, one.upper],
                "line": {"color": canvas.tint(colour, 0.35), "width": 8},
                "hoverinfo": "skip",
            }
        )
    ends = [(x, y) for x, y in ((0, one.budget), (1, one.demand)) if y is not None]
    traces.append(
        {
            "type": "scatter",
            "mode": "lines+markers" if len(ends) > 1 else "markers",
            "x": [x for x, _ in ends],
            "y": [y for _, y in ends],
            "line": {"color": colour, "width": 2 if one.is_main else 1.25},
            "marker": {"size": 9 if one.is_main else 6.5, "color": colour, "opacity": 1},
            "customdata": [canvas.mark(hover, drill, one.series.key)] * len(ends),
            "hovertemplate": "%{customdata[0]}<extra></extra>",
        }
    )
    return traces


def _hover(one: Slope, lang: str) -> str:
    bounds = None
    if one.lower is not None and one.upper is not None:
        bounds = canvas.word(lang, "interval_share", range=formats.share_range(one.lower, one.upper, lang))
    return canvas.hover(
        one.series.name,
        f"{canvas.word(lang, 'budget_share')}: {formats.share(one.budget, lang)}",
        f"{canvas.word(lang, 'demand_share')}: {formats.share(one.demand, lang)}",
        bounds,
    )


def _notes(known: Sequence[Slope], top: float, t: canvas.Tokens, lang: str) -> list[dict[str, Any]]:
    """Names at both ends, moved apart where they would touch, and the heads above."""
    notes = [
        {
            "text": f"<b>{canvas.word(lang, name)}</b>",
            "x": x,
            "y": 1,
            "yref": "paper",
            "yanchor": "bottom",
            "yshift": 8,
            "font": {"size": 12, "color": t["text"]},
        }
        for x, name in ((0, "budget_share"), (1, "demand_share"))
    ]
    for x, anchor, shift in ((0, "right", -10), (1, "left", 12)):
        ends = [(one, one.budget if x == 0 else one.demand) for one in known]
        shown = [(one, value) for one, value in ends if value is not None]
        placed = canvas.spread([value for _, value in shown], _GAP * top, 0.0, top * 0.98)
        for (one, value), y in zip(shown, placed, strict=True):
            notes.append(
                {
                    "text": _text(one, value, x, t, lang),
                    "x": x,
                    "y": y,
                    "xanchor": anchor,
                    "xshift": shift,
                    "align": anchor,
                    "font": {"size": 12, "color": one.series.ink(t) if one.is_main else t["text2"]},
                }
            )
    return notes


def _text(one: Slope, value: float, x: int, t: canvas.Tokens, lang: str) -> str:
    share = formats.share(value, lang)
    if x == 0:
        return f"<b>{one.series.name}</b> {share}" if one.is_main else f"{one.series.name} {share}"
    # Who has no budget stands at the right alone, and needs a name there.
    name = "" if one.budget is not None and one.is_main else f"  {one.series.name}"
    range_text = ""
    if one.is_main and one.lower is not None:
        range_text = (
            f' <span style="color:{t["text3"]}">{formats.share_range(one.lower, one.upper, lang)}</span>'
        )
    return f"{share}{range_text}{name}"


def _world(value: float, t: canvas.Tokens, lang: str) -> dict[str, Any]:
    text = canvas.hover(canvas.word(lang, "world_share"), formats.share(value, lang, 2))
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [0],
        "y": [value],
        "marker": {
            "symbol": "diamond",
            "size": 9,
            "color": t["surface"],
            "opacity": 1,
            "line": {"width": 1.5, "color": t["ghost"]},
        },
        "customdata": [[text]],
        "hovertemplate": "%{customdata[0]}<extra></extra>",
    }
