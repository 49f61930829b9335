"""C7: detours that cost ninety minutes a hand-off, among cases whose waits differ by topic and hour."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np
import polars as pl

from validation.study import Study, Trial
from warehouse.metrics.misroutes import compute

HOP = 5_400.0
HOPS = {"steady": 1.3, "bursty": 1.4}  # hand-offs of a misrouted case, on average
TOPICS = {"billing": 1.0, "roaming": 2.0, "privacy": 6.0}
HELPERS = ("warehouse/matching.py", "warehouse/graded_rows.py")
_COLUMNS = [
    "case_id", "match_key", "hour_of_week", "is_misrouted", "hop_count", "wait_seconds",
]  # fmt: skip


def steady(seed: int, hop: float) -> list[tuple[object, ...]]:
    """Log-normal waits by topic and hour; misrouted with a small chance that is higher at night."""
    rng = np.random.default_rng([seed, 7])
    rows: list[tuple[object, ...]] = []
    for number in range(1_600):
        topic = list(TOPICS)[int(rng.integers(3))]
        hour = int(rng.integers(168))
        is_night = hour % 24 < 8
        lost = bool(rng.random() < (0.16 if is_night else 0.08))
        hops = int(1 + (rng.random() < 0.3)) if lost else 0
        wait = TOPICS[topic] * (2.0 if is_night else 1.0) * float(rng.lognormal(8.0, 0.7)) + hop * hops
        rows.append((f"c{number}", topic, hour, lost, hops, wait))
    return rows


def bursty(seed: int, hop: float) -> list[tuple[object, ...]]:
    """Bursts of one topic at a time, waits that are short or very long, detours more frequent for one topic."""
    dice = random.Random(f"detours:{seed}")
    rows: list[tuple[object, ...]] = []
    while len(rows) < 1_600:
        topic, start = dice.choice(list(TOPICS)), dice.randrange(168)
        for _ in range(1 + int(dice.expovariate(1 / 8))):
            hour = (start + dice.randrange(3)) % 168
            lost = dice.random() < (0.2 if topic == "privacy" else 0.08)
            hops = (1 if dice.random() < 0.8 else 3) if lost else 0
            slow = 5.0 if hour >= 120 else 1.0
            wait = (
                TOPICS[topic] * slow * (900.0 if dice.random() < 0.6 else dice.uniform(2_000, 9_000))
                + hop * hops
            )
            rows.append((f"c{len(rows)}", topic, hour, lost, hops, wait))
    return rows


def asking(statistic: str, hop: float, truth: dict[str, float]) -> Callable[[int, str], Trial]:
    """A trial of one statistic where each hand-off costs so many seconds."""

    def plant(seed: int, style: str) -> Trial:
        rows = steady(seed, hop) if style == "steady" else bursty(seed, hop)
        routes = pl.DataFrame(rows, schema=_COLUMNS, orient="row", infer_schema_length=None).with_columns(
            handoff_count=pl.col("hop_count"),
            is_ping_pong=pl.lit(False),
            is_timed=pl.lit(True),
            handle_seconds=pl.lit(None, dtype=pl.Float64),
            euro_per_hour=pl.lit(None, dtype=pl.Float64),
        )
        row = next(one for one in compute(routes, ()).to_dicts() if one["statistic"] == statistic)
        return Trial(truth[style], row["metric_value"], row["lower"], row["upper"], badge=row["grade"])

    return plant


STUDIES = [
    Study(
        "misroutes, added wait",
        "misroutes",
        "each hand-off costs 90 min",
        "coverage",
        asking("value", HOP, {style: HOP * hops for style, hops in HOPS.items()}),
        files=HELPERS,
    ),
    Study(
        "misroutes, per hand-off",
        "misroutes",
        "90 min a hand-off: the slope",
        "coverage",
        asking("per_hop", HOP, dict.fromkeys(HOPS, HOP)),
        files=HELPERS,
    ),
    Study(
        "misroutes, nothing",
        "misroutes",
        "detours that cost no time",
        "false_alarm",
        asking("value", 0.0, dict.fromkeys(HOPS, 0.0)),
        files=HELPERS,
    ),
]
