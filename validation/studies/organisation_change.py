"""C14: a fifth less waiting in two of eight units from a known week on, while all of them have good and bad weeks."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl

from validation.study import Study, Trial
from warehouse.metrics.organisation_change import compute

UNITS = [f"unit{number}" for number in range(8)]
MOVED = UNITS[:2]
START, WEEKS, CHANGED = date(2026, 3, 2), 26, 16
DAY = START + timedelta(days=7 * CHANGED)
HELPERS = ("warehouse/interruption.py", "warehouse/graded_rows.py")


def steady(seed: int, effect: float) -> dict[str, list[float]]:
    """Mean waits by unit and week: a mood that all share, and one of each that lasts from week to week."""
    rng = np.random.default_rng([seed, 14])
    shared = rng.normal(0, 0.1, WEEKS)
    found = {}
    for unit in UNITS:
        own, level, values = 0.0, float(rng.normal(8.3, 0.3)), []
        for week in range(WEEKS):
            own = 0.4 * own + float(rng.normal(0, 0.07))
            step = np.log(1 + effect) if unit in MOVED and week >= CHANGED else 0.0
            values.append(float(np.exp(level + shared[week] + own + step)))
        found[unit] = values
    return found


def bursty(seed: int, effect: float) -> dict[str, list[float]]:
    """A season, a slow drift of each unit, outages that hit all for a week, and means of few heavy-tailed waits."""
    dice = random.Random(f"reorganised:{seed}")
    outages = {dice.randrange(WEEKS) for _ in range(3)}
    found = {}
    for unit in UNITS:
        level, drift = dice.uniform(2_000, 6_000), dice.gauss(0, 0.002)
        values = []
        for week in range(WEEKS):
            usual = (
                level * (1 + 0.15 * (week / WEEKS)) * (1.4 if week in outages else 1.0) * (1 + drift) ** week
            )
            mean = sum(dice.gammavariate(1.5, usual / 1.5) for _ in range(90)) / 90
            values.append(mean * (1 + effect if unit in MOVED and week >= CHANGED else 1.0))
        found[unit] = values
    return found


def ask(seed: int, style: str, effect: float) -> list[dict[str, Any]]:
    """The metric's rows for the first unit that moved."""
    means = steady(seed, effect) if style == "steady" else bursty(seed, effect)
    rows = [
        (START + timedelta(days=7 * week), unit, 90, round(mean * 90 * 1e6), 0, 0, 0, 0, 0, 0)
        for unit, values in means.items()
        for week, mean in enumerate(values)
    ]
    names = [
        "week_start", "unit_id", "timed_count", "timed_us", "due_count", "met_count", "answered_count", "double_count",
        "ticket_count", "handoff_count",
    ]  # fmt: skip
    changes = pl.DataFrame(
        [(f"{unit}/x", f"{unit}/x", unit, DAY) for unit in MOVED],
        schema=["change_id", "change", "unit_id", "from_day"],
        orient="row",
    )
    frames = {"weeks": pl.DataFrame(rows, schema=names, orient="row"), "changes": changes}
    return [row for row in compute(frames, ("change_id",)).to_dicts() if row["change_id"] == f"{MOVED[0]}/x"]


def asking(effect: float) -> Callable[[int, str], Trial]:
    """A trial of the step in the wait."""

    def plant(seed: int, style: str) -> Trial:
        row = next(one for one in ask(seed, style, effect) if one["statistic"] == "wait")
        return Trial(effect, row["metric_value"], row["lower"], row["upper"], badge=row["grade"])

    return plant


def placebo(seed: int, style: str) -> Trial:
    """Where nothing was planted, the placebo says so: the least possible p (of seven units 0.14) is rare."""
    row = next(one for one in ask(seed, style, 0.0) if one["statistic"] == "placebo_p")
    return Trial(hit=row["metric_value"] > 0.15)


STUDIES = [
    Study(
        "organisation change",
        "organisation_change",
        "a fifth less waiting in two of eight units",
        "coverage",
        asking(-0.2),
        files=HELPERS,
    ),
    Study(
        "organisation change, nothing",
        "organisation_change",
        "a change that changes nothing",
        "false_alarm",
        asking(0.0),
        files=HELPERS,
    ),
    Study(
        "organisation change, placebo",
        "organisation_change",
        "a change that changes nothing: the placebo in space doesn't see one",
        "recovery",
        placebo,
        0.8,
        files=HELPERS,
    ),
]
