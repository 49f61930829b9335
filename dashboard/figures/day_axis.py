"""The axis of days: one tick a week or a month, in words of the language."""

from datetime import date, datetime, time, timedelta
from typing import Any

from dashboard import formats

_STEPS = (1, 2, 7, 14, 28, 91)


def day_axis(
    first: date, last: date, lang: str, *, most_ticks: int = 5, pad_hours: int = 18
) -> dict[str, Any]:
    """Return a date axis over the days [first, last], at most `most_ticks` labels; weeks start on Monday."""
    days = (last - first).days + 1
    step = next((step for step in _STEPS if days / step <= most_ticks), -(-days // most_ticks))
    start = first + timedelta(days=-first.weekday() % 7 if step % 7 == 0 and days > 7 else 0)
    ticks = [start + timedelta(days=offset) for offset in range(0, (last - start).days + 1, step)]
    edge = timedelta(hours=pad_hours)
    return {
        "type": "date",
        "range": [
            (_midnight(first) - edge).isoformat(),
            (_midnight(last) + edge).isoformat(),
        ],
        "tickvals": [tick.isoformat() for tick in ticks],
        "ticktext": [formats.date(tick, lang, style="short") for tick in ticks],
        "showgrid": False,
        "showline": True,
        "ticks": "outside",
        "ticklen": 4,
    }


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
