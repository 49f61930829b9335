"""R50: comments that complain more while a complaint stands unanswered, and ones that don't."""

from __future__ import annotations

import random

import numpy as np
import polars as pl

from validation.study import Study, Trial
from warehouse.metrics.bystander_pile_on import compute

FILES = ("warehouse/shrinkage.py", "warehouse/graded_rows.py")
Rows = list[tuple[str, bool, bool]]


def steady(seed: int, more: float) -> Rows:
    """Posts alike in size; answers take as long as some comments."""
    rng = np.random.default_rng([seed, 53])
    rows: Rows = []
    for post in range(40):
        share, at, until = float(rng.beta(3, 15)), 0.0, -1.0
        for _ in range(int(rng.poisson(40)) + 1):
            at += float(rng.exponential(1.0))
            complains = bool(rng.random() < share + more * (at < until))
            rows.append((f"p{post:02}", at < until, complains))
            if complains:
                until = max(until, at + float(rng.exponential(5.0)))
    return rows


def bursty(seed: int, more: float) -> Rows:
    """Waves of comments that thin out, posts of all sizes, answers at office hours only."""
    dice = random.Random(f"bystanders:{seed}")
    rows: Rows = []
    for post in range(60):
        share, until = dice.betavariate(2, 9), -1.0
        size = 3 + int(25 * dice.lognormvariate(0, 0.7))
        for at in sorted(dice.expovariate(1 / 18.0) for _ in range(size)):
            complains = dice.random() < min(1.0, share + more * (at < until))
            rows.append((f"p{post:02}", at < until, complains))
            if complains:
                hours = at + dice.expovariate(1 / 3.0)
                night = (hours + 10) % 24 >= 20  # posted at ten in the morning; nobody answers at night
                until = max(until, hours + 10 if night else hours)
    return rows


def _trial(seed: int, style: str, more: float) -> Trial:
    rows = steady(seed, more) if style == "steady" else bursty(seed, more)
    comments = pl.DataFrame(rows, schema=["post_id", "is_beside", "is_complaint"], orient="row")
    row = compute(comments, ()).filter(statistic="value").row(0, named=True)
    return Trial(more, row["metric_value"], row["lower"], row["upper"], badge=row["grade"])


def plant_nothing(seed: int, style: str) -> Trial:
    """Nobody joins in."""
    return _trial(seed, style, 0.0)


def plant_ten_points(seed: int, style: str) -> Trial:
    """Ten in a hundred more complain."""
    return _trial(seed, style, 0.10)


STUDIES = [
    Study(
        "bystanders who don't join in", "bystander_pile_on", "nothing", "false_alarm", plant_nothing, nominal=0.05,
        files=FILES,
    ),
    Study(
        "bystanders who join in", "bystander_pile_on", "10 points more beside an unanswered complaint", "coverage",
        plant_ten_points, files=FILES,
    ),
]  # fmt: skip
