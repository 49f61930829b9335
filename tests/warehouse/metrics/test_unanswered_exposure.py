"""metrics.unanswered_exposure: sums over complaints, and never nought for what isn't known."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from warehouse.metrics.unanswered_exposure import compute

NUMBERS = (
    "value", "value_lower", "value_upper", "paid", "paid_lower", "paid_upper", "late", "late_lower", "late_upper",
    "spent_eur", "spent_eur_lower", "spent_eur_upper", "late_eur", "late_eur_lower", "late_eur_upper",
)  # fmt: skip


def asked(*complaints: dict[str, Any], by: tuple[str, ...] = ()) -> dict[str, dict[str, Any]]:
    """Rows of the metric by statistic, from complaints in thousandths."""
    rows = [
        {"post_id": "p", "reason": None, "eur_reason": None} | dict.fromkeys(NUMBERS) | one
        for one in complaints
    ]
    shape = {"reason": pl.String, "eur_reason": pl.String} | dict.fromkeys(NUMBERS, pl.Int64)
    return {
        row["statistic"]: row for row in compute(pl.DataFrame(rows, schema_overrides=shape), by).to_dicts()
    }


@pytest.mark.conflict(4)
def test_impressions_and_money_add_up_with_their_bounds() -> None:
    one = {"value": 3_200_000, "value_lower": 3_000_000, "value_upper": 3_400_000, "spent_eur": 14_400,
           "spent_eur_lower": 14_000, "spent_eur_upper": 15_000, "late": 1_200_000}  # fmt: skip
    found = asked(one, one)

    assert (found["value"]["metric_value"], found["value"]["lower"], found["value"]["upper"]) == (
        6400,
        6000,
        6800,
    )
    assert (found["spent_eur"]["metric_value"], found["late"]["metric_value"]) == (28.8, 2400)
    assert found["value"]["sample_size"] == 2


@pytest.mark.conflict(4)
def test_one_of_which_nothing_is_known_is_counted_beside_the_sum() -> None:
    known = {"value": 3_200_000, "value_lower": 3_000_000, "value_upper": 3_400_000}
    row = asked(known, {"reason": "no_reach", "eur_reason": "no_reach"})["value"]

    assert (row["metric_value"], row["sample_size"], row["unknown_count"], row["reason"]) == (
        3200,
        1,
        1,
        "no_reach",
    )


@pytest.mark.conflict(4)
def test_nothing_known_of_any_is_no_sum() -> None:
    row = asked({"reason": "no_reach", "eur_reason": "no_reach"})["value"]

    assert (row["metric_value"], row["reason"], row["grade"]) == (None, "no_reach", "not_computable")


@pytest.mark.conflict(4)
def test_a_counter_that_fell_leaves_the_sum_without_an_upper_bound() -> None:
    row = asked({"value": 700_000, "value_lower": 600_000, "reason": "reach_fell"})["value"]

    assert (row["metric_value"], row["lower"], row["upper"]) == (700, 600, None)
    assert (row["grade"], row["reason"]) == ("too_few", "reach_fell")


def test_posts_are_told_apart() -> None:
    frame = pl.DataFrame(
        [{"post_id": p, "reason": None, "eur_reason": None, **dict.fromkeys(NUMBERS, 1000)} for p in "qpq"],
        schema_overrides={"reason": pl.String, "eur_reason": pl.String},
    )
    found = compute(frame, ("post_id",)).filter(statistic="value").sort("post_id")

    assert found.select("post_id", "metric_value").rows() == [("p", 1.0), ("q", 2.0)]
