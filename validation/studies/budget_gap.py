"""C8: shares of budget and work that are known, through days that vary and handle times that few contacts have."""

from __future__ import annotations

from datetime import date, timedelta
from math import log

import numpy as np
import polars as pl

from validation.study import Study, Trial
from validation.worlds import world
from warehouse.metrics.budget_gap import compute

WEEKS = 26
FIRST = date(2026, 1, 5)
DEMAND = {"service": (0.7, 8.0), "marketing": (0.3, 5.0)}  # share of contacts, minutes each
BUDGET = {"service": 0.25, "marketing": 0.75}
FILES = ("warehouse/graded_rows.py",)


def plant(seed: int, style: str, budget: dict[str, float]) -> Trial:
    """The log ratio of budget share and demand share over half a year."""
    made = world(seed, style, weeks=WEEKS, per_day=90.0)
    rng = np.random.default_rng([seed, 81])
    contacts = made.contacts.reshape(-1, 24).sum(axis=1)
    service = rng.binomial(contacts, DEMAND["service"][0])
    lines = []
    for number, (own, all_) in enumerate(zip(service, contacts, strict=True)):
        for unit, count in (("service", int(own)), ("marketing", int(all_ - own))):
            if count:
                handled = int(rng.binomial(count, 0.8))
                seconds = float(rng.gamma(2.0, DEMAND[unit][1] * 30, handled).sum())
                lines.append((FIRST + timedelta(days=number), unit, "mail", count, handled, seconds))
    days = [FIRST + timedelta(days=number) for number in range(len(contacts))]
    frames = {
        "work": pl.DataFrame(
            lines, schema=["day", "unit", "channel", "contacts", "handled", "seconds"], orient="row"
        ),
        "budgets": pl.DataFrame(
            [(day, unit, "people", 1000 * share) for day in days for unit, share in budget.items()],
            schema=["day", "unit", "cost_category", "amount"], orient="row",
        ),
        "units": pl.DataFrame({"unit": ["service", "marketing"], "kind": ["service", "marketing"]}),
    }  # fmt: skip
    row = compute(frames, ()).filter(pl.col("statistic") == "gap").row(0, named=True)
    return Trial(
        _truth(budget), row["metric_value"], row["lower"], row["upper"], badge=row["reason"] or row["grade"]
    )


def _truth(budget: dict[str, float]) -> float:
    minutes = {unit: share * each for unit, (share, each) in DEMAND.items()}
    return log(budget["service"] / sum(budget.values()) / (minutes["service"] / sum(minutes.values())))


def plant_gap(seed: int, style: str) -> Trial:
    """Service does most of the work with a quarter of the money."""
    return plant(seed, style, BUDGET)


def plant_balance(seed: int, style: str) -> Trial:
    """Money as the work is: nothing to find."""
    minutes = {unit: share * each for unit, (share, each) in DEMAND.items()}
    return plant(seed, style, minutes)


STUDIES = [
    Study(
        "budget gap", "budget_gap", "26 weeks, 25 % of the budget for 79 % of the work, 8 of 10 handle times known",
        "coverage", plant_gap, files=FILES,
    ),
    Study(
        "balanced budgets", "budget_gap", "the budget is shared as the work is", "false_alarm", plant_balance,
        nominal=0.05, files=FILES,
    ),
]  # fmt: skip
