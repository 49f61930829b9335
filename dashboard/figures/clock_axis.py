"""Ticks of a wall clock over hours, days or weeks: hours in plain, the day in bold at its midnight."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dashboard import formats
from dashboard.figures.local_time import local

_STEP_MINUTES = (5, 10, 15, 30, 60, 120, 180, 360)
_MOST_TICKS = 10
_TWO_HOURS_FIT, _FEW_DAYS = 3.2, 5.5
"""Days up to which a narrow chart has room for two hours, or one, beside each day."""


def clock_axis(start: datetime, end: datetime, lang: str, zone: str) -> dict[str, Any]:
    """Return a date axis over the instants [start, end] with about ten labels on top."""
    ticks = _ticks(start, end, ZoneInfo(zone))
    return {
        "type": "date",
        "side": "top",
        "range": [local(start, zone), local(end, zone)],
        "tickvals": [tick.replace(tzinfo=None).isoformat() for tick in ticks],
        "ticktext": [_label(tick, lang) for tick in ticks],
        "showgrid": True,
    }


def _ticks(start: datetime, end: datetime, zone: ZoneInfo) -> list[datetime]:
    first, last = start.astimezone(zone), end.astimezone(zone)
    minutes = (last - first).total_seconds() / 60
    midnight = first.replace(hour=0, minute=0, second=0, microsecond=0)
    days = [midnight + timedelta(days=i) for i in range((last.date() - first.date()).days + 1)]
    step = next((step for step in _STEP_MINUTES if minutes / step <= _MOST_TICKS), None)
    if step:
        marks = [day + timedelta(minutes=m) for day in days for m in range(0, 1440, step)]
    elif minutes <= _FEW_DAYS * 1440:
        hours = (0, 8, 16) if minutes <= _TWO_HOURS_FIT * 1440 else (0, 12)
        marks = [day + timedelta(hours=hour) for day in days for hour in hours]
    else:
        marks = days[:: -(-len(days) // 8)]
    edge = (last - first) * 0.01
    return [mark for mark in marks if first + edge <= mark <= last - edge]


def _label(tick: datetime, lang: str) -> str:
    if (tick.hour, tick.minute) == (0, 0):
        return f"<b>{formats.date(tick.date(), lang, style='weekday')}</b>"
    return tick.strftime("%H:%M")
