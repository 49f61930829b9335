"""Intervals for figures whose observations hang together: the cluster bootstrap over cases.

The waits of one case resemble each other, and an interval that takes them for independent is too narrow. So whole
cases are drawn, with replacement, as many as there are; the figure is computed for each draw, and the interval holds
the middle of them (percentile interval: Efron, 1979; clusters: Davison and Hinkley, 1997, section 3.8).

Pure functions on frames; equal rows give equal bits in any order. Where there are more cases than GROUPS, they are
put into so many groups at random and the groups are drawn: the variance is the same, and a million cases take little
longer than a thousand.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from warehouse.intervals import CONFIDENCE

REPLICATES = 1000
GROUPS = 300
SEED = 20261122
# Of more rows than these, the times of answers are put into intervals of equal count, and read between them.
ROWS, TIMES = 30_000, 1024
_CELLS = 1_000_000  # of the draws' tables at once, so that they stay near the processor
_ROUNDING = 1e-12

Counts = NDArray[np.float64]  # whole numbers, so that sums are exact in any order


def bootstrap_percentiles(
    frame: pl.DataFrame,
    by: Sequence[str],
    cluster: str,
    duration: str,
    event: str,
    shares: Sequence[float],
    confidence: float = CONFIDENCE,
    replicates: int = REPLICATES,
) -> pl.DataFrame:
    """Intervals of the times by which these shares were answered (Kaplan and Meier, 1958), cases being drawn.

    `event` is true (1) where the duration ended with the answer, false (0) where observation ended before; `cluster`
    names the case.
    Columns: *by, share, lower, upper, clusters (cases); by group and share. A bound is NULL where the share isn't
    reached in the draws that it stands for, and both are where there are fewer than two cases.

    Raises:
        ValueError: a row without its case.
    """
    found = []
    for key, part, members in _clusters(frame, by, cluster):
        drawn = _draws(members, replicates)
        values = _reached(part, members, drawn, duration, event, shares)
        for column, share in enumerate(shares):
            found.append((*key, float(share), *_middle(values[:, column], confidence), members.count))
    return _table(frame, by, found, {"share": pl.Float64})


def bootstrap_ratio(
    frame: pl.DataFrame,
    by: Sequence[str],
    cluster: str,
    numerator: str,
    denominator: str | None = None,
    confidence: float = CONFIDENCE,
    replicates: int = REPLICATES,
) -> pl.DataFrame:
    """Intervals of a sum over another (without `denominator`: over the rows), cases being drawn.

    With true and false as numerator that is a share, with seconds a mean. Columns: *by, lower, upper, clusters; by
    group. NULL where there are fewer than two cases.

    Raises:
        ValueError: a row without its case.
    """
    found = []
    for key, part, members in _clusters(frame, by, cluster):
        drawn = _draws(members, replicates)
        above = part[numerator].cast(pl.Float64).to_numpy()
        below = part[denominator].cast(pl.Float64).to_numpy() if denominator else np.ones(len(part))
        sums = [drawn @ np.bincount(members.of_row, side, members.groups) for side in (above, below)]
        ratios = np.divide(sums[0], sums[1], out=np.full(len(drawn), np.nan), where=sums[1] > 0)
        found.append((*key, *_middle(ratios[~np.isnan(ratios)], confidence), members.count))
    return _table(frame, by, found, {})


@dataclass(frozen=True)
class _Members:
    """The cases of a group of rows: how many, in how many groups they are drawn, and the group of each row."""

    count: int
    groups: int
    of_row: NDArray[np.int64]


def _clusters(
    frame: pl.DataFrame, by: Sequence[str], cluster: str
) -> Iterator[tuple[tuple[Any, ...], pl.DataFrame, _Members]]:
    if frame[cluster].null_count():
        raise ValueError(
            f"{frame[cluster].null_count()} rows have no {cluster}; each needs the case that it belongs to"
        )
    parts = (
        frame.partition_by(by, as_dict=True, include_key=True) if by else {(): frame} if len(frame) else {}
    )
    for key, part in parts.items():
        rank = part[cluster].rank("dense").to_numpy().astype(np.int64) - 1
        count = int(rank.max()) + 1
        groups = min(count, GROUPS)
        place = np.random.default_rng(SEED).permutation(count)
        yield key, part, _Members(count, groups, place[rank] % groups)


def _draws(members: _Members, replicates: int) -> Counts:
    """How often each group of cases was drawn, a row a draw; none where there is nothing to choose from."""
    if members.count < 2:
        return np.empty((0, members.groups))
    random = np.random.default_rng(SEED)
    equal = np.full(members.groups, 1 / members.groups)
    return random.multinomial(members.groups, equal, size=replicates).astype(np.float64)


def _reached(
    part: pl.DataFrame, members: _Members, drawn: Counts, duration: str, event: str, shares: Sequence[float]
) -> Counts:
    """When each draw (row) reached each share (column); infinite where it didn't."""
    durations, answered = (part[name].cast(pl.Float64).to_numpy() for name in (duration, event))
    times, is_exact = _times(durations, answered == 1)
    column = np.searchsorted(times, durations)
    order = np.argsort(column, kind="stable")
    starts = np.searchsorted(column[order], np.arange(len(times)))
    of_row, answers = members.of_row[order], answered[order]
    ends = []
    if len(part) > ROWS:
        cell, size = of_row * len(times) + column[order], members.groups * len(times)
        ends = [
            np.bincount(cell, side, size).reshape(members.groups, -1)
            for side in (answers, np.ones(len(cell)))
        ]
    found = [np.empty((0, len(shares)))]
    step = max(1, _CELLS // (len(times) if ends else len(part)))
    for at in range(0, len(drawn), step):
        chunk = drawn[at : at + step]
        if ends:
            events, leaving = (chunk @ side for side in ends)
        else:
            rows = chunk[:, of_row]
            events, leaving = (np.add.reduceat(side, starts, axis=1) for side in (rows * answers, rows))
        found.append(_read(_waiting(events, leaving), times, shares, is_exact))
    return np.concatenate(found)


def _times(durations: Counts, answered: NDArray[np.bool_]) -> tuple[Counts, bool]:
    """The times at which curves are computed, and whether these are all that occur."""
    times = np.unique(durations)
    if len(durations) <= ROWS or len(times) <= TIMES:
        return times, True
    # The last answer and the longest duration keep their times, so that curves end where they did.
    answers = np.sort(durations[answered])
    step = -(-len(answers) // TIMES) or 1
    return np.unique(np.concatenate([answers[step - 1 :: step], answers[-1:], times[-1:]])), False


def _waiting(events: Counts, leaving: Counts) -> Counts:
    at_risk = np.cumsum(leaving[:, ::-1], axis=1)[:, ::-1]
    hazard = np.divide(events, at_risk, out=np.zeros_like(events), where=at_risk > 0)
    return np.cumprod(1 - hazard, axis=1)


def _read(waiting: Counts, times: Counts, shares: Sequence[float], is_exact: bool) -> Counts:
    reached = np.full((len(waiting), len(shares)), np.inf)
    for column, share in enumerate(shares):
        there = waiting <= 1 - share + _ROUNDING
        rows = there.any(axis=1)
        at = there[rows].argmax(axis=1)
        reached[rows, column] = times[at] if is_exact else _between(waiting[rows], times, at, 1 - share)
    return reached


def _between(waiting: Counts, times: Counts, at: NDArray[np.int64], left: float) -> Counts:
    """The time, on the line from the edge before `at` to that at `at`, at which so many were left."""
    row = np.arange(len(at))
    after, end = waiting[row, at], times[at]
    before, start = np.where(at > 0, waiting[row, at - 1], 1.0), np.where(at > 0, times[at - 1], 0.0)
    return end - (end - start) * np.clip((left - after) / (before - after), 0, 1)


def _middle(values: NDArray[np.float64], confidence: float) -> tuple[float | None, float | None]:
    """The bounds that hold the middle of the draws: each is one of the values, so that infinite ones can be."""
    if not len(values):
        return None, None
    ordered = np.sort(values)
    outside = int((1 - confidence) / 2 * (len(values) + 1) + _ROUNDING)
    bounds = ordered[max(outside - 1, 0)], ordered[min(len(values) - outside, len(values) - 1)]
    lower, upper = (float(bound) if np.isfinite(bound) else None for bound in bounds)
    return lower, upper


def _table(
    frame: pl.DataFrame, by: Sequence[str], rows: list[tuple[Any, ...]], more: dict[str, Any]
) -> pl.DataFrame:
    bounds = {"lower": pl.Float64, "upper": pl.Float64, "clusters": pl.Int64}
    schema = {**{name: frame.schema[name] for name in by}, **more, **bounds}
    return pl.DataFrame(rows, schema=schema, orient="row").sort([*by, *more])
