"""How many contacts more than usual came after an event: the excess, its interval, and what speaks against it.

    clock = Hours.of(frame)                            # a row an observed hour
    usual = clock.usual(contacts)                      # contacts: an entry an hour
    found = effect(clock, usual, contacts, starts, ends)

Pure: frames and arrays in, values out. An event holds for [start, end) in full hours; what came after a post is
counted from the hour in which it was published. Source: definition C2; event studies: MacKinlay (1997).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import numpy as np
import polars as pl

from warehouse.quantiles import f_exceeds, student
from warehouse.usual_week import Bools, Floats, Ints, UsualWeek, usual_week

WINDOW = 24  # hours of a post's effect, and of a placebo window
BEFORE, AFTER = 2, 30  # hours around an event that are no usual ones
FEWEST_WEEKS = 3  # clean weeks without which a weekday has no usual course
FEWEST_PLACEBOS = 10
BLOCK = 6  # hours of a block of the pre-trend test
PRETREND_ALPHA = 0.05
CONFIDENCE = 0.95


@dataclass(frozen=True)
class Hours:
    """Observed hours in order, and what touches them.

    `touches` counts the events whose mask (BEFORE to AFTER hours) covers the hour; `is_disturbed` near an incident.
    """

    at: list[datetime]
    hour_of_week: Ints
    week: Ints
    touches: Ints
    is_disturbed: Bools
    is_holiday: Bools

    @classmethod
    def of(cls, frame: pl.DataFrame) -> Hours:
        """From a row an hour, without gaps: hour_at, hour_of_week, event_count, incident_count, is_holiday."""
        rows = frame.sort("hour_at")
        hour_of_week = rows["hour_of_week"].to_numpy().astype(np.int64)
        at = rows["hour_at"].to_list()
        first = int(hour_of_week[0]) if len(rows) else 0
        return cls(
            at,
            hour_of_week,
            (np.arange(len(rows)) + first) // 168,
            rows["event_count"].to_numpy().astype(np.int64),
            rows["incident_count"].to_numpy() > 0,
            rows["is_holiday"].to_numpy().astype(bool),
        )

    @cached_property
    def is_clean(self) -> Bools:
        """Hours of a usual week, holidays included."""
        return (self.touches == 0) & ~self.is_disturbed

    @cached_property
    def is_usual(self) -> Bools:
        """Hours from which the usual course is told: clean, and on no holiday."""
        return self.is_clean & ~self.is_holiday

    def __len__(self) -> int:
        return len(self.at)

    def index(self, instant: datetime) -> int:
        """The place of the hour that begins at `instant` or holds it; may lie outside."""
        if not self.at:
            return 0
        return int((instant - self.at[0]).total_seconds() // 3600)

    def usual(self, contacts: Ints) -> UsualWeek:
        """What would have come without events."""
        return usual_week(contacts, self.hour_of_week, self.week, self.is_clean, self.is_holiday)

    def series(self, frame: pl.DataFrame) -> Ints:
        """Contacts an hour from rows of hour_at, contacts; hours without a row had none."""
        found = np.zeros(len(self), dtype=np.int64)
        if self.at and len(frame):
            first = self.at[0]
            at = (frame["hour_at"] - first).dt.total_hours().to_numpy()
            count = frame["contacts"].to_numpy()
            inside = (at >= 0) & (at < len(self))
            np.add.at(found, at[inside], count[inside])
        return found

    def starts(self, hour_of_day: int, length: int, lead: int = 0) -> Ints:
        """Where clean windows of `length` hours begin at an hour of the day, with `lead` clean hours before."""
        blocked = np.concatenate([[0], np.cumsum(~self.is_usual)])
        at = np.flatnonzero(self.hour_of_week % 24 == hour_of_day)
        at = at[(at >= lead) & (at + length <= len(self))]
        return at[blocked[at + length] == blocked[at - lead]]


@dataclass(frozen=True)
class Placebo:
    """Windows in which nothing happened: how far what came was from what was expected.

    `variance` of the excess as a share of what was expected, without the part that comes of the uncertain
    expectation;
    `freedom` its degrees. As a share, because busy weekdays vary more than quiet ones: what moves a day moves all
    of it.
    """

    variance: float
    freedom: float
    count: int


def placebo(
    clock: Hours, usual: UsualWeek, contacts: Ints, hour_of_day: int, length: int = WINDOW
) -> Placebo:
    """The variance of clean windows that begin at an hour of the day: theirs is the error of an event's window."""
    at = clock.starts(hour_of_day, length)
    excess = _sums(contacts - usual.expected, at, length)
    excess = excess / np.maximum(_sums(usual.expected, at, length), 1.0)
    weekdays = len(np.unique(clock.hour_of_week[at] // 24))
    freedom = len(at) - weekdays - usual.spent
    if freedom < 1:
        return Placebo(float("nan"), 0.0, len(at))
    return Placebo(float(np.sum(excess * excess) / freedom), freedom, len(at))


@dataclass(frozen=True)
class Effect:
    """What events brought: `mean` an event and `total`, with 95 % intervals; NaN where `reason` says why not.

    `observed` and `expected` are sums over the hours that any of the events covers, each hour once.
    `standard_error` is that of the total.
    """

    events: int
    observed: int = 0
    expected: float = float("nan")
    total: float = float("nan")
    standard_error: float = float("nan")
    quantile: float = float("nan")
    before_after: float = float("nan")
    pretrend: float = float("nan")
    weeks: float = 0.0
    checks: tuple[str, ...] = ()
    reason: str | None = None

    @property
    def bounds(self) -> tuple[float, float]:
        """The interval of the total."""
        half = self.quantile * self.standard_error
        return self.total - half, self.total + half


def effect(
    clock: Hours, usual: UsualWeek, contacts: Ints, starts: Sequence[int], ends: Sequence[int]
) -> Effect:
    """The excess of events that hold for the hours [start, end), and whether it may be believed.

    Var(mean) = (v + mean⁺) / n + v · Σ share_d² / k_d, with v the variance of clean placebo windows that begin at
    the same hour, share_d the events' share on weekday d and k_d its clean weeks. Where windows of the same events
    overlap, n is the number of days that they cover together.
    """
    first, last = np.array(starts, dtype=np.int64), np.array(ends, dtype=np.int64)
    inside = (first >= 0) & (last <= len(clock)) & (last > first)
    if not inside.any():
        return Effect(len(first), reason="unmatured" if len(first) else "no_posts")
    undisturbed = inside & ~_any(clock.is_disturbed, first, last, len(clock))
    if not undisturbed.any():
        return Effect(int(inside.sum()), reason="incident")
    first, last = first[undisturbed], last[undisturbed]
    covered = _covered(first, last, len(clock))
    observed = int(contacts[covered].sum())
    # Days of the events, each from the hour at which it began.
    days = np.concatenate([np.arange(a, b, WINDOW) for a, b in zip(first, last, strict=True)])
    weeks = np.array([float(usual.weeks[day : day + WINDOW].min()) for day in days])
    variance, freedom = _variances(clock, usual, contacts, days)
    if weeks.min() < FEWEST_WEEKS or not freedom:
        return Effect(len(first), observed, weeks=float(weeks.min()), reason="few_clean_weeks")
    expected = float(usual.expected[covered].sum())
    total, length = observed - expected, float(covered.sum()) / WINDOW
    # The hours of a day may rest on different numbers of weeks.
    rests = np.array([1 / np.mean(1 / usual.weeks[day : day + WINDOW]) for day in days])
    shared = _shared(clock.hour_of_week[days] // 24, rests, variance)
    # The trend is one error for all events, the more so the fewer parameters it has.
    drift = variance.mean() * (1 + (usual.spent - 1) / len(days)) / (freedom + usual.spent)
    error = np.sqrt(variance.mean() * length + max(total, 0.0) + length * length * (shared + drift))
    test = pretrend(clock, usual, contacts, first)
    return Effect(
        len(first),
        observed,
        expected,
        total,
        float(error),
        float(student(CONFIDENCE, freedom)),
        _before_after(contacts, first, last),
        test,
        float(weeks.min()),
        _checks(clock, first, last, test),
    )


def pretrend(clock: Hours, usual: UsualWeek, contacts: Ints, starts: Ints) -> float:
    """The chance of a day before the events as unusual as theirs, if nothing was going on (Hotelling, 1931).

    Blocks of six hours of the 24 before each event, against the same blocks before clean windows that begin at the
    same hour. Events after others or an incident tell nothing; NaN where none is left or too few windows are clean.
    """
    own = np.array([clock.touches[max(at - WINDOW, 0) : at].max(initial=0) for at in starts])
    calm = np.array(
        [
            at >= WINDOW
            and clock.touches[at - WINDOW : at - BEFORE].max() == 0
            and not clock.is_disturbed[at - WINDOW : at].any()
            and not clock.is_holiday[at - WINDOW : at].any()
            for at in starts
        ],
        dtype=bool,
    )
    chosen = starts[calm & (own <= 1)]
    if not len(chosen):
        return float("nan")
    residual = contacts - usual.expected
    hours, counts = np.unique(clock.hour_of_week[chosen] % 24, return_counts=True)
    blocks = WINDOW // BLOCK
    spread, freedom = np.zeros((blocks, blocks)), 0.0
    for hour, count in zip(hours, counts, strict=True):
        # A placebo's day before is a clean window that ends at that hour.
        at = clock.starts(int(hour), WINDOW)
        left = len(at) - len(np.unique(clock.hour_of_week[at] // 24)) - usual.spent
        if left <= blocks:
            return float("nan")
        found = _blocks(residual, at, blocks)
        spread += count / len(chosen) * (found.T @ found) / left
        freedom = max(freedom, left)
    mean = _blocks(residual, chosen - WINDOW, blocks).mean(axis=0)
    shared = _shared(
        clock.hour_of_week[chosen] // 24, np.maximum(usual.weeks[chosen - 1], 1.0), np.ones(len(chosen))
    )
    distance = float(mean @ np.linalg.pinv(spread * (1 / len(chosen) + shared)) @ mean)
    scaled = distance * (freedom - blocks + 1) / (blocks * freedom)
    return f_exceeds(scaled, blocks, freedom - blocks + 1)


def _shared(weekday: Ints, weeks: Floats, variance: Floats) -> float:
    """What all days on a weekday share: its usual course rests on so many weeks (Σ share² · v / k)."""
    return float(
        sum(
            np.mean(weekday == day) ** 2 * variance[weekday == day].mean() / weeks[weekday == day].mean()
            for day in np.unique(weekday)
        )
    )


def _blocks(residual: Floats, starts: Ints, blocks: int) -> Floats:
    return np.stack([_sums(residual, starts + BLOCK * block, BLOCK) for block in range(blocks)], axis=1)


def _sums(values: Floats, starts: Ints, length: int) -> Floats:
    running = np.concatenate([[0.0], np.cumsum(values)])
    return running[np.minimum(starts + length, len(values))] - running[starts]


def _variances(clock: Hours, usual: UsualWeek, contacts: Ints, days: Ints) -> tuple[Floats, float]:
    """The placebo variance of each day, by the hour at which it begins; and the fewest degrees of freedom.

    No degrees where there are too few placebos.
    """
    found = np.zeros(len(days))
    level = np.maximum(_sums(usual.expected, days, WINDOW), 1.0)
    freedom = np.inf
    for hour in np.unique(clock.hour_of_week[days] % 24):
        windows = placebo(clock, usual, contacts, int(hour))
        if windows.count < FEWEST_PLACEBOS or windows.freedom < 1:
            return found, 0.0
        chosen = clock.hour_of_week[days] % 24 == hour
        found[chosen] = windows.variance * level[chosen] ** 2
        freedom = min(freedom, windows.freedom)
    return found, float(freedom)


def _checks(clock: Hours, first: Ints, last: Ints, test: float) -> tuple[str, ...]:
    """What a reader has to know before believing the figure."""
    found = []
    if len(first) > 1 and len(np.unique(clock.hour_of_week[first] // 24)) == 1:
        found.append("one_weekday_slot")
    # Masks of the own events explain what touches their hours; what is more comes of others.
    own = np.zeros(len(clock), dtype=np.int64)
    for a, b in zip(first, last, strict=True):
        own[max(a - BEFORE, 0) : b - WINDOW + AFTER] += 1
    covered = _covered(first, last, len(clock))
    if (clock.touches[covered] > own[covered]).any():
        found.append("overlap")
    if test < PRETREND_ALPHA:
        found.append("pretrend")
    return tuple(found)


def _before_after(contacts: Ints, first: Ints, last: Ints) -> float:
    """What a comparison with the day before would say, an event: the figure that others show."""
    running = np.concatenate([[0], np.cumsum(contacts)])
    length = np.minimum(last - first, first)
    after, before = running[first + length] - running[first], running[first] - running[first - length]
    return float(np.mean(after - before))


def _covered(first: Ints, last: Ints, size: int) -> Bools:
    found = np.zeros(size, dtype=bool)
    for a, b in zip(first, last, strict=True):
        found[a:b] = True
    return found


def _any(flags: Bools, first: Ints, last: Ints, size: int) -> Bools:
    running = np.concatenate([[0], np.cumsum(flags)])
    return running[np.clip(last, 0, size)] > running[np.clip(first, 0, size)]
