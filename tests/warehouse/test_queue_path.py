"""Queues that carry over: numbers worked by hand, and slow walks through the hours."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from validation.service_desk import waits
from warehouse.queue_path import due_after, due_next_day, met, met_in_parts, work_off

pytestmark = pytest.mark.conflict(10)
HOURS = st.lists(st.integers(0, 12), min_size=3, max_size=40)


def row(*values: float) -> np.ndarray:
    return np.array([values], dtype=np.float64)


def test_what_is_not_done_today_is_done_first_tomorrow():
    served = work_off(row(10, 0, 4), row(6, 6, 6)[0])

    assert served.left.tolist() == [[4, 0, 0]]
    assert served.done.tolist() == [[6, 10, 14]]


@given(HOURS, HOURS, st.integers(0, 9))
@settings(max_examples=60, deadline=None)
def test_the_closed_form_is_the_walk_through_the_hours(came, people, start):
    size = min(len(came), len(people))
    arrivals, capacity = row(*came[:size]), row(*people[:size])[0]
    left, walked = float(start), []
    for here, able in zip(arrivals[0], capacity, strict=True):
        left = max(0.0, left + here - able)
        walked.append(left)

    assert work_off(arrivals, capacity, start).left[0] == pytest.approx(walked)


def test_a_target_runs_while_the_clock_does():
    # Open from the second to the third and in the sixth hour; two hours after the first hour's middle.
    open_seconds = np.array([0.0, 3600, 3600, 0, 0, 3600, 0])

    assert due_after(open_seconds, 7200.0)[0] == 3.0
    assert due_after(open_seconds, 7200.0)[1] == 5.5
    assert due_after(open_seconds, 7200.0)[4] == np.inf


def test_a_day_target_is_due_when_the_next_open_day_closes():
    day = np.repeat(np.arange(4), 24)
    hour = np.tile(np.arange(24), 4)
    open_seconds = np.where((hour >= 8) & (hour < 17) & (day != 1), 3600.0, 0.0)
    due = due_next_day(open_seconds, day)

    assert due[10] == 2 * 24 + 17  # the second day is closed
    assert due[2 * 24] == 3 * 24 + 17
    assert due[3 * 24] == np.inf


def test_of_eight_who_come_at_once_those_are_in_time_for_whom_there_is():
    # Eight in the first hour, two an hour are served; due two hours after the middle.
    arrivals = row(8, 0, 0, 0, 0, 0)
    served = work_off(arrivals, row(2, 2, 2, 2, 2, 2)[0])
    due = due_after(np.full(6, 3600.0), 7200.0)

    assert met(served, arrivals, due)[0, 0] == pytest.approx(5.0)


def test_what_waits_already_is_served_before():
    arrivals = row(4, 0, 0, 0)
    served = work_off(arrivals, row(2, 2, 2, 2)[0], start=4)
    due = due_after(np.full(4, 3600.0), 5400.0)

    assert met(served, arrivals, due)[0, 0] == pytest.approx(0.0)


def test_somebody_who_is_being_served_is_in_time_where_beginning_counts():
    arrivals = row(6, 0, 0)
    served = work_off(arrivals, row(2, 2, 2)[0])
    due = due_after(np.full(3, 3600.0), 1800.0)[None, :]

    assert met_in_parts(served, arrivals, due)[0, 0] == pytest.approx(2.0)
    assert met_in_parts(served, arrivals, due, np.array([3.0, 3.0, 3.0]))[0, 0] == pytest.approx(5.0)


def test_a_large_desk_keeps_the_share_that_the_fluid_says():
    rng = np.random.default_rng(4)
    hours, handle, people = 24 * 20, 0.1, 6
    rate = np.where(np.arange(hours) % 24 < 8, 110.0, 20.0)
    counts = rng.poisson(rate)
    at = np.sort(np.repeat(np.arange(hours), counts) + rng.random(counts.sum()))
    waited = waits(at, rng.exponential(handle, len(at)), people)
    arrivals = counts[None, :].astype(np.float64)
    served = work_off(arrivals, np.full(hours, people / handle))
    kept = met(served, arrivals, due_after(np.full(hours, 3600.0), 3 * 3600.0))

    known = ~np.isnan(kept[0])
    assert np.nansum(kept) / arrivals[0, known].sum() == pytest.approx((waited <= 3.0).mean(), abs=0.03)
