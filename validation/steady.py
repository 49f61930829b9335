"""Worlds of the steady kind: overdispersed arrivals with a weekly rhythm and autocorrelated good and bad hours.

Counts are negative binomial around hour-of-week means times an AR(1) log-normal mood; posts are made on random working
days. Shares no code with validation/bursty.py, on purpose.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

START = np.datetime64("2026-01-05T00:00", "h")  # a Monday, in UTC
DAY = [2, 1, 1, 1, 1, 2, 5, 12, 22, 28, 30, 28, 24, 25, 27, 26, 24, 21, 17, 13, 10, 8, 5, 3]
WEEK = [1.25, 1.1, 1.05, 1.0, 0.95, 0.6, 0.45]


@dataclass
class World:
    """Hourly contacts from START on (UTC): `contacts` as they came, `expected` their mean without any post.

    `posts` are the hours (indices) at which the page posted, `reactive` those that answered an incident, `incidents`
    spans of hours [from, to). All without planted effects: a study adds its own.
    """

    contacts: np.ndarray
    expected: np.ndarray
    posts: list[int] = field(default_factory=list)
    reactive: list[int] = field(default_factory=list)
    incidents: list[tuple[int, int]] = field(default_factory=list)

    @property
    def hours(self) -> np.ndarray:
        """The instants, as datetime64[h]."""
        return START + np.arange(len(self.contacts)).astype("timedelta64[h]")


def world(
    seed: int, *, weeks: int = 26, per_day: float = 240.0, posts: int = 12, growth: float = 0.0
) -> World:
    """A company's hours. `growth` is the relative change over the whole span."""
    rng = np.random.default_rng([seed, 1])
    count = weeks * 168
    rhythm = np.outer(WEEK, np.array(DAY) / np.mean(DAY)).ravel()
    trend = 1 + growth * np.arange(count) / count
    expected = np.tile(rhythm / rhythm.mean(), weeks) * per_day / 24 * trend
    mood = np.empty(count)
    mood[0] = rng.normal(0, 0.2)
    for hour in range(1, count):
        mood[hour] = 0.8 * mood[hour - 1] + rng.normal(0, 0.12)
    means = expected * np.exp(mood - 0.02)
    contacts = rng.poisson(rng.gamma(12.0, means / 12.0))
    return World(contacts, expected, _post_hours(rng, weeks, posts))


def _post_hours(rng: np.random.Generator, weeks: int, posts: int) -> list[int]:
    """Posts on working days between 9 and 18 h, at least five days apart where there is room."""
    first, last = 4 * 7, weeks * 7 - 5
    days: list[int] = []
    for _ in range(200 * posts):
        if len(days) == posts:
            break
        day = int(rng.integers(first, last))
        if day % 7 < 5 and all(abs(day - other) >= 5 for other in days):
            days.append(day)
    return sorted(day * 24 + int(rng.integers(9, 18)) for day in days)
