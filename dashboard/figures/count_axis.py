"""The axis of counts: round steps, whole numbers as the language writes them."""

from typing import Any

from dashboard import formats

_STEPS = [base * 10**power for power in range(7) for base in (1, 2, 5)]


def count_axis(low: float, high: float, lang: str, *, most_ticks: int = 6, **more: Any) -> dict[str, Any]:
    """Return an axis over [low, high] with round ticks on either side of zero, written without a sign."""
    step = next((step for step in _STEPS if (high - low) / step <= most_ticks), _STEPS[-1])
    ticks = [step * i for i in range(-int(-low // step), int(high // step) + 1)]
    return {
        "range": [low, high],
        "tickvals": ticks,
        "ticktext": [formats.number(abs(tick), lang) for tick in ticks],
        **more,
    }
