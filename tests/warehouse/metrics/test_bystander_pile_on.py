"""metrics.bystander_pile_on: compared within posts, so that a bad post isn't taken for what bystanders do."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from warehouse.metrics.bystander_pile_on import compute

SHAPE = ("beside_count", "beside_complaint_count", "alone_count", "alone_complaint_count")


def asked(*posts: tuple[int, int, int, int]) -> dict[str, dict[str, float]]:
    frame = pl.DataFrame(list(posts), schema=SHAPE, orient="row")
    return {row["statistic"]: row for row in compute(frame, ()).to_dicts()}


def test_one_post_is_the_difference_of_its_shares() -> None:
    found = asked((40, 12, 60, 9))

    assert found["value"]["metric_value"] == pytest.approx(0.15)
    assert found["extra"]["metric_value"] == pytest.approx(6)
    assert (found["beside"]["metric_value"], found["alone"]["metric_value"]) == (0.3, 0.15)


def test_a_bad_post_with_slow_answers_doesnt_look_like_bystanders() -> None:
    # One post has half complaints and is answered slowly, the other few and fast; within each there is no difference.
    found = asked((80, 40, 20, 10), (20, 2, 80, 8))

    assert found["value"]["metric_value"] == pytest.approx(0.0)
    assert found["beside"]["metric_value"] - found["alone"]["metric_value"] == pytest.approx(0.24)
    assert found["value"]["lower"] < 0 < found["value"]["upper"]


def test_the_interval_holds_what_was_planted() -> None:
    rng = np.random.default_rng(4)
    held = 0
    for _ in range(300):
        base = rng.beta(3, 15, 25)
        n1, n0 = rng.integers(3, 30, 25), rng.integers(3, 30, 25)
        posts = zip(n1, rng.binomial(n1, base + 0.1), n0, rng.binomial(n0, base), strict=True)
        row = asked(*[tuple(int(one) for one in post) for post in posts])["value"]
        held += int(row["lower"] <= 0.1 <= row["upper"])

    assert 0.92 < held / 300 < 0.98


def test_no_posts_with_both_kinds_are_no_rows() -> None:
    assert compute(pl.DataFrame(schema=dict.fromkeys(SHAPE, pl.Int64)), ()).is_empty()
