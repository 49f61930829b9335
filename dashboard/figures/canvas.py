"""What every chart shares: its sheet, its hover text, and labels that keep out of each other's way.

A figure is a plain dict (`go.Figure` costs ten times as much). Colours are hex values of `theme`'s tokens,
so the browser can re-theme a finished figure by swapping one scheme's values for the other's.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from dashboard import texts, theme

Figure = dict[str, Any]
Tokens = Mapping[str, str]
Value = TypeVar("Value")


def tokens(scheme: str) -> Tokens:
    """Return the colours of one scheme, by token name, each `#RRGGBB`."""
    return theme.TOKENS[scheme]


def word(lang: str, key: str, **values: str) -> str:
    """Return one of the charts' own words in a language."""
    return texts.text(lang, f"figures.{key}", None, **values)


def tint(colour: str, alpha: float) -> str:
    """Return a token's colour made transparent; still recognisable for the swap of schemes."""
    return f"{colour}{round(alpha * 255):02X}"


def figure(scheme: str, data: Sequence[Mapping[str, Any]], **layout: Any) -> Figure:
    """Return a figure on the shared template; `meta.scheme` says which scheme its colours belong to."""
    return {
        "data": list(data),
        "layout": {"template": theme.template(tokens(scheme)), "meta": {"scheme": scheme}, **layout},
    }


def empty(scheme: str, reason: str) -> Figure:
    """Return a chart without marks that says why there are none."""
    hidden = {"visible": False, "range": [0, 1]}
    note = {
        "text": reason,
        "x": 0.5,
        "y": 0.5,
        "xref": "paper",
        "yref": "paper",
        "font": {"size": 13, "color": tokens(scheme)["text3"]},
    }
    return figure(scheme, [], xaxis=hidden, yaxis=hidden, annotations=[note])


def hover(name: str, *lines: str | None) -> str:
    """Return hover text: the name in bold, then one line each; lines that are None are left out."""
    return "<br>".join([f"<b>{name}</b>", *(line for line in lines if line)])


def mark(text: str, drill: Callable[[Value], str] | None, value: Value) -> list[str]:
    """Return a mark's `customdata`: its hover text, and the address that a click on it opens, if any."""
    return [text, drill(value)] if drill else [text]


def spread(positions: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Move positions apart until neighbours are `gap` away, as little as possible, within [low, high].

    Order is kept. Where they cannot all fit, they share the room evenly.
    """
    count = len(positions)
    if count == 0:
        return []
    gap = min(gap, (high - low) / max(count - 1, 1))
    order = sorted(range(count), key=lambda i: positions[i])
    # Neighbours that collide are pooled, each pool centred on the mean of its own (pool adjacent violators).
    pools: list[tuple[float, int]] = []
    for rank, i in enumerate(order):
        pools.append((positions[i] - rank * gap, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (a, m), (b, n) = pools[-2:]
            pools[-2:] = [((a * m + b * n) / (m + n), m + n)]
    starts = [start for start, size in pools for _ in range(size)]
    last = high - (count - 1) * gap
    placed = [0.0] * count
    for rank, i in enumerate(order):
        placed[i] = min(max(starts[rank], low), last) + rank * gap
    return placed


def text_width(text: str, size: float = 12) -> int:
    """Return roughly how many pixels a text of the chart's font takes, for margins."""
    return round(len(text) * size * 0.56)
