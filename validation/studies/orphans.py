"""C5: cases left alone at known rates, and hand-offs of which one edge loses more than the others."""

from __future__ import annotations

import math
import random
from typing import Any

import numpy as np
import polars as pl

from validation.study import Study, Trial
from warehouse.metrics.orphans import WEEK, compute

EDGES = [("marketing", "service"), ("service", "legal"), ("sales", "service"), ("press", "product")]
LEAKING, DROPPED, USUAL = EDGES[0], 0.07, 0.01
HELPERS = ("warehouse/survival.py", "warehouse/intervals.py", "warehouse/graded_rows.py")
DAY = 86_400.0

Case = tuple[int, float]  # ending (1 orphaned, 2 over, 0 open), seconds


def steady_handoffs(seed: int, rates: dict[tuple[str, str], float]) -> list[tuple[tuple[str, str], bool]]:
    """Some 250 hand-offs an edge, each dropped or not by itself."""
    rng = np.random.default_rng([seed, 5])
    found = []
    for edge, rate in rates.items():
        for _ in range(int(rng.integers(200, 300))):
            found.append((edge, bool(rng.random() < rate)))
    return found


def bursty_handoffs(seed: int, rates: dict[tuple[str, str], float]) -> list[tuple[tuple[str, str], bool]]:
    """Hand-offs that come in bursts of an evening, on quiet and on busy days, over half a year."""
    dice = random.Random(f"orphans:{seed}")
    found = []
    for edge, rate in rates.items():
        for _ in range(26):
            burst = int(dice.expovariate(1 / 10)) + 1
            found += [(edge, dice.random() < rate) for _ in range(burst)]
    return found


def steady_cases(seed: int, count: int = 900) -> tuple[float, list[Case]]:
    """Constant hazards of being orphaned and of being over; opened over four weeks. Also the true share by a week."""
    rng = np.random.default_rng([seed, 55])
    orphaned, over = 0.05 / DAY, 0.6 / DAY
    found: list[Case] = []
    for _ in range(count):
        watched = float(rng.uniform(0, 28 * DAY))
        first, second = rng.exponential(1 / orphaned), rng.exponential(1 / over)
        ended = min(first, second)
        found.append((0, watched) if watched < ended else (1 if first < second else 2, float(ended)))
    total = orphaned + over
    return orphaned / total * (1 - math.exp(-total * WEEK)), found


def bursty_cases(seed: int, count: int = 900) -> tuple[float, list[Case]]:
    """A share is never taken at all, the rest is answered after a Weibull time; weeks are busy or quiet."""
    dice = random.Random(f"ages:{seed}")
    left, shape, scale = 0.08, 0.8, 1.2 * DAY
    found: list[Case] = []
    for _ in range(count):
        busy = dice.random() < 0.3
        watched = dice.uniform(0, 7 * DAY) if busy else dice.uniform(0, 40 * DAY)
        if dice.random() < left:
            age, ending = dice.uniform(0.2 * DAY, 3 * DAY), 1
        else:
            age, ending = dice.weibullvariate(scale, shape), 2
        found.append((0, watched) if watched < age else (ending, age))
    return left, found


def ask(
    cases: list[Case], handoffs: list[tuple[tuple[str, str], bool]], by: tuple[str, ...]
) -> list[dict[str, Any]]:
    """The metric's rows."""
    frames = {
        "cases": pl.DataFrame(
            {
                "is_unowned": [ending == 1 for ending, _ in cases],
                "is_untouched": [False] * len(cases),
                "is_dropped": [False] * len(cases),
                "ending": [ending for ending, _ in cases],
                "age_seconds": [age for _, age in cases],
            },
            schema={
                "is_unowned": pl.Boolean, "is_untouched": pl.Boolean, "is_dropped": pl.Boolean, "ending": pl.Int32,
                "age_seconds": pl.Float64,
            },
        ),
        "handoffs": pl.DataFrame(
            [(*edge, is_dropped) for edge, is_dropped in handoffs],
            schema={"from_department_id": pl.String, "to_department_id": pl.String, "is_dropped": pl.Boolean},
            orient="row",
        ),
    }  # fmt: skip
    return compute(frames, by).to_dicts()


def edges(seed: int, style: str) -> list[dict[str, Any]]:
    """Hand-offs of four edges, of which the first loses seven in a hundred."""
    rates = {edge: DROPPED if edge == LEAKING else USUAL for edge in EDGES}
    handoffs = steady_handoffs(seed, rates) if style == "steady" else bursty_handoffs(seed, rates)
    return ask([], handoffs, ("from_department_id", "to_department_id"))


def dropped(seed: int, style: str) -> Trial:
    """The share lost on the leaking edge."""
    row = next(
        one for one in edges(seed, style) if (one["from_department_id"], one["to_department_id"]) == LEAKING
    )
    return Trial(DROPPED, row["metric_value"], row["lower"], row["upper"], badge=row["grade"])


def located(seed: int, style: str) -> Trial:
    """Whether the edge with the highest share is the leaking one."""
    worst = max(edges(seed, style), key=lambda row: row["metric_value"])
    return Trial(
        hit=(worst["from_department_id"], worst["to_department_id"]) == LEAKING, badge=worst["grade"]
    )


def incidence(seed: int, style: str) -> Trial:
    """The share orphaned within a week, while others are answered and some are still open."""
    truth, cases = steady_cases(seed) if style == "steady" else bursty_cases(seed)
    row = next(one for one in ask(cases, [], ()) if one["statistic"] == "value")
    return Trial(truth, row["metric_value"], row["lower"], row["upper"], badge=row["grade"])


STUDIES = [
    Study(
        "orphans, hand-off", "orphans", "7% dropped on one edge of four", "coverage", dropped, files=HELPERS
    ),
    Study(
        "orphans, edge",
        "orphans",
        "the edge that drops 7% is named",
        "recovery",
        located,
        0.95,
        files=HELPERS,
    ),
    Study(
        "orphans, incidence",
        "orphans",
        "left alone within a week, others censored",
        "coverage",
        incidence,
        files=HELPERS,
    ),
]
