"""Tables that people keep: one of each kind, as CSV."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from tests.connectors.conformance import Subject

TABLES = {
    "spend": "Datum;Kampagne;Betrag\n24.11.2026;Herbst;1200\n25.11.2026;Herbst;300\n",
    "campaigns": "Kampagne;Beginn;Ende\nHerbst;01.11.2026;30.11.2026\n",
    "budgets": "Abteilung;Quartal;Betrag\nservice;2026-Q4;90000\n",
    "rates": "Abteilung;Stundensatz\nservice;42\n",
    "shifts": "Abteilung;Beginn;Ende;Anzahl\nservice;24.12.2026 08:00;24.12.2026 12:00;3\n",
    "reach": "Beitrag;Stand;bezahlt;organisch\n1_2;24.11.2026;100;20\n",
}


@contextmanager
def table(folder: Path, kind: str) -> Iterator[Subject]:
    for name in ("one.csv", "two.csv"):
        (folder / name).write_text(TABLES[kind], "utf-8")
    yield Subject(
        settings={"files": "*.csv"},
        until=datetime(2026, 11, 20, 12, tzinfo=UTC),
        created={"rows": None},
        base=folder,
        nowhere={"files": "missing.csv"},
    )


SUBJECTS = {kind: partial(table, kind=kind) for kind in TABLES}
