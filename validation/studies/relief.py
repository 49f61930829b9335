"""C13: a quarter of a topic's contacts vanishes after a help post; the rest of the world goes on growing."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl

from validation.studies.spillover import contacts, exposures, hours
from validation.study import Kind, Study, Trial
from validation.worlds import world
from warehouse.metrics import relief

FILES = ("warehouse/topic_relief.py", "warehouse/event_study.py", "warehouse/usual_week.py")
PEERS = {"post_id": pl.String, "date_day": pl.Date, "solved": pl.Int64, "answered": pl.Int64}
POST = 18 * 168 + 34  # a Tuesday morning, after four months


def plant(seed: int, style: str, share: float) -> tuple[dict, dict, float]:
    """The rows of change and value, and how many contacts were taken away within four weeks of the post."""
    made = world(seed, style, posts=6, growth=0.3)
    dice = np.random.default_rng([seed, 73])
    topic = dice.binomial(made.contacts, 0.12)
    gone = topic.copy()
    gone[:POST] = 0
    gone = dice.binomial(gone, share)
    posts = [post for post in made.posts if abs(post - POST) > 60]
    help_at = made.hours[POST].astype("datetime64[us]").item()
    shown = [exposures(made, posts), exposures(made, [POST], "help")]
    if made.reactive:
        shown.append(exposures(made, made.reactive, "r", reactive=True))
    frames = {
        "exposures": pl.concat(shown),
        "hours": hours(made, [*posts, POST, *made.reactive]),
        "helps": pl.DataFrame(
            {"post_id": ["help0"], "campaign_id": ["help"], "subject": ["esim"], "published_at": [help_at]}
        ).with_columns(pl.col("published_at").dt.replace_time_zone("UTC"), date_day=pl.lit(help_at.date())),
        "topics": pl.concat(
            [
                contacts(made, topic - gone).with_columns(subject=pl.lit("esim")),
                contacts(made, made.contacts - topic).with_columns(subject=pl.lit("billing")),
            ]
        ),
        "peers": pl.DataFrame(schema=PEERS),
    }
    rows = relief.compute(frames, ["post_id"]).filter(pl.col("post_id") == "help0").to_dicts()
    by_name = {row["statistic"]: row for row in rows}
    return by_name["change"], by_name["value"], float(gone[POST : POST + 4 * 168].sum())


def _trial(row: dict, truth: float) -> Trial:
    return Trial(truth, row["metric_value"], row["lower"], row["upper"], badge=row["reason"] or row["grade"])


def quarter(seed: int, style: str) -> Trial:
    """A quarter fewer: the change."""
    return _trial(plant(seed, style, 0.25)[0], -0.25)


def spared(seed: int, style: str) -> Trial:
    """A quarter fewer: how many that is."""
    _, value, gone = plant(seed, style, 0.25)
    return _trial(value, gone)


def nothing(seed: int, style: str) -> Trial:
    """A post that nobody heeds."""
    return _trial(plant(seed, style, 0.0)[1], 0.0)


def _study(name: str, what: str, kind: Kind, planter: Callable[[int, str], Trial]) -> Study:
    return Study(name, "relief", what, kind, planter, files=FILES)


STUDIES = [
    _study("help post, change", "a quarter fewer on the topic: the change", "coverage", quarter),
    _study("help post, contacts spared", "a quarter fewer on the topic: contacts spared", "coverage", spared),
    _study("help post that nobody heeds", "a help post that nobody heeds", "false_alarm", nothing),
]
