"""C11: promises kept at 92 % where the same department keeps them, at 70 % where another one has to."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np
import polars as pl

from validation.study import Study, Trial
from warehouse.metrics.promise_conflict import compute

HELPERS = ("warehouse/intervals.py", "warehouse/survival.py", "warehouse/graded_rows.py")
DAY = 86_400.0
DUE = 3 * DAY


def steady(seed: int, same: float, cross: float) -> list[tuple[bool, bool | None, bool, bool, float]]:
    """A promise every few hours; a third for others; a tenth isn't due yet."""
    rng = np.random.default_rng([seed, 11])
    rows: list[tuple[bool, bool | None, bool, bool, float]] = []
    for _ in range(450):
        is_cross = bool(rng.random() < 0.35)
        kept = bool(rng.random() < (cross if is_cross else same))
        is_due = bool(rng.random() < 0.9)
        took = float(rng.uniform(0.1, 1) * DUE) if kept else float(DUE * (1 + rng.exponential(0.5)))
        rows.append((is_cross, kept if is_due else None, is_due, False, took))
    return rows


def bursty(seed: int, same: float, cross: float) -> list[tuple[bool, bool | None, bool, bool, float]]:
    """Days on which a campaign promises much for others, and broken promises that nobody hears of again."""
    dice = random.Random(f"promises:{seed}")
    rows: list[tuple[bool, bool | None, bool, bool, float]] = []
    for day in range(60):
        campaign = dice.random() < 0.2
        for _ in range(int(dice.expovariate(1 / 7)) + 1):
            is_cross = dice.random() < (0.7 if campaign else 0.2)
            kept = dice.random() < (cross if is_cross else same)
            is_due = day < 56
            broken = is_due and not kept and dice.random() < 0.5
            took = DUE * dice.betavariate(2, 2) if kept else DUE * dice.uniform(1, 4)
            rows.append((is_cross, kept if is_due else None, is_due and not broken, broken, took))
    return rows


def asking(same: float, cross: float) -> Callable[[int, str], Trial]:
    """A trial of the difference where promises are kept at these rates."""

    def plant(seed: int, style: str) -> Trial:
        rows = steady(seed, same, cross) if style == "steady" else bursty(seed, same, cross)
        promises = pl.DataFrame(
            rows, schema=["is_cross", "is_kept", "is_fulfilled", "is_broken", "seconds"], orient="row"
        )
        row = next(one for one in compute(promises, ()).to_dicts() if one["statistic"] == "value")
        return Trial(same - cross, row["metric_value"], row["lower"], row["upper"], badge=row["grade"])

    return plant


STUDIES = [
    Study(
        "promise conflict",
        "promise_conflict",
        "92% kept for oneself, 70% for others",
        "coverage",
        asking(0.92, 0.70),
        files=HELPERS,
    ),
    Study(
        "promise conflict, nothing",
        "promise_conflict",
        "80% kept on either side",
        "false_alarm",
        asking(0.8, 0.8),
        files=HELPERS,
    ),
]
