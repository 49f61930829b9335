"""The only reader of published snapshots: opens the newest, follows to the next, caches what it was asked.

A snapshot never changes once published, so an answer may be kept as long as its snapshot is open. A request holds one
snapshot from beginning to end: it never sees half of one and half of the next.
"""

import logging
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import polars as pl
import polars.selectors as cs

from dashboard.cache import Cache
from warehouse import catalog as catalogs
from warehouse import database

log = logging.getLogger(__name__)

KEPT_ANSWERS = 2000
CATALOG = catalogs.load()


class NothingPublished(Exception):
    """There is no snapshot yet; the page says which command makes one."""


def is_outdated(error: Exception) -> bool:
    """Return whether an error means that a snapshot lacks a table or column: an older program published it."""
    missing = (duckdb.CatalogException, duckdb.BinderException, pl.exceptions.ColumnNotFoundError)
    return isinstance(error, missing)


@dataclass(frozen=True)
class About:
    """What marts.dim_snapshot says; `today` is the local date of as_of, which is not a complete day."""

    as_of: datetime
    run_id: str
    company_name: str
    zone: str
    language: str
    data_from: date | None
    data_to: date | None

    @property
    def today(self) -> date:
        """The local date at as_of."""
        return self.as_of.astimezone(ZoneInfo(self.zone)).date()


class Snapshot:
    """One published snapshot, open for reading by any number of threads."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self.name = self._read_name()
        self._answers: Cache[pl.DataFrame] = Cache(KEPT_ANSWERS)
        self.about = self._read_about()
        self._users = 0
        self._retired = False

    def evaluate(self, metric: str, filters: catalogs.Filters, by: Sequence[str] = ()) -> pl.DataFrame:
        """Return one metric's rows (columns: *by, statistic, metric_value, lower, upper, sample_size, numerator)."""
        key = (
            metric,
            filters.since,
            filters.until,
            filters.at,
            _items(filters.include),
            _items(filters.exclude),
            tuple(by),
        )
        return self._answers.get_or(
            key, lambda: CATALOG.evaluate(self._connection.cursor(), metric, filters, by)
        )

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> pl.DataFrame:
        """Return what a query finds; for lists and names. A figure comes from `evaluate`, never from here."""
        key = (sql, tuple(tuple(p) if isinstance(p, list) else p for p in parameters))
        return self._answers.get_or(key, lambda: self._read(sql, parameters))

    @cached_property
    def tables(self) -> Mapping[str, tuple[str, ...]]:
        """Names of the columns of every table, by "schema.table"."""
        rows = self._read(
            "select schema_name || '.' || table_name as name, list(column_name order by column_index) as columns"
            " from duckdb_columns() where not internal group by name"
        )
        return {name: tuple(columns) for name, columns in rows.iter_rows()}

    def _read(self, sql: str, parameters: Sequence[object] = ()) -> pl.DataFrame:
        frame = self._connection.cursor().execute(sql, list(parameters)).pl()
        # DuckDB names the zone "Etc/UTC", which Polars doesn't take for Python's UTC.
        return frame.with_columns(cs.datetime(time_zone="*").dt.convert_time_zone("UTC"))

    def _read_name(self) -> str:
        # Asked of the connection: the pointer may have moved on since it was opened.
        row = (
            self._connection.cursor()
            .execute("select path from duckdb_databases() where not internal")
            .fetchone()
        )
        return Path(str(row and row[0])).name

    def _read_about(self) -> About:
        columns = "as_of, run_id, company_name, zone, language, data_from, data_to"
        return About(**self._read(f"select {columns} from marts.dim_snapshot").row(0, named=True))


class Reader:
    """Hands out the newest snapshot below a var folder, and closes an older one when its last request is done."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self._lock = threading.Lock()
        self._current: Snapshot | None = None

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """Hold the newest snapshot for one request.

        Raises:
            NothingPublished: there is none yet.
        """
        held = self._hold()
        try:
            yield held
        finally:
            with self._lock:
                held._users -= 1
                self._close_if_done(held)

    def newest(self) -> str | None:
        """Return the name of the newest snapshot, from the pointer alone."""
        try:
            pointer = self.var / "serving" / "CURRENT"
            return pointer.read_text(encoding="utf-8", errors="replace").strip() or None
        except FileNotFoundError:
            return None

    @property
    def shown(self) -> str | None:
        """The name of the snapshot that is open."""
        return self._current.name if self._current else None

    def _hold(self) -> Snapshot:
        with self._lock:
            name = self.newest()
            if name is None and self._current is None:
                raise NothingPublished(f"nothing is published below {self.var}")
            if self._current is None or (name is not None and name != self._current.name):
                self._try_to_move(name)
            held = self._current
            assert held is not None
            held._users += 1
            return held

    def _try_to_move(self, name: str | None) -> None:
        try:
            self._move()
        except (OSError, duckdb.Error) as error:
            # Removed or broken by hand. What is open is older, says so, and is better than no page.
            log.error("snapshot %s can't be opened: %s", name, error)
            if self._current is None:
                raise NothingPublished(f"{name} can't be opened; run `leitstand run`") from error

    def _move(self) -> None:
        newer = Snapshot(database.open_snapshot(self.var))
        older, self._current = self._current, newer
        if older is not None:
            older._retired = True
            self._close_if_done(older)

    def _close_if_done(self, snapshot: Snapshot) -> None:
        if snapshot._retired and snapshot._users == 0:
            snapshot._connection.close()
            snapshot._answers.clear()


def _items(chosen: object) -> tuple[object, ...]:
    return tuple(sorted((name, tuple(values)) for name, values in dict(chosen).items()))  # type: ignore[call-overload]
