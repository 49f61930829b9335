"""500 real posts of a brand: ranking and funnel do on them what they promise, with reach as it was.

The data set (Moro, Rita and Vala, 2016; UCI "Facebook metrics", CC BY 4.0) has no comments' texts. So what is ranked is
the share of comments among all interactions, which is a count out of a count as a complaint share is.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import plotly.graph_objects as go
import polars as pl
import pytest

from dashboard.figures.funnel_plot import funnel_plot, is_outside
from warehouse.metrics.complaint_share import compute

UNCHECKED = pl.DataFrame(
    schema=dict.fromkeys(
        ("true_positive_count", "positive_count", "true_negative_count", "negative_count"), pl.Int64
    )
)


@pytest.fixture(scope="module")
def posts(real_input: Path) -> pl.DataFrame:
    """One row a post, in the metric's columns."""
    rows = pl.read_csv(real_input / "facebook_posts_2014.csv", separator=";", null_values=["", "NA"])
    assert rows.height == 500
    return rows.with_row_index("number").select(
        post_id=pl.format("p{}", "number"),
        kind=pl.col("Type"),
        comment_count=pl.col("T_Interactions"),
        complaint_count=pl.col("comment"),
        claim_count=pl.lit(0),
        impressions=pl.col("T_Impression").cast(pl.Float64),
        impressions_reason=pl.lit(None, pl.String),
    )


def asked(posts: pl.DataFrame, statistic: str, by: tuple[str, ...] = ("post_id",)) -> pl.DataFrame:
    frames = {"posts": posts, "quality": UNCHECKED}
    return compute(frames, by).filter(statistic=statistic)


@pytest.mark.conflict(1)
def test_small_posts_top_the_raw_list_and_not_the_drawn_one(posts: pl.DataFrame) -> None:
    raw = asked(posts, "observed").sort("metric_value", descending=True, nulls_last=True).head(5)
    drawn = asked(posts, "value").sort("metric_value", descending=True, nulls_last=True).head(5)

    assert raw["sample_size"].min() == 4  # one comment among four interactions
    assert drawn["sample_size"].min() > 50
    assert (
        drawn.row(0, named=True)["numerator"] == raw.row(0, named=True)["numerator"] == 41
    )  # of 57: no chance


@pytest.mark.conflict(1)
def test_of_forty_interactions_of_each_large_post_the_interval_holds_what_all_of_them_say(
    posts: pl.DataFrame,
) -> None:
    large = posts.filter(pl.col("comment_count") >= 200)
    rng = np.random.default_rng(1)
    comments, all_of_them = large["complaint_count"].to_numpy(), large["comment_count"].to_numpy()
    drawn = rng.hypergeometric(comments, all_of_them - comments, 40)
    sample = large.with_columns(comment_count=pl.lit(40), complaint_count=pl.Series(drawn))
    found = asked(sample, "value").join(
        large.select("post_id", true=pl.Series(comments / all_of_them)), on="post_id"
    )

    assert found.height > 120
    assert found.select(pl.col("true").is_between("lower", "upper").mean()).item() > 0.9


@pytest.mark.conflict(1)
def test_real_posts_differ_more_than_chance_and_the_funnel_says_so_of_few(posts: pl.DataFrame) -> None:
    rows = [row for row in asked(posts, "observed").to_dicts() if row["sample_size"]]
    outside = [row for row in rows if is_outside(row)]
    figure = funnel_plot(rows, lang="en", scheme="light", names={})

    go.Figure(figure)
    assert 0.005 < len(outside) / len(rows) < 0.06
    assert max(rows, key=lambda row: row["metric_value"]) in outside


@pytest.mark.conflict(1)
def test_per_thousand_impressions_follows_from_reach_as_it_was(posts: pl.DataFrame) -> None:
    kinds = asked(posts, "per_1000", ("kind",)).sort("kind")
    by_hand = (
        posts.group_by("kind")
        .agg(by_hand=1000 * pl.col("complaint_count").sum() / pl.col("impressions").sum())
        .sort("kind")
    )

    assert kinds["kind"].to_list() == by_hand["kind"].to_list() == ["Link", "Photo", "Status", "Video"]
    assert kinds["metric_value"].to_list() == pytest.approx(by_hand["by_hand"].to_list(), rel=0.15)
