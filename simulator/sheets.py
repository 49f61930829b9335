"""The tables that Nordfunk's departments keep beside their systems, as files below one folder.

campaigns.csv, spend.xlsx, budgets.xlsx, rates.csv, rosters.xlsx, reach.csv, phone.csv, crm.csv, audit.csv and xing.zip,
written as such tables are written in Germany: headings in German, 1.234,56 € and 31.01.2026 in the text files, numbers
and dates in the workbooks. The same world gives the same bytes.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font

from simulator import customer_base, on_xing, sheets_people, sheets_posts
from simulator.money import budget_rows, rate_rows, spend_rows
from simulator.records import Outlet, World
from simulator.truth_intents import audited

FOLDER = "files"
Cell = str | int | float | date | datetime | None
CAMPAIGN_COLUMNS = ("Kampagne", "Name", "Start", "Ende", "Werbeaussage", "Erkennung", "Plankosten")
SPEND_COLUMNS = ("Datum", "Kampagne", "Plattform", "Kategorie", "Betrag", "Währung", "Beitrag")
BUDGET_COLUMNS = ("Abteilung", "Quartal", "Kategorie", "Betrag", "Währung")
RATE_COLUMNS = ("Abteilung", "gültig ab", "gültig bis", "Euro je Stunde", "Werkzeug je Kontakt")
ROSTER_COLUMNS = ("Abteilung", "Beginn", "Ende", "Personen")
REACH_COLUMNS = ("Beitrag", "Zeitpunkt", "Bezahlte Impressionen", "Organische Impressionen")
PHONE_COLUMNS = (
    "Anruf", "Zeile", "Art", "Zeitpunkt", "Rufnummer", "Mitarbeiter", "Warteschlange", "Aufgelegt", "Gespräch (s)",
    "Thema", "Notiz",
)  # fmt: skip
AUDIT_COLUMNS = ("message_id", "intent")
# Workbooks carry the instant of saving; ours is always this one.
SAVED_AT = datetime(2026, 1, 1)


def write(world: World, folder: Path, now: datetime | None = None) -> int:
    """Write all tables of `world` into `folder`, as of `now` (default: its end), and return how many there are."""
    at = int(now.timestamp()) if now else world.end
    folder.mkdir(parents=True, exist_ok=True)
    files = {
        "campaigns.csv": _csv(CAMPAIGN_COLUMNS, sheets_posts.campaign_rows(world)),
        "spend.xlsx": _xlsx("Ausgaben", SPEND_COLUMNS, spend_rows(world, at)),
        "budgets.xlsx": _xlsx("Budget", BUDGET_COLUMNS, budget_rows(world)),
        "rates.csv": _csv(RATE_COLUMNS, rate_rows()),
        "rosters.xlsx": _xlsx("Dienstplan", ROSTER_COLUMNS, sheets_people.roster_rows(world)),
        "reach.csv": _csv(REACH_COLUMNS, sheets_posts.reach_rows(world, at)),
        "phone.csv": _csv(PHONE_COLUMNS, sheets_people.call_rows(world, at)),
        "crm.csv": _csv(customer_base.COLUMNS, customer_base.rows(world)),
        "audit.csv": _csv(AUDIT_COLUMNS, audited(world, at)),
        "xing.zip": on_xing.export(world.outlets.get("xing", Outlet("xing")), at),
    }
    for name, body in files.items():
        (folder / name).write_bytes(body)
    return len(files)


def _csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def _xlsx(title: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    sheet.append(list(columns))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in rows:
        sheet.append(list(row))
    sheet.freeze_panes = "A2"
    book.properties.created = SAVED_AT
    saved = io.BytesIO()
    book.save(saved)
    return _without_time(saved)


def _without_time(saved: io.BytesIO) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(saved) as book, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as plain:
        for name in book.namelist():
            body = book.read(name)
            if name == "docProps/core.xml":
                body = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2026-01-01T00:00:00Z", body)
            plain.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), body, zipfile.ZIP_DEFLATED)
    return out.getvalue()
