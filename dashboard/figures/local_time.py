"""Instants on a chart's axis. Plotly knows no zones, so it gets them as the local clock shows them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from dashboard.figures import canvas


def local(instant: datetime, zone: str) -> str:
    """Return an instant as local wall time without offset, for an axis of type date."""
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None).isoformat()


def closed_shapes(
    closed: Sequence[tuple[datetime, datetime]], zone: str, t: canvas.Tokens, **more: Any
) -> list[dict[str, Any]]:
    """Return the shaded stretches in which nobody was at work."""
    return [
        {
            "type": "rect",
            "xref": "x",
            "yref": "paper",
            "x0": local(start, zone),
            "x1": local(end, zone),
            "y0": 0,
            "y1": 1,
            "fillcolor": t["night"],
            "line": {"width": 0},
            "layer": "below",
            **more,
        }
        for start, end in closed
    ]
