"""Where do cases get lost? Who handed over, to whom, and what became of it; colour is the median wait in classes.

Widths count hand-offs; at most MOST_LINKS links, and the table beside the figure has all. Plotly has no labels on links
and one style for all nodes, so labels are annotations at places computed as d3-sankey computes them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import formats
from dashboard.figures import canvas

HEIGHT = 440
MOST_LINKS = 15
PAD = 20
_THICK = 9
_TOP, _BOTTOM, _RIGHT = 26, 6, 118
_HOUR = 3600.0
LABELLED = 2
"""Edges whose wait is printed on them: the biggest."""
LINE = 18
"""Height of a label, px."""


@dataclass(frozen=True)
class Edge:
    """Hand-offs from one department to another; `median` is NULL where half haven't been picked up."""

    giver: str
    receiver: str
    count: int
    median: float | None
    is_known: bool
    href: str
    hover: str


@dataclass(frozen=True)
class End:
    """What became of the hand-offs to one department: `outcome` is picked_up, dropped or open."""

    receiver: str
    outcome: str
    count: int
    href: str
    hover: str


def shown(edges: Sequence[Edge], ends: Sequence[End]) -> tuple[list[Edge], list[End]]:
    """Return the biggest edges, and what became of them with their receivers, at most MOST_LINKS links together.

    What isn't settled yet isn't drawn: it would take links from edges.
    """
    ordered = sorted(edges, key=lambda edge: (-edge.count, edge.giver, edge.receiver))
    for length in range(len(ordered), 0, -1):
        receivers = {edge.receiver for edge in ordered[:length]}
        kept = [end for end in ends if end.receiver in receivers and end.count and end.outcome != "open"]
        if length + len(kept) <= MOST_LINKS or length == 1:
            return ordered[:length], kept
    return [], []


def wait_class(edge: Edge) -> str:
    """Return under_1h, under_2h, over_2h or unknown (no clock, or nothing picked up)."""
    if not edge.is_known:
        return "unknown"
    if edge.median is None or edge.median > 2 * _HOUR:
        return "over_2h"
    return "under_1h" if edge.median < _HOUR else "under_2h"


def handoff_sankey(
    edges: Sequence[Edge], ends: Sequence[End], names: Callable[[str], str], *, lang: str, scheme: str
) -> canvas.Figure:
    """Draw three columns: first receiver, handed to, outcome. `names` gives a department's name."""
    t = canvas.tokens(scheme)
    colours = {
        "unknown": canvas.tint(t["ghost"], 0.45),
        "under_1h": canvas.tint(t["band"], 0.75),
        "under_2h": canvas.tint(t["h1"], 0.85),
        "over_2h": canvas.tint(t["h2"], 0.8),
        "dropped": canvas.tint(t["badmark"], 0.7),
        "picked_up": canvas.tint(t["band"], 0.75),
    }
    left = _totals((edge.giver, edge.count) for edge in edges)
    # A receiver's column is as high as what came, or what left it: the rest went to departments not shown.
    came = _totals((edge.receiver, edge.count) for edge in edges)
    went = _totals((end.receiver, end.count) for end in ends)
    middle = {name: max(came[name], went.get(name, 0)) for name in came}
    right = _totals((end.outcome, end.count) for end in ends)
    columns = [left, middle, right]
    inner = HEIGHT - _TOP - _BOTTOM
    scale = min((inner - (len(column) - 1) * PAD) / sum(column.values()) for column in columns if column)
    places = [_places(column, scale, inner) for column in columns]
    index = {
        (i, name): n for n, (i, name) in enumerate((i, name) for i, c in enumerate(columns) for name in c)
    }
    links = [
        (
            index[0, edge.giver],
            index[1, edge.receiver],
            edge.count,
            colours[wait_class(edge)],
            edge.hover,
            edge.href,
        )
        for edge in edges
    ] + [
        (index[1, end.receiver], index[2, end.outcome], end.count, colours[end.outcome], end.hover, end.href)
        for end in ends
    ]
    return canvas.figure(
        scheme,
        [
            {
                "type": "sankey",
                "arrangement": "fixed",
                "domain": {"x": [0, 1], "y": [0, 1]},
                "node": {
                    "label": [""] * len(index),
                    "x": [(0.001, 0.5, 0.999)[i] for i, _ in index],
                    "y": [places[i][name] for i, name in index],
                    "pad": PAD,
                    "thickness": _THICK,
                    "line": {"width": 0},
                    "color": [t["badmark"] if name == "dropped" else t["text2"] for _, name in index],
                    "hoverinfo": "none",
                },
                "link": {
                    "source": [link[0] for link in links],
                    "target": [link[1] for link in links],
                    "value": [link[2] for link in links],
                    "color": [link[3] for link in links],
                    "customdata": [[link[4], link[5]] for link in links],
                    "hovertemplate": "%{customdata[0]}<extra></extra>",
                },
            }
        ],
        height=HEIGHT,
        margin={"l": 2, "r": _RIGHT, "t": _TOP, "b": _BOTTOM},
        annotations=[
            *_heads(lang, t),
            *_names(left, places[0], 0.012, "left", names, t, lang),
            *_names(came, places[1], 0.517, "left", names, t, lang),
            *_names(
                right, places[2], 1.0, "outcome", lambda key: canvas.word(lang, f"handoff_{key}"), t, lang
            ),
            *_waits(edges, places, scale, inner, left, came, lang, t),
        ],
    )


def _totals(pairs: Any) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, count in pairs:
        found[name] = found.get(name, 0) + count
    return dict(sorted(found.items(), key=lambda item: (_order(item[0]), -item[1], item[0])))


def _order(name: str) -> int:
    return {"picked_up": -2, "dropped": -1}.get(name, -9)


def _places(column: dict[str, int], scale: float, inner: float) -> dict[str, float]:
    """Centres of a column's nodes from the top, as shares of the height; the column stands in the middle."""
    used = sum(column.values()) * scale + (len(column) - 1) * PAD
    at = (inner - used) / 2
    centres = {}
    for name, count in column.items():
        centres[name] = (at + count * scale / 2) / inner
        at += count * scale + PAD
    return centres


def _heads(lang: str, t: canvas.Tokens) -> list[dict[str, Any]]:
    places = (("handoff_first", 0.0, "left"), ("handoff_to", 0.5, "center"), ("handoff_outcome", 1.0, "left"))
    return [
        {
            "text": canvas.word(lang, key), "x": x, "y": 1, "yshift": 20, "xref": "paper", "yref": "paper",
            "xanchor": anchor, "yanchor": "middle", "font": {"size": 12, "color": t["text3"]},
            "xshift": 8 if x == 1.0 else 0,
        }
        for key, x, anchor in places
    ]  # fmt: skip


def _names(
    column: dict[str, int],
    places: dict[str, float],
    x: float,
    side: str,
    names: Callable[[str], str],
    t: canvas.Tokens,
    lang: str,
) -> list[dict[str, Any]]:
    return [
        {
            "text": f"<b>{names(name)}</b>{'<br>' if side == 'outcome' else ' '}{formats.number(count, lang)}",
            "x": x, "y": 1 - places[name], "xref": "paper", "yref": "paper", "xanchor": "left",
            "yanchor": "middle", "align": "left", "xshift": 8 if side == "outcome" else 4,
            "font": {"size": 12, "color": t["bad"] if name == "dropped" else t["text"]},
        }
        for name, count in column.items()
    ]  # fmt: skip


def _waits(
    edges: Sequence[Edge],
    places: list[dict[str, float]],
    scale: float,
    inner: float,
    left: dict[str, int],
    came: dict[str, int],
    lang: str,
    t: canvas.Tokens,
) -> list[dict[str, Any]]:
    """The median wait on the biggest edges, halfway; Plotly stacks a node's links by the height of their other end."""
    known = [edge for edge in edges if edge.is_known]
    texts, heights = [], []
    for edge in sorted(known, key=lambda edge: -edge.count)[:LABELLED]:
        start = _middle(
            edge, [e for e in edges if e.giver == edge.giver], places[1], "receiver", scale, inner
        )
        end = _middle(
            edge, [e for e in edges if e.receiver == edge.receiver], places[0], "giver", scale, inner
        )
        y = _beside(
            (places[0][edge.giver] + start + places[1][edge.receiver] + end) / 2,
            list(places[0].values()),
            LINE / inner,
        )
        wait = formats.duration(edge.median, lang, "chart") if edge.median is not None else "> 7 d"
        texts.append(f"P50 {wait}")
        heights.append(y)
    return [
        {
            "text": text, "x": 0.3, "y": 1 - y, "xref": "paper", "yref": "paper", "xanchor": "center",
            "yanchor": "middle", "font": {"size": 12, "color": t["text"]},
        }
        for text, y in zip(texts, canvas.spread(heights, LINE / inner, 0.0, 1.0), strict=True)
    ]  # fmt: skip


def _beside(y: float, names: Sequence[float], gap: float) -> float:
    """Return the height, moved to the nearer side of a name of the first column that it would run into."""
    for name in names:
        if abs(y - name) < gap:
            return name - gap if y < name else name + gap
    return y


def _middle(
    edge: Edge, siblings: Sequence[Edge], far: dict[str, float], side: str, scale: float, inner: float
) -> float:
    """How far the middle of a link's end lies from that of its node, as a share of the height."""
    ordered = sorted(siblings, key=lambda one: far[getattr(one, side)])
    before = sum(one.count for one in ordered[: ordered.index(edge)])
    total = sum(one.count for one in ordered)
    return (before + edge.count / 2 - total / 2) * scale / inner
