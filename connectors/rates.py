"""What an hour of a department costs, and its tools a contact.

Read by connectors/sheet.py; interpreted by warehouse/models/staging/stg_rates_rows.sql.
"""

from pathlib import Path

from connectors.about import About
from connectors.sheet import HOW, LIMITS, VERIFIED, Sheets, SheetSettings
from connectors.sheet_columns import Column

ABOUT = About(
    title="Rates",
    group="money",
    reads="What an hour of a department costs, and its tools a contact.",
    how=HOW,
    limits=LIMITS,
    verified=VERIFIED,
)

COLUMNS = (
    Column("department", ("department", "department id", "unit", "abteilung", "bereich"), "department"),
    Column("from", ("from", "valid from", "start", "von", "ab", "gültig ab", "beginn")),
    Column("until", ("until", "valid until", "to", "end", "bis", "gültig bis", "ende")),
    Column(
        "euro_per_hour",
        (
            "euro per hour",
            "hourly rate",
            "cost per hour",
            "rate",
            "stundensatz",
            "euro je stunde",
            "euro pro stunde",
        ),
        "euro_per_hour",
        repeats=False,
    ),
    Column(
        "tool_euro_per_contact",
        (
            "tool euro per contact",
            "tool cost per contact",
            "toolkosten je kontakt",
            "tool euro je kontakt",
            "werkzeug je kontakt",
        ),
        repeats=False,
    ),
)


class Settings(SheetSettings):
    """The section of a source with type = "rates"."""


def connect(name: str, settings: Settings, base: Path) -> Sheets:
    """The tables of the source section `name`; relative paths start at `base`."""
    return Sheets(name, settings, base, COLUMNS)
