"""An export of messages."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from tests.connectors.conformance import Subject

LINES = ["id,who,in,at,text", *(f"{n},ann,yes,2026-01-01T10:{n:02}:00Z,hello {n}" for n in range(50))]


@contextmanager
def export(folder: Path) -> Iterator[Subject]:
    (folder / "one.csv").write_text("\n".join([*LINES, ""]), "utf-8")
    (folder / "two.csv").write_text("\n".join([LINES[0], "99,ben,yes,2026-01-01T11:00:00Z,hi", ""]), "utf-8")
    yield Subject(
        settings={
            "path": "*.csv",
            "shape": "messages",
            "columns": {"message_id": "id", "author": "who", "sent_at": "at", "text": "text"},
            "inbound": {"column": "in", "values": ["yes"]},
        },
        until=datetime(2026, 1, 2, tzinfo=UTC),
        created={"messages": None},  # a file holds what it holds
        base=folder,
        nowhere={"path": "missing.csv"},
    )


SUBJECTS = {"files": export}
