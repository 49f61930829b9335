"""Spans of time as people write them: "15 min", "5 h", "1 d", "90 s"."""

import re

SECONDS = {"s": 1, "min": 60, "h": 3600, "d": 86400}
_DURATION = re.compile(r"(\d+)\s*([a-z]+)")


def parse_duration(text: object) -> int:
    """Return whole seconds; a day is 24 hours of the clock it is measured by.

    Raises:
        ValueError: another unit or shape, or zero.
    """
    match = _DURATION.fullmatch(text.strip()) if isinstance(text, str) else None
    if not match or match[2] not in SECONDS:
        raise ValueError(f'"{text}" is no duration; write it like "15 min", "5 h", "1 d" or "90 s"')
    seconds = int(match[1]) * SECONDS[match[2]]
    if seconds == 0:
        raise ValueError(f'"{text}" is no time at all; write at least "1 s"')
    return seconds
