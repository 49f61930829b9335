"""metrics.spillover: what posts sent to service, by post, campaign and topic, and why it sometimes isn't known."""

import numpy as np
import polars as pl
import pytest

from tests.warehouse.event_worlds import contacts_frame, exposures_frame, hours_frame
from tests.warehouse.test_event_study import FRIDAY, TUESDAY, noisy, week
from warehouse.metrics import spillover

pytestmark = pytest.mark.conflict(2)
POSTS = [4 * 168 + TUESDAY, 9 * 168 + FRIDAY]


def rows(contacts: pl.DataFrame, exposures: pl.DataFrame, weeks: int, by=(), **given) -> list[dict]:
    frames = {
        "contacts": contacts,
        "exposures": exposures,
        "hours": hours_frame(weeks, given.get("touching", POSTS), given.get("incidents", ())),
    }
    return spillover.compute(frames, list(by)).to_dicts()


def only(found: list[dict], statistic: str, **key: object) -> dict:
    chosen = [
        row
        for row in found
        if row["statistic"] == statistic and all(row[name] == value for name, value in key.items())
    ]
    assert len(chosen) == 1, chosen
    return chosen[0]


def test_the_mean_a_post_and_the_total_are_what_was_added():
    contacts = week()
    contacts[POSTS[0] + 1] += 30
    contacts[POSTS[1] + 2] += 50
    found = rows(contacts_frame(contacts), exposures_frame(POSTS), 12)

    assert only(found, "value")["metric_value"] == pytest.approx(40)
    assert only(found, "total")["metric_value"] == pytest.approx(80)
    assert (
        only(found, "total")["sample_size"]
        == contacts[POSTS[0] :][:24].sum() + contacts[POSTS[1] :][:24].sum()
    )
    assert only(found, "total")["numerator"] == 2
    assert only(found, "expected")["metric_value"] == pytest.approx(2 * 7 * 24)


def test_posts_and_topics_are_told_apart():
    billing, delivery = week(), week()
    billing[POSTS[0]] += 30
    delivery[POSTS[1]] += 50
    contacts = pl.concat(
        [contacts_frame(billing, topic="billing"), contacts_frame(delivery, topic="delivery")]
    )
    found = rows(contacts, exposures_frame(POSTS, ["a", "b"]), 12, by=("campaign_id", "topic"))

    values = {
        (row["campaign_id"], row["topic"]): round(row["metric_value"])
        for row in found
        if row["statistic"] == "total"
    }
    assert values == {("a", "billing"): 30, ("a", "delivery"): 0, ("b", "billing"): 0, ("b", "delivery"): 50}


def test_a_large_effect_is_graded_by_its_interval_and_a_check_demotes_it():
    contacts = noisy(2, 26)
    contacts[POSTS[0] : POSTS[0] + 24] += 25
    strong = rows(contacts_frame(contacts), exposures_frame(POSTS[:1]), 26, touching=POSTS[:1])
    spoiled = contacts.copy()
    spoiled[POSTS[0] - 6 : POSTS[0]] += 40
    doubtful = rows(contacts_frame(spoiled), exposures_frame(POSTS[:1]), 26, touching=POSTS[:1])

    assert (only(strong, "value")["grade"], only(strong, "value")["reason"]) == ("solid", None)
    assert only(strong, "value")["lower"] > 400
    assert (only(doubtful, "value")["grade"], only(doubtful, "value")["reason"]) == ("indicative", "pretrend")


@pytest.mark.parametrize(
    ("given", "reason"),
    [({"is_reactive": True}, "reactive"), ({"is_event": False}, "everyday")],
)
def test_what_has_no_counterfactual_has_a_reason_and_no_number(given: dict, reason: str):
    found = rows(contacts_frame(noisy(2)), exposures_frame(POSTS, **given), 12)

    assert only(found, "value")["metric_value"] is None
    assert (only(found, "value")["grade"], only(found, "value")["reason"]) == ("not_computable", reason)


def test_a_post_that_answers_an_incident_is_counted_and_left_out():
    exposures = pl.concat([exposures_frame(POSTS[:1]), exposures_frame(POSTS[1:], is_reactive=True)])
    contacts = week()
    contacts[POSTS[1]] += 500
    found = rows(contacts_frame(contacts), exposures, 12)

    assert only(found, "total")["metric_value"] == pytest.approx(0, abs=1e-6)
    assert (only(found, "reactive")["metric_value"], only(found, "reactive")["sample_size"]) == (1, 2)


def test_a_campaign_that_leaves_no_clean_weeks_is_explained_by_lags():
    """Two posts a week on changing days, all of one campaign: no hour of the week has three clean weeks."""
    contacts, size = noisy(8, 12), 12
    draw = np.random.default_rng(1)
    days = sorted(
        {int(day) for week in range(1, size) for day in week * 7 + draw.choice(6, 3, replace=False)}
    )
    posts = [day * 24 + int(draw.integers(9, 18)) for day in days if day < size * 7 - 2]
    for post in posts:
        contacts[post : post + 12] += draw.poisson(5, 12)
    found = rows(contacts_frame(contacts), exposures_frame(posts, ["a"] * len(posts)), size,
                 by=("campaign_id",), touching=posts)  # fmt: skip
    value = only(found, "value", campaign_id="a")

    assert (value["method"], value["grade"] in ("indicative", "too_few"), value["reason"]) == (
        "lagged",
        True,
        "overlap",
    )
    assert value["lower"] < 60 < value["upper"]


def test_without_contacts_there_is_nothing_to_say():
    assert rows(contacts_frame(np.zeros(12 * 168, np.int64)), exposures_frame(POSTS), 12) == []
