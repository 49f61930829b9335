"""C9: contacts planted after a campaign's posts, at handle times and rates that are known."""

from __future__ import annotations

from datetime import UTC

import numpy as np
import polars as pl

from validation.study import Study, Trial
from validation.worlds import world
from warehouse.metrics.campaign_cost import compute

WEEKS = 26
EXCESS = 60  # contacts a post
MINUTES, RATE, TOOL = 9.0, 42.0, 0.4  # a contact, euro an hour (0.70 a minute), euro a contact
HANDLED = 1500  # contacts whose handle time is known
FADES = np.exp(-np.arange(24) / 7.0)
FILES = (
    "warehouse/event_study.py", "warehouse/usual_week.py", "warehouse/contact_prices.py",
    "warehouse/lagged_effects.py", "warehouse/metrics/spillover.py",
)  # fmt: skip
SPEND = {
    "campaign_id": pl.String,
    "post_id": pl.String,
    "category": pl.String,
    "lines": pl.Int64,
    "amount": pl.Float64,
}
REACH = {"campaign_id": pl.String, "post_id": pl.String, "impressions": pl.Int64}
PLANS = {"campaign_id": pl.String, "post_id": pl.String, "planned": pl.Float64}


def plant(seed: int, style: str, excess: int) -> Trial:
    """The service part of what 12 posts cost, in euro."""
    made = world(seed, style, weeks=WEEKS)
    rng = np.random.default_rng([seed, 91])
    contacts = made.contacts.astype(np.int64).copy()
    events = [hour for hour in made.posts if hour not in set(made.reactive) and hour + 24 <= len(contacts)]
    for hour in events:
        contacts[hour : hour + 24] += rng.poisson(excess * FADES / FADES.sum())
    at = [stamp.replace(tzinfo=UTC) for stamp in made.hours.astype("datetime64[us]").tolist()]
    count = pl.Series("contacts", contacts)
    frames = {
        "hours": pl.DataFrame(
            {
                "hour_at": at,
                "hour_of_week": np.arange(len(contacts)) % 168,
                "event_count": _touched(len(contacts), [(h, h + 24) for h in made.posts], 6),
                "incident_count": _touched(len(contacts), made.incidents, 30),
                "is_holiday": [False] * len(contacts),
            }
        ),
        "contacts": pl.DataFrame({"hour_at": at, "contacts": count}).filter(pl.col("contacts") > 0).with_columns(
            topic=pl.lit("billing"), euro_per_hour=pl.lit(RATE), tool_euro_per_contact=pl.lit(TOOL)
        ),
        "exposures": pl.DataFrame(
            {
                "exposure_id": [str(hour) for hour in made.posts],
                "campaign_id": ["c"] * len(made.posts),
                "post_id": [str(hour) for hour in made.posts],
                "starts_at": [at[hour] for hour in made.posts],
                "ends_at": [at[min(hour + 24, len(at) - 1)] for hour in made.posts],
                "is_event": [True] * len(made.posts),
                "is_reactive": [hour in set(made.reactive) for hour in made.posts],
            }
        ),
        "times": _times(rng),
        "spend": pl.DataFrame([("c", None, "media", 1, 9000.0)], schema=SPEND, orient="row"),
        "reach": pl.DataFrame(schema=REACH),
        "plans": pl.DataFrame(schema=PLANS),
    }  # fmt: skip
    row = compute(frames, ("campaign_id",)).filter(pl.col("statistic") == "service_cost").row(0, named=True)
    inside = [hour for hour in events if not _disturbed(hour, made.incidents)]
    truth = len(inside) * excess * (MINUTES * RATE / 60 + TOOL)
    return Trial(truth, row["metric_value"], row["lower"], row["upper"], badge=row["reason"] or row["grade"])


def plant_cost(seed: int, style: str) -> Trial:
    """60 contacts a post."""
    return plant(seed, style, EXCESS)


def plant_nothing(seed: int, style: str) -> Trial:
    """Posts that bring nobody."""
    return plant(seed, style, 0)


def _times(rng: np.random.Generator) -> pl.DataFrame:
    """Handle times as measured: log-normal around nine minutes."""
    seconds = rng.lognormal(np.log(MINUTES * 60) - 0.32, 0.8, HANDLED)
    return pl.DataFrame(
        {
            "topic": ["billing"],
            "handled": [HANDLED],
            "seconds": [seconds.sum()],
            "squared": [(seconds**2).sum()],
        }
    )


def _touched(size: int, spans: list[tuple[int, int]], after: int) -> np.ndarray:
    found = np.zeros(size, dtype=np.int64)
    for begin, end in spans:
        found[max(begin - 2, 0) : end + after] += 1
    return found


def _disturbed(hour: int, incidents: list[tuple[int, int]]) -> bool:
    return any(hour < end + 30 and hour + 24 > begin - 2 for begin, end in incidents)


STUDIES = [
    Study(
        "service cost of a campaign", "campaign_cost",
        "12 posts of 60 contacts each, 9 minutes at 0.70 euro, handle times from 1,500 contacts", "coverage",
        plant_cost, files=FILES,
    ),
    Study(
        "cost of posts that bring nobody", "campaign_cost", "12 posts without any effect", "false_alarm",
        plant_nothing, nominal=0.05, files=FILES,
    ),
]  # fmt: skip
