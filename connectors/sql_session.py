"""A read-only session in a database, and what its errors mean in our words."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, TextClause, create_engine, event, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, NoSuchModuleError, OperationalError, ProgrammingError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from connectors.errors import AccessDenied, ConnectorError, SettingsError, SourceUnavailable
from connectors.page import Check

# The dialect's usual driver isn't always the one that we bring along.
_DRIVERS = {
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
    "mysql": "mysql+pymysql",
    "mariadb": "mysql+pymysql",
    "mssql": "mssql+pymssql",
    "sqlite": "sqlite",
}
_CONNECT_SECONDS = 15
# SQLSTATEs and numbers that say who may not: PostgreSQL 28xxx and 42501; MySQL 1044, 1045, 1142, 1143.
_DENIED = {"28000", "28P01", "42501", "1044", "1045", "1142", "1143"}
_TOO_LONG = {"57014", "1969", "3024"}
_LATER = re.compile(r"\{later:([^;{}]+);([^;{}]+)\}")
_ADDED = {
    "postgresql": r"(\1 + (\2) * interval '1 second')",
    "mysql": r"(\1 + interval (\2) second)",
    "mariadb": r"(\1 + interval (\2) second)",
    "sqlite": r"datetime(\1, (\2) || ' seconds')",
    "mssql": r"dateadd(second, \2, \1)",
}


@dataclass(frozen=True)
class Rows:
    """The columns of an answer, and its rows in parts of a page each."""

    columns: Sequence[str]
    parts: Iterator[list[Mapping[str, Any]]]


def with_driver(url: URL, base: Path) -> URL:
    """The URL with the driver that we bring along; a relative SQLite file below `base`, opened to be read.

    Raises:
        SettingsError: a database of which we know nothing, or a file that isn't there.
    """
    kind = url.get_backend_name()
    if url.drivername.partition("+")[0] not in _DRIVERS:
        known = "postgresql, mysql, mariadb, sqlite, mssql"
        raise SettingsError("url", f"{kind!r} is no database that can be read; use one of {known}")
    url = url if "+" in url.drivername else url.set(drivername=_DRIVERS[url.drivername])
    if kind != "sqlite":
        return url
    path = base / (url.database or "")
    if not path.is_file():
        raise SettingsError(
            "url", f"there is no file {path}; write sqlite:///name.db, from where leitstand.toml is"
        )
    return url.set(database=f"file:{path}", query={"mode": "ro", "uri": "true"})


def dialect_of(url: URL, query: str) -> str:
    """A ready query for this database.

    {groups} is a reserved word in MySQL, and quoted in its own way there; a text becomes a number by a cast to
    {integer}, which has another name there. {later:instant;seconds} is so much later, for which each has its own words.
    """
    is_mysql = url.get_backend_name() in ("mysql", "mariadb")
    quote = "`" if is_mysql else ""
    words = {
        "{groups}": f"{quote}groups{quote}",
        "{Groups}": f"{quote}Groups{quote}",
        "{integer}": "signed" if is_mysql else "integer",
    }
    for word, here in words.items():
        query = query.replace(word, here)
    return _LATER.sub(_ADDED[url.get_backend_name()], query)


def inner(query: str) -> TextClause:
    """The query as the table q; a colon in it begins no parameter."""
    return text("(" + query.replace(":", "\\:") + ") q")


@contextmanager
def opened(name: str, url: URL, timeout: int, schema: str | None) -> Iterator[Connection]:
    """A connection of the source `name` that can't write; `timeout` in seconds holds for each statement.

    Raises:
        AccessDenied, SourceUnavailable: as `judged`.
        SettingsError: no driver for this database is installed.
    """
    try:
        engine = create_engine(
            url, poolclass=NullPool, hide_parameters=True, connect_args=_arguments(url, timeout)
        )
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        driver = url.get_driver_name()
        raise SettingsError(
            "url", f"the driver {driver!r} isn't installed; run: pip install {driver}"
        ) from error

    @event.listens_for(engine, "connect")
    def _first(dbapi: Any, _: Any) -> None:
        cursor = dbapi.cursor()
        for statement in _prepared(url, timeout, schema):
            cursor.execute(statement)
        cursor.close()

    try:
        with engine.connect() as connection:
            yield connection
    except SQLAlchemyError as error:
        raise judged(name, url, error) from None
    finally:
        engine.dispose()


def run(
    name: str, stream: str, connection: Connection, query: Any, parameters: Mapping[str, Any], page_rows: int
) -> Rows:
    """Run a query and stream its rows.

    Raises:
        SettingsError: the database can't make sense of the query.
    """
    try:
        result = connection.execution_options(stream_results=True, yield_per=page_rows).execute(
            query, parameters
        )
    except ProgrammingError as error:
        if _codes(error) & _DENIED:
            raise
        raise SettingsError(
            stream, f"source {name}: the database doesn't take the query: {_said(error)}"
        ) from None
    except OperationalError as error:
        # SQLite has no other word for a wrong query.
        if connection.dialect.name != "sqlite" or "locked" in str(error.orig):
            raise
        raise SettingsError(
            stream, f"source {name}: the database doesn't take the query: {_said(error)}"
        ) from None
    columns = [column.lower() for column in result.keys()]  # noqa: SIM118 - a result's keys() are no dictionary's
    return Rows(
        columns, ([dict(zip(columns, row, strict=True)) for row in part] for part in result.partitions())
    )


def check_read_only(connection: Connection) -> Check:
    """Doctor's look at whether the session can write: a login that can only read is better than a promise."""
    if connection.dialect.name == "mssql":
        return Check(
            "read-only", True, "SQL Server has no read-only session; give it a login that can only read"
        )
    return Check("read-only", True, "the session is read-only")


def judged(name: str, url: URL, error: SQLAlchemyError) -> ConnectorError:
    """The database's error as ours: who may not, what took too long, and else that it isn't there."""
    place = f"source {name}: {url.get_backend_name()} at {url.host or 'the file'}"
    codes, said = _codes(error), _said(error)
    if codes & _DENIED or "authentication failed" in said or "Access denied" in said:
        return AccessDenied(
            f"{place} refuses the login: {said}; check user, password and the right to SELECT"
        )
    if codes & _TOO_LONG:
        return SourceUnavailable(
            f"{place} took too long; raise statement_timeout, or index the table by (updated_at, id)"
        )
    return SourceUnavailable(f"{place}: {said}; check that it is up, and run again")


def _arguments(url: URL, timeout: int) -> dict[str, Any]:
    kind = url.get_backend_name()
    if kind == "postgresql":
        return {"connect_timeout": _CONNECT_SECONDS}
    if kind in ("mysql", "mariadb"):
        return {"connect_timeout": _CONNECT_SECONDS, "read_timeout": timeout + 30}
    if kind == "mssql":
        return {"login_timeout": _CONNECT_SECONDS, "timeout": timeout}
    return {"timeout": timeout}


def _prepared(url: URL, timeout: int, schema: str | None) -> list[str]:
    kind = url.get_backend_name()
    if kind == "postgresql":
        path = [f'set search_path to "{schema.replace(chr(34), "")}"'] if schema else []
        return [
            "set session characteristics as transaction read only",
            f"set statement_timeout = {timeout * 1000}",
            *path,
        ]
    if kind in ("mysql", "mariadb"):
        # Two spellings, in seconds and milliseconds; each server skips the comment that is meant for the other.
        mariadb, mysql = (
            f"session max_statement_time = {timeout}",
            f"session max_execution_time = {timeout * 1000}",
        )
        return [
            "set session transaction read only",
            f"set @leitstand = 1 /*M!100100 , {mariadb} */ /*!50708 , {mysql} */",
            *([f"use `{schema.replace('`', '')}`"] if schema else []),
        ]
    return ["pragma query_only = on"] if kind == "sqlite" else []


def _codes(error: SQLAlchemyError) -> set[str]:
    """What the driver calls the error: a SQLSTATE, a number, or both."""
    original = error.orig if isinstance(error, DBAPIError) else None
    return {
        str(code)
        for code in (getattr(original, "sqlstate", None), *getattr(original, "args", ())[:1])
        if code
    }


def _said(error: SQLAlchemyError) -> str:
    """The database's own first line; without the statement and its values."""
    original = error.orig if isinstance(error, DBAPIError) else error
    arguments = getattr(original, "args", ())
    words = arguments[-1] if arguments and isinstance(arguments[-1], str) else str(original)
    lines = [line.strip() for line in str(words).splitlines() if line.strip()]
    return lines[0] if lines else type(original).__name__
