"""C3: answers made slower after posts, by a known hazard ratio; the difference in waiting is known wait by wait."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from validation.studies.spillover import World, exposures, hours
from validation.study import Kind, Study, Trial
from validation.worlds import world
from warehouse.metrics import campaign_waits

FILES = (
    "warehouse/wait_contrast.py",
    "warehouse/hazard_ratio.py",
    "warehouse/event_study.py",
    "warehouse/usual_week.py",
)
POOLS, CHANNELS = ("service", "marketing", "hr"), ("chat", "comment", "mail")
DAY = 86400.0


@dataclass(frozen=True)
class Planted:
    """A wait a contact: where it belongs, seconds it takes as it is and as it would be without the campaign."""

    made: World
    hour: np.ndarray
    pool: np.ndarray
    channel: np.ndarray
    usual: np.ndarray
    seconds: np.ndarray

    def ask(self, statistic: str) -> dict:
        """One row of the metric."""
        left = (len(self.made.contacts) - self.hour) * 3600.0
        ended = self.seconds < left
        waits = pl.DataFrame(
            {
                "opened_at": self.made.hours[self.hour].astype("datetime64[us]"),
                "hour_of_week": self.hour % 168,
                "observed_seconds": np.minimum(self.seconds, left),
                "is_answered": ended,
                "is_met": (ended & (self.seconds <= 18000)).astype(np.int64),
                "pool_id": self.pool,
                "pool_kind": self.pool,
                "pool_channel": self.channel,
            }
        ).with_columns(pl.col("opened_at").dt.replace_time_zone("UTC"))
        reactive = self.made.reactive
        shown = [exposures(self.made, self.made.posts)]
        if reactive:
            shown.append(exposures(self.made, reactive, "r", reactive=True))
        frames = {
            "waits": waits,
            "exposures": pl.concat(shown),
            "hours": hours(self.made, [*self.made.posts, *reactive]),
        }
        rows = campaign_waits.compute(frames, [])
        return rows.filter(pl.col("statistic") == statistic).to_dicts()[0]

    @property
    def inside(self) -> np.ndarray:
        """Waits of reached departments that begin within a day of a post."""
        return _after(self.made, self.hour) & (self.pool != "hr")

    @property
    def longer(self) -> float:
        """How much longer these wait within 24 hours, for the campaign: the truth."""
        within = np.minimum(self.seconds, DAY) - np.minimum(self.usual, DAY)
        return float(within[self.inside].mean())


def _after(made: World, hour: np.ndarray) -> np.ndarray:
    touched = np.zeros(len(made.contacts), bool)
    for post in made.posts:
        touched[post : post + 24] = True
    return touched[hour]


def plant(seed: int, style: str, hazard: float, shock: float = 1.0, mood: float = 0.2) -> Planted:
    """Waits whose answers come at `hazard` times the usual pace after posts; `shock` slows all departments then."""
    made = world(seed, style)
    hour = np.repeat(np.arange(len(made.contacts)), made.contacts)
    shape, base, pool, channel = (steady if style == "steady" else bursty)(seed, len(hour))
    usual = base * np.where((hour % 24 < 8) | (hour % 24 >= 20), 2.0, 1.0)
    dice = np.random.default_rng([seed, 66])
    usual *= np.exp(dice.normal(0, mood, len(made.contacts) // 24 + 1))[hour // 24]
    # A Weibull time with shape k is hazard ** (-1 / k) times as long.
    after = _after(made, hour)
    slow = np.where(after & (pool != "hr"), hazard ** (-1 / shape), 1.0) * np.where(after, shock, 1.0)
    return Planted(made, hour, pool, channel, usual, usual * slow)


def steady(seed: int, size: int) -> tuple[float, np.ndarray, np.ndarray, np.ndarray]:
    """Weibull waits with shape 1.25 and a scale by channel."""
    rng = np.random.default_rng([seed, 67])
    channel, pool = rng.choice(3, size, p=[0.4, 0.35, 0.25]), rng.choice(3, size, p=[0.6, 0.2, 0.2])
    scale = np.array([900.0, 7200.0, 14400.0])[channel]
    return 1.25, scale * rng.weibull(1.25, size), np.array(POOLS)[pool], np.array(CHANNELS)[channel]


def bursty(seed: int, size: int) -> tuple[float, np.ndarray, np.ndarray, np.ndarray]:
    """Weibull waits with shape 0.9, longer at night, departments that prefer channels; from another source of
    chance."""
    dice = random.Random(f"waits:{seed}")
    pool, channel, seconds = [], [], []
    for _ in range(size):
        where = dice.choices(POOLS, (0.5, 0.3, 0.2))[0]
        how = dice.choices(CHANNELS, {"service": (4, 1, 3), "marketing": (1, 6, 1), "hr": (0, 1, 5)}[where])[
            0
        ]
        pool.append(where)
        channel.append(how)
        seconds.append(dice.weibullvariate({"chat": 700.0, "comment": 9000.0, "mail": 20000.0}[how], 0.9))
    return 0.9, np.array(seconds), np.array(pool), np.array(channel)


def _trial(row: dict, truth: float) -> Trial:
    return Trial(truth, row["metric_value"], row["lower"], row["upper"], badge=row["reason"] or row["grade"])


def slower(seed: int, style: str) -> Trial:
    """Answers at 0.6 of the usual pace: the restricted mean."""
    planted = plant(seed, style, 0.6)
    return _trial(planted.ask("value"), planted.longer)


def calm(seed: int, style: str) -> Trial:
    """No slower at all."""
    return _trial(plant(seed, style, 1.0).ask("value"), 0.0)


def pace(seed: int, style: str) -> Trial:
    """Answers at 0.6 of the usual pace: the hazard ratio."""
    return _trial(plant(seed, style, 0.6, mood=0.05).ask("hazard_ratio"), 0.6)


def everywhere(seed: int, style: str) -> Trial:
    """All departments are a third slower on the posts' days: no work of the campaign."""
    return _trial(plant(seed, style, 1.0, shock=1.33).ask("did"), 0.0)


def answered_only(seed: int, style: str) -> Trial:
    """Whether the average of answered messages says less than the truth, where a fifth is left lying."""
    planted = plant(seed, style, 0.6)
    dice = np.random.default_rng([seed, 68])
    left = planted.inside & (dice.random(len(planted.hour)) < 0.2)
    harder = Planted(
        planted.made, planted.hour, planted.pool, planted.channel, planted.usual,
        np.where(left, np.inf, planted.seconds),
    )  # fmt: skip
    naive, true = harder.ask("answered_only")["metric_value"], harder.longer
    return Trial(hit=naive < true)


def _study(
    name: str, what: str, kind: Kind, planter: Callable[[int, str], Trial], nominal: float = 0.95
) -> Study:
    return Study(name, "campaign_waits", what, kind, planter, nominal, files=FILES)


STUDIES = [
    _study(
        "slower answers, extra wait", "answers at 0.6 of the pace: extra wait within 24 h", "coverage", slower
    ),
    _study("answers as ever", "answers as ever: extra wait", "false_alarm", calm),
    _study("slower answers, hazard ratio", "answers at 0.6 of the pace: hazard ratio", "coverage", pace),
    _study(
        "slower answers everywhere", "all departments slower: beyond the others", "false_alarm", everywhere
    ),
    _study("the answered only", "the answered only say less than the truth", "recovery", answered_only),
]
