"""Waits in the hours after events against waits of the same kind in usual hours: how much longer, how sure.

A wait is measured within the first 24 hours. One that is still open counts with what those like it that had waited
as long still had to wait ("redistribution to the right", Efron, 1967), so that means are areas below Kaplan-Meier
curves. Like goes with like: department, channel, kind of day and hours. The interval comes from usual days treated
like those after a post.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from warehouse.event_study import CONFIDENCE, FEWEST_PLACEBOS, WINDOW, Hours
from warehouse.quantiles import student
from warehouse.usual_week import Bools, Floats, Ints, local_line

HORIZON = 86400.0
BLOCK = 4  # hours of the day that are taken for alike
FEWEST_WINDOWS = 5  # from which on their own spread is known


@dataclass(frozen=True)
class Waits:
    """First waits in the order given: the hour (place in `Hours`) in which each began, seconds, and what it was
    like.

    `seconds` are those observed, `is_answered` whether they ended with an answer, `is_met` 1 or 0 or NaN (no
    target or not due), `stratum` numbers its kind, `day_class` 0 for working days, 1 Saturday, 2 Sunday.
    """

    hour: Ints
    seconds: Floats
    is_answered: Bools
    is_met: Floats
    stratum: Ints
    day_class: Ints

    @classmethod
    def of(cls, clock: Hours, frame: pl.DataFrame) -> Waits:
        """From rows of opened_at, hour_of_week, observed_seconds, is_answered, is_met, pool_id, pool_channel.

        What began outside of the observed hours is left out.
        """
        if not clock.at or frame.is_empty():
            none = np.zeros(0)
            return cls(
                none.astype(np.int64), none, none > 0, none, none.astype(np.int64), none.astype(np.int64)
            )
        at = (frame["opened_at"] - clock.at[0]).dt.total_seconds() // 3600
        read = "hour_of_week", "observed_seconds", "is_answered", "is_met", "pool_id", "pool_channel"
        rows = frame.select(*read, hour=at.cast(pl.Int64)).filter(
            pl.col("hour").is_between(0, len(clock) - 1)
        )
        day, hour = rows["hour_of_week"].to_numpy() // 24, rows["hour_of_week"].to_numpy() % 24
        day_class = np.clip(day - 4, 0, 2)
        kinds = rows.select("pool_id", "pool_channel").with_columns(
            block=pl.Series(day_class * (24 // BLOCK) + hour // BLOCK)
        )
        return cls(
            rows["hour"].to_numpy(),
            rows["observed_seconds"].to_numpy().astype(np.float64),
            rows["is_answered"].to_numpy().astype(bool),
            rows["is_met"].cast(pl.Float64).fill_null(float("nan")).to_numpy(),
            _numbered(kinds),
            day_class.astype(np.int64),
        )

    def only(self, chosen: Bools) -> Waits:
        """Some of them."""
        return Waits(
            self.hour[chosen], self.seconds[chosen], self.is_answered[chosen], self.is_met[chosen],
            self.stratum[chosen], self.day_class[chosen],
        )  # fmt: skip


def _numbered(kinds: pl.DataFrame) -> Ints:
    """The place of each row among the distinct ones, in order."""
    distinct = kinds.unique()
    places = distinct.with_columns(place=distinct.select(pl.struct(pl.all()).rank("dense")).to_series())
    found = kinds.join(places, on=kinds.columns, how="left", nulls_equal=True, maintain_order="left")
    return found["place"].to_numpy().astype(np.int64) - 1


def windows(hour: Ints, starts: Sequence[int], ends: Sequence[int]) -> Ints:
    """For each wait the number of the first window [start, end) in which it began, -1 for none."""
    # Told of each hour once: there are far fewer hours than waits. Backwards, so that the first window stays.
    found = np.full(int(hour.max(initial=-1)) + 1, -1, dtype=np.int64)
    for number, (start, end) in reversed(list(enumerate(zip(starts, ends, strict=True)))):
        found[max(start, 0) : max(end, 0)] = number
    return found[hour]


def within_horizon(waits: Waits, group: Ints) -> Floats:
    """Seconds waited within the first day; of a wait that wasn't watched so long, what its group lets expect."""
    value = np.minimum(waits.seconds, HORIZON)
    cut = ~waits.is_answered & (waits.seconds < HORIZON)
    for number in np.unique(group[cut]):
        mine = group == number
        value[mine & cut] = _expected(waits.seconds[mine], waits.is_answered[mine], waits.seconds[mine & cut])
    return value


def _expected(seconds: Floats, is_answered: Bools, so_far: Floats) -> Floats:
    """The mean time within the horizon of those who have waited `so_far` already, from the group's curve."""
    times = np.unique(np.minimum(seconds, HORIZON))
    at_risk = len(seconds) - np.searchsorted(np.sort(seconds), times, side="left")
    ended = np.bincount(
        np.searchsorted(times, seconds[is_answered & (seconds <= HORIZON)]), minlength=len(times)
    )
    left = np.cumprod(1 - ended / np.maximum(at_risk, 1))
    edges = np.append(times, HORIZON)
    area = np.concatenate([np.cumsum((left * np.diff(edges))[::-1])[::-1], [0.0]])
    place = np.searchsorted(times, so_far, side="right") - 1
    alive = left[place]
    return so_far + np.divide(area[place], alive, out=np.zeros_like(alive), where=alive > 0)


@dataclass(frozen=True)
class Contrast:
    """`difference` of a mean between campaign and usual hours of the same kind, with its standard error.

    `count` waits of campaign hours have others to be compared with; `campaign` and `usual` are both means. NaN and
    `reason` where nothing can be said.
    """

    count: int
    difference: float = float("nan")
    standard_error: float = float("nan")
    quantile: float = float("nan")
    campaign: float = float("nan")
    usual: float = float("nan")
    days: int = 0
    reason: str | None = None

    @property
    def bounds(self) -> tuple[float, float]:
        """The interval of the difference."""
        half = self.quantile * self.standard_error
        return self.difference - half, self.difference + half

    def less(self, other: Contrast, in_proportion: bool = False) -> Contrast:
        """Difference in differences: how much more than where nothing could come from the campaign.

        `in_proportion` takes the other's change for a share of what is usual there: where people usually wait ten
        times as long, a bad day adds ten times as much.
        """
        scale = self.usual / other.usual if in_proportion and other.usual > 0 else 1.0
        error = float(np.hypot(self.standard_error, scale * other.standard_error))
        quantile = max(self.quantile, other.quantile)
        difference = self.difference - scale * other.difference
        reason = self.reason or other.reason
        return Contrast(self.count, difference, error, quantile, days=self.days, reason=reason)


def contrast(
    clock: Hours, waits: Waits, values: Floats, starts: Sequence[int], ends: Sequence[int]
) -> Contrast:
    """Compare the mean of `values` (NaN: unknown) in windows with that of usual hours of the same kind and week."""
    inside = [(a, b) for a, b in zip(starts, ends, strict=True) if a >= 0 and b <= len(clock)]
    calm = [(a, b) for a, b in inside if not clock.is_disturbed[a:b].any()]
    if not calm:
        return Contrast(0, reason="incident" if inside else "unmatured" if len(starts) else "no_posts")
    known = ~np.isnan(values)
    waits, values = waits.only(known), values[known]
    window = windows(waits.hour, [a for a, _ in calm], [b for _, b in calm])
    usual = clock.is_usual[waits.hour] & (window < 0)
    size = int(waits.stratum.max(initial=-1)) + 1
    number = np.bincount(waits.stratum[usual], minlength=size)
    comparable = (window >= 0) & (number[waits.stratum] > 1)
    count = int(comparable.sum())
    if not count:
        return Contrast(0, reason="no_usual_hours" if (window >= 0).any() else "no_contacts")
    sums = np.bincount(waits.stratum[usual], values[usual], size)
    mean = np.divide(sums, number, out=np.zeros(size), where=number > 0)
    expected, spent = _with_trend(clock, waits, values, usual, mean[waits.stratum])
    excess = values - expected
    own = np.bincount(window[comparable], minlength=len(calm))
    above = np.bincount(window[comparable], excess[comparable], len(calm))
    difference = float(above.sum() / count)
    spread, freedom = _placebo(clock, waits, excess, usual, [a for a, _ in calm], spent)
    if freedom < 1:
        return Contrast(count, days=len(calm), reason="few_clean_weeks")
    seen = own > 0
    each = np.full(len(calm), spread)
    if seen.sum() >= FEWEST_WINDOWS:
        # Full queues vary more than usual ones do: their own spread is pooled with that of usual windows.
        apart = above[seen] / own[seen] - difference
        more = float(seen.sum() - 1)
        found = float((own[seen] * apart**2).sum() / count * seen.sum() / more)
        if found > spread:
            each = np.full(len(calm), (spread * freedom + found * more) / (freedom + more))
    variance = float(((own / count) ** 2 * each).sum()) + spread * _shared(clock, waits, comparable)
    return Contrast(
        count,
        difference,
        float(np.sqrt(variance)),
        float(student(CONFIDENCE, freedom)),
        float(values[comparable].mean()),
        float(expected[comparable].mean()),
        len(calm),
    )


def _with_trend(
    clock: Hours, waits: Waits, values: Floats, usual: Bools, mean: Floats
) -> tuple[Floats, float]:
    week = clock.week[waits.hour]
    size = int(clock.week.max()) + 1
    came = np.bincount(week[usual], values[usual], size).astype(np.float64)
    level = np.bincount(week[usual], mean[usual], size).astype(np.float64)
    trend, spent = local_line(came, level)
    return mean * trend[week], spent


def _placebo(
    clock: Hours, waits: Waits, excess: Floats, usual: Bools, starts: Sequence[int], spent: float
) -> tuple[float, float]:
    """The variance of a usual day's mean, and its degrees of freedom, over days that begin at the events' hours."""
    total = np.concatenate([[0.0], np.cumsum(np.bincount(waits.hour[usual], excess[usual], len(clock)))])
    count = np.concatenate([[0], np.cumsum(np.bincount(waits.hour[usual], minlength=len(clock)))])
    variance, freedom = 0.0, np.inf
    hours, times = np.unique(clock.hour_of_week[np.array(starts)] % 24, return_counts=True)
    for hour, often in zip(hours, times, strict=True):
        at = clock.starts(int(hour), WINDOW)
        number = count[at + WINDOW] - count[at]
        above = total[at + WINDOW] - total[at]
        at_work = number > 0
        left = at_work.sum() - 3 - spent
        if at_work.sum() < FEWEST_PLACEBOS or left < 1:
            return float("nan"), 0.0
        shares = above[at_work] / number[at_work]
        # A day with many waits tells more, as the campaign's days have many.
        weight = number[at_work] / number[at_work].mean()
        variance += often / len(starts) * float((weight * shares**2).sum() / left)
        freedom = min(freedom, float(left))
    return variance, freedom


def _shared(clock: Hours, waits: Waits, comparable: Bools) -> float:
    """What all windows share: the usual days of a kind of day that they are compared with (Σ share² / days)."""
    kind = np.clip(clock.hour_of_week // 24 - 4, 0, 2)
    days = np.bincount(kind[clock.is_usual], minlength=3) / WINDOW
    share = np.bincount(waits.day_class[comparable], minlength=3) / max(comparable.sum(), 1)
    return float(np.sum(share**2 / np.maximum(days, 1.0)))
