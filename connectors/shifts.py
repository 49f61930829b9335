"""Rosters: how many people of a department are there, from when until when.

Read by connectors/sheet.py; interpreted by warehouse/models/staging/stg_shifts_rows.sql.
"""

from pathlib import Path

from connectors.about import About
from connectors.sheet import HOW, LIMITS, VERIFIED, Sheets, SheetSettings
from connectors.sheet_columns import Column

ABOUT = About(
    title="Rosters",
    group="people",
    reads="How many people of a department are there, from when until when.",
    how=HOW,
    limits=LIMITS,
    verified=VERIFIED,
)

COLUMNS = (
    Column("department", ("department", "department id", "abteilung", "bereich", "team"), "department"),
    Column("date", ("date", "day", "datum", "tag")),
    Column("start", ("start", "started at", "from", "beginn", "von"), "start"),
    Column("end", ("end", "ended at", "to", "until", "ende", "bis"), "end"),
    Column(
        "headcount", ("headcount", "people", "anzahl", "personen", "besetzung"), "headcount", repeats=False
    ),
)


class Settings(SheetSettings):
    """The section of a source with type = "shifts"."""


def connect(name: str, settings: Settings, base: Path) -> Sheets:
    """The tables of the source section `name`; relative paths start at `base`."""
    return Sheets(name, settings, base, COLUMNS)
