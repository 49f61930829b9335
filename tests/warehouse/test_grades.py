"""Grades of estimates: by hand, and the same for numbers and for rows."""

import polars as pl
import pytest

from warehouse.grades import grade, grade_expr

CASES = [
    ("a narrow interval is solid", 100.0, 80.0, 120.0, 20, None, "solid"),
    ("its edge still is", 100.0, 75.0, 125.0, 20, None, "solid"),
    ("a wider one is indicative", 100.0, 45.0, 155.0, 20, None, "indicative"),
    ("a wide one says too little", 100.0, 30.0, 170.0, 20, None, "too_few"),
    ("nineteen observations are too few", 100.0, 99.0, 101.0, 19, None, "too_few"),
    (
        "a precise nothing is solid against the smallest effect that matters",
        0.0,
        -2.0,
        2.0,
        50,
        10.0,
        "solid",
    ),
    ("without such an effect nothing can't be told", 0.0, -2.0, 2.0, 50, None, "too_few"),
    ("no value is no grade", None, None, None, 50, None, "not_computable"),
    ("no interval says too little", 5.0, None, None, 50, None, "too_few"),
]


@pytest.mark.parametrize(("value", "lower", "upper", "n", "smallest", "said"), [case[1:] for case in CASES])
def test_a_number_and_a_row_get_the_same_grade(value, lower, upper, n, smallest, said):
    frame = pl.DataFrame(
        {"value": [value], "lower": [lower], "upper": [upper], "n": [n]},
        schema={"value": pl.Float64, "lower": pl.Float64, "upper": pl.Float64, "n": pl.Int64},
    )
    columns = map(pl.col, ("value", "lower", "upper", "n"))

    assert grade(value, lower, upper, n, smallest) == said
    assert frame.select(grade_expr(*columns, smallest).alias("grade")).item() == said
