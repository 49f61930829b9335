"""A step at a known week, against units that didn't change."""

import numpy as np
import pytest

from warehouse.interruption import placebo_p, step


def series(effect: float, weeks: int = 20, begin: int = 12) -> dict[str, np.ndarray]:
    """Five units with a shared season and a little noise of their own; "a" changes at `begin`."""
    rng = np.random.default_rng(3)
    shared = np.sin(np.arange(weeks) / 3)
    found = {name: 5 + shared + rng.normal(0, 0.02, weeks) for name in "abcde"}
    found["a"] = found["a"] + np.where(np.arange(weeks) >= begin, effect, 0.0)
    return found


@pytest.mark.conflict(14)
def test_what_hits_all_drops_out_and_the_step_is_found() -> None:
    found = step(series(-0.3), "a", ["b", "c", "d", "e"], 12)

    assert found is not None
    assert found.lower < -0.3 < found.upper
    assert found.upper - found.lower < 0.2
    assert (found.before, found.after) == (12, 8)


@pytest.mark.conflict(14)
def test_expected_is_the_series_without_the_step() -> None:
    own = series(-0.3)
    found = step(own, "a", ["b", "c", "d", "e"], 12)

    assert found is not None
    assert float(np.mean(found.expected[12:] - own["a"][12:])) == pytest.approx(0.3, abs=0.1)


@pytest.mark.conflict(14)
def test_the_placebo_counts_the_unit_itself() -> None:
    controls = ["b", "c", "d", "e"]

    assert placebo_p(series(-0.5), "a", controls, 12) == (0.2, 4)
    assert placebo_p(series(-0.5), "a", [], 12) is None


@pytest.mark.parametrize(("begin", "controls"), [(3, ["b"]), (18, ["b"]), (12, [])])
def test_too_few_weeks_or_nobody_to_compare_with_is_no_answer(begin: int, controls: list[str]) -> None:
    assert step(series(0.0), "a", controls, begin) is None
    assert placebo_p(series(0.0), "a", controls, begin) is None


def test_weeks_that_are_not_known_are_left_out() -> None:
    own = series(-0.3)
    own["a"][4] = np.nan
    own["b"][5] = np.nan
    found = step(own, "a", ["b", "c", "d", "e"], 12)

    assert found is not None
    assert found.before == 11
