"""rating_score: how satisfied somebody said to be, on one scale, and what it can't read."""

import duckdb
import pytest

from warehouse.database import MACROS


@pytest.fixture(scope="module")
def run():
    connection = duckdb.connect()
    connection.execute(MACROS.read_text("utf-8"))
    return connection.execute


@pytest.mark.parametrize(
    ("said", "score"),
    [
        ("good", 1), ("Bad", 0), ("1", 0), (" 4 ", 0.75), ("5", 1), ("7/10", 6 / 9), ("1 / 5", 0), ("10/10", 1),
        ("0/10", None), ("11/10", None), ("1/1", None), ("6", None), ("4.5", None), ("gut", None), ("offered", None),
        ("", None), (None, None), ("9999999999/5", None),
    ],
)  # fmt: skip
def test_the_middle_of_any_scale_is_a_half(run, said, score):
    assert run("select rating_score(?)", [said]).fetchone()[0] == (
        None if score is None else pytest.approx(score)
    )


def test_a_field_with_another_word_is_rejected_by_what_would_do(run):
    problem = "satisfaction: 'gut' is none of offered, good, bad, 1 to 5, 7/10"
    asked = "select fact_problem('satisfaction', ?), fact_value('satisfaction', ?)"

    assert run(asked, ["gut", "Good "]).fetchone() == (problem, "good")
    assert run(asked, ["Offered", "7/10"]).fetchone() == (None, "7/10")
