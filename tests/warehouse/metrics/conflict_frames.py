"""Rows of a metric by statistic, for tests on frames made by hand."""

from typing import Any

import polars as pl


def by_statistic(table: pl.DataFrame, *by: str) -> dict[Any, dict[str, Any]]:
    """The rows by (*by, statistic), or by statistic alone; points of curves are left out."""
    rows = [row for row in table.to_dicts() if row.get("seconds") is None and row.get("week_start") is None]
    return {(*(row[name] for name in by), row["statistic"]) if by else row["statistic"]: row for row in rows}
