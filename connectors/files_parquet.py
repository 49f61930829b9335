"""Parquet files as rows of text, so that one staging model reads them like any other file."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from connectors.errors import SourceUnavailable
from connectors.files_row import Row

BATCH_ROWS = 4096


def read_columns(path: Path) -> list[str]:
    """The names of the file's columns.

    Raises:
        SourceUnavailable: the file is no Parquet, or damaged.
    """
    try:
        return list(pq.read_schema(path).names)
    except (pa.ArrowException, OSError) as error:
        raise _damaged(path, error) from error


def read_rows(path: Path, skip: int) -> Iterator[Row]:
    """Rows after the first `skip`; `line` is the row's number from 1. Instants are ISO 8601, nested
    values JSON.

    Raises:
        SourceUnavailable: the file is no Parquet, or damaged.
    """
    line = 0
    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=BATCH_ROWS):
                if line + batch.num_rows <= skip:
                    line += batch.num_rows
                    continue
                for cells in _microseconds(batch).to_pylist():
                    line += 1
                    if line > skip:
                        yield Row(line, {str(name): _text(value) for name, value in cells.items()})
    except (pa.ArrowException, OSError) as error:
        raise _damaged(path, error) from error


def _microseconds(batch: pa.RecordBatch) -> pa.RecordBatch:
    # Python's instants hold no nanoseconds
    fields = [
        field.with_type(pa.timestamp("us", field.type.tz)) if pa.types.is_timestamp(field.type) else field
        for field in batch.schema
    ]
    return pa.RecordBatch.from_arrays(
        [column.cast(field.type, safe=False) for column, field in zip(batch.columns, fields, strict=True)],
        schema=pa.schema(fields),
    )


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def _damaged(path: Path, error: Exception) -> SourceUnavailable:
    first_line = str(error).splitlines()[0] if str(error) else type(error).__name__
    return SourceUnavailable(f"{path}: can't be read as Parquet ({first_line}); copy it again")
