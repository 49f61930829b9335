"""Newline-delimited JSON: one object a line, each line for itself."""

import json
from collections.abc import Iterator
from typing import Any

from connectors.files_row import Row, broken_row
from connectors.files_text import Lines

TOO_DEEP = "JSON nested so deeply that nobody meant it to be read"


def read_rows(lines: Lines) -> Iterator[Row]:
    """Rows from where `lines` stands, values as received; empty lines are passed over."""
    while (raw := lines.take()) is not None:
        line = lines.number + 1
        lines.done(raw)
        if raw.strip():
            yield _row(line, raw)


def _row(line: int, raw: bytes) -> Row:
    try:
        # NaN and Infinity are no JSON, but some writers have them: kept as their names
        value: Any = json.loads(raw, parse_constant=str)
        if b"\\ud" in raw.lower():
            value = without_half_characters(value)
    except ValueError as error:
        return broken_row(line, raw, f"no JSON: {error}")
    except RecursionError:
        return broken_row(line, raw, TOO_DEEP)
    if not isinstance(value, dict):
        return broken_row(line, raw, "a JSON object is needed on each line")
    return Row(line, value)


def without_half_characters(value: Any) -> Any:
    """A JSON value whose texts can be written as UTF-8."""
    # a text that was cut inside an emoji ends with half of a surrogate pair, which no UTF-8 can hold
    if isinstance(value, dict):
        return {without_half_characters(key): without_half_characters(item) for key, item in value.items()}
    if isinstance(value, list):
        return [without_half_characters(item) for item in value]
    return (
        value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        if isinstance(value, str)
        else value
    )
