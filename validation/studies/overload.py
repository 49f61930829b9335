"""C10: a desk whose contacts grow by 30 % a quarter, or don't; the day it breaks is simulated contact by contact.

A year and a half is known, the next half is forecast. Truth is what that very future brings: the interval has to hold a
day, not a mean.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from validation.service_desk import first_bad_day, waits
from validation.study import Study, Trial
from validation.worlds import world
from warehouse import capacity_figures, forecast, overload
from warehouse.capacity import Coming, Department, Model, Queue, Target

WEEKS, KNOWN = 104, 78
OPENS, CLOSES = 8, 22
HANDLE = 480.0
NEVER = 1000.0  # stands for "not within the horizon", on either side
_EARLIER = 28  # days that the desk runs before the forecast begins, so that it has a queue


@dataclass(frozen=True)
class Plan:
    """What is planted: contacts a day when the forecast is made, growth a quarter, people, a target and its goal."""

    per_day: float
    growth: float
    people: int
    target_seconds: float
    goal: float
    patience: float | None = None


CARRIED = Plan(per_day=120.0, growth=0.30, people=2, target_seconds=5 * 3600.0, goal=0.9)
LIVE = Plan(per_day=165.0, growth=0.30, people=4, target_seconds=900.0, goal=0.8, patience=3600.0)
CALM = Plan(per_day=80.0, growth=0.0, people=2, target_seconds=5 * 3600.0, goal=0.9)


def contacts(seed: int, style: str, plan: Plan) -> np.ndarray:
    """Contacts by hour over two years; thinned from a level world, so that the growth is exactly exponential."""
    top = max((1 + plan.growth) ** ((WEEKS - KNOWN) / 13), 1.0)
    made = world(seed, style, weeks=WEEKS, per_day=plan.per_day * top, posts=0)
    weeks = np.arange(len(made.contacts)) / 168
    share = (1 + plan.growth) ** ((weeks - KNOWN) / 13) / top
    return np.random.default_rng([seed, 100]).binomial(made.contacts, np.minimum(share, 1.0))


def truth(hours: np.ndarray, plan: Plan, seed: int) -> tuple[float, int]:
    """The day of overload, counted from the forecast's first, and how many wait when it begins."""
    rng = np.random.default_rng([seed, 101])
    begin = (KNOWN * 7 - _EARLIER) * 24
    counts = hours[begin:]
    at = np.sort(np.repeat(np.arange(len(counts)), counts) + rng.random(counts.sum()))
    day = (at // 24).astype(int) - _EARLIER
    own = open_time(at)
    patience = rng.exponential(plan.patience / 3600, len(at)) if plan.patience else None
    waited = waits(own, rng.gamma(2.0, HANDLE / 3600 / 2, len(at)), plan.people, patience)
    days = WEEKS * 7 - KNOWN * 7
    business = np.arange(days) % 7 < 5
    known = day >= 0
    kept = waited[known] <= plan.target_seconds / 3600
    start = open_time(np.array([_EARLIER * 24.0]))[0]
    waiting = int(((own < start) & (own + waited > start)).sum())
    return first_bad_day(kept, day[known], business, plan.goal), waiting


def open_time(at: np.ndarray) -> np.ndarray:
    """Hours that the desk was open before an instant (in hours from a Monday's midnight)."""
    days, clock = np.divmod(at, 24)
    weeks, weekday = np.divmod(days, 7)
    length = CLOSES - OPENS
    before = weeks * 5 * length + np.minimum(weekday, 5) * length
    return before + np.where(weekday < 5, np.clip(clock - OPENS, 0, length), 0)


def department(hours: np.ndarray, plan: Plan, waiting: int, seed: int) -> Department:
    """The same desk as the metric knows it: counts by the hour, mean handle times, opening hours, people."""
    rng = np.random.default_rng([seed, 102])
    timed = rng.gamma(2.0, HANDLE / 2, 2000)
    days = WEEKS * 7 - KNOWN * 7
    day, clock = np.repeat(np.arange(days), 24), np.tile(np.arange(24), days)
    is_open = (day % 7 < 5) & (clock >= OPENS) & (clock < CLOSES)
    kinds = np.arange(WEEKS * 7) % 7
    queue = Queue(
        hours=hours[: KNOWN * 168].reshape(-1, 24).astype(np.int64),
        handle_seconds=float(timed.mean()),
        handle_error=float(timed.std() / np.sqrt(len(timed))),
        targets=(Target("target", plan.target_seconds, True, plan.goal, 1.0),),
        is_live=plan.patience is not None,
        patience_seconds=plan.patience,
        waiting=float(waiting),
    )
    coming = Coming(
        day,
        clock,
        (is_open * plan.people).astype(float),
        (is_open * 3600).astype(float),
        kinds[KNOWN * 7 :],
        np.zeros(days),
    )
    return Department("desk", (queue,), kinds[: KNOWN * 7], np.zeros(KNOWN * 7), coming, seed=seed)


def plant(seed: int, style: str, plan: Plan) -> Trial:
    """The day of overload against its 80 % interval."""
    hours = contacts(seed, style, plan)
    day, waiting = truth(hours, plan, seed)
    model = Model(department(hours, plan, waiting, seed))
    first, _ = capacity_figures.overload_days(model.outcome(), model)
    found = overload.quantiles(first)
    low, middle, high = (NEVER if one is None else one for one in (found.lower, found.middle, found.upper))
    return Trial(min(day, NEVER), middle, low, high, hit=middle == NEVER, badge=f"{found.share:.0%} of paths")


def plant_carried(seed: int, style: str) -> Trial:
    """Comments that wait over night and the weekend, 90 % within five hours of business time."""
    return plant(seed, style, CARRIED)


def plant_live(seed: int, style: str) -> Trial:
    """Private messages, 80 % within 15 minutes; who waits an hour on average gives up."""
    return plant(seed, style, LIVE)


def plant_calm(seed: int, style: str) -> Trial:
    """No growth and people enough: no date may be named."""
    return plant(seed, style, CALM)


def plant_backtest(seed: int, style: str) -> Trial:
    """Forecasts of days made 4, 8 and 12 weeks ago err less than last week's same day."""
    hours = contacts(seed, style, CARRIED)[: KNOWN * 168].reshape(-1, 24)
    kinds = np.arange(len(hours)) % 7

    def ahead(origin: int) -> np.ndarray | None:
        fit = forecast.fit(hours[:origin], kinds[:origin])
        if fit is None:
            return None
        return forecast.draw(
            forecast.rates(fit, kinds[origin : origin + 28], 200, (seed, origin)), (seed, origin)
        )

    days = hours.sum(axis=1).astype(float)
    found = overload.backtest(days, ahead, [len(days) - back for back in (84, 56, 28)])
    return Trial(hit=bool(found and found.mase < found.naive_mase))


_FILES = (
    "validation/service_desk.py",
    "warehouse/capacity.py",
    "warehouse/capacity_figures.py",
    "warehouse/erlang.py",
    "warehouse/forecast.py",
    "warehouse/overload.py",
    "warehouse/queue_path.py",
)
STUDIES = [
    Study(
        "overload date, what may wait", "overload", "the day on which five hours can't be kept any more",
        "coverage", plant_carried, nominal=0.80, files=_FILES,
    ),
    Study(
        "overload date, live", "overload", "the day on which 15 minutes can't be kept any more",
        "coverage", plant_live, nominal=0.80, files=_FILES,
    ),
    Study(
        "overload, none to come", "overload", "no date is named where people suffice",
        "recovery", plant_calm, nominal=0.95, files=_FILES,
    ),
    Study(
        "overload, back-test", "overload", "forecasts err less than last week's same day",
        "recovery", plant_backtest, nominal=0.90, files=_FILES,
    ),
]  # fmt: skip
