"""What every connector yields: records as received, and the cursor to store once they are safe."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

Cursor = dict[str, Any]
"""How far a stream was read, JSON-able; {} at the very start. Only its connector knows what is in it."""


@dataclass(frozen=True)
class Record:
    """One record as the source gave it.

    `record_id` is the source's own id, the same each time the record is read again (None where it has none).
    `file` and `line` say where it stood, for sources that are files. `error` set means that the record could
    not even be read; the payload is then None or the broken text.
    """

    record_id: str | None
    payload: Any
    file: str | None = None
    line: int | None = None
    error: str | None = None


@dataclass(frozen=True)
class Page:
    """Some records of one stream and the cursor that may be stored once they are on disk, never before."""

    stream: str
    records: Sequence[Record]
    cursor: Cursor


@dataclass(frozen=True)
class Check:
    """One line of `leitstand doctor`: what was tried, what was seen, how to mend it ('' if all is well)."""

    name: str
    ok: bool
    detail: str
    mend: str = ""


class Connector(Protocol):
    """One configured source. It fetches and does not interpret."""

    @property
    def streams(self) -> tuple[str, ...]:
        """The streams in the order to extract them."""
        ...

    @property
    def daily(self) -> frozenset[str]:
        """The streams that can be asked for one UTC day."""
        ...

    def fetch(self, stream: str, cursor: Cursor, *, until: datetime) -> Iterator[Page]:
        """Yield what is new in `stream` since `cursor`, never beyond `until` (aware).

        Each page's cursor only moves forward, so a stop after any page loses nothing. Records may repeat.

        Raises:
            ConnectorError: one of its kinds; what was yielded before stays good.
        """
        ...

    def fetch_day(self, stream: str, day: date) -> Iterator[Page]:
        """Yield all of one UTC day of a stream in `daily`. Moves no cursor: the pages' cursors are empty."""
        ...

    def check(self) -> Iterator[Check]:
        """Try the credentials and what they may read. Yields a failed check rather than raising."""
        ...
