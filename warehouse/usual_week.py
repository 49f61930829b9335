"""What an hour would have brought if nothing had happened: the same hour of the week in clean weeks, with trend
and holidays.

Pure functions on arrays, an entry an hour. "Clean" is an hour that no post, campaign or incident touches (from 2
hours before to 30 hours after it). Sums run in the order of time, so that equal input gives equal bits.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

HOURS_OF_WEEK = 168
REACH_WEEKS = 8.0  # half the width of the trend's window
HOLIDAYS_NEEDED = 24  # clean hours on holidays from which their factor is told


@dataclass(frozen=True)
class UsualWeek:
    """`expected` contacts of each hour without an event, and what that rests on.

    `weeks`: how many clean hours of the same hour of the week there are.
    `spent`: degrees of freedom that trend and holidays took.
    """

    expected: Floats
    weeks: Ints
    spent: float


def usual_week(
    contacts: Ints, hour_of_week: Ints, week: Ints, is_clean: Bools, is_holiday: Bools
) -> UsualWeek:
    """Expect of each hour the mean of the same hour of the week in clean weeks, times trend and holiday factor.

    The trend is a local line through the weekly ratios of what came to what was expected (Cleveland, 1979, without
    the robust step); mean and trend are fitted in turns, as both divide by the other. Holidays have one factor for
    all, told from clean ones, and enter neither.
    """
    used = is_clean & ~is_holiday
    count = int(week.max(initial=0)) + 1
    weeks = np.bincount(hour_of_week[used], minlength=HOURS_OF_WEEK)
    came = _sums(hour_of_week[used], contacts[used], HOURS_OF_WEEK)
    by_week = _sums(week[used], contacts[used], count)
    trend, spent = np.ones(count), 1.0
    mean = np.zeros(HOURS_OF_WEEK)
    for _ in range(3):
        share = _sums(hour_of_week[used], trend[week[used]], HOURS_OF_WEEK)
        mean = np.divide(came, share, out=np.zeros(HOURS_OF_WEEK), where=share > 0)
        level = _sums(week[used], mean[hour_of_week[used]], count)
        trend, spent = local_line(by_week, level)
    expected = mean[hour_of_week] * trend[week]
    known = is_clean & is_holiday
    if known.sum() >= HOLIDAYS_NEEDED and (usual := float(expected[known].sum())) > 0:
        expected = np.where(is_holiday, expected * (float(contacts[known].sum()) / usual), expected)
    return UsualWeek(expected, weeks[hour_of_week], spent)


def _sums(group: Ints, values: Floats | Ints, size: int) -> Floats:
    return np.bincount(group, values, size).astype(np.float64)


def local_line(came: Floats, level: Floats) -> tuple[Floats, float]:
    """The ratio of `came` to `level` in each week, smoothed; and how many parameters that equals.

    They are the smoother's trace (Hastie and Tibshirani, 1990).
    """
    known = level > 0
    if known.sum() < 2:
        return np.ones(len(came)), 1.0
    at = np.arange(len(came), dtype=np.float64)
    ratio = np.divide(came, level, out=np.ones_like(came), where=known)
    distance = np.abs(at[:, None] - at[None, :]) / REACH_WEEKS
    weight = np.where(distance < 1, (1 - distance**3) ** 3, 0.0) * level[None, :]
    offset = at[None, :] - at[:, None]
    s0, s1, s2 = (np.sum(weight * offset**power, axis=1) for power in (0, 1, 2))
    determinant = s0 * s2 - s1 * s1
    # Where only one week is near there is no slope, and where none is the level of all weeks holds.
    is_line = determinant > 1e-9 * np.maximum(s0 * s2, 1e-12)
    line = (s2[:, None] - s1[:, None] * offset) * weight / np.where(is_line, determinant, 1.0)[:, None]
    flat = weight / np.where(s0 > 0, s0, 1.0)[:, None]
    smoother = np.where(is_line[:, None], line, flat)
    trend = np.where(s0 > 0, smoother @ ratio, float(came.sum() / level.sum()))
    return np.maximum(trend, 0.05), float(np.trace(smoother))
