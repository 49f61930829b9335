"""Customers in a file."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from tests.connectors.conformance import Subject

ROWS = "Kundennummer;Name;E-Mail;Telefon\nK1;Anna Abt;anna@home.example;0151 1234567\nK2;Ben Bär;;\n"


@contextmanager
def customers(folder: Path) -> Iterator[Subject]:
    for name in ("one.csv", "two.csv"):
        (folder / name).write_text(ROWS, "utf-8")
    yield Subject(
        settings={"files": "*.csv"},
        until=datetime(2026, 11, 20, 12, tzinfo=UTC),
        created={"rows": None},
        base=folder,
        nowhere={"files": "missing.csv"},
    )


SUBJECTS = {"crm": customers}
