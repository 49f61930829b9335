"""A database with messages and events of cases."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from tests.connectors.conformance import Subject
from tests.connectors.sql_cases import made

TABLE = "create table notes (id integer, who text, at text, way text, body text);"
ROWS = [
    f"insert into notes values ({number}, 'anna', '2026-11-{number:02} 09:00:00', 'inbound', 'Hallo?');"
    for number in range(10, 20)
]
MESSAGES = (
    "select id as message_id, who as author, at as sent_at, way as direction, body as text, at as updated_at, id"
    " from notes"
)


@contextmanager
def database(folder: Path) -> Iterator[Subject]:
    (folder / "letter.db").write_text("Dear Sir or Madam", "utf-8")
    yield Subject(
        settings={**made(folder / "cases.db", TABLE + "".join(ROWS)), "messages": MESSAGES, "page_rows": 3},
        until=datetime(2026, 11, 20, 12, tzinfo=UTC),
        created={"messages": None},  # what a database holds is as old as its zone says
        base=folder,
        nowhere={"url": "sqlite:///letter.db"},
    )


SUBJECTS = {"sql": database}
