"""Overlapping posts of two campaigns: the model of all hours tells them apart, and what else touches the hours."""

import numpy as np
import pytest

from tests.warehouse.event_worlds import hours_frame
from tests.warehouse.test_event_study import noisy
from warehouse.event_study import Hours
from warehouse.lagged_effects import lagged_totals

WEEKS = 16


def planted(seed: int, sizes: tuple[int, int]) -> tuple[np.ndarray, list[int], list[int]]:
    """Two campaigns that post on changing days, often the same; each post brings so many contacts in 12 hours."""
    rng = np.random.default_rng(seed)
    contacts = noisy(seed, WEEKS)
    groups: list[list[int]] = []
    for size in sizes:
        days = rng.choice(np.arange(7, WEEKS * 7 - 3), 20, replace=False)
        posts = [int(day) * 24 + int(rng.integers(8, 18)) for day in np.sort(days)]
        for post in posts:
            contacts[post : post + 12] += rng.poisson(size / 12, 12)
        groups.append(posts)
    return contacts, groups[0], groups[1]


@pytest.mark.thorough
def test_campaigns_that_overlap_are_told_apart():
    contacts, one, other = planted(13, (60, 0))
    clock = Hours.of(hours_frame(WEEKS, [*one, *other]))
    first, second = lagged_totals(clock, contacts, [one, other])

    assert first is not None and second is not None
    assert first.bounds[0] < 20 * 60 < first.bounds[1]
    assert second.bounds[0] < 0 < second.bounds[1]


def test_posts_that_nobody_asks_about_are_accounted_for():
    contacts, one, other = planted(12, (0, 90))
    clock = Hours.of(hours_frame(WEEKS, [*one, *other]))
    (known,) = lagged_totals(clock, contacts, [one])
    (unknown,) = lagged_totals(Hours.of(hours_frame(WEEKS, one)), contacts, [one])

    assert known is not None and unknown is not None
    assert abs(known.total) < abs(unknown.total)
    assert known.bounds[0] < 0 < known.bounds[1]


@pytest.mark.parametrize("posts", [[], [WEEKS * 168 + 50]])
def test_without_a_post_in_the_hours_nothing_is_said(posts: list[int]):
    assert lagged_totals(Hours.of(hours_frame(WEEKS)), noisy(1, WEEKS), [posts]) == [None]


def test_without_contacts_nothing_is_said():
    clock = Hours.of(hours_frame(WEEKS, [300]))

    assert lagged_totals(clock, np.zeros(WEEKS * 168, np.int64), [[300]]) == [None]
