"""What a group had more of than cases like them: matched on a key and the hour, with a bootstrap interval.

Each treated case is compared with the mean of the untouched cases of the same key (topic, channel) in the same block of
the week, two hours on working days or at the weekend; where there are fewer than LEAST of them, in the nearest block
that has as many (nearest neighbour in time). Cases are drawn with replacement, in random groups where there are many
(warehouse/resampling.py), and the interval holds the middle of what the draws give (Efron, 1979).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from warehouse.intervals import CONFIDENCE
from warehouse.resampling import GROUPS, REPLICATES, SEED

LEAST = 5
_BLOCKS = 12  # of a day
_WEEKEND = 6.0  # how many blocks another kind of day is away

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Matched:
    """Means of what was added, by outcome, with their draws; `n` treated cases found others like them, of `treated`."""

    n: int
    treated: int
    means: dict[str, float]
    draws: dict[str, Floats]

    def bounds(self, outcome: str) -> tuple[float, float] | None:
        """The interval of one mean."""
        return _middle(self.draws[outcome])

    def ratio(self, above: str, below: str) -> tuple[float | None, tuple[float, float] | None]:
        """One mean over another one, and its interval; None where the lower one isn't clearly positive."""
        drawn = self.draws[below]
        if self.means[below] <= 0 or not len(drawn) or float(np.quantile(drawn, 0.025)) <= 0:
            return None, None
        clear = drawn > 0
        return self.means[above] / self.means[below], _middle(self.draws[above][clear] / drawn[clear])


def block_of(hour_of_week: pl.Expr) -> pl.Expr:
    """The block of an hour of the week (Monday 0:00 is 0): 0 to 11 on working days, 12 to 23 at weekends."""
    return (hour_of_week % 24) // (24 // _BLOCKS) + pl.when(hour_of_week >= 120).then(_BLOCKS).otherwise(0)


def added(
    treated: pl.DataFrame,
    others: pl.DataFrame,
    outcomes: Sequence[str],
    key: str = "match_key",
    block: str = "block",
    case: str = "case_id",
    replicates: int = REPLICATES,
) -> Matched | None:
    """What treated cases have more than others like them; None where none is like them.

    Both frames hold `key`, `block` (block_of), `case` and the outcomes, none of them NULL.
    """
    cells = others.group_by(key, block).len("count").filter(pl.col("count") >= LEAST)
    partner = _partners(treated, cells, key, block)
    read = [key, block, case, *outcomes]
    matched = treated.select(read).join(partner, on=[key, block], how="inner", maintain_order="left")
    if matched.is_empty():
        return None
    cells = partner.select(key, "partner").unique().sort(key, "partner").with_row_index("cell")
    used = others.select(read).join(
        cells, left_on=[key, block], right_on=[key, "partner"], maintain_order="left"
    )
    matched = matched.join(cells, on=[key, "partner"], how="left", maintain_order="left")
    # To look is cheaper than to sort again what the caller has sorted.
    matched, used = (frame if frame[case].is_sorted() else frame.sort(case) for frame in (matched, used))
    of_treated, of_other = (frame["cell"].cast(pl.Int64).to_numpy() for frame in (matched, used))
    random = np.random.default_rng(SEED)
    groups = min(GROUPS, matched.height + used.height)
    place = random.permutation(matched.height + used.height) % groups
    own, other = place[: matched.height], place[matched.height :]
    drawn = random.multinomial(groups, np.full(groups, 1 / groups), size=replicates).astype(np.float64)
    drawn = np.vstack([np.ones(groups), drawn])  # the first row is the data themselves
    sizes = drawn @ _cells(own, of_treated, np.ones(len(own)), groups, len(cells))
    weights = drawn @ _cells(other, of_other, np.ones(len(other)), groups, len(cells))
    means, draws = {}, {}
    for outcome in outcomes:
        sums = drawn @ _cells(own, of_treated, _values(matched, outcome), groups, len(cells))
        level = drawn @ _cells(other, of_other, _values(used, outcome), groups, len(cells))
        expected = np.divide(level, weights, out=np.full_like(level, np.nan), where=weights > 0)
        # A cell of which nobody was drawn keeps the mean that it has.
        expected = np.where(np.isnan(expected), expected[0], expected)
        totals = sizes.sum(axis=1)
        found = np.divide(
            (sums - sizes * expected).sum(axis=1), totals, out=np.full(len(totals), np.nan), where=totals > 0
        )
        means[outcome], draws[outcome] = float(found[0]), found[1:][~np.isnan(found[1:])]
    return Matched(matched.height, treated.height, means, draws)


def _partners(treated: pl.DataFrame, cells: pl.DataFrame, key: str, block: str) -> pl.DataFrame:
    """The block with which each block of treated cases is compared, by key: the nearest, the earlier of two."""
    pairs = (
        treated.select(key, block).unique().join(cells.select(key, pl.col(block).alias("partner")), on=key)
    )
    apart = (pl.col(block) % _BLOCKS - pl.col("partner") % _BLOCKS).abs()
    around = pl.min_horizontal(apart, _BLOCKS - apart)
    other_day = (pl.col(block) // _BLOCKS != pl.col("partner") // _BLOCKS).cast(pl.Float64) * _WEEKEND
    return (
        pairs.with_columns(distance=around + other_day)
        .sort(key, block, "distance", "partner")
        .unique([key, block], keep="first", maintain_order=True)
        .select(key, block, "partner")
    )


def _values(frame: pl.DataFrame, outcome: str) -> Floats:
    return frame[outcome].cast(pl.Float64).to_numpy()


def _cells(
    group: NDArray[np.int64], cell: NDArray[np.int64], values: Floats, groups: int, cells: int
) -> Floats:
    """Sums by group of cases (row) and cell (column)."""
    sums = np.bincount(group * cells + cell, values, groups * cells).astype(np.float64)
    return sums.reshape(groups, cells)


def _middle(draws: Floats) -> tuple[float, float] | None:
    if len(draws) < 2:
        return None
    lower, upper = np.quantile(draws, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return float(lower), float(upper)
