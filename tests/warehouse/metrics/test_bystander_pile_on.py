"""metrics.bystander_pile_on: each comment against what those before it let expect, so that nothing stays nothing."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from warehouse.metrics.bystander_pile_on import compute


def world(seed: int, more: float, posts: int = 40, comments: int = 40) -> pl.DataFrame:
    """Comments in order; complaints wait for an answer for some comments, beside them `more` complain."""
    rng = np.random.default_rng(seed)
    rows = []
    for post in range(posts):
        share, until = rng.beta(3, 15), -1.0
        for number in range(comments):
            is_beside = number < until
            complains = bool(rng.random() < share + more * is_beside)
            rows.append((f"p{post:02}", is_beside, complains))
            if complains:
                until = max(until, number + 1 + rng.exponential(5))
    return pl.DataFrame(rows, schema=["post_id", "is_beside", "is_complaint"], orient="row")


def asked(comments: pl.DataFrame) -> dict[str, dict[str, float]]:
    return {row["statistic"]: row for row in compute(comments, ()).to_dicts()}


def test_where_nobody_joins_in_nothing_is_found_although_shares_within_posts_would_say_less() -> None:
    found = [asked(world(seed, 0.0))["value"] for seed in range(40)]
    within = []
    for seed in range(40):
        shares = world(seed, 0.0).group_by("post_id", "is_beside").agg(pl.col("is_complaint").mean())
        sides = shares.pivot(on="is_beside", index="post_id", values="is_complaint").drop_nulls()
        within.append((sides["true"] - sides["false"]).mean())

    assert abs(np.mean([row["metric_value"] for row in found])) < 0.01
    assert np.mean(within) < -0.02
    assert sum(row["lower"] > 0 or row["upper"] < 0 for row in found) <= 5


def test_what_was_planted_lies_in_the_interval() -> None:
    found = [asked(world(seed, 0.12))["value"] for seed in range(40)]

    assert sum(row["lower"] <= 0.12 <= row["upper"] for row in found) >= 34
    assert np.mean([row["metric_value"] for row in found]) == pytest.approx(0.12, abs=0.025)


def test_the_complaints_more_are_those_of_the_comments_beside() -> None:
    found = asked(world(1, 0.12))

    assert found["extra"]["metric_value"] == pytest.approx(
        found["value"]["metric_value"] * found["beside"]["sample_size"]
    )
    assert found["beside"]["sample_size"] + found["alone"]["sample_size"] == 1600


def test_comments_of_one_kind_only_are_no_row() -> None:
    assert compute(world(1, 0.0).filter("is_beside"), ()).is_empty()
