"""What campaigns cost, by day: media, production, tools, agencies.

Read by connectors/sheet.py; interpreted by warehouse/models/staging/stg_spend_rows.sql.
"""

from pathlib import Path

from pydantic import Field

from connectors.about import About
from connectors.sheet import HOW, LIMITS, VERIFIED, Sheets, SheetSettings
from connectors.sheet_columns import Column

ABOUT = About(
    title="Spend",
    group="money",
    reads="What campaigns cost by day: media, production, tools, agencies.",
    how=HOW,
    limits=LIMITS,
    verified=VERIFIED,
)

COLUMNS = (
    Column("date", ("date", "day", "datum", "tag"), "date"),
    Column("campaign", ("campaign", "campaign name", "kampagne", "kampagnenname")),
    Column("platform", ("platform", "network", "plattform", "netzwerk", "kanal")),
    Column("category", ("category", "kind", "kategorie", "art", "kostenart")),
    Column("amount", ("amount", "spend", "cost", "betrag", "kosten", "ausgaben"), "amount", repeats=False),
    Column("currency", ("currency", "währung", "waehrung")),
    Column("post", ("post", "post id", "beitrag", "beitrags id")),
)


class Settings(SheetSettings):
    """The section of a source with type = "spend"."""

    exchange: dict[str, float] = Field(
        default={}, description="Euros for one unit of another currency, such as `{ CHF = 1.05 }`."
    )


def connect(name: str, settings: Settings, base: Path) -> Sheets:
    """The tables of the source section `name`; relative paths start at `base`."""
    return Sheets(name, settings, base, COLUMNS)
