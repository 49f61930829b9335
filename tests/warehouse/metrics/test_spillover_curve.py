"""metrics.spillover_curve: the hours around posts agree with what spillover says of their first day."""

import numpy as np
import polars as pl
import pytest

from tests.warehouse.event_worlds import contacts_frame, exposures_frame, hours_frame
from tests.warehouse.metrics.test_spillover import POSTS
from tests.warehouse.test_event_study import noisy, week
from warehouse.metrics import spillover, spillover_curve

pytestmark = pytest.mark.conflict(2)


def frames(contacts: np.ndarray, posts: list[int] = POSTS) -> dict[str, pl.DataFrame]:
    weeks = len(contacts) // 168
    return {
        "contacts": contacts_frame(contacts),
        "exposures": exposures_frame(posts),
        "hours": hours_frame(weeks, posts),
    }


def test_without_noise_each_hour_is_what_came_and_what_would_have_come():
    contacts = week()
    contacts[[post + 1 for post in POSTS]] += 30
    found = spillover_curve.compute(frames(contacts), [])

    at_one = {row["statistic"]: row["metric_value"] for row in found.filter(pl.col("hour") == 1).to_dicts()}
    assert at_one["observed"] - at_one["expected"] == pytest.approx(30)
    assert at_one["cumulative"] == pytest.approx(30)
    first = found.filter(pl.col("hour") == 0, pl.col("statistic") == "cumulative")["metric_value"].item()
    assert first == pytest.approx(0, abs=1e-9)


def test_it_spans_48_hours_before_until_96_after_and_ends_where_nothing_is_known_yet():
    hours = spillover_curve.compute(frames(noisy(1)), [])["hour"]
    assert (hours.min(), hours.max()) == (-48, 95)

    late = spillover_curve.compute(frames(noisy(1), [12 * 168 - 40]), [])["hour"]
    assert late.max() == 39


def test_after_a_day_it_has_added_up_to_the_effect_with_the_same_interval():
    contacts = noisy(4, 26)
    contacts[POSTS[0] + 3] += 200
    curve = spillover_curve.compute(frames(contacts, POSTS[:1]), [])
    day = curve.filter(pl.col("statistic") == "cumulative", pl.col("hour") == 23).to_dicts()[0]
    effect = spillover.compute(frames(contacts, POSTS[:1]), []).filter(pl.col("statistic") == "value")

    assert day["metric_value"] == pytest.approx(effect["metric_value"].item())
    assert day["lower"] == pytest.approx(effect["lower"].item(), rel=0.05)


def test_most_usual_hours_lie_within_the_usual_range():
    contacts = noisy(6, 26)
    found = spillover_curve.compute(frames(contacts, [10 * 168 + 60]), [])
    shown = found.pivot("statistic", index="hour", values="metric_value").join(
        found.filter(pl.col("statistic") == "expected").select("hour", "lower", "upper"), on="hour"
    )
    inside = shown.filter(pl.col("observed").is_between("lower", "upper"))

    assert 0.88 < len(inside) / len(shown) <= 1


def test_everyday_posts_have_no_course():
    empty = frames(noisy(1)) | {"exposures": exposures_frame(POSTS, is_event=False)}

    assert spillover_curve.compute(empty, []).is_empty()
