"""What campaigns cost with service, a row each, the dearest on top: money spent, then what service carried."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import formats
from dashboard.figures import canvas

_ROW = 44
_TOP, _BOTTOM = 4, 4


@dataclass(frozen=True)
class Cost:
    """One campaign: euro spent, the service part with its interval (None: not computable, `note` says why)."""

    name: str
    spend: float
    service: float | None = None
    lower: float | None = None
    upper: float | None = None
    is_few: bool = False
    note: str = ""
    href: str | None = None


def height(count: int) -> int:
    """Return the figure's height in px for a number of campaigns."""
    return _TOP + _ROW * max(count, 2) + _BOTTOM


def cost_bars(costs: Sequence[Cost], *, lang: str, scheme: str, empty_reason: str = "") -> canvas.Figure:
    """Draw spend and service part of each campaign; where the interval holds zero, the part is outlined only."""
    if not costs:
        return canvas.empty(scheme, empty_reason)
    t = canvas.tokens(scheme)
    data: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    reach = 0.0
    for place, cost in enumerate(costs):
        y = -place
        data.append(_bar(cost, cost.spend, 0.0, y, {"color": t["ghost"]}, lang))
        last = cost.spend
        if cost.service is not None:
            data.append(_bar(cost, cost.service, cost.spend, y, _marker(cost, t), lang))
            last = max(last, cost.spend + cost.service)
            if cost.lower is not None and cost.upper is not None:
                data.append(_whisker(cost.spend + cost.lower, cost.spend + cost.upper, y, t))
                last = max(last, cost.spend + cost.upper)
        notes += _texts(cost, last, y, t, lang)
        reach = max(reach, last)
    return canvas.figure(
        scheme,
        data,
        height=height(len(costs)),
        barmode="overlay",
        margin={
            "l": max(canvas.text_width(cost.name) for cost in costs) + 14,
            "r": 176,
            "t": _TOP,
            "b": _BOTTOM,
        },
        annotations=notes,
        xaxis={"visible": False, "range": [0, (reach or 1.0) * 1.02]},
        yaxis={"visible": False, "range": [-(max(len(costs), 2) - 1) - 0.5, 0.5]},
    )


def _marker(cost: Cost, t: canvas.Tokens) -> dict[str, Any]:
    is_sure = cost.lower is not None and cost.lower > 0 and not cost.is_few
    if is_sure:
        return {"color": t["c1"]}
    return {"color": canvas.tint(t["c1"], 0.18), "line": {"color": t["c1"], "width": 1}}


def _bar(
    cost: Cost, amount: float, base: float, y: float, marker: dict[str, Any], lang: str
) -> dict[str, Any]:
    text = canvas.hover(
        cost.name,
        f"{canvas.word(lang, 'spent')}: {formats.euro(cost.spend, lang)}",
        f"{canvas.word(lang, 'service_part')}: {formats.euro(cost.service, lang)}",
        formats.euro_range(cost.lower, cost.upper, lang) if cost.lower is not None else cost.note or None,
    )
    return {
        "type": "bar",
        "orientation": "h",
        "x": [amount],
        "base": [base],
        "y": [y],
        "width": 0.5,
        "marker": marker,
        "customdata": [[text, cost.href] if cost.href else [text]],
        "hovertemplate": "%{customdata[0]}<extra></extra>",
    }


def _whisker(low: float, high: float, y: float, t: canvas.Tokens) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [max(low, 0.0), high],
        "y": [y, y],
        "line": {"color": t["text"], "width": 1.25},
        "marker": {
            "symbol": "line-ns",
            "size": 10,
            "opacity": 1,
            "line": {"width": 1.25, "color": t["text"]},
        },
        "hoverinfo": "skip",
    }


def _texts(cost: Cost, last: float, y: float, t: canvas.Tokens, lang: str) -> list[dict[str, Any]]:
    total = cost.spend + cost.service if cost.service is not None else cost.spend
    second = cost.note or canvas.word(lang, "of_it_service", amount=formats.euro(cost.service, lang))
    return [
        {
            "text": cost.name,
            "x": 0,
            "xref": "paper",
            "xanchor": "right",
            "xshift": -10,
            "y": y,
            "font": {"size": 12, "color": t["text"]},
        },
        {
            "text": f"<b>{formats.euro(total, lang)}</b><br>"
            f'<span style="font-size:11px;color:{t["text3"]}">{second}</span>',
            "x": last,
            "xanchor": "left",
            "xshift": 8,
            "y": y,
            "align": "left",
            "font": {"size": 12, "color": t["text3"] if cost.is_few else t["text"]},
        },
    ]
