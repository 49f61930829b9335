"""C12: one queue for all, into which campaigns send contacts; who would have waited how long without is simulated."""

from __future__ import annotations

import heapq
from collections.abc import Callable

import numpy as np
import polars as pl

from validation.studies.spillover import World, contacts, exposures, hours
from validation.study import Kind, Study, Trial
from validation.worlds import world
from warehouse.metrics import crowding_out

FILES = (
    "warehouse/wait_contrast.py",
    "warehouse/event_study.py",
    "warehouse/usual_week.py",
    "warehouse/metrics/campaign_waits.py",
)
AGENTS = {"steady": 6, "bursty": 4}
HANDLE = 600.0
EXTRA = 80


def queue(begins: np.ndarray, takes: np.ndarray, agents: int) -> np.ndarray:
    """Seconds until each contact is answered: first come, first served, by so many people around the clock."""
    free = [0.0] * agents
    waits = np.empty(len(begins))
    for place, (begin, take) in enumerate(zip(begins.tolist(), takes.tolist(), strict=True)):
        start = max(begin, heapq.heappop(free))
        heapq.heappush(free, start + take)
        waits[place] = start + take - begin
    return waits


def _begins(dice: np.random.Generator, counts: np.ndarray) -> np.ndarray:
    hour = np.repeat(np.arange(len(counts)), counts)
    return np.sort((hour + dice.random(len(hour))) * 3600.0)


def plant(seed: int, style: str, shared: bool) -> tuple[World, pl.DataFrame, pl.DataFrame, float]:
    """The world, its waits, contacts by topic, and how much longer bystanders waited for the campaign.

    `shared`: those whom the campaign sends wait in the same queue; else other people answer them.
    """
    made = world(seed, style, posts=10)
    dice = np.random.default_rng([seed, 71])
    begins = _begins(dice, made.contacts)
    takes = dice.exponential(HANDLE, len(begins))
    alone = queue(begins, takes, AGENTS[style])
    sent = np.zeros(len(made.contacts), np.int64)
    for post in made.posts:
        lag = np.minimum(dice.exponential(5.0, dice.poisson(EXTRA)), 23.9).astype(int)
        np.add.at(sent, np.minimum(post + lag, len(sent) - 1), 1)
    more = _begins(dice, sent)
    more_takes = dice.exponential(HANDLE, len(more))
    if shared:
        order = np.argsort(np.concatenate([begins, more]), kind="stable")
        together = queue(
            np.concatenate([begins, more])[order], np.concatenate([takes, more_takes])[order], AGENTS[style]
        )
        waited = np.empty_like(together)
        waited[order] = together
        own, others = waited[: len(begins)], waited[len(begins) :]
    else:
        own, others = alone, queue(more, more_takes, AGENTS[style])
    waits = pl.concat([_rows(made, begins, own, "usual"), _rows(made, more, others, "offer")])
    topics = pl.concat(
        [
            contacts(made, made.contacts).with_columns(subject=pl.lit("usual")),
            contacts(made, sent).with_columns(subject=pl.lit("offer")),
        ]
    )
    after = np.zeros(len(made.contacts), bool)
    for post in made.posts:
        after[post : post + 24] = True
    inside = after[(begins // 3600).astype(int)]
    return made, waits, topics, float((own - alone)[inside].mean())


def _rows(made: World, begins: np.ndarray, waited: np.ndarray, subject: str) -> pl.DataFrame:
    hour = (begins // 3600).astype(int)
    left = len(made.contacts) * 3600.0 - begins
    return pl.DataFrame(
        {
            "opened_at": made.hours[hour].astype("datetime64[us]"),
            "hour_of_week": hour % 168,
            "observed_seconds": np.minimum(waited, left),
            "is_answered": waited < left,
            "is_met": (waited < 3600).astype(np.int64),
            "pool_id": "service",
            "pool_kind": "service",
            "pool_channel": "mail",
            "subject": subject,
            "customer_id": [f"{subject}{place}" for place in range(len(begins))],
            "under_post_id": pl.Series([None] * len(begins), dtype=pl.String),
        }
    ).with_columns(pl.col("opened_at").dt.replace_time_zone("UTC"))


def _ask(seed: int, style: str, shared: bool) -> tuple[dict, float]:
    made, waits, topics, truth = plant(seed, style, shared)
    shown = [exposures(made, made.posts)]
    if made.reactive:
        shown.append(exposures(made, made.reactive, "r", reactive=True))
    frames = {
        "waits": waits,
        "exposures": pl.concat(shown),
        "hours": hours(made, [*made.posts, *made.reactive]),
        "topics": topics,
    }
    rows = crowding_out.compute(frames, [])
    return rows.filter(pl.col("statistic") == "value").to_dicts()[0], truth


def _trial(row: dict, truth: float) -> Trial:
    return Trial(truth, row["metric_value"], row["lower"], row["upper"], badge=row["reason"] or row["grade"])


def shared(seed: int, style: str) -> Trial:
    """80 contacts a post in the queue of all."""
    return _trial(*_ask(seed, style, True))


def separate(seed: int, style: str) -> Trial:
    """80 contacts a post that others answer."""
    return _trial(*_ask(seed, style, False))


def _study(name: str, what: str, kind: Kind, planter: Callable[[int, str], Trial]) -> Study:
    return Study(name, "crowding_out", what, kind, planter, files=FILES)


STUDIES = [
    _study(
        "bystanders of a shared pool",
        "80 contacts a post in one queue: extra wait of the others",
        "coverage",
        shared,
    ),
    _study(
        "bystanders of separate pools", "80 contacts a post that other people answer", "false_alarm", separate
    ),
]
