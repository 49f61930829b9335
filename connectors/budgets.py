"""Budgets by department, quarter (or month, or year) and category.

Read by connectors/sheet.py; interpreted by warehouse/models/staging/stg_budgets_rows.sql.
"""

from pathlib import Path

from pydantic import Field

from connectors.about import About
from connectors.sheet import HOW, LIMITS, VERIFIED, Sheets, SheetSettings
from connectors.sheet_columns import Column

ABOUT = About(
    title="Budgets",
    group="money",
    reads="Budgets by department, quarter (or month, or year) and category.",
    how=HOW,
    limits=LIMITS,
    verified=VERIFIED,
)

COLUMNS = (
    Column("department", ("department", "department id", "unit", "abteilung", "bereich"), "department"),
    Column("quarter", ("quarter", "period", "quartal", "zeitraum"), "quarter"),
    Column("month", ("month", "monat"), "quarter"),
    Column("year", ("year", "jahr"), "quarter"),
    Column("category", ("category", "kind", "kategorie", "art", "kostenart")),
    Column("amount", ("amount", "budget", "betrag", "summe"), "amount", repeats=False),
    Column("currency", ("currency", "währung", "waehrung")),
    Column("line", ("line", "item", "description", "position", "posten", "bezeichnung", "zweck")),
)


class Settings(SheetSettings):
    """The section of a source with type = "budgets"."""

    exchange: dict[str, float] = Field(
        default={}, description="Euros for one unit of another currency, such as `{ CHF = 1.05 }`."
    )


def connect(name: str, settings: Settings, base: Path) -> Sheets:
    """The tables of the source section `name`; relative paths start at `base`."""
    return Sheets(name, settings, base, COLUMNS)
