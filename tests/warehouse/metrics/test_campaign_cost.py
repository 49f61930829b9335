"""metrics.campaign_cost: what was spent, what service carried, and why it sometimes isn't known."""

from typing import Any

import numpy as np
import polars as pl
import pytest

from tests.warehouse.event_worlds import contacts_frame, exposures_frame, hours_frame
from tests.warehouse.test_event_study import FRIDAY, TUESDAY, noisy, week
from warehouse.metrics import campaign_cost

pytestmark = pytest.mark.conflict(9)
POSTS = [4 * 168 + TUESDAY, 9 * 168 + FRIDAY]
SPEND = {
    "campaign_id": pl.String,
    "post_id": pl.String,
    "category": pl.String,
    "lines": pl.Int64,
    "amount": pl.Float64,
}
REACH = {"campaign_id": pl.String, "post_id": pl.String, "impressions": pl.Int64}
PLANS = {"campaign_id": pl.String, "post_id": pl.String, "planned": pl.Float64}
TIMES = {"topic": pl.String, "handled": pl.Int64, "seconds": pl.Float64, "squared": pl.Float64}


def priced_contacts(
    contacts: np.ndarray, topic: str | None = "billing", rate: float | None = 42.0
) -> pl.DataFrame:
    return contacts_frame(contacts).with_columns(
        topic=pl.lit(topic, pl.String),
        euro_per_hour=pl.lit(rate, pl.Float64),
        tool_euro_per_contact=pl.lit(None if rate is None else 0.4, pl.Float64),
    )


def times(*rows: tuple[str, int, float]) -> pl.DataFrame:
    """(topic, how many were handled, minutes each), all alike."""
    made = [(topic, count, count * 60 * m, count * (60 * m) ** 2) for topic, count, m in rows]
    return pl.DataFrame(made, schema=TIMES, orient="row")


def rows(
    contacts: pl.DataFrame, by: tuple[str, ...] = ("campaign_id",), **given: Any
) -> list[dict[str, Any]]:
    frames = {
        "contacts": contacts,
        "exposures": given.get("exposures", exposures_frame(POSTS, ["a", "a"])),
        "hours": hours_frame(12, given.get("touching", POSTS), given.get("incidents", ())),
        "times": given.get("times", times(("billing", 400, 9.0))),
        "spend": pl.DataFrame(given.get("spend", []), schema=SPEND, orient="row"),
        "reach": pl.DataFrame(given.get("reach", []), schema=REACH, orient="row"),
        "plans": pl.DataFrame(given.get("plans", []), schema=PLANS, orient="row"),
    }
    return campaign_cost.compute(frames, list(by)).to_dicts()


def only(found: list[dict[str, Any]], statistic: str, **key: object) -> dict[str, Any]:
    [chosen] = [
        row
        for row in found
        if row["statistic"] == statistic and all(row[name] == value for name, value in key.items())
    ]
    return chosen


def with_sixty() -> np.ndarray:
    contacts = week()
    contacts[POSTS[0] + 1] += 40
    contacts[POSTS[1] + 2] += 20
    return contacts


def test_the_example_of_the_header_comes_out():
    """60 contacts × (9 min × 0.70 € + 0.40 €) = 402 €, beside 4,000 € of media and 1,000 € of production."""
    money = [("a", None, "media", 2, 4000.0), ("a", None, "production", 1, 1000.0)]
    found = rows(
        priced_contacts(with_sixty()), spend=money, reach=[("a", "p0", 200_000)], plans=[("a", None, 4500.0)]
    )

    assert only(found, "contacts")["metric_value"] == pytest.approx(60)
    assert only(found, "service_cost")["metric_value"] == pytest.approx(402)
    assert only(found, "true_cost")["metric_value"] == pytest.approx(5402)
    assert only(found, "load_factor")["metric_value"] == pytest.approx(0.1005)
    assert only(found, "per_thousand")["metric_value"] == pytest.approx(27.01)
    assert only(found, "per_thousand_spend")["metric_value"] == pytest.approx(25)
    assert only(found, "planned")["metric_value"] == 4500
    assert only(found, "agency")["metric_value"] is None


def test_topics_cost_by_their_own_handle_time():
    """20 contacts of 30 min and 40 of 3 min at 0.70 € a minute: the mean of all would be wrong by a factor of two."""
    long, short = week(), week()
    long[POSTS[0]] += 20
    short[POSTS[1]] += 40
    contacts = pl.concat([priced_contacts(long, "outage"), priced_contacts(short, "app")])
    found = rows(contacts, times=times(("outage", 50, 30.0), ("app", 50, 3.0)))

    assert only(found, "service_cost")["metric_value"] == pytest.approx(20 * 21.4 + 40 * 2.5)


def test_a_topic_with_few_handle_times_takes_those_of_all():
    found = rows(priced_contacts(with_sixty()), times=times(("billing", 5, 100.0), ("app", 95, 9.0)))
    mean = (5 * 100 + 95 * 9) / 100

    assert only(found, "service_cost")["metric_value"] == pytest.approx(60 * (mean * 0.7 + 0.4))


def test_the_interval_is_wider_than_the_contacts_alone_would_make_it():
    """Where handle times are few and vary, cost is less sure than contacts."""
    contacts = priced_contacts(noisy(3))
    sure = only(rows(contacts), "service_cost")
    vague = pl.DataFrame([("billing", 25, 25 * 540.0, 25 * 540.0**2 * 2.5)], schema=TIMES, orient="row")
    unsure = only(rows(contacts, times=vague), "service_cost")

    assert unsure["upper"] - unsure["lower"] > sure["upper"] - sure["lower"]
    assert unsure["metric_value"] == pytest.approx(sure["metric_value"], rel=0.01)


def test_spend_without_a_campaign_has_a_row_of_its_own_and_no_service_part():
    found = rows(
        priced_contacts(week()), spend=[(None, None, "agency", 3, 900.0), ("a", None, "media", 1, 5.0)]
    )

    assert only(found, "spend", campaign_id=None)["metric_value"] == 900
    lost = only(found, "service_cost", campaign_id=None)
    assert (lost["metric_value"], lost["reason"], lost["grade"]) == (None, "no_posts", "not_computable")


@pytest.mark.parametrize(
    ("given", "statistic", "reason"),
    [
        ({}, "true_cost", "no_spend"),
        ({}, "load_factor", "no_spend"),
        ({"spend": [("a", None, "production", 1, 9.0)]}, "load_factor", "no_spend"),
        ({"spend": [("a", None, "media", 1, 9.0)]}, "per_thousand", "no_reach"),
        ({"times": times()}, "service_cost", "no_handle_time"),
        ({"exposures": exposures_frame(POSTS, ["a", "a"], is_reactive=True)}, "service_cost", "reactive"),
        ({"incidents": [(POSTS[0], POSTS[0] + 3), (POSTS[1], POSTS[1] + 3)]}, "service_cost", "incident"),
    ],
)
def test_what_cannot_be_told_is_null_with_a_reason_and_never_zero(
    given: dict[str, Any], statistic: str, reason: str
):
    row = only(rows(priced_contacts(with_sixty()), **given), statistic)

    assert (row["metric_value"], row["lower"], row["grade"], row["reason"]) == (
        None,
        None,
        "not_computable",
        reason,
    )


def test_departments_without_a_rate_take_the_others_mean_unless_they_are_many():
    few = pl.concat([priced_contacts(with_sixty() * 9), priced_contacts(week(), rate=None)])
    many = pl.concat([priced_contacts(with_sixty()), priced_contacts(week(), rate=None)])

    assert only(rows(few), "per_contact")["metric_value"] == pytest.approx(6.7)
    assert only(rows(many), "service_cost")["reason"] == "no_rate"


def test_a_post_costs_what_was_spent_on_it():
    money = [("a", "p0", "media", 1, 70.0), ("a", None, "production", 1, 500.0)]
    found = rows(priced_contacts(with_sixty()), by=("post_id",), spend=money)

    assert only(found, "true_cost", post_id="p0")["metric_value"] == pytest.approx(40 * 6.7 + 70)
    assert only(found, "service_cost", post_id="p1")["metric_value"] == pytest.approx(20 * 6.7)


def test_before_and_after_would_count_the_weekday_as_the_campaigns_own():
    """Nothing came of the posts, but Tuesday noon to Wednesday noon isn't like Friday to Saturday."""
    contacts = week()
    contacts[np.arange(len(contacts)) % 168 >= 4 * 24 + 9] *= 2
    found = rows(priced_contacts(contacts), exposures=exposures_frame(POSTS[1:], ["a"]), touching=POSTS[1:])

    assert only(found, "service_cost")["metric_value"] == pytest.approx(0, abs=0.01)
    assert only(found, "before_after")["metric_value"] > 500
