"""`leitstand sql`: a query on the published snapshot, as a table, CSV or JSON."""

import csv
import json
import math
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, TextIO

import duckdb
from rich import box
from rich.console import Console
from rich.table import Table

from pipelines.errors import QueryRefused
from pipelines.terminal import shown
from pipelines.var_folder import VarFolder
from warehouse.database import open_snapshot


def write(var: VarFolder, query: str, format: str, out: TextIO) -> None:
    """Run `query` read-only on the newest snapshot and write its rows to `out`; instants are UTC.

    Raises:
        NothingPublished: there is no snapshot yet.
        QueryRefused: it isn't valid SQL, or wants to write.
    """
    columns, rows = _run(var, query)
    {"table": _write_table, "csv": _write_csv, "json": _write_json}[format](columns, rows, out)


def _run(var: VarFolder, query: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    with open_snapshot(var.path) as connection:
        try:
            # a query has no business with other files or the network
            connection.execute("set enable_external_access = false")
            connection.execute("set timezone = 'UTC'")
            # nor with where DuckDB writes its own: profiles and logs are files, too
            connection.execute("set lock_configuration = true")
            result = connection.execute(query)
            if result is None or result.description is None:
                raise QueryRefused("there is no statement in this query; see leitstand sql --help")
            columns, rows = [column[0] for column in result.description], result.fetchall()
        except duckdb.Error as error:
            raise QueryRefused(" ".join(str(error).split())) from None
    return columns, [tuple(map(_plain, row)) for row in rows]


def _plain(value: Any) -> Any:
    """The value as text, number, truth, list, object or None: the same in every format."""
    if isinstance(value, datetime):
        text = (value.astimezone(UTC) if value.tzinfo else value).isoformat(sep=" ").removesuffix("+00:00")
        return text + "Z" if value.tzinfo else text
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)  # JSON knows no infinity
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set):
        return [_plain(item) for item in value]
    return value if value is None or isinstance(value, str | int) else str(value)


def _write_table(columns: Sequence[str], rows: Sequence[tuple[Any, ...]], out: TextIO) -> None:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for place, column in enumerate(columns):
        is_number = any(isinstance(row[place], int | float) for row in rows)
        table.add_column(shown(column), justify="right" if is_number else "left", overflow="fold")
    for row in rows:
        table.add_row(*("NULL" if value is None else shown(_text(value)) for value in row))
    # a pipe has no width: nothing may be cut there
    console = Console(file=out, markup=False, highlight=False, width=None if out.isatty() else 10_000)
    console.print(table)
    console.print(f"{len(rows):,} {'row' if len(rows) == 1 else 'rows'}")


def _write_csv(columns: Sequence[str], rows: Sequence[tuple[Any, ...]], out: TextIO) -> None:
    writer = csv.writer(out, lineterminator="\n")
    # a file gets what people wrote as they wrote it
    safe = shown if out.isatty() else str
    writer.writerow(map(safe, columns))
    writer.writerows(["" if value is None else safe(_text(value)) for value in row] for row in rows)


def _write_json(columns: Sequence[str], rows: Sequence[tuple[Any, ...]], out: TextIO) -> None:
    lines = [json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False) for row in rows]
    text = "[" + ",\n ".join(lines) + "]\n"
    out.write(shown(text) if out.isatty() else text)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value)
