"""Rows of metrics: shares, percentiles and counts, with and without groups."""

from __future__ import annotations

import polars as pl
import pytest

from warehouse import statistic_rows
from warehouse.intervals import wilson

FACTS = pl.DataFrame(
    {
        "team": ["a", "a", "a", None],
        "seconds": [1.0, 2.0, 3.0, None],
        "is_over": [True, False, True, True],
        "is_good": [True, False, None, True],
    }
)


def rows(frame: pl.DataFrame, *columns: str) -> list[tuple[object, ...]]:
    return frame.select(columns).sort(columns[0], nulls_last=True).rows()


def test_a_share_is_of_what_is_known_with_its_score_interval() -> None:
    (row,) = statistic_rows.share(FACTS, (), "is_good", "value").to_dicts()

    assert (row["metric_value"], row["numerator"], row["sample_size"]) == (2 / 3, 2, 3)
    assert (row["lower"], row["upper"]) == pytest.approx(wilson(2, 3))


def test_nobody_s_group_is_a_group() -> None:
    found = statistic_rows.count(FACTS, ("team",), "facts")

    assert rows(found, "team", "metric_value") == [("a", 3.0), (None, 1.0)]


def test_a_condition_is_counted_of_all() -> None:
    found = statistic_rows.count(FACTS, ("team",), "over", pl.col("is_over"))

    assert rows(found, "team", "numerator", "sample_size") == [("a", 2.0, 3), (None, 1.0, 1)]


def test_percentiles_leave_out_what_has_no_duration_and_keep_what_still_runs() -> None:
    found = statistic_rows.percentiles(FACTS, ("team",), "seconds", "is_over", {"p50": 0.5})

    # After 1 s two of three are left, at 3 s the only one still watched ends.
    assert rows(found, "team", "statistic", "metric_value", "sample_size") == [("a", "p50", 3.0, 3)]


def test_the_share_ended_by_a_time_has_an_interval_also_where_it_is_none() -> None:
    (row,) = statistic_rows.ended_by(FACTS, (), "seconds", "is_over", 0.5, "soon").to_dicts()

    assert row["metric_value"] == 0
    assert (row["lower"], row["upper"]) == pytest.approx(wilson(0, 3))


def test_no_facts_give_no_share() -> None:
    assert statistic_rows.share(FACTS.clear(), (), "is_good", "value").is_empty()
