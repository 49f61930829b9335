"""How many durations of each length and kind of end there are: the sort on which the curves of `survival` stand."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

START = 3  # the event code of the row for 0 that every group has
_CODES = 4  # a power of two
_ROOM = 2**62


def distinct_ends(groups: pl.Series, times: pl.Series, events: pl.Series) -> pl.DataFrame:
    """Each distinct (group, time, event) once, in order, and how many there are: group, time, event, count.

    Groups are numbered from 0, times are finite and not negative, events are codes below START. Every group begins
    with a START at 0, counted as none.
    """
    number = int(groups.max()) + 1 if len(groups) else 0  # type: ignore[arg-type]
    steps, known = _steps(times.to_numpy(), number)
    span = int(steps.max()) + 1 if len(steps) else 1
    # One whole number a row: these are sorted many times faster than rows of several columns. In place, as the memory
    # of a million more takes longer to get than to fill.
    if number > 1:
        steps += groups.to_numpy().astype(np.int64) * span
    steps *= _CODES
    steps += events.to_numpy()
    keys = np.concatenate([steps, np.arange(number, dtype=np.int64) * (span * _CODES) + START])
    keys.sort()
    last = np.flatnonzero(np.append(keys[1:] != keys[:-1], [True] * bool(number)))
    found = keys[last]
    event, place = found & _CODES - 1, found >> _CODES.bit_length() - 1
    group, step = np.divmod(place, span) if number > 1 else (np.zeros_like(place), place)
    return pl.DataFrame(
        {
            "group": group.astype(np.uint32),
            "time": step / 1e6 if known is None else known[step],
            "event": event.astype(np.uint8),
            "count": np.where(event == START, 0, np.diff(last, prepend=-1)),
        }
    )


def _steps(times: NDArray[np.float64], groups: int) -> tuple[NDArray[np.int64], NDArray[np.float64] | None]:
    """Times as whole numbers of the same order: microseconds where all of them are such, or else their ranks.

    The second part holds the times by rank; None: they are microseconds.
    """
    longest = float(times.max()) if len(times) else 0.0
    if (longest * 1e6 + 1) * _CODES * max(groups, 1) < _ROOM:
        exact = times * 1e6
        np.rint(exact, out=exact)
        steps = exact.astype(np.int64)
        exact /= 1e6
        if np.array_equal(exact, times):
            return steps, None
    known, ranks = np.unique(np.append(times, 0.0), return_inverse=True)
    return ranks[:-1].astype(np.int64), known
