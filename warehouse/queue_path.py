"""How a queue that carries over runs: who comes, who can be served, what is left at night, and who waits too long.

Mail and public comments wait over night and pile up at weekends; the steady state of a formula for live calls says
nothing about them. So work is taken for a fluid: each hour brings some, people on shift work some off, first come first
served, and what is left is carried on (Newell, 1982). A contact meets its target if by its due instant as much has been
worked off as had come before it. No loop over hours: the least that was ever short settles the rest (Skorokhod, 1961).

Arrays are (paths, hours) or (hours,); a place is an instant counted in hours from the first one.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
HOUR = 3600.0


@dataclass(frozen=True)
class Served:
    """What became of a queue by the end of each hour: all that had `arrived` (with what was there at the beginning),
    all that was `done` of it, and what was `left`.
    """

    arrived: Numbers
    done: Numbers
    left: Numbers
    capacity: Numbers  # of each hour; where all paths have the same, (hours,)
    start: float


def work_off(arrivals: Numbers, capacity: Numbers, start: float = 0.0) -> Served:
    """Serve `arrivals` by `capacity` (both in contacts an hour), first come first served; `start` waits already.

    left[h] = max(0, left[h - 1] + arrivals[h] - capacity[h])
    """
    arrived = start + np.cumsum(arrivals, axis=-1)
    short = arrived - np.cumsum(np.broadcast_to(capacity, arrivals.shape), axis=-1)
    left = short - np.minimum(np.minimum.accumulate(short, axis=-1), 0.0)
    return Served(arrived, arrived - left, left, capacity, start)


def work_off_impatient(arrivals: Numbers, capacity: Numbers, staying: Numbers, start: float = 0.0) -> Served:
    """The same where those who wait give up: `staying` is the share of them that is still there an hour later.

    Who gave up counts as done: others move up. left[h] = max(0, left[h - 1] + arrivals[h] - capacity[h]) staying[h]
    """
    arrived = start + np.cumsum(arrivals, axis=-1)
    came, able = (
        np.ascontiguousarray(arrivals.T),
        np.ascontiguousarray(np.broadcast_to(capacity, arrivals.shape).T),
    )
    left = np.empty_like(came)
    waiting = np.full(came.shape[1], start)
    for hour in range(len(came)):
        waiting = np.maximum(waiting + came[hour] - able[hour], 0.0) * staying[hour]
        left[hour] = waiting
    left = np.ascontiguousarray(left.T)
    return Served(arrived, arrived - left, left, capacity, start)


def due_after(open_seconds: Numbers, target_seconds: float, part: float = 0.5) -> Numbers:
    """Places at which arrivals in each hour (at `part` of it) fall due: after so many open seconds; inf beyond the end.

    `open_seconds` says how much of each hour the target's clock runs: 3600 around the clock.
    """
    hours = len(open_seconds)
    before = np.concatenate([[0.0], np.cumsum(open_seconds)])
    needed = before[:-1] + part * open_seconds + target_seconds
    # The first hour by whose end the clock has run long enough.
    place = np.searchsorted(before, needed - 1e-9, side="left")
    within = np.minimum(place, hours)
    speed = np.maximum(open_seconds[np.maximum(within - 1, 0)], 1e-9)
    due = within - 1 + (needed - before[np.maximum(within - 1, 0)]) / speed
    return np.where(place > hours, np.inf, due)


def due_next_day(open_seconds: Numbers, day: NDArray[np.int64]) -> Numbers:
    """Places of the last closing of the next day on which anything opens; `day` numbers each hour's local day."""
    is_open = open_seconds > 0
    closes = np.full(int(day[-1]) + 1 - int(day[0]), np.inf)
    last = np.flatnonzero(is_open)
    closes[day[last] - day[0]] = (
        last + open_seconds[last] / HOUR
    )  # later hours of a day overwrite earlier ones
    # The next day that opens, for every day: the nearest finite one after it.
    following = np.full(len(closes) + 1, np.inf)
    for place in range(len(closes) - 1, -1, -1):
        following[place] = closes[place] if np.isfinite(closes[place]) else following[place + 1]
    return following[day - day[0] + 1]


def met(served: Served, arrivals: Numbers, due: Numbers) -> Numbers:
    """How many of each hour's arrivals are served by `due`, a place for each; NaN where that lies beyond the end."""
    return met_in_parts(served, arrivals, due[None, :])


def met_in_parts(served: Served, arrivals: Numbers, due: Numbers, hands: Numbers | None = None) -> Numbers:
    """The same where the hour is cut into parts of their own due places: (parts, hours).

    With `hands`, how many can be in work at once in each hour, a contact is in time once somebody has begun with it.
    """
    parts, hours = due.shape
    total = np.zeros_like(arrivals)
    before = served.arrived - arrivals
    size = arrivals / parts
    for number in range(parts):
        place = due[number]
        known = np.isfinite(place)
        at = np.clip(np.where(known, place, 0.0), 0.0, hours)
        full = np.minimum(at.astype(np.int64), hours - 1)
        before_full = np.maximum(full - 1, 0)
        # Within its hour a queue is served as fast as people can, and once it is empty as fast as it fills.
        passed = at - full
        done = np.take(arrivals, full, axis=-1)
        done *= passed
        done += np.where(full > 0, np.take(served.left, before_full, axis=-1), served.start)
        np.minimum(done, np.take(served.capacity, full, axis=-1) * passed, out=done)
        done += np.where(full > 0, np.take(served.done, before_full, axis=-1), 0.0)
        if hands is not None:
            done += np.take(hands, full)
        done -= before
        done -= size * number
        total += np.where(known, np.clip(done, 0.0, size, out=done), np.nan)
    return total


def middles(parts: int) -> list[float]:
    """Where in the hour the middle of each of its equal parts lies."""
    return [(number + 0.5) / parts for number in range(parts)]
