"""One department's demand and people, hour by hour, and what follows: load, compliance and what is left, on every path.

Two queues share the people: live ones (a chat, a call, a private message within minutes) come first, what may wait gets
the rest. An hour's live share in time is that of Erlang A, or that of the fluid (queue_path.py) where more comes than
can be done; whatever waits over night is the fluid's alone. Arrays are (paths, hours), (paths, days), (paths, weeks).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from warehouse import erlang, forecast, queue_path

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]

PATHS = 120
HOUR = 3600.0
WEEK = 7
_LIVE_PARTS = 4  # a target of minutes needs a finer look than the hour
_LOADS = 60  # grid on which the live service level is computed


@dataclass(frozen=True)
class Target:
    """A promise about contacts of a queue: within `seconds` of a clock, or (None) by the end of the next business day.

    `share` is that of the queue's contacts which it holds for; `seen` the share kept lately, of `seen_count`.
    """

    target_id: str
    seconds: float | None
    is_business: bool
    goal: float
    share: float
    seen: float | None = None
    seen_count: int = 0


@dataclass(frozen=True)
class Queue:
    """Contacts that are served together: what came by day and hour of the day, and how long one takes.

    `handle_error` is the standard error of `handle_seconds`; `waiting` how many wait at the beginning.
    """

    hours: NDArray[np.int64]  # (days, 24)
    handle_seconds: float
    handle_error: float
    targets: tuple[Target, ...]
    is_live: bool
    patience_seconds: float | None = None
    waiting: float = 0.0
    scale: float = 1.0  # of the handle times as they were inferred (fitted_handles.py)


@dataclass(frozen=True)
class Coming:
    """The hours that come, in order: place of the local day, clock hour, open seconds and people on shift in each.

    `open_seconds` is None for a department without a calendar. `kinds` are those of the days (forecast.kinds_of),
    `campaigns` how many are planned to run on each.
    """

    day: Places
    hour: Places
    people: Numbers
    open_seconds: Numbers | None
    kinds: Places
    campaigns: Numbers

    @property
    def days(self) -> int:
        """How many local days."""
        return len(self.kinds)


@dataclass(frozen=True)
class Department:
    """All that is known of one department when the forecast is made."""

    department_id: str
    queues: tuple[Queue, ...]
    kinds: Places  # of the days seen
    campaigns: Numbers
    coming: Coming
    availability: float = 1.0
    seed: int = 0
    recent: Coming | None = None  # the last days seen, as if they came: what the model is held against


@dataclass(frozen=True)
class Drawn:
    """Contacts that may come to one queue: expected by hour and drawn from that; `slow` multiplies the handle time."""

    queue: Queue
    expected: Numbers
    arrivals: Numbers
    slow: Numbers  # (paths, 1)


@dataclass(frozen=True)
class Outcome:
    """What follows for one department on every path.

    `kept` holds the share in time by target and day (NaN: no contacts, or due beyond the end) and `decided` of how
    many, `late` contacts that miss their target by day, `left` work waiting at the end of each day in hours, `load`
    hours of work by day.
    """

    kept: Mapping[str, Numbers]
    decided: Mapping[str, Numbers]
    late: Numbers
    left: Numbers
    load: Numbers
    contacts: Numbers
    capacity: Numbers  # (days,) hours of people
    by_chance: frozenset[str] = (
        frozenset()
    )  # targets whose `kept` is an expectation, not what happens on the path

    def share_kept(self, target_id: str, days: int | None = None) -> Numbers:
        """The share in time of all contacts of the first days, on each path."""
        kept, decided = self.kept[target_id][:, :days], self.decided[target_id][:, :days]
        return np.nansum(kept * decided, axis=1) / np.maximum(decided.sum(axis=1), 1e-9)


@dataclass
class Model:
    """Draws of one department's contacts under one growth, made once, and outcomes for any number of people."""

    department: Department
    quarterly: float | None = None
    paths: int = PATHS
    days: int | None = None
    extra: Mapping[bool, Numbers] = field(default_factory=dict)  # (paths, days) more contacts, by is_live

    @cached_property
    def fits(self) -> list[forecast.Fit | None]:
        """What was learned of each queue."""
        return [
            forecast.fit(one.hours, self.department.kinds, self.department.campaigns)
            for one in self.department.queues
        ]

    @cached_property
    def drawn(self) -> list[Drawn]:
        """Paths of every queue that can be forecast."""
        found = []
        coming = self.coming
        for number, (queue, fit) in enumerate(zip(self.department.queues, self.fits, strict=True)):
            if fit is None:
                continue
            seed = (self.department.seed, number)
            # The paths beyond a shorter horizon would be the same: their days are cut, not drawn anew.
            whole = self.department.coming
            daily = forecast.rates(fit, whole.kinds, self.paths, seed, whole.campaigns, self.quarterly)
            daily = daily[:, : coming.days]
            expected = forecast.spread(fit, daily, coming.kinds, coming.day, coming.hour, seed)
            rng = np.random.default_rng([*seed, 3])
            error = queue.handle_error / queue.handle_seconds
            slow = np.clip(1 + error * rng.standard_normal((self.paths, 1)), 0.2, 5.0)
            arrivals = forecast.draw(expected, seed)
            if queue.is_live in self.extra:
                # Drawn apart, so that all else stays as it was on the path.
                more = (
                    self.extra[queue.is_live][:, coming.day]
                    * fit.profile[coming.kinds[coming.day], coming.hour]
                )
                expected, arrivals = expected + more, arrivals + forecast.draw(more, (*seed, 9))
            found.append(Drawn(queue, expected, arrivals, slow))
        return found

    @cached_property
    def coming(self) -> Coming:
        """The hours that are looked at: those of `days`, or all."""
        return cut(self.department.coming, self.days)

    def outcome(self, more: float = 0.0) -> Outcome:
        """What follows if the people on shift are `1 + more` times as many."""
        return follow(self.drawn, self.coming, self.coming.people * (1 + more) * self.department.availability)


def follow(found: Sequence[Drawn], coming: Coming, people: Numbers) -> Outcome:
    """What becomes of contacts, given the people who have time for them in each hour: live queues first."""
    paths = len(found[0].arrivals)
    kept: dict[str, Numbers] = {}
    decided: dict[str, Numbers] = {}
    live = frozenset(target.target_id for one in found if one.queue.is_live for target in one.queue.targets)
    late, left, load, contacts = (np.zeros((paths, coming.days)) for _ in range(4))
    free = people * HOUR
    for drawn in sorted(found, key=lambda one: not one.queue.is_live):
        queue = drawn.queue
        handle = queue.handle_seconds * drawn.slow
        capacity = free / handle
        if queue.patience_seconds is None:
            served = queue_path.work_off(drawn.arrivals, capacity, queue.waiting)
        else:
            # Patience ends while the desk is open, as it was measured.
            clock = np.full(len(people), HOUR) if coming.open_seconds is None else coming.open_seconds
            staying = np.exp(-clock / queue.patience_seconds)
            served = queue_path.work_off_impatient(drawn.arrivals, capacity, staying, queue.waiting)
        # Of who gave up nobody knows when others were served instead: at most as many as could be.
        done = np.minimum(np.diff(served.done, axis=1, prepend=0.0), capacity)
        free = np.maximum(free - done * handle, 0.0)
        came = by_day(drawn.arrivals, coming)
        contacts += came
        load += came * handle / HOUR
        left += at_day_end(served.left, coming) * handle / HOUR
        for target in queue.targets:
            due = due_places(target, coming, _LIVE_PARTS if queue.is_live else 1)
            if due is None:
                continue
            hands = people if queue.is_live else None
            met = queue_path.met_in_parts(served, drawn.arrivals, due, hands)
            if queue.is_live and target.seconds is not None:
                level = _live_level(drawn, target.seconds, people)
                np.minimum(met, drawn.arrivals * level, out=met, where=people > 0)
            known = by_day(np.where(np.isnan(met), 0.0, drawn.arrivals), coming)
            day_met = by_day(np.nan_to_num(met), coming)
            kept[target.target_id] = np.where(known > 0, day_met / np.maximum(known, 1e-9), np.nan)
            decided[target.target_id] = known
            late += (known - day_met) * target.share
    hours = np.bincount(coming.day, people, minlength=coming.days).astype(np.float64)
    return Outcome(kept, decided, late, left, load, contacts, hours, live)


def _live_level(drawn: Drawn, seconds: float, people: Numbers) -> Numbers:
    """Share in time of each hour by Erlang A, between whole numbers of people by a straight line."""
    queue = drawn.queue
    load = drawn.expected * (queue.handle_seconds * drawn.slow / HOUR)
    grid = np.linspace(0, float(load.max()) + 1e-9, _LOADS)
    level = np.zeros_like(load)
    for present in np.unique(people[people > 0]):
        hours = people == present
        low = int(present)
        tables = [
            erlang.served_within(agents, grid, queue.handle_seconds, seconds, queue.patience_seconds)
            for agents in (low, low + 1)
        ]
        table = tables[0] + (tables[1] - tables[0]) * (present - low)
        level[:, hours] = np.interp(load[:, hours], grid, table)
    return level


def cut(coming: Coming, days: int | None) -> Coming:
    """The first days of what comes."""
    if days is None or days >= coming.days:
        return coming
    hours = coming.day < days
    return replace(
        coming,
        day=coming.day[hours],
        hour=coming.hour[hours],
        people=coming.people[hours],
        open_seconds=None if coming.open_seconds is None else coming.open_seconds[hours],
        kinds=coming.kinds[:days],
        campaigns=coming.campaigns[:days],
    )


def due_places(target: Target, coming: Coming, parts: int) -> Numbers | None:
    """Where arrivals of each hour fall due, (parts, hours); None where the target's clock isn't known."""
    if target.seconds is None:
        if coming.open_seconds is None:
            return None
        return queue_path.due_next_day(coming.open_seconds, coming.day)[None, :]
    clock = coming.open_seconds if target.is_business else np.full(len(coming.day), HOUR)
    if clock is None:
        return None
    return np.stack([queue_path.due_after(clock, target.seconds, part) for part in queue_path.middles(parts)])


def by_day(values: Numbers, coming: Coming) -> Numbers:
    """Sums of (paths, hours) by local day."""
    return np.add.reduceat(values, np.searchsorted(coming.day, np.arange(coming.days)), axis=-1)


def at_day_end(values: Numbers, coming: Coming) -> Numbers:
    """Values of each day's last hour."""
    return values[..., np.searchsorted(coming.day, np.arange(coming.days), side="right") - 1]


def by_week(values: Numbers) -> Numbers:
    """Sums of (paths, days) by weeks from the first day on; days of a last week that isn't whole are left out."""
    weeks = values.shape[-1] // WEEK
    return values[..., : weeks * WEEK].reshape(*values.shape[:-1], weeks, WEEK).sum(axis=-1)


def is_business_day(coming: Coming) -> NDArray[np.bool_]:
    """Days on which the department opens; without a calendar Monday to Friday."""
    if coming.open_seconds is None:
        return coming.kinds < 5
    return np.bincount(coming.day, coming.open_seconds, minlength=coming.days) > 0
