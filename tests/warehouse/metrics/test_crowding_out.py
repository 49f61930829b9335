"""metrics.crowding_out: what a campaign costs those in waiting who had nothing to do with it."""

from datetime import timedelta

import numpy as np
import polars as pl
import pytest

from tests.warehouse.event_worlds import contacts_frame, exposures_frame, hours_frame
from tests.warehouse.metrics.test_campaign_waits import POSTS, WEEKS, is_exposed, usual
from tests.warehouse.metrics.test_spillover import only
from tests.warehouse.test_event_study import week
from tests.warehouse.wait_worlds import waits_frame
from warehouse.metrics import crowding_out

pytestmark = pytest.mark.conflict(12)
PLAIN = {"customer_id": "anna", "subject": "billing", "under_post_id": None}


def rows(waits: pl.DataFrame, topics: pl.DataFrame | None = None, by: tuple[str, ...] = ()) -> list[dict]:
    frames = {
        "waits": waits,
        "exposures": exposures_frame(POSTS),
        "hours": hours_frame(WEEKS, POSTS),
        "topics": topics if topics is not None else contacts_frame(week(WEEKS), subject="billing"),
    }
    return crowding_out.compute(frames, list(by)).to_dicts()


def slower(extra: float, **given: object) -> pl.DataFrame:
    """Waits that take so much longer after posts, in service only."""
    return waits_frame(
        WEEKS,
        lambda hour, pool: usual(hour) + (extra if is_exposed(hour) and pool == "service" else 0),
        **{**PLAIN, **given},
    ).with_columns(pl.col("under_post_id", "subject", "customer_id").cast(pl.String))


def test_who_wrote_about_something_else_and_waited_behind_the_campaign_counts():
    found = rows(slower(3600))

    assert only(found, "value")["metric_value"] == pytest.approx(3600, abs=5)
    assert only(found, "value")["sample_size"] == 72
    assert only(found, "hours")["metric_value"] == pytest.approx(72, abs=0.5)
    assert only(found, "did")["metric_value"] == pytest.approx(3600, abs=10)
    assert only(found, "elsewhere")["metric_value"] == pytest.approx(0, abs=5)


@pytest.mark.parametrize(
    "given", [{"under_post_id": "elsewhere"}, {"customer_id": "ben"}, {"subject": "offer"}]
)
def test_who_answered_the_campaign_is_none_of_the_others(given: dict[str, str]):
    """Beneath a post, somebody who has commented on one, or on a topic about which much more came after it."""
    comment = slower(0, under_post_id="p0", customer_id="ben").head(2)
    contacts = week(WEEKS)
    for post in POSTS:
        contacts[post : post + 24] += 30
    topics = pl.concat(
        [contacts_frame(contacts, subject="offer"), contacts_frame(week(WEEKS), subject="billing")]
    )
    concerned = slower(36000, **given)
    found = rows(pl.concat([slower(600), concerned, comment]), topics)

    assert only(found, "value")["metric_value"] == pytest.approx(600, abs=5)
    assert only(found, "exposed")["metric_value"] > 10000


def test_with_a_pool_of_its_own_nobody_waits_behind_the_campaign():
    """Only comments below the post are slow; those who wait for service don't notice."""
    slow = slower(36000, under_post_id="p0", customer_id="ben")
    found = rows(pl.concat([slower(0), slow]))

    assert only(found, "value")["metric_value"] == pytest.approx(0, abs=5)


def test_a_topic_moves_only_if_more_came_than_chance_explains():
    rng = np.random.default_rng(4)
    noise = rng.poisson(week(WEEKS))
    clock = crowding_out.Hours.of(hours_frame(WEEKS, POSTS))
    topics = [
        crowding_out.Topic(name, series, clock.usual(series))
        for name, series in (("calm", noise), ("moved", noise + _more(40)))
    ]
    ends = [post + 24 for post in POSTS]

    assert crowding_out.moved(clock, topics, POSTS, ends) == ["moved"]


def _more(count: int) -> np.ndarray:
    found = np.zeros(WEEKS * 168, dtype=np.int64)
    for post in POSTS:
        found[post : post + 24] = count
    return found


def test_departments_are_told_apart():
    waits = pl.concat(
        [slower(1800), slower(0).with_columns(opened_at=pl.col("opened_at") + timedelta(minutes=1))]
    )
    found = rows(waits, by=("department_id",))

    assert only(found, "value", department_id="service")["metric_value"] == pytest.approx(900, abs=5)
    assert only(found, "value", department_id="hr")["metric_value"] is None
