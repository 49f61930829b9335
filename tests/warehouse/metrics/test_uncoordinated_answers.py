"""Answers too many, against what chance would make of it."""

import polars as pl
import pytest

from tests.warehouse.conftest import Build
from tests.warehouse.metrics.conflict_frames import by_statistic
from tests.warehouse.models.marts.test_fct_double_answers import two
from warehouse.metrics.uncoordinated_answers import compute

pytestmark = [pytest.mark.conflict(6), pytest.mark.definition(15)]


def frames(answered: int, doubled: int, across: int, chance: float | None) -> dict[str, pl.DataFrame]:
    """One group of waits, with the same chance of each; every second double took 4 min, the others are unknown."""
    known = 0 if chance is None else answered
    total = 0 if chance is None else round(chance * answered * 1e9)
    names = {"first_department_id": None, "second_department_id": None}
    return {
        "waits": pl.DataFrame({"answered": [answered], "doubled": [doubled], "across": [across]}),
        "chances": pl.DataFrame({"known": [known], "chance": [total], "chance_across": [total // 2]}),
        "doubles": pl.DataFrame(
            [
                {
                    **names,
                    "is_contradicted": n == 0,
                    "is_read": n < 10,
                    "handle_us": 240_000_000 if n % 2 else None,
                }
                for n in range(doubled)
            ],
            schema_overrides={"handle_us": pl.Int64},
        ),
    }


def test_three_in_a_hundred_against_one_by_chance_is_three_times() -> None:
    found = by_statistic(compute(frames(1_000, 30, 10, 0.01), []))

    assert (found["value"]["metric_value"], found["across"]["metric_value"]) == (0.03, 0.01)
    assert found["chance"]["metric_value"] == pytest.approx(0.01)
    assert found["ratio"]["metric_value"] == pytest.approx(3.0)
    # Wilson (1927) of 30 in 1,000, over 0.01.
    assert found["ratio"]["lower"] == pytest.approx(2.109, abs=0.01)
    assert found["ratio"]["upper"] == pytest.approx(4.250, abs=0.01)
    assert found["ratio_across"]["metric_value"] == pytest.approx(2.0)


def test_time_is_that_of_the_known_ones_and_words_are_counted_where_both_were_read() -> None:
    found = by_statistic(compute(frames(1_000, 30, 10, 0.01), []))

    assert (found["wasted"]["metric_value"], found["wasted"]["sample_size"]) == (15 * 240.0, 15)
    assert (found["contradicted"]["numerator"], found["contradicted"]["sample_size"]) == (1, 10)
    assert found["pairs"]["metric_value"] == 30
    assert found["pairs"]["grade"] is None


@pytest.mark.parametrize(("chance", "reason"), [(None, "no_handle_time"), (0.0, "no_overlap")])
def test_without_a_chance_there_is_no_ratio_and_it_says_why(chance, reason) -> None:
    found = by_statistic(compute(frames(100, 5, 5, chance), []))

    assert (found["ratio"]["metric_value"], found["ratio"]["reason"]) == (None, reason)
    assert found["ratio"]["grade"] == "not_computable"


def test_it_is_what_the_marts_say(build: Build) -> None:
    built = build(two("9,99 €", "14,99 €"))
    built.make("metrics.uncoordinated_answers")
    frame = built.workspace.catalog.evaluate(built.workspace.connection, "uncoordinated_answers")
    found = by_statistic(frame)

    assert (found["value"]["metric_value"], found["pairs"]["metric_value"]) == (1.0, 1)
    assert found["contradicted"]["metric_value"] == 1.0
