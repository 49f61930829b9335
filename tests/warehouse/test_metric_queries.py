"""Metrics that read several kinds of rows, and metrics whose table isn't by day."""

from pathlib import Path

import duckdb
import polars as pl
import pytest

from warehouse.catalog import CatalogError, Filters, Metric
from warehouse.evaluate import evaluate

QUERIES = {
    "posts": "select exposure_id, post_id, published_day from marts.posts",
    "hours": "select contact_day, channel, sum(contacts)::bigint as contacts from marts.hours group by all",
}
HEADER = {"dimensions": ["post_id", "channel"], "time": "published_day", "table_by": ["post_id"]}


def contacts_per_post(frames: dict[str, pl.DataFrame], by: list[str]) -> pl.DataFrame:
    """All contacts, for every group of posts."""
    rows = (
        frames["posts"].group_by(by).agg(sample_size=pl.len())
        if by
        else frames["posts"].select(sample_size=pl.len())
    )
    unknown = pl.lit(None, pl.Float64)
    return rows.with_columns(
        statistic=pl.lit("value"), metric_value=pl.lit(float(frames["hours"]["contacts"].sum())),
        lower=unknown, upper=unknown, numerator=unknown,
    )  # fmt: skip


@pytest.fixture
def metric() -> Metric:
    sql = ";\n".join(QUERIES.values())
    return Metric("metrics", "mine", Path("mine.py"), sql, HEADER, contacts_per_post, QUERIES)


@pytest.fixture
def cursor() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("create schema marts")
    connection.execute(
        "create table marts.posts as select * from (values ('e1', 'p1', date '2026-11-01'), ('e2', 'p2', '2026-11-02'))"
        " as t(exposure_id, post_id, published_day)"
    )
    connection.execute(
        "create table marts.hours as select * from (values (date '2026-10-01', 'mail', 3), ('2026-11-01', 'chat', 4))"
        " as t(contact_day, channel, contacts)"
    )
    return connection


def test_the_period_cuts_what_has_the_metrics_own_day_and_leaves_the_history_whole(cursor, metric):
    found = evaluate(cursor, metric, Filters(since="2026-11-02", until="2026-11-03"), ("post_id",))

    assert found.select("post_id", "metric_value", "sample_size").rows() == [("p2", 7.0, 1)]


def test_a_filter_cuts_the_rows_that_know_it(cursor, metric):
    found = evaluate(cursor, metric, Filters(include={"channel": ("chat",)}), ())

    assert found.select("metric_value", "sample_size").rows() == [(4.0, 2)]


def test_a_filter_that_no_row_knows_is_an_error(cursor, metric):
    with pytest.raises(CatalogError, match="cannot be filtered by colour"):
        evaluate(cursor, metric, Filters(include={"colour": ("red",)}), ())


def test_the_table_of_an_estimate_over_all_days_has_no_days(metric):
    assert metric.table_columns == ("post_id",)
    assert not metric.is_partial
