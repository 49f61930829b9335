"""What happened, and which clocks ran? Swim lanes on one wall clock: messages, owners, response clocks."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from dashboard import formats
from dashboard.figures import canvas, lane_labels, lane_promises
from dashboard.figures.clock_axis import clock_axis
from dashboard.figures.lane_entries import Mark, Owner, Pending, Promise
from dashboard.figures.local_time import closed_shapes, local
from dashboard.figures.running_clock import Clock, Span

_TOP = 34
_ROW = 50
_BAR = 0.38
_TYPICAL_WIDTH = 600
"""The width in px that labels are fitted to; a wider page only gives them more room."""


def height(marks: Sequence[Mark], clocks: Sequence[Clock], promises: Sequence[Promise] = ()) -> int:
    """Return the figure's height in px: three lanes of people, one a kind of clock, one a promise."""
    lanes = len({clock.lane for clock in clocks}) + len({promise.lane for promise in promises})
    return _TOP + _ROW * ((3 if marks else 1) + lanes) + 6


def conversation_lanes(
    marks: Sequence[Mark],
    owners: Sequence[Owner],
    clocks: Sequence[Clock],
    closed: Sequence[Span],
    *,
    zone: str,
    lang: str,
    scheme: str,
    pending: Sequence[Pending] = (),
    promises: Sequence[Promise] = (),
) -> canvas.Figure:
    """Draw the lanes from first event to last; `closed` shades the closed hours of the owning department.

    `pending` hatches the owner's bar until a hand-off is picked up; each promise has a lane below the clocks.
    """
    if not marks and not owners:
        return canvas.empty(scheme, canvas.word(lang, "no_messages"))
    t = canvas.tokens(scheme)
    lanes = list(dict.fromkeys([*(clock.lane for clock in clocks), *(one.lane for one in promises)]))
    people = {-i: canvas.word(lang, key) for i, key in enumerate(("customer", "company", "owner"))}
    start, stop = _window(marks, owners, clocks, promises)
    scale = (_TYPICAL_WIDTH) / (stop - start).total_seconds()
    rows = {lane: -3 - i for i, lane in enumerate(lanes)}
    heads = {**people, **{y: lane for lane, y in rows.items()}}
    top = 0 if marks else -2  # a case of which only owners are known has no lanes of people
    heads = {y: name for y, name in heads.items() if y <= top}
    shaded = [(max(a, start), min(b, stop)) for a, b in closed if a < stop and b > start]
    return canvas.figure(
        scheme,
        [
            *_owner_bars(owners, zone, lang, t),
            *_pending_bars(pending, zone, t),
            *_clock_bars(clocks, rows, zone, lang, t),
            *lane_promises.traces(promises, rows, zone, lang, t),
            *_dots(marks, zone, lang, t),
        ],
        height=height(marks, clocks, promises),
        barmode="overlay",
        barcornerradius=2,
        margin={
            "l": max(canvas.text_width(head) for head in [*heads.values(), "Wed 29. Sept."]) + 14,
            "r": 8,
            "t": _TOP,
            "b": 6,
        },
        shapes=[*closed_shapes(shaded, zone, t), _rule(t)],
        annotations=[
            *lane_labels.heads(heads, start, zone, lang, t),
            *lane_labels.numbers(marks, scale, zone, t),
            *lane_labels.owner_names(owners, scale, zone, lang, t, pending),
            *lane_labels.pending_notes(pending, scale, zone, t),
            *lane_labels.clock_notes(clocks, rows, scale, zone, t, stop),
            *lane_labels.pause_notes(clocks, rows, scale, zone, t),
            *lane_promises.labels(promises, rows, scale, zone, lang, t),
        ],
        xaxis={**clock_axis(start, stop, lang, zone), "automargin": False},
        yaxis={"visible": False, "range": [-2 - len(lanes) - 0.55, top + 0.5]},
    )


def _window(
    marks: Sequence[Mark], owners: Sequence[Owner], clocks: Sequence[Clock], promises: Sequence[Promise]
) -> Span:
    """Where the axis begins, and where it stops: far enough for the last clock's words."""
    instants = [mark.at for mark in marks]
    instants += [edge for clock in clocks for edge in (clock.started_at, clock.ended_at)]
    instants += [edge for owner in owners for edge in (owner.started_at, owner.ended_at)]
    instants += [edge for one in promises for edge in (one.promised_at, one.ended_at, one.due_at) if edge]
    first, last = min(instants), max(max(instants), min(instants) + timedelta(minutes=10))
    span = last - first
    notes = [(one.note, one.ended_at) for one in clocks] + [(one.note, one.ended_at) for one in promises]
    late = [note for note, ended_at in notes if ended_at >= last - span / 4]
    words = max((canvas.text_width(lane_labels.plain(note), 11.5) for note in late), default=0)
    # Of a page's width, what the words take is no longer there for what happened.
    share = min(0.36, (words + 24) / _TYPICAL_WIDTH)
    return first - span * 0.02, last + span * max(0.03, share / (1 - share))


def _dots(marks: Sequence[Mark], zone: str, lang: str, t: canvas.Tokens) -> list[dict[str, Any]]:
    traces = []
    for side, y, colour in (("customer", 0, t["text"]), ("company", -1, t["accent"])):
        mine = [mark for mark in marks if mark.side == side]
        if not mine:
            continue
        counts = [mark.kind == "human" for mark in mine]
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [local(mark.at, zone) for mark in mine],
                "y": [y] * len(mine),
                "marker": {
                    "symbol": ["circle" if yes else "square" for yes in counts],
                    "size": [11 if yes else 9 for yes in counts],
                    "color": [colour if yes else t["surface"] for yes in counts],
                    "opacity": 1,
                    "line": {
                        "width": [1 if yes else 1.5 for yes in counts],
                        "color": [t["surface"] if yes else t["ghost"] for yes in counts],
                    },
                },
                "customdata": [
                    [canvas.hover(mark.label, formats.instant(mark.at, lang, zone))] for mark in mine
                ],
                "hovertemplate": "%{customdata[0]}<extra></extra>",
            }
        )
    return traces


def _bar(
    spans: Sequence[Span], y: float, zone: str, hover: Sequence[str], marker: dict[str, Any]
) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "base": [local(a, zone) for a, _ in spans],
        # Milliseconds of the local clock, as the base is: when the clocks change they differ from real ones.
        "x": [_local_milliseconds(a, b, zone) for a, b in spans],
        "y": [y] * len(spans),
        "width": _BAR,
        "marker": marker,
        "customdata": [[text] for text in hover],
        "hovertemplate": "%{customdata[0]}<extra></extra>",
    }


def _local_milliseconds(start: datetime, end: datetime, zone: str) -> float:
    a, b = (datetime.fromisoformat(local(edge, zone)) for edge in (start, end))
    return (b - a).total_seconds() * 1000


def _owner_bars(owners: Sequence[Owner], zone: str, lang: str, t: canvas.Tokens) -> list[dict[str, Any]]:
    def text(owner: Owner) -> str:
        length = (owner.ended_at - owner.started_at).total_seconds()
        name = owner.name or canvas.word(lang, "nobody")
        return canvas.hover(
            name, formats.instant(owner.started_at, lang, zone), formats.duration(length, lang)
        )

    groups = (
        (
            [owner for owner in owners if owner.name],
            {"color": t["band"], "line": {"width": 1.5, "color": t["surface"]}},
        ),
        (
            [owner for owner in owners if not owner.name],
            {"color": "rgba(0,0,0,0)", "line": {"width": 1, "color": t["ghost"]}},
        ),
    )
    return [
        _bar([(o.started_at, o.ended_at) for o in group], -2, zone, [text(o) for o in group], marker)
        for group, marker in groups
        if group
    ]


def _hatched(t: canvas.Tokens) -> dict[str, Any]:
    """The look of what stands still."""
    return {
        "color": t["surface"],
        "line": {"width": 1, "color": t["border2"]},
        "pattern": {
            "shape": "/",
            "fgcolor": t["ghost"],
            "bgcolor": t["surface"],
            "size": 7,
            "solidity": 0.18,
        },
    }


def _pending_bars(pending: Sequence[Pending], zone: str, t: canvas.Tokens) -> list[dict[str, Any]]:
    """Over the receiver's bar: handed on, and not picked up yet."""
    spans = [(one.started_at, one.ended_at) for one in pending]
    return [_bar(spans, -2, zone, [one.note for one in pending], _hatched(t))] if spans else []


def _clock_bars(
    clocks: Sequence[Clock], rows: dict[str, int], zone: str, lang: str, t: canvas.Tokens
) -> list[dict[str, Any]]:
    styles = (
        ("runs", {"color": t["ghost"], "line": {"width": 0}}),
        ("late", {"color": t["badmark"], "line": {"width": 0}}),
        ("paused", _hatched(t)),
    )
    traces = []
    for clock in clocks:
        parts = clock.parts()
        for kind, marker in styles:
            spans = parts[kind]
            if spans:
                texts = [
                    canvas.hover(
                        f"{clock.lane}: {canvas.word(lang, f'clock_{kind}')}",
                        f"{formats.instant(a, lang, zone)} – {formats.instant(b, lang, zone)}",
                        formats.duration((b - a).total_seconds(), lang),
                    )
                    for a, b in spans
                ]
                traces.append(_bar(spans, rows[clock.lane], zone, texts, marker))
    return traces


def _rule(t: canvas.Tokens) -> dict[str, Any]:
    """The line between who and which clocks."""
    line = {"color": t["border"], "width": 1}
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": -2.5, "y1": -2.5, "line": line}
