"""What a reader of any format makes of one row of a file."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """A row's cells by column (of CSV and Parquet texts), or the text of a broken one with its `error`."""

    line: int
    cells: dict[str, Any] | None
    text: str | None = None
    error: str | None = None


def broken_row(line: int, raw: bytes, error: str) -> Row:
    """The row that couldn't be read, its bytes as text as far as they are text."""
    return Row(line, None, raw.decode("utf-8", "replace").rstrip("\r\n"), error)
