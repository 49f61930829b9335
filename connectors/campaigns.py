"""Campaigns: when they run, what they claim, and by which words their posts are known.

Read by connectors/sheet.py; interpreted by warehouse/models/staging/stg_campaigns_rows.sql.
"""

from pathlib import Path

from connectors.about import About
from connectors.sheet import HOW, LIMITS, VERIFIED, Sheets, SheetSettings
from connectors.sheet_columns import Column

ABOUT = About(
    title="Campaigns",
    group="money",
    reads="When campaigns run, what they claim, and by which words their posts are known.",
    how=HOW,
    limits=LIMITS,
    verified=VERIFIED,
)

COLUMNS = (
    Column("campaign", ("campaign", "campaign id", "id", "kampagne", "kampagnen id", "kürzel"), "campaign"),
    Column("name", ("name", "title", "campaign name", "titel", "kampagnenname")),
    Column("start", ("start", "from", "start date", "beginn", "von", "startdatum"), "start"),
    Column("end", ("end", "until", "to", "end date", "ende", "bis", "enddatum")),
    Column("claim", ("claim", "promise", "werbeaussage", "aussage", "versprechen", "slogan")),
    Column(
        "pattern",
        ("pattern", "words", "hashtags", "muster", "erkennung", "wörter", "suchwörter", "stichwörter"),
    ),
    Column("platform", ("platform", "network", "plattform", "netzwerk", "kanal")),
    Column(
        "planned_cost",
        ("planned cost", "budget", "plan", "plankosten", "geplante kosten", "planbudget"),
        repeats=False,
    ),
)


class Settings(SheetSettings):
    """The section of a source with type = "campaigns"."""


def connect(name: str, settings: Settings, base: Path) -> Sheets:
    """The tables of the source section `name`; relative paths start at `base`."""
    return Sheets(name, settings, base, COLUMNS)
