"""The logarithmic axis of waiting time, from one minute to seven days."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import formats

FIRST_SECONDS = 60.0
_DAY = 86_400.0
LAST_SECONDS = 7 * _DAY
TICKS = (60.0, 300.0, 900.0, 3_600.0, 18_000.0, _DAY, 259_200.0, LAST_SECONDS)
COARSE_TICKS = (60.0, 900.0, 3_600.0, 18_000.0, _DAY, LAST_SECONDS)
FEW_TICKS = (60.0, 900.0, 18_000.0, LAST_SECONDS)


@dataclass(frozen=True)
class TargetLine:
    """A target as a dashed vertical: its length in seconds and what stands above it."""

    seconds: float
    label: str


def axis(
    lang: str, *, first: float = FIRST_SECONDS, seconds: Sequence[float] = TICKS, **more: Any
) -> dict[str, Any]:
    """Return the axis from `first` seconds to seven days with ticks in words ("5 h")."""
    shown = [tick for tick in seconds if tick >= first]
    return {
        "type": "log",
        "range": [math.log10(first), math.log10(LAST_SECONDS)],
        "tickvals": shown,
        "ticktext": [tick_label(tick, lang) for tick in shown],
        **more,
    }


def tick_label(seconds: float, lang: str) -> str:
    """Return a tick's text; a day stays "24 h", like the target that is one."""
    return formats.duration(seconds - 1 if seconds == _DAY else seconds, lang, style="chart")


def target_shapes(
    targets: Sequence[TargetLine], colour: str, *, first: float = FIRST_SECONDS
) -> list[dict[str, Any]]:
    """Return the dashed verticals of the targets that lie on the axis."""
    return [
        {
            "type": "line",
            "xref": "x",
            "yref": "paper",
            "x0": target.seconds,
            "x1": target.seconds,
            "y0": 0,
            "y1": 1,
            "line": {"color": colour, "width": 1.25, "dash": "4px,3px"},
        }
        for target in targets
        if first <= target.seconds <= LAST_SECONDS
    ]
