"""Customers as a CRM knows them: from CSV and XLSX files, or by a query in its database.

Read by connectors/sheet.py, or by connectors/sql.py's session; interpreted by
warehouse/models/staging/stg_crm_records.sql. Columns that aren't named here, such as names and postal addresses, are
left where they are: nothing of them is landed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator

from connectors import sql, sql_session
from connectors.about import About, Permission
from connectors.errors import SettingsError
from connectors.files_settings import Delimiter, Encoding, Zone
from connectors.page import Cursor, Page, Record
from connectors.sheet import STREAM, Sheets, SheetSettings
from connectors.sheet_columns import Column

ABOUT = About(
    title="Customers of a CRM",
    group="customers",
    reads="Each customer's key, mail address, telephone number, handles on platforms and number in the ticket system,"
    " by which contacts on several channels are found to be one person's. No names. From files or by a query.",
    how="A file that changed is read whole again and takes the place of what it said before. Of a database, rows in the"
    " order of (updated_at, id) from the last one read, less an overlap.",
    limits="Addresses become pseudonyms before anything is computed. A row that is gone from a database counts until"
    " its query says `deleted`. What a row names wrongly goes to `quality.rejected`, without the address.",
    verified="CSV, workbooks and SQLite, made for the tests; no CRM's own export.",
    permissions=(Permission("SELECT", "on the tables that the query names; nothing is ever written"),),
)

PLATFORMS = ("facebook", "instagram", "x", "mastodon", "bluesky", "youtube", "linkedin", "xing", "snapchat",
             "discourse", "nodebb")  # fmt: skip
COLUMNS = (
    Column("customer", ("customer", "customer id", "customer number", "contact id", "account id", "kunde",
                        "kundennummer", "kunden nr", "debitor"), "customer", repeats=False),
    Column("mail", ("mail", "email", "e mail", "mail address", "email address", "mailadresse", "e mail adresse")),
    Column("mail_verified", ("mail verified", "email verified", "verified", "mail bestätigt", "bestätigt")),
    Column("phone", ("phone", "telephone", "phone number", "mobile", "telefon", "telefonnummer", "handy", "mobil")),
    Column("ticket_requester", ("ticket requester", "requester", "requester id", "ticket requester id", "zendesk id",
                                "anforderer")),
    Column("created_at", ("created at", "created", "angelegt am", "angelegt", "erstellt am", "erstellt")),
    Column("updated_at", ("updated at", "updated", "last modified", "modified", "geändert am", "geändert", "stand")),
    Column("deleted", ("deleted", "inactive", "gelöscht", "inaktiv")),
    *(Column(name, (name, f"{name} id", f"{name} handle", f"{name} name", *(("twitter",) if name == "x" else ())))
      for name in PLATFORMS),
)  # fmt: skip
_READ = {column.name for column in COLUMNS}


class Settings(BaseModel):
    """The section of a source with type = "crm": `files` and what follows, or `url` and `query`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    files: str | list[str] = Field(
        default=[], description="A file, a pattern such as `crm/*.csv`, or a list; CSV or XLSX."
    )
    folders: str | list[str] = Field(
        default=["."], description="Where to look for them; the first folder in which anything is found."
    )
    sheets: list[str] = Field(
        default=[], description="Names of sheets of a workbook, else all that have the columns."
    )
    columns: dict[str, str] = Field(
        default={}, description="Our column = what it is called here, where it has a name of its own."
    )
    encoding: Encoding = Field(default="auto", description="Of CSV files, such as `cp1252`.")
    delimiter: Delimiter = Field(
        default="auto", description="Of CSV files, one character such as `;`, or `tab`."
    )
    url: SecretStr | None = Field(
        default=None,
        description="The CRM's database instead, as SQLAlchemy writes it: `postgresql://reader:password@host/db`.",
    )
    query: sql.Query | None = Field(
        default=None,
        description="A select with our columns, and with `updated_at` and `id` by which it is read on.",
    )
    zone: Zone = Field(default="UTC", description="Of instants without an offset, such as `Europe/Berlin`.")

    @model_validator(mode="after")
    def _is_one_of_two(self) -> "Settings":
        if bool(self.files) == bool(self.url):
            raise ValueError("give files, or url and query, not both")
        if bool(self.url) != bool(self.query):
            raise ValueError("query: a database needs url and query")
        return self


def connect(name: str, settings: Settings, base: Path) -> "Sheets | Customers":
    """The customers of the source section `name`; relative paths start at `base`."""
    if settings.url is None:
        given = settings.model_dump(
            include={"files", "folders", "sheets", "columns", "encoding", "delimiter"}
        )
        return Sheets(name, SheetSettings.model_validate(given), base, COLUMNS)
    own = {"url": settings.url, "messages": settings.query, "zone": settings.zone}
    database = sql.connect(name, sql.Settings.model_validate(own), base)
    return Customers(database.name, database.settings, database.url)


@dataclass(frozen=True)
class Customers(sql.Database):
    """The customers in a database, as rows of one table that is read on by change."""

    streams = (STREAM,)

    @property
    def queries(self) -> dict[str, str]:
        """The one query."""
        return {STREAM: sql_session.dialect_of(self.url, str(self.settings.messages))}

    def fetch(self, stream: str, cursor: Cursor, *, until: datetime) -> Iterator[Page]:
        """Yield the rows that are new since `cursor`, and at first that there is one table.

        Cursor and what is raised: as connectors/sql.py says.
        """
        if not cursor:
            yield Page(stream, [Record("files", {"files": {"query": "query"}})], {})
        yield from super().fetch(stream, cursor, until=until)

    def _require(self, stream: str, columns: Sequence[str]) -> None:
        for name in (*sql.KEY, "customer"):
            if name not in columns:
                raise SettingsError(
                    "query", f'the query gives no column "{name}"; add it, beside {", ".join(columns)}'
                )

    def _record(self, stream: str, row: Mapping[str, Any]) -> Record:
        whole = super()._record("case_events", {"case_id": "query", **row})
        cells = {name: cell for name, cell in whole.payload.items() if name in _READ}
        payload = {"file": "query", "sheet": None, "digest": "query", "cells": cells}
        return Record(whole.record_id, payload)
