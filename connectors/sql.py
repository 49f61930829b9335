"""Messages and events of cases from any SQL database: queries in the configuration, or ready ones for a known system.

Source: SQLAlchemy 2's documentation of its dialects for PostgreSQL, MySQL/MariaDB, SQLite and SQL Server. A query's
rows are streamed in the order of (updated_at, id) from where the last run ended, less `overlap_seconds`: what a slow
transaction committed late is read then. One query over one ordered stream, and not a query a page: a table without an
index on that pair would be sorted for every page.
"""

import base64
import quopri
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, model_validator
from sqlalchemy import Connection, Select, bindparam, literal_column, select, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from connectors import sql_asterisk, sql_otrs, sql_request_tracker, sql_session, sql_zammad
from connectors.about import About, Permission
from connectors.errors import ConnectorError, SettingsError, SourceChanged
from connectors.files_settings import Channel, Platform, State, Visibility, Zone
from connectors.page import Check, Cursor, Page, Record

ABOUT = About(
    title="Any SQL database",
    group="case store",
    reads="Messages and events of cases by two queries, whose columns have our names. Queries for Request Tracker's,"
    " Zammad's and OTRS/Znuny's own tables, and for Asterisk's calls, are ready (`preset`).",
    how="Rows in the order of (updated_at, id), from the last one read less an overlap; one that was read before and"
    " is the same changes nothing. A database can't be asked for one day.",
    limits="A row that is gone from the database stays in the archive: say that something was deleted by a row, or by"
    " deleted_at. updated_at must not go back. Each query has `statement_timeout` for what it takes at a time.",
    verified="PostgreSQL, MariaDB and SQLite; Request Tracker 5 on its own tables. The queries for Zammad,"
    " OTRS/Znuny and Asterisk were tried on tables made from their published schema, SQL Server not at all:"
    " not verified against the system.",
    permissions=(Permission("SELECT", "on the tables that the queries name; nothing is ever written"),),
)

PRESETS: Mapping[str, ModuleType] = {
    "request_tracker": sql_request_tracker,
    "zammad": sql_zammad,
    "otrs": sql_otrs,
    "asterisk": sql_asterisk,
}
# What a query must give beside its key; all else that is ours may be missing.
REQUIRED = {
    "messages": ("message_id", "author", "sent_at", "direction"),
    "case_events": ("case_id", "event_at", "state"),
}
KEY = ("updated_at", "id")
# What JSON has as it is: most of all values, and looking at each of these costs more than all else here.
_PLAIN = frozenset({str, int, float, bool, type(None)})
_WRITES = re.compile(
    r"\b(insert|update|delete|merge|drop|alter|create|truncate|grant|call|exec)\b", re.IGNORECASE
)


def _reads(query: str) -> str:
    # The session is read-only anyway; this says so before anybody waits for the database.
    if found := _WRITES.match(query.lstrip(" (\n\t")):
        raise ValueError(f"begins with {found[0]!r}; a query reads: select ...")
    return query.strip().rstrip(";")


Query = Annotated[str, AfterValidator(_reads)]


class Settings(BaseModel):
    """The section of a source with type = "sql"."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: SecretStr = Field(
        description="Where it is, as SQLAlchemy writes it: `postgresql://reader:password@host/db`, `mysql://`,"
        " `sqlite:///file.db` or `mssql://`."
    )
    preset: Literal["request_tracker", "zammad", "otrs", "asterisk"] | None = Field(
        default=None, description="Ready queries for this system's own tables."
    )
    messages: Query | None = Field(
        default=None, description="A select of messages; its columns are named in configuration.md."
    )
    case_events: Query | None = Field(
        default=None, description="A select of events of cases, each with the complete state after it."
    )
    schema_name: str | None = Field(
        default=None, alias="schema", description="Where its tables are, if not where the login looks first."
    )
    zone: Zone = Field(default="UTC", description="Of instants without an offset, such as `Europe/Berlin`.")
    states: dict[str, State] = Field(
        default={}, description="Their state = ours, where a query doesn't give ours already."
    )
    channels: dict[str, Channel] = Field(default={}, description="Their channel = ours, likewise.")
    platform: Platform = Field(
        default="ticket_system", description="Of all rows, unless a column says otherwise."
    )
    channel: Channel = Field(default="other", description="Of all rows, unless a column says otherwise.")
    visibility: Visibility = Field(
        default="private", description="Of all rows, unless a column says otherwise."
    )
    overlap_seconds: int = Field(
        default=300, ge=0, description="What is read again, as a slow transaction may commit late."
    )
    statement_timeout: int = Field(
        default=120, ge=1, description="Seconds that the database may take for a query before it gives up."
    )
    page_rows: int = Field(default=5000, ge=1, le=100_000, description="Rows kept in memory at a time.")

    @model_validator(mode="after")
    def _has_queries(self) -> "Settings":
        if not (self.preset or self.messages or self.case_events):
            raise ValueError(f"name a preset ({', '.join(PRESETS)}), or write a query: messages, case_events")
        return self


def connect(name: str, settings: Settings, base: Path) -> "Database":
    """The database of the source section `name`; a relative SQLite file starts at `base`.

    Raises:
        SettingsError: the URL isn't one, or of a database that we have no driver for.
    """
    try:
        url = make_url(settings.url.get_secret_value())
    except ArgumentError:
        raise SettingsError("url", "is no database URL; write postgresql://reader:password@host/db") from None
    return Database(name, settings, sql_session.with_driver(url, base))


@dataclass(frozen=True)
class Database:
    """One database. Streams: messages and case_events, as far as there is a query."""

    name: str
    settings: Settings
    url: URL
    daily: frozenset[str] = frozenset()

    @property
    def streams(self) -> tuple[str, ...]:
        """What there is a query for."""
        return tuple(self.queries)

    @property
    def queries(self) -> dict[str, str]:
        """The query of each stream; one of the configuration's own stands before the preset's."""
        ready = PRESETS[self.settings.preset].QUERIES if self.settings.preset else {}
        own = {"messages": self.settings.messages, "case_events": self.settings.case_events}
        found = {stream: own[stream] or ready.get(stream) for stream in own}
        return {stream: sql_session.dialect_of(self.url, query) for stream, query in found.items() if query}

    def fetch(self, stream: str, cursor: Cursor, *, until: datetime) -> Iterator[Page]:
        """Yield the rows that are new since `cursor`, in the order of (updated_at, id).

        `until` plays no part: a database holds what it holds. Cursor: {"at": updated_at of the last row, "id": its id,
        "kind": "instant", "number" or "text"}.

        Raises:
            SettingsError: the query isn't one, or lacks a column; names it.
            AccessDenied: the login, or its right to read.
            SourceUnavailable: no connection, cut off, or a query took longer than `statement_timeout`.
            SourceChanged: a row without updated_at or id, or they are in no order.
        """
        with sql_session.opened(
            self.name, self.url, self.settings.statement_timeout, self.settings.schema_name
        ) as link:
            yield from self._pages(link, stream, cursor)

    def _pages(self, link: Connection, stream: str, cursor: Cursor) -> Iterator[Page]:
        rows = sql_session.run(self.name, stream, link, *self._since(stream, cursor), self.settings.page_rows)
        self._require(stream, rows.columns)
        for part in rows.parts:
            records = [self._record(stream, row) for row in part]
            last = part[-1]
            if last["updated_at"] is None or last["id"] is None:
                raise SourceChanged(
                    f"source {self.name}: {stream}: a row without updated_at or id; give each row both, such as"
                    " coalesce(updated_at, created_at)"
                )
            yield Page(stream, records, {**_kept(last["updated_at"]), "id": _cell(last["id"])})

    def fetch_day(self, stream: str, day: date) -> Iterator[Page]:
        """Never asked for: no stream is daily."""
        raise ValueError(f"a database can't be asked for one day of {stream!r}")

    def check(self) -> Iterator[Check]:
        """Sign in and run each query for no rows, which also checks the right to read and the columns."""
        try:
            with sql_session.opened(
                self.name, self.url, self.settings.statement_timeout, self.settings.schema_name
            ) as link:
                yield Check("login", True, f"{self.url.get_backend_name()} answers")
                yield sql_session.check_read_only(link)
                for stream, query in self.queries.items():
                    empty: Select[Any] = (
                        select(literal_column("q.*"))
                        .select_from(sql_session.inner(query))
                        .where(text("1 = 0"))
                    )
                    rows = sql_session.run(self.name, stream, link, empty, {}, 1)
                    self._require(stream, rows.columns)
                    yield Check(stream, True, f"{len(rows.columns)} columns")
        except ConnectorError as error:
            problem, _, mend = str(error).rpartition("; ")
            yield Check("query", False, problem or mend, mend)

    def _since(self, stream: str, cursor: Cursor) -> tuple[Any, dict[str, Any]]:
        """The query in order, from where the cursor and the overlap say."""
        wanted: Select[Any] = (
            select(literal_column("q.*"))
            .select_from(sql_session.inner(self.queries[stream]))
            .order_by(text("q.updated_at"), text("q.id"))
        )
        if not cursor:
            return wanted, {}
        begin = _earlier(cursor, self.settings.overlap_seconds)
        if begin is None:  # texts that are no instants have no "earlier"
            after = text("(q.updated_at > :at or (q.updated_at = :at and q.id > :id))")
            return wanted.where(after.bindparams(bindparam("at"), bindparam("id"))), {
                "at": cursor["at"],
                "id": cursor["id"],
            }
        return wanted.where(text("q.updated_at >= :at").bindparams(bindparam("at"))), {"at": begin}

    def _require(self, stream: str, columns: Sequence[str]) -> None:
        for name in (*KEY, *REQUIRED[stream]):
            if name not in columns:
                has = ", ".join(columns)
                raise SettingsError(
                    stream, f'source {self.name}: the query gives no column "{name}"; add it, beside {has}'
                )

    def _record(self, stream: str, row: Mapping[str, Any]) -> Record:
        cells = {name: value if value.__class__ in _PLAIN else _cell(value) for name, value in row.items()}
        if encoding := cells.pop("text_encoding", None):
            cells["text"] = _decoded(cells.get("text"), str(encoding))
        key = cells["message_id"] if stream == "messages" else f"{cells['case_id']}:{cells['id']}"
        return Record(str(key) if key is not None else None, cells)


def _cell(value: Any) -> Any:
    """A value as JSON has it; instants as ISO text, with their offset if they have one."""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else str(value)
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).decode("utf-8", "replace")
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _decoded(content: Any, encoding: str) -> Any:
    """A text that the system keeps encoded; as it is where it can't be decoded."""
    if not isinstance(content, str):
        return content
    try:
        if encoding.lower() == "base64":
            return base64.b64decode(content).decode("utf-8", "replace")
        if encoding.lower() == "quoted-printable":
            return quopri.decodestring(content.encode()).decode("utf-8", "replace")
    except ValueError:
        return content
    return content


def _kept(value: Any) -> Cursor:
    if isinstance(value, datetime):
        return {"at": value.isoformat(sep=" "), "kind": "instant"}
    if isinstance(value, int | float | Decimal):
        return {"at": _cell(value), "kind": "number"}
    return {"at": str(value), "kind": "text"}


def _earlier(cursor: Cursor, seconds: int) -> Any:
    """Where to begin again: an instant, a number of seconds, or a text that reads like an instant, less the overlap."""
    if cursor["kind"] == "number":
        # Milliseconds since 1970 have been beyond this since 1973, seconds won't be for 3,000 years.
        return cursor["at"] - seconds * (1000 if cursor["at"] > 100_000_000_000 else 1)
    try:
        instant = datetime.fromisoformat(cursor["at"])
    except ValueError:
        return None
    begin = instant - timedelta(seconds=seconds)
    if cursor["kind"] == "instant":
        return begin
    return begin.isoformat(sep=cursor["at"][10:11] or " ", timespec="auto")[: max(len(cursor["at"]), 19)]
