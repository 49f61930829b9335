"""The hours around events: what came, what was expected with its usual range, and what has added up since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from warehouse.event_study import CONFIDENCE, WINDOW, Hours
from warehouse.quantiles import normal, student
from warehouse.usual_week import Floats, Ints, UsualWeek

FIRST, LAST = -48, 96  # hours around an event, [FIRST, LAST)


@dataclass(frozen=True)
class Course:
    """Means an event for each hour of `at` (0: the hour of the event), of `events` whose hours were all observed.

    `low` and `high` bound what 95 of 100 usual hours bring, `cumulative` adds up what came above expectation from 0 on
    (NaN before), with its 95 % interval `total_low` to `total_high`. `others`: share of events with another event near
    that hour.
    """

    events: int
    at: Ints
    observed: Floats
    expected: Floats
    low: Floats
    high: Floats
    cumulative: Floats
    total_low: Floats
    total_high: Floats
    others: Floats


def course(clock: Hours, usual: UsualWeek, contacts: Ints, starts: Sequence[int]) -> Course | None:
    """The mean course around events; it ends where the last event's hours aren't known yet. None without events."""
    chosen = np.array([start for start in starts if 0 <= start < len(clock)], dtype=np.int64)
    if not len(chosen) or not clock.is_usual.any():
        return None
    first = max(FIRST, -int(chosen.min()))
    last = min(LAST, len(clock) - int(chosen.max()))
    at = np.arange(first, last)
    places = chosen[:, None] + at[None, :]
    count = len(chosen)
    came, expected = contacts[places], usual.expected[places]
    spread = np.sqrt(
        (_dispersion(clock, usual, contacts)[clock.hour_of_week[places] % 24] * expected).sum(axis=0)
    )
    near = normal(CONFIDENCE) * spread / count
    since = at >= 0
    excess = np.where(since[None, :], came - expected, 0.0).mean(axis=0)
    cumulative = np.where(since, np.cumsum(excess), np.nan)
    half = _half_width(clock, usual, contacts, chosen, cumulative, at)
    own = (at >= -2) & (at < 30)
    mean = expected.mean(axis=0)
    return Course(
        count,
        at,
        came.mean(axis=0),
        mean,
        np.maximum(mean - near, 0.0),
        mean + near,
        cumulative,
        cumulative - half,
        cumulative + half,
        (clock.touches[places] > own[None, :]).mean(axis=0),
    )


def _dispersion(clock: Hours, usual: UsualWeek, contacts: Ints) -> Floats:
    """Variance of a usual hour by its mean, for each hour of the day; at least that of a count (1)."""
    used = clock.is_usual & (usual.expected > 0)
    hour = clock.hour_of_week[used] % 24
    expected = usual.expected[used]
    squares = np.bincount(hour, (contacts[used] - expected) ** 2 / expected, 24)
    left = np.maximum(np.bincount(hour, minlength=24) - 7, 1)
    return np.maximum(squares / left, 1.0)


def _half_width(
    clock: Hours, usual: UsualWeek, contacts: Ints, starts: Ints, cumulative: Floats, at: Ints
) -> Floats:
    """Half the interval of what has added up: as of a window of so many hours; beyond a day in proportion to time."""
    running = np.concatenate([[0.0], np.cumsum(contacts - usual.expected)])
    level = np.concatenate([[0.0], np.cumsum(usual.expected)])
    lengths = np.clip(at + 1, 1, WINDOW)
    variance, freedom = np.zeros(len(at)), np.inf
    for hour, number in zip(*np.unique(clock.hour_of_week[starts] % 24, return_counts=True), strict=True):
        windows = clock.starts(int(hour), WINDOW)
        left = len(windows) - len(np.unique(clock.hour_of_week[windows] // 24)) - usual.spent
        if left < 1:
            return np.full(len(at), np.nan)
        freedom = min(freedom, left)
        error = running[windows[:, None] + lengths] - running[windows][:, None]
        size = np.maximum(level[windows[:, None] + lengths] - level[windows][:, None], 1.0)
        share = ((error / size) ** 2).sum(axis=0) / left
        mine = starts[clock.hour_of_week[starts] % 24 == hour]
        reach = np.minimum(mine[:, None] + lengths, len(clock))
        expected = level[reach] - level[mine][:, None]
        variance += number / len(starts) * share * (expected**2).mean(axis=0)
    variance *= np.maximum(at + 1, 1) / lengths
    weekday = clock.hour_of_week[starts] // 24
    weeks = np.maximum(usual.weeks[starts], 1)
    shared = sum(np.mean(weekday == day) ** 2 / weeks[weekday == day].mean() for day in np.unique(weekday))
    drift = (1 + (usual.spent - 1) / len(starts)) / (freedom + usual.spent)
    of_mean = variance * (1 / len(starts) + shared + drift) + np.maximum(cumulative, 0.0) / len(starts)
    return student(CONFIDENCE, freedom) * np.sqrt(of_mean)
