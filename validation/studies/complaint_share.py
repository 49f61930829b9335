"""C1: complaint shares planted under posts, seen through labels that are wrong now and then."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from validation.study import Study, Trial
from warehouse.metrics.complaint_share import compute

SENSITIVITY, SPECIFICITY = 0.85, 0.93
READ = (60, 140)  # complaints and others in the sample that people have read
FILES = ("warehouse/shrinkage.py", "warehouse/label_correction.py", "warehouse/funnel.py")


@dataclass(frozen=True)
class Planted:
    """Posts by campaign: their comments, true shares, and how many bear the label; and the sample that was read."""

    campaign: list[str]
    comments: list[int]
    share: list[float]
    labelled: list[int]
    found: int
    passed: int

    def ask(self, by: Sequence[str]) -> pl.DataFrame:
        """The metric's rows."""
        count = len(self.comments)
        posts = pl.DataFrame(
            {
                "campaign_id": self.campaign,
                "post_id": [f"p{number:03}" for number in range(count)],
                "comment_count": self.comments,
                "complaint_count": self.labelled,
                "claim_count": [0] * count,
                "impressions": [None] * count,
                "impressions_reason": ["no_reach"] * count,
            },
            schema_overrides={"impressions": pl.Float64},
        )
        quality = pl.DataFrame(
            {
                "true_positive_count": [self.found],
                "positive_count": [READ[0]],
                "true_negative_count": [self.passed],
                "negative_count": [READ[1]],
            }
        )
        return compute({"posts": posts, "quality": quality}, by)


def steady(seed: int, shares: Sequence[float], posts: int, comments: float) -> Planted:
    """Campaigns with one share each, posts of gamma-distributed size."""
    rng = np.random.default_rng([seed, 41])
    campaign = [f"c{number:02}" for number in range(len(shares)) for _ in range(posts)]
    share = [one for one in shares for _ in range(posts)]
    sizes = 1 + rng.poisson(rng.gamma(2.0, comments / 2.0, len(share)))
    complaints = rng.binomial(sizes, share)
    labelled = rng.binomial(complaints, SENSITIVITY) + rng.binomial(sizes - complaints, 1 - SPECIFICITY)
    found, passed = rng.binomial(READ[0], SENSITIVITY), rng.binomial(READ[1], SPECIFICITY)
    return Planted(campaign, sizes.tolist(), share, labelled.tolist(), int(found), int(passed))


def bursty(seed: int, shares: Sequence[float], posts: int, comments: float) -> Planted:
    """Posts that go viral now and then, and complaints that draw more of their kind: an urn for each post (Pólya)."""
    dice = random.Random(f"complaints:{seed}")
    campaign, sizes, truths, labelled = [], [], [], []
    for number, mean in enumerate(shares):
        for _ in range(posts):
            size = 1 + int(comments * dice.lognormvariate(-0.5, 1.0))
            # What an urn that began with 60 balls comes to in the end; without spread it stays what it was.
            share = dice.betavariate(60 * mean, 60 * (1 - mean))
            complains = [dice.random() < share for _ in range(size)]
            bears = [dice.random() < (SENSITIVITY if one else 1 - SPECIFICITY) for one in complains]
            campaign.append(f"c{number:02}")
            sizes.append(size)
            truths.append(share)
            labelled.append(sum(bears))
    found = sum(dice.random() < SENSITIVITY for _ in range(READ[0]))
    passed = sum(dice.random() < SPECIFICITY for _ in range(READ[1]))
    return Planted(campaign, sizes, truths, labelled, found, passed)


def _world(seed: int, style: str, shares: Sequence[float], posts: int, comments: float) -> Planted:
    return (steady if style == "steady" else bursty)(seed, shares, posts, comments)


def plant_campaign(seed: int, style: str) -> Trial:
    """One of six campaigns: its share among all comments under its posts."""
    planted = _world(seed, style, (0.06, 0.11, 0.15, 0.21, 0.25, 0.32), posts=6, comments=60)
    campaign = f"c{seed % 6:02}"
    own = [at for at, name in enumerate(planted.campaign) if name == campaign]
    truth = sum(planted.comments[at] * planted.share[at] for at in own) / sum(
        planted.comments[at] for at in own
    )
    return _trial(planted.ask(("campaign_id",)).filter(campaign_id=campaign), truth)


def plant_post(seed: int, style: str) -> Trial:
    """One of 60 posts, most of them with few comments, drawn towards the others."""
    shares = np.random.default_rng([seed, 43]).beta(3, 15, 20 if style == "bursty" else 60).tolist()
    planted = _world(seed, style, shares, posts=3 if style == "bursty" else 1, comments=35)
    at = seed % len(planted.share)
    return _trial(planted.ask(("post_id",)).filter(post_id=f"p{at:03}"), planted.share[at])


def plant_ranking(seed: int, style: str) -> Trial:
    """One of the five worst of 24 campaigns: is it among the five that the list puts on top?"""
    shares = (*np.linspace(0.05, 0.17, 19), 0.24, 0.27, 0.30, 0.33, 0.36)
    planted = _world(seed, style, shares, posts=5, comments=50)
    found = planted.ask(("campaign_id",)).filter(statistic="value")
    top = found.sort("metric_value", descending=True)["campaign_id"][:5].to_list()
    return Trial(hit=f"c{19 + seed % 5:02}" in top)


def plant_nothing(seed: int, style: str) -> Trial:
    """A post among 60 that are all alike: does it fall out of the funnel's 95 % limits?"""
    rng = np.random.default_rng([seed, 47])
    sizes = rng.integers(8, 160, 60) if style == "steady" else (8 + 30 * rng.pareto(1.5, 60)).astype(int)
    labelled = rng.binomial(sizes, 0.18)
    planted = Planted(["c"] * 60, sizes.tolist(), [0.15] * 60, labelled.tolist(), 51, 130)
    row = (
        planted.ask(("post_id",)).filter(statistic="observed", post_id=f"p{seed % 60:03}").row(0, named=True)
    )
    value = row["metric_value"]
    # The interval of what the post has more than all: nothing, while it lies between the limits.
    return Trial(
        0.0, value - row["centre"], value - row["high_95"], value - row["low_95"], badge=row["grade"]
    )


def _trial(rows: pl.DataFrame, truth: float) -> Trial:
    row = rows.filter(statistic="value").row(0, named=True)
    return Trial(truth, row["metric_value"], row["lower"], row["upper"], badge=row["grade"])


STUDIES = [
    Study(
        "complaint share of a campaign", "complaint_share",
        "6 campaigns of 6 posts, shares of 6 to 32 %, labels with Se 0.85 and Sp 0.93", "coverage", plant_campaign,
        files=FILES,
    ),
    Study(
        "complaint share of a small post", "complaint_share",
        "60 posts of about 35 comments, shares drawn from Beta(3, 15), the same labels", "coverage", plant_post,
        files=FILES,
    ),
    Study(
        "worst five campaigns", "complaint_share",
        "24 campaigns of 5 posts, five of them with 24 to 36 %, the others 5 to 17 %", "recovery", plant_ranking,
        nominal=0.8, files=FILES,
    ),
    Study(
        "funnel of posts that are alike", "complaint_share", "60 posts with one share", "false_alarm", plant_nothing,
        nominal=0.05, files=FILES,
    ),
]  # fmt: skip
