"""How often posts were shown until an instant, paid and organic apart.

Read by connectors/sheet.py; interpreted by warehouse/models/staging/stg_reach_rows.sql.
"""

from pathlib import Path

from connectors.about import About
from connectors.sheet import HOW, LIMITS, VERIFIED, Sheets, SheetSettings
from connectors.sheet_columns import Column

ABOUT = About(
    title="Reach",
    group="money",
    reads="How often posts were shown until an instant, paid and organic apart.",
    how=HOW,
    limits=LIMITS,
    verified=VERIFIED,
)

COLUMNS = (
    Column("post", ("post", "post id", "beitrag", "beitrags id"), "post"),
    Column("at", ("at", "time", "date", "day", "read at", "zeitpunkt", "datum", "tag", "stand"), "at"),
    Column(
        "paid_impressions",
        (
            "paid impressions",
            "impressions paid",
            "paid",
            "bezahlte impressionen",
            "impressionen bezahlt",
            "bezahlt",
        ),
        "impressions",
        repeats=False,
    ),
    Column(
        "organic_impressions",
        (
            "organic impressions",
            "impressions organic",
            "organic",
            "organische impressionen",
            "impressionen organisch",
            "organisch",
        ),
        "impressions",
        repeats=False,
    ),
)


class Settings(SheetSettings):
    """The section of a source with type = "reach"."""


def connect(name: str, settings: Settings, base: Path) -> Sheets:
    """The tables of the source section `name`; relative paths start at `base`."""
    return Sheets(name, settings, base, COLUMNS)
