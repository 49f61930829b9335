"""A metric's own query, run over filtered marts and any grouping.

The query text is never edited by hand or template: each mart that it names is replaced by a filtered view of the same
shape, in which a dimension that isn't asked for is NULL. `group by all` then folds it away, so that the table, a page,
an export and the documentation cannot compute different numbers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import duckdb
import polars as pl

from warehouse.catalog import CatalogError, Filters, Metric, tables_in

RESULT = ("statistic", "metric_value", "lower", "upper", "sample_size", "numerator")


def evaluate(
    cursor: duckdb.DuckDBPyConnection, metric: Metric, filters: Filters, by: Sequence[str]
) -> pl.DataFrame:
    """Rows of one metric: *by, then RESULT, then columns that the metric adds; ordered by all of *by."""
    _check(metric, filters, by)
    keys = [name for name in (*by, *_derived(metric)) if name != "date_day"]
    days = ["date_day"] if "date_day" in by else []
    keys = list(dict.fromkeys([*days, *keys]))
    if metric.compute is None:
        sql, parameters = _scoped(cursor, metric, metric.sql, filters, by)
        frame = cursor.execute(sql, parameters).pl()
    elif metric.queries:
        frames = {}
        # Dimensions that nobody groups by hold NULLs only, and of millions of rows even these take room.
        idle = [name for name in metric.dimensions if name not in keys]
        for name, query in metric.queries.items():
            sql, parameters = _scoped(cursor, metric, query, filters, by)
            read = f"columns(name -> name not in {(*idle, '')})"
            frames[name] = cursor.execute(f"select {read} from ({sql}) as facts", parameters).pl()
        frame = metric.compute(frames, keys)
    else:
        sql, parameters = _scoped(cursor, metric, metric.sql, filters, by)
        # What nobody groups by isn't carried along; of what the query makes itself, there is one value then.
        folded = [name for name in ("date_day", *metric.dimensions) if name not in by]
        columns = f"* exclude ({', '.join(folded)})" if folded else "*"
        facts = cursor.execute(f"select {columns} from ({sql}) as facts", parameters).pl()
        fixed = {name: pl.lit(filters.include[name][0]) for name in _derived(metric) if name not in by}
        frame = metric.compute(facts.with_columns(**fixed), keys)
    return _shaped(frame, metric, filters, by)


def _derived(metric: Metric) -> tuple[str, ...]:
    """Dimensions that the query itself makes (such as the clock): always grouped by, filtered on the result."""
    return tuple(metric.derived)


def _check(metric: Metric, filters: Filters, by: Sequence[str]) -> None:
    if unknown := [name for name in by if name not in ("date_day", *metric.dimensions)]:
        raise CatalogError(
            f"{metric.name} cannot be grouped by {', '.join(unknown)}; "
            f"it offers date_day, {', '.join(metric.dimensions)}."
        )
    if filters.at is not None and not metric.instant:
        raise CatalogError(f"{metric.name} is about a period; leave out `at`, or ask backlog_at.")
    for name in _derived(metric):
        if name not in by and len(filters.include.get(name, ())) != 1:
            raise CatalogError(f"{metric.name}: choose one {name} in the filters, or group by it.")


def _scoped(
    cursor: duckdb.DuckDBPyConnection, metric: Metric, sql: str, filters: Filters, by: Sequence[str]
) -> tuple[str, list[object]]:
    """One of the metric's queries with its marts replaced by filtered views as CTEs, and the parameters."""
    ctes, known = [], set()
    parameters: list[object] = []
    for table in sorted(metric.inputs & tables_in(sql)):
        if not table.startswith("marts."):
            continue
        columns = _columns(cursor, table)
        known |= set(columns)
        view = "scoped_" + table.removeprefix("marts.")
        where, values = _where(columns, metric, filters)
        folded = _folded(columns, metric, by)
        replaced = [f"null::{columns[name]} as {name}" for name in folded]
        if filters.at is not None and table == "marts.dim_snapshot":
            replaced.append("?::timestamptz as as_of")
            parameters.append(filters.at)
        replace = f" replace ({', '.join(replaced)})" if replaced else ""
        # Kept apart, a mart that is named several times would be read with all of its columns.
        ctes.append(f"{view} as not materialized (select *{replace} from {table}{where})")
        parameters += values
        sql = re.sub(rf"\b{re.escape(table)}\b", view, sql)
    # Of several queries each is cut by what it knows; a query that is alone has to know all that is asked.
    missing = {*filters.include, *filters.exclude} - known - set(_derived(metric))
    if missing - (set(metric.dimensions) if metric.queries else set()):
        raise CatalogError(f"{metric.name} cannot be filtered by {', '.join(sorted(missing))}.")
    chosen = []
    # Said to the query too, so that it needn't make rows that are thrown away.
    for name in _derived(metric):
        if name in filters.include and not metric.queries:
            condition, values = _member(name, filters.include[name])
            chosen.append(condition)
            parameters += values
    where = f" where {' and '.join(chosen)}" if chosen else ""
    return f"with {', '.join(ctes)} select * from ({sql.strip().rstrip(';')}\n) as metric{where}", parameters


def _columns(cursor: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    try:
        rows = cursor.execute(f"describe {table}").fetchall()
    except duckdb.CatalogException as error:
        raise CatalogError(
            f"{table} isn't in this snapshot; run `leitstand run` to publish a new one."
        ) from error
    return {row[0]: row[1] for row in rows}


def _where(columns: dict[str, str], metric: Metric, filters: Filters) -> tuple[str, list[object]]:
    conditions: list[str] = []
    values: list[object] = []
    for day in _days(columns, metric):
        # A level (backlog) at a moment follows from everything before it, so only its end is cut here.
        if filters.since is not None and not metric.cumulative:
            conditions.append(f"{day} >= ?")
            values.append(filters.since)
        if filters.until is not None:
            conditions.append(f"{day} < ?")
            values.append(filters.until)
    for name, wanted, negate in (
        *((name, chosen, "") for name, chosen in filters.include.items()),
        *((name, chosen, "not ") for name, chosen in filters.exclude.items()),
    ):
        if name in columns and name not in _derived(metric):
            condition, found = _member(name, wanted)
            conditions.append(f"{negate}{condition}")
            values += found
    return (f" where {' and '.join(conditions)}" if conditions else ""), values


def _member(name: str, wanted: Sequence[str | None]) -> tuple[str, list[object]]:
    """A condition that is never NULL, so that `not` of it keeps rows whose value is unknown."""
    given = [value for value in wanted if value is not None]
    parts = [f"{name} is null"] if None in wanted else []
    if given:
        parts.append(f"coalesce({name} in ({', '.join('?' * len(given))}), false)")
    return f"({' or '.join(parts) or 'false'})", list(given)


def _folded(columns: dict[str, str], metric: Metric, by: Sequence[str]) -> list[str]:
    folded = [name for name in metric.dimensions if name in columns and name not in by]
    if "date_day" not in by and not metric.cumulative and not metric.daily:
        folded += _days(columns, metric)
    return folded


def _days(columns: dict[str, str], metric: Metric) -> list[str]:
    """A mart's own time column: facts of several kinds have one each (header field `times`)."""
    return [name for name in (metric.time, *metric.times) if name in columns][:1]


def _shaped(frame: pl.DataFrame, metric: Metric, filters: Filters, by: Sequence[str]) -> pl.DataFrame:
    for name in _derived(metric):
        if name in filters.include:
            frame = frame.filter(
                pl.col(name).is_in([value for value in filters.include[name] if value is not None])
            )
    if metric.cumulative and filters.since is not None and "date_day" in frame.columns and "date_day" in by:
        frame = frame.filter(pl.col("date_day") >= filters.since)
    extra = [name for name in frame.columns if name not in (*RESULT, "date_day", *metric.dimensions)]
    columns = [*by, *RESULT, *extra]
    if missing := [name for name in columns if name not in frame.columns]:
        raise CatalogError(f"{metric.path.name}: the query doesn't give {', '.join(missing)}.")
    return frame.select(columns).sort([*by, "statistic", *extra], nulls_last=True)
