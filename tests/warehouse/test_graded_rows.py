"""Rows of the conflict metrics: each estimate has its interval, grade and reason; nothing is 0 that isn't known."""

import polars as pl

from warehouse import graded_rows


def test_a_share_of_nothing_is_unknown_with_its_reason_and_not_zero() -> None:
    row = graded_rows.share({}, "value", 0, 0, "none_due")

    assert (row["metric_value"], row["lower"], row["grade"], row["reason"]) == (
        None,
        None,
        "not_computable",
        "none_due",
    )


def test_a_count_has_neither_interval_nor_grade() -> None:
    row = graded_rows.count({}, "pairs", 3, 3)

    assert (row["metric_value"], row["lower"], row["grade"]) == (3, None, None)


def test_a_difference_counts_both_sides_and_is_graded_by_the_smaller() -> None:
    # 45 of 50 less 7 of 10: 20 points; ten are too few whatever the interval.
    row = graded_rows.difference({}, "value", (45, 50), (7, 10), 1.0)

    assert round(row["metric_value"], 3) == 0.2
    assert (row["sample_size"], row["grade"]) == (60, "too_few")
    assert row["lower"] < 0.2 < row["upper"]


def test_groups_come_in_order_with_the_unknown_last_and_types_as_in_the_facts() -> None:
    facts = pl.DataFrame({"department_id": ["b", None, "a", "b"], "n": [1, 2, 3, 4]})
    rows = [
        graded_rows.count(key, "n", part.height, part.height)
        for key, part in graded_rows.parts(facts, ["department_id"])
    ]
    table = graded_rows.table(rows, facts, ["department_id"], seconds=pl.Float64)

    assert table["department_id"].to_list() == ["a", "b", None]
    assert table["sample_size"].to_list() == [1, 2, 1]
    assert table.schema["seconds"] == pl.Float64


def test_without_facts_there_are_no_groups() -> None:
    assert list(graded_rows.parts(pl.DataFrame({"n": []}), [])) == []
