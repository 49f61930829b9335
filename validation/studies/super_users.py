"""R92: one customer gives 35 % of the answers among customers; what if that one leaves?"""

from __future__ import annotations

import random

import numpy as np
import polars as pl

from validation.study import Study, Trial
from warehouse.metrics.super_users import compute

SHARE = 0.35
HELPERS = ("warehouse/resampling.py", "warehouse/graded_rows.py")


def steady(seed: int) -> list[tuple[str, str, str]]:
    """Threads of a few answers each, everybody answering by chance."""
    rng = np.random.default_rng([seed, 92])
    rows = []
    for thread in range(140):
        for answer in range(1 + int(rng.poisson(0.8))):
            author = "star" if rng.random() < SHARE else f"customer{int(rng.integers(60))}"
            rows.append((author, f"t{thread}", f"t{thread}/{answer // 2}"))
    return rows


def bursty(seed: int) -> list[tuple[str, str, str]]:
    """Threads of very different length, in some of which the one answers nearly everything."""
    dice = random.Random(f"helpers:{seed}")
    rows = []
    for thread in range(160):
        keen = dice.random() < 0.5
        for answer in range(1 + min(6, int(dice.expovariate(1 / 1.2)))):
            author = (
                "star"
                if dice.random() < (0.6 if keen else 0.1)
                else f"customer{int(dice.paretovariate(1.1)) % 80}"
            )
            rows.append((author, f"t{thread}", f"t{thread}/{answer}"))
    return rows


def dependency(seed: int, style: str) -> Trial:
    """The share of the most active."""
    rows = steady(seed) if style == "steady" else bursty(seed)
    answers = pl.DataFrame(
        rows, schema=["author_id", "conversation_id", "wait_id"], orient="row"
    ).with_columns(is_recent=pl.lit(True))
    row = next(one for one in compute(answers, ()).to_dicts() if one["statistic"] == "top1")
    return Trial(SHARE, row["metric_value"], row["lower"], row["upper"], badge=row["grade"])


STUDIES = [
    Study(
        "super users",
        "super_users",
        "one customer gives 35% of the answers",
        "coverage",
        dependency,
        files=HELPERS,
    ),
]
