"""Worlds of the bursty kind: contacts that set off others, a yearly season, pay days, outages that make marketing post.

Immigrants come by a rate with its own shape of day and week, each sets off a Poisson number of followers a few hours
later (a Hawkes process as clusters; Hawkes and Oakes, 1974). Shares no code with validation/steady.py, on purpose.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np

BEGIN = datetime(2026, 1, 5)  # a Monday, in UTC
FOLLOWERS = 0.25  # contacts that one contact sets off, on average
OUTAGES_PER_YEAR = 12


@dataclass
class World:
    """The same fields as validation/steady.World, made in another way."""

    contacts: np.ndarray
    expected: np.ndarray
    posts: list[int] = field(default_factory=list)
    reactive: list[int] = field(default_factory=list)
    incidents: list[tuple[int, int]] = field(default_factory=list)

    @property
    def hours(self) -> np.ndarray:
        """The instants, as datetime64[h]."""
        return np.array(
            [BEGIN + timedelta(hours=hour) for hour in range(len(self.contacts))], "datetime64[h]"
        )


def world(
    seed: int, *, weeks: int = 26, per_day: float = 240.0, posts: int = 12, growth: float = 0.0
) -> World:
    """A company's hours. `growth` is the relative change over the whole span."""
    dice = random.Random(f"bursty:{seed}")
    count = weeks * 168
    base = [_rate(hour) for hour in range(count)]
    scale = per_day / 24 / (sum(base) / count)
    expected = [rate * scale * (1 + growth * hour / count) for hour, rate in enumerate(base)]
    outages = _outages(dice, weeks)
    contacts = [0] * count
    for hour in range(count):
        surge = 1.8 if any(start <= hour < end for start, end in outages) else 1.0
        for _ in range(_poisson(dice, expected[hour] * (1 - FOLLOWERS) * surge)):
            _family(dice, contacts, hour + dice.random())
    posted = _posts(dice, weeks, posts, outages)
    reactive = [start + dice.randrange(1, 5) for start, _ in outages if dice.random() < 0.7]
    return World(np.array(contacts), np.array(expected), posted, sorted(reactive), outages)


def _rate(hour: int) -> float:
    at = BEGIN + timedelta(hours=hour)
    evening = math.exp(-(((at.hour - 19) / 3.0) ** 2))
    morning = math.exp(-(((at.hour - 10) / 2.5) ** 2))
    week = 1.0 if at.weekday() < 5 else 0.7
    season = 1 + 0.12 * math.cos(2 * math.pi * (at.timetuple().tm_yday - 20) / 365)
    payday = 1.25 if at.day in (1, 2) else 1.0
    return (0.12 + evening + 0.9 * morning) * week * season * payday


def _family(dice: random.Random, contacts: list[int], at: float) -> None:
    """One contact, and those that it sets off, and theirs."""
    waiting = [at]
    while waiting:
        one = waiting.pop()
        if one >= len(contacts):
            continue
        contacts[int(one)] += 1
        waiting += [one + dice.expovariate(1 / 3.0) for _ in range(_poisson(dice, FOLLOWERS))]


def _outages(dice: random.Random, weeks: int) -> list[tuple[int, int]]:
    found, at = [], 0.0
    while (at := at + dice.expovariate(OUTAGES_PER_YEAR / 52 / 168)) < weeks * 168 - 48:
        found.append((int(at), int(at) + dice.randrange(6, 18)))
        at += 72
    return found


def _posts(dice: random.Random, weeks: int, posts: int, outages: list[tuple[int, int]]) -> list[int]:
    free = [
        day * 24 + hour
        for day in range(28, weeks * 7 - 5)
        for hour in (8, 12, 17, 19)
        if all(not start - 96 <= day * 24 + hour < end + 48 for start, end in outages)
    ]
    chosen: list[int] = []
    while free and len(chosen) < posts:
        one = dice.choice(free)
        chosen.append(one)
        free = [other for other in free if abs(other - one) >= 120]
    return sorted(chosen)


def _poisson(dice: random.Random, mean: float) -> int:
    count, left = 0, mean
    while (left := left - dice.expovariate(1.0)) > 0:
        count += 1
    return count
