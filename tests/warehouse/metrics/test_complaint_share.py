"""metrics.complaint_share: small posts don't top the list, wrong labels are set right, and what isn't known is said."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest

from warehouse.label_correction import LabelQuality, correct
from warehouse.metrics.complaint_share import compute

POST = {
    "date_day": None, "source": "f", "platform": "facebook", "department_id": "marketing", "campaign_id": "c",
    "post_id": "p", "kind": "campaign", "is_paid": True, "comment_count": 0, "complaint_count": 0, "claim_count": 0,
    "impressions": None, "impressions_reason": "no_reach",
}  # fmt: skip
QUALITY = {
    "true_positive_count": 90,
    "positive_count": 100,
    "true_negative_count": 380,
    "negative_count": 400,
}


def asked(posts: list[dict[str, Any]], by: tuple[str, ...] = ("post_id",), **quality: int) -> pl.DataFrame:
    """The metric on posts made by hand, labels checked as in QUALITY unless told otherwise."""
    shape = {"impressions": pl.Float64, "impressions_reason": pl.String, "date_day": pl.Date}
    frame = pl.DataFrame([POST | post for post in posts], schema_overrides=shape)
    sample = (
        pl.DataFrame([QUALITY | quality])
        if quality != {"none": 1}
        else pl.DataFrame(schema=dict.fromkeys(QUALITY, pl.Int64))
    )
    return compute({"posts": frame, "quality": sample}, by)


def of(frame: pl.DataFrame, statistic: str, post: str = "p") -> dict[str, Any]:
    """One row of the metric."""
    return frame.filter(statistic=statistic, post_id=post).row(0, named=True)


def many(count: int = 40, comments: int = 60, complaints: int = 9) -> list[dict[str, Any]]:
    """Posts like one another, so that there is something in common."""
    return [
        {"post_id": f"p{n}", "comment_count": comments, "complaint_count": complaints + n % 5 - 2}
        for n in range(count)
    ]


@pytest.mark.conflict(1)
def test_three_comments_that_all_complain_dont_top_the_list() -> None:
    loud = {"post_id": "loud", "comment_count": 3, "complaint_count": 3}
    bad = {"post_id": "bad", "comment_count": 200, "complaint_count": 90}
    found = asked([*many(), loud, bad]).filter(statistic="value").sort("metric_value", descending=True)

    assert found["post_id"][0] == "bad"
    assert of(found, "value", "loud")["metric_value"] < 0.35
    assert of(found, "value", "loud")["grade"] == "too_few"


@pytest.mark.conflict(1)
def test_wrong_labels_are_set_right_and_what_isnt_known_of_them_widens_the_interval() -> None:
    posts = [{"comment_count": 2000, "complaint_count": 440}]
    large = of(asked(posts, true_positive_count=9000, positive_count=10_000,
                     true_negative_count=38_000, negative_count=40_000), "value")  # fmt: skip
    small = of(asked(posts), "value")

    # 22 % bear the label; (0.22 - 0.05) / (0.90 - 0.05) = 20 % complain.
    assert large["metric_value"] == pytest.approx(0.20, abs=0.001)
    assert small["metric_value"] == pytest.approx(0.20, abs=0.005)
    assert small["upper"] - small["lower"] > 1.4 * (large["upper"] - large["lower"])
    assert small["lower"] < 0.20 < small["upper"]


def test_the_correction_is_the_formula_of_rogan_and_gladen() -> None:
    quality = LabelQuality(0.9, 0.0, 0.95, 0.0)
    true, variance = correct(np.array([0.22]), np.array([0.0001]), quality)

    assert true[0] == pytest.approx((0.22 + 0.95 - 1) / 0.85)
    assert variance[0] == pytest.approx(0.0001 / 0.85**2)


@pytest.mark.conflict(1)
def test_ten_posts_only_are_too_few_to_be_compared() -> None:
    found = asked(many(10)).filter(statistic="value")

    assert set(found["grade"]) == {"too_few"} and set(found["reason"]) == {"few_posts"}
    assert found["metric_value"].null_count() == 0


@pytest.mark.conflict(1)
def test_nobody_has_checked_the_labels_so_nothing_is_corrected_and_it_says_so() -> None:
    row = of(asked([{"comment_count": 2000, "complaint_count": 440}], none=1), "value")

    assert row["metric_value"] == pytest.approx(0.22, abs=0.001)
    assert (row["reason"], row["grade"]) == ("no_audit", "indicative")


@pytest.mark.conflict(1)
def test_labels_that_say_nothing_give_no_share() -> None:
    row = of(asked([{"comment_count": 50, "complaint_count": 9}], true_positive_count=40, true_negative_count=250),
             "value")  # fmt: skip

    assert (row["metric_value"], row["reason"], row["grade"]) == (None, "weak_labels", "not_computable")


@pytest.mark.conflict(1)
def test_a_post_without_comments_has_no_share_and_one_without_reach_none_per_thousand() -> None:
    found = asked([{"post_id": "silent"}, {"comment_count": 40, "complaint_count": 9}])

    assert (of(found, "value", "silent")["metric_value"], of(found, "value", "silent")["reason"]) == (
        None,
        "no_comments",
    )
    row = of(found, "per_1000")
    assert (row["metric_value"], row["reason"], row["grade"]) == (None, "no_reach", "not_computable")


def test_per_thousand_only_comments_of_posts_with_known_reach_count() -> None:
    posts = [
        {"comment_count": 1000, "complaint_count": 200, "impressions": 50_000.0, "impressions_reason": None},
        {"post_id": "q", "comment_count": 1000, "complaint_count": 200},
    ]
    row = asked(posts, by=(), none=1).filter(statistic="per_1000").row(0, named=True)

    # A fifth of 1,000 comments complain, over 50,000 impressions.
    assert row["metric_value"] == pytest.approx(4.0, abs=0.02)
    assert (row["sample_size"], row["numerator"], row["reason"]) == (1000, 50_000.0, "no_audit")


def test_complaints_that_take_up_an_advert_are_a_share_of_their_own() -> None:
    row = of(asked([{"comment_count": 40, "complaint_count": 9, "claim_count": 4}]), "claim")

    assert (row["metric_value"], row["numerator"], row["sample_size"]) == (0.1, 4.0, 40)


@pytest.mark.conflict(1)
def test_the_funnel_holds_posts_alike_and_not_the_one_that_isnt() -> None:
    bad = {"post_id": "bad", "comment_count": 60, "complaint_count": 30}
    found = asked([*many(), bad]).filter(statistic="observed")
    outside = found.filter(pl.col("metric_value") > pl.col("high_998"))

    assert outside["post_id"].to_list() == ["bad"]
    assert found.filter(pl.col("low_95") > pl.col("low_998"))["post_id"].len() == 41


def test_no_posts_are_no_rows() -> None:
    empty = pl.DataFrame(schema=dict.fromkeys(POST, pl.String) | {
        "comment_count": pl.Int64, "complaint_count": pl.Int64, "claim_count": pl.Int64, "impressions": pl.Float64,
    })  # fmt: skip

    assert compute({"posts": empty, "quality": pl.DataFrame([QUALITY])}, ("post_id",)).is_empty()
    assert compute({"posts": empty, "quality": pl.DataFrame([QUALITY])}, ()).is_empty()
