"""Running sums by group agree with adding up row by row."""

import numpy as np
import pytest

from warehouse.running_sums import RunningSums


@pytest.mark.parametrize("groups", [1, 3])
def test_sums_are_those_of_adding_up_row_by_row(groups: int) -> None:
    rng = np.random.default_rng(7)
    where, when, weight = (rng.integers(0, most, 60) for most in (groups, 12, 5))
    asked_where, asked_when = rng.integers(0, groups + 1, 40), rng.integers(-1, 14, 40)
    asked_where = np.minimum(asked_where, groups - 1)
    sums = RunningSums(where, when, weight)

    def slow(until: bool) -> list[int]:
        return [
            sum(
                int(w)
                for g, t, w in zip(where, when, weight, strict=True)
                if g == group and (t <= instant if until else t < instant)
            )
            for group, instant in zip(asked_where, asked_when, strict=True)
        ]

    assert sums.before(asked_where, asked_when).tolist() == slow(until=False)
    assert sums.until(asked_where, asked_when).tolist() == slow(until=True)


def test_without_weights_they_count_and_of_nothing_they_are_none() -> None:
    zero, one = np.zeros(2, np.int64), np.array([5, 6])
    assert RunningSums(zero, one).until(zero, one).tolist() == [1, 2]
    nothing = np.zeros(0, np.int64)
    assert RunningSums(nothing, nothing).until(zero, one).tolist() == [0, 0]
    assert RunningSums(nothing, nothing, nothing).before(nothing, nothing).tolist() == []
