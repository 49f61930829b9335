"""Wilson's and Newcombe's intervals against published figures, and as expressions against the plain functions."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.intervals import newcombe, wilson, wilson_bounds

counts = st.integers(0, 10_000).flatmap(lambda trials: st.tuples(st.integers(0, trials), st.just(trials)))


@pytest.mark.parametrize(
    ("successes", "trials", "expected"),
    [  # Newcombe (1998), Statistics in Medicine 17:857, table I, method 3
        (81, 263, (0.2553, 0.3662)),
        (15, 148, (0.0624, 0.1605)),
        (0, 20, (0.0000, 0.1611)),
        (1, 29, (0.0061, 0.1718)),
    ],
)
def test_wilson_gives_the_published_intervals(successes, trials, expected):
    assert wilson(successes, trials) == pytest.approx(expected, abs=5e-5)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [  # Newcombe (1998), Statistics in Medicine 17:873, table II, method 10
        ((56, 70, 48, 80), (0.0524, 0.3339)),
        ((9, 10, 3, 10), (0.1705, 0.8090)),
        ((5, 56, 0, 29), (-0.0381, 0.1926)),
        ((0, 10, 0, 20), (-0.1611, 0.2775)),
        ((10, 10, 0, 10), (0.6075, 1.0000)),
    ],
)
def test_newcombe_gives_the_published_intervals(counts, expected):
    assert newcombe(*counts) == pytest.approx(expected, abs=5e-5)


def test_without_trials_there_is_no_interval():
    assert wilson(0, 0) is None
    assert newcombe(1, 2, 0, 0) is None
    frame = pl.DataFrame({"k": [0, 1], "n": [0, 2]})
    lower, upper = wilson_bounds(pl.col("k"), pl.col("n"))
    assert frame.select(lower.is_null(), upper.is_null().alias("u")).rows() == [(True, True), (False, False)]


def test_more_successes_than_trials_are_refused():
    with pytest.raises(ValueError, match="3 of 2"):
        wilson(3, 2)


def test_shares_of_nothing_and_of_all_touch_0_and_1():
    assert wilson(0, 7)[0] == 0
    assert wilson(7, 7)[1] == pytest.approx(1, abs=1e-12)
    assert wilson(7, 7)[1] <= 1


@given(counted=counts)
def test_expressions_say_the_same_as_the_plain_function(counted):
    frame = pl.DataFrame({"k": [counted[0]], "n": [counted[1]]})
    lower, upper = wilson_bounds(pl.col("k"), pl.col("n"))

    bounds = frame.select(lower.alias("lower"), upper.alias("upper")).row(0)

    assert bounds == pytest.approx(wilson(*counted) or (None, None), abs=1e-12)


@given(one=counts.filter(lambda pair: pair[1] > 0))
def test_the_interval_holds_the_share_and_shrinks_with_more_trials(one):
    successes, trials = one
    low, high = wilson(successes, trials)
    assert 0 <= low <= successes / trials + 1e-12
    assert successes / trials - 1e-12 <= high <= 1
    closer = wilson(successes * 4, trials * 4)
    assert closer[1] - closer[0] < high - low
