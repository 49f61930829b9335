"""Durations counted by group, time and end: whole microseconds, and times that are none."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.distinct_ends import START, distinct_ends


def counted(rows):
    groups, times, events = zip(*rows, strict=True)
    return distinct_ends(
        pl.Series(groups, dtype=pl.UInt32),
        pl.Series(times, dtype=pl.Float64),
        pl.Series(events, dtype=pl.UInt8),
    ).rows()


def test_each_is_counted_once_in_order_after_the_start_of_its_group():
    rows = [(1, 2.5, 1), (0, 9.0, 0), (1, 2.5, 1), (1, 2.5, 0)]

    assert counted(rows) == [
        (0, 0.0, START, 0),
        (0, 9.0, 0, 1),
        (1, 0.0, START, 0),
        (1, 2.5, 0, 1),
        (1, 2.5, 1, 2),
    ]


@pytest.mark.parametrize("time", [1 / 3, 1e-9, 1e300, 5e12])
def test_a_time_that_is_no_whole_microsecond_or_very_long_stays_as_it_is(time):
    assert counted([(0, time, 1), (0, 1.0, 1)])[1:] == sorted([(0, time, 1, 1), (0, 1.0, 1, 1)])


@given(st.lists(st.tuples(st.integers(0, 3), st.floats(0, 1e9), st.integers(0, 2)), min_size=1))
def test_any_durations_are_counted_as_a_dictionary_counts_them(rows):
    number = max(group for group, *_ in rows) + 1
    expected = {(group, 0.0, START): 0 for group in range(number)}
    for row in rows:
        expected[row] = expected.get(row, 0) + 1

    assert counted(rows) == [(*row, count) for row, count in sorted(expected.items())]


def test_nothing_has_no_groups():
    empty = pl.Series([], dtype=pl.Float64)

    assert distinct_ends(empty.cast(pl.UInt32), empty, empty.cast(pl.UInt8)).is_empty()
