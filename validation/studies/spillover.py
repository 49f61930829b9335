"""C2: contacts planted after posts, in both worlds; always-Monday and reactive posts, seasons without clean weeks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from validation.bursty import World as Bursty
from validation.steady import World as Steady
from validation.study import STYLES, Kind, Plant, Study, Trial
from validation.worlds import world
from warehouse.event_study import AFTER, BEFORE
from warehouse.metrics import spillover

World = Steady | Bursty
FILES = (
    "warehouse/event_study.py",
    "warehouse/usual_week.py",
    "warehouse/lagged_effects.py",
    "warehouse/graded_rows.py",
    "warehouse/grades.py",
)
ADDED = {0: "nothing", 20: "20 contacts", 60: "60 contacts"}


def hours(made: World, posts: Sequence[int], known: bool = True) -> pl.DataFrame:
    """Rows as marts.dim_clean_hour has them; the outages stand in the calendar of incidents where they are `known`."""
    size = len(made.contacts)
    events, disturbed = np.zeros(size, np.int64), np.zeros(size, np.int64)
    for post in posts:
        events[max(post - BEFORE, 0) : post + AFTER] += 1
    for begin, end in made.incidents if known else []:
        disturbed[max(begin - BEFORE, 0) : end + AFTER] += 1
    return pl.DataFrame(
        {
            "hour_at": made.hours.astype("datetime64[us]"),
            "hour_of_week": np.arange(size) % 168,
            "event_count": events,
            "incident_count": disturbed,
            "is_holiday": np.zeros(size, bool),
        }
    ).with_columns(pl.col("hour_at").dt.replace_time_zone("UTC"))


def exposures(made: World, posts: Sequence[int], campaign: str = "c", reactive: bool = False) -> pl.DataFrame:
    """Rows of exposures, a post each."""
    at = made.hours[list(posts)].astype("datetime64[us]")
    return pl.DataFrame(
        {
            "exposure_id": [f"{campaign}{number}" for number in range(len(posts))],
            "campaign_id": [campaign] * len(posts),
            "post_id": [f"{campaign}{number}" for number in range(len(posts))],
            "exposure_post_id": [f"{campaign}{number}" for number in range(len(posts))],
            "starts_at": at,
            "ends_at": at + np.timedelta64(24, "h"),
            "is_event": [True] * len(posts),
            "is_reactive": [reactive] * len(posts),
        },
        schema_overrides={"campaign_id": pl.String, "post_id": pl.String},
    ).with_columns(pl.col("starts_at", "ends_at").dt.replace_time_zone("UTC"))


def contacts(made: World, counts: np.ndarray) -> pl.DataFrame:
    """Rows of contacts by hour."""
    frame = pl.DataFrame({"hour_at": made.hours.astype("datetime64[us]"), "contacts": counts})
    return frame.with_columns(pl.col("hour_at").dt.replace_time_zone("UTC")).filter(pl.col("contacts") > 0)


def planted(dice: np.random.Generator, counts: np.ndarray, posts: Sequence[int], mean: float) -> np.ndarray:
    """The counts with a Poisson number of contacts after each post, most of them soon and all within 24 hours."""
    found = counts.copy()
    for post in posts:
        lag = np.minimum(dice.exponential(6.0, dice.poisson(mean)), 23.99)
        np.add.at(found, np.minimum(post + lag.astype(int), len(found) - 1), 1)
    return found


def ask(
    made: World, counts: np.ndarray, posts: Sequence[int], known: bool = True, by: Sequence[str] = ()
) -> dict:
    """The metric's value row; reactive posts are known to be so where the outages are."""
    shown = [exposures(made, posts)]
    if made.reactive:
        shown.append(exposures(made, made.reactive, "r", reactive=known))
    frames = {
        "exposures": pl.concat(shown),
        "contacts": contacts(made, counts),
        "hours": hours(made, [*posts, *made.reactive], known),
    }
    rows = spillover.compute(frames, by).filter(pl.col("statistic") == "value").to_dicts()
    return rows[0]


def trial(row: dict, truth: float) -> Trial:
    """What was planted, and what the metric said of it."""
    badge = row["checks"] or row["reason"] or row["grade"]
    return Trial(truth, row["metric_value"], row["lower"], row["upper"], badge=badge)


def spread(seed: int, style: str, mean: float) -> Trial:
    """Twelve posts on days of any kind, in 26 weeks."""
    made = world(seed, style)
    counts = planted(np.random.default_rng([seed, 61]), made.contacts, made.posts, mean)
    return trial(ask(made, counts, made.posts), mean)


def nothing(seed: int, style: str) -> Trial:
    """Twelve posts that bring nothing."""
    return spread(seed, style, 0)


def twenty(seed: int, style: str) -> Trial:
    """Twelve posts that bring 20 contacts each."""
    return spread(seed, style, 20)


def sixty(seed: int, style: str) -> Trial:
    """Twelve posts that bring 60 contacts each."""
    return spread(seed, style, 60)


def power(seed: int, style: str) -> Trial:
    """Whether 60 contacts a post are told from nothing."""
    found = spread(seed, style, 60)
    return Trial(
        found.truth, found.value, found.lower, found.upper, bool((found.lower or 0) > 0), found.badge
    )


def mondays(seed: int, style: str) -> Trial:
    """Twelve posts, each on a Monday at ten."""
    made = world(seed, style, posts=0)
    dice = np.random.default_rng([seed, 62])
    weeks = np.sort(dice.choice(np.arange(2, 25), 12, replace=False))
    posts = [int(week) * 168 + 10 for week in weeks]
    row = ask(made, planted(dice, made.contacts, posts, 20), posts)
    return trial(row, 20)


def badged(seed: int, style: str) -> Trial:
    """Whether posts of Mondays alone are marked as such."""
    found = mondays(seed, style)
    return Trial(hit="one_weekday_slot" in found.badge, badge=found.badge)


def growing(seed: int, style: str) -> Trial:
    """Twelve posts while contacts grow by 60 % over the half year."""
    made = world(seed, style, growth=0.6)
    counts = planted(np.random.default_rng([seed, 63]), made.contacts, made.posts, 20)
    return trial(ask(made, counts, made.posts), 20)


def answering(seed: int, style: str) -> Trial:
    """Outages make marketing post; they stand in the calendar of incidents, so those posts aren't blamed."""
    made = world(seed, "bursty")
    row = ask(made, made.contacts, [*made.posts])
    return trial(row, 0)


def unknown_outages(seed: int, style: str) -> Trial:
    """The same outages, nowhere written down: the pre-trend test or a near zero has to protect the reader.

    Asked about the reactive posts alone. Hit: a check is shown, or the interval holds the truth, which is nothing.
    """
    made = world(seed, "bursty", weeks=52)
    posts = [post for post in made.reactive if post + AFTER < len(made.contacts)]
    if len(posts) < 3:
        return Trial(badge="too few outages")
    frames = {
        "exposures": exposures(made, posts, "r"),
        "contacts": contacts(made, made.contacts),
        "hours": hours(made, [*made.posts, *posts], known=False),
    }
    row = spillover.compute(frames, []).filter(pl.col("statistic") == "value").to_dicts()[0]
    found = trial(row, 0)
    return Trial(
        0,
        found.value,
        found.lower,
        found.upper,
        "pretrend" in row["checks"] or bool(found.holds),
        found.badge,
    )


def crowded(seed: int, style: str) -> Trial:
    """Posts every other day for a season: hardly a clean week, so that all hours are explained at once."""
    made = world(seed, style, posts=0)
    dice = np.random.default_rng([seed, 64])
    days = np.sort(dice.choice(np.arange(7, 26 * 7 - 3), 75, replace=False))
    posts = [int(day) * 24 + int(dice.integers(8, 19)) for day in days]
    return trial(ask(made, planted(dice, made.contacts, posts, 40), posts, by=("campaign_id",)), 40)


def _study(name: str, what: str, kind: Kind, plant: Plant, nominal: float = 0.95, style: str = "") -> Study:
    styles = (style,) if style else STYLES
    return Study(name, "spillover", what, kind, plant, nominal, styles, FILES)


STUDIES = [
    _study("posts that bring nobody", "nothing planted: posts on any day", "false_alarm", nothing),
    _study("posts that bring 20", "20 contacts a post", "coverage", twenty),
    _study("posts that bring 60", "60 contacts a post", "coverage", sixty),
    _study("posts that bring 60, found", "60 contacts a post told from nothing", "recovery", power, 0.9),
    _study("posts on Mondays only", "20 contacts a post, all on Mondays", "coverage", mondays),
    _study("posts on Mondays only, badge", "all on Mondays: marked as such", "recovery", badged, 1.0),
    _study("posts while demand grows", "20 contacts a post while contacts grow by 60 %", "coverage", growing),
    _study("a post every other day", "40 contacts a post", "coverage", crowded),
    _study(
        "outages that are known",
        "in the calendar of incidents; nothing else",
        "false_alarm",
        answering,
        0.95,
        "bursty",
    ),
    _study(
        "outages that nobody wrote down",
        "posts that answer them: badge or zero",
        "recovery",
        unknown_outages,
        0.8,
        "bursty",
    ),
]
