"""metrics.relief: what a post that answers a question for everybody spared service, and what it can't say."""

from datetime import timedelta

import numpy as np
import polars as pl
import pytest

from tests.warehouse.event_worlds import MONDAY, contacts_frame, exposures_frame, hours_frame
from tests.warehouse.metrics.test_spillover import only
from tests.warehouse.test_event_study import week
from warehouse.metrics import relief

pytestmark = pytest.mark.conflict(13)
WEEKS, POST = 20, 14 * 168 + 33


def rows(topic: np.ndarray, other: np.ndarray, subject: str | None = "esim", by=(), **given) -> list[dict]:
    posts = given.get("posts", [POST])
    helps = pl.DataFrame(
        [
            {"post_id": f"p{n}", "campaign_id": None, "subject": subject, "date_day": MONDAY.date(),
             "published_at": MONDAY + timedelta(hours=post)}
            for n, post in enumerate(posts)
        ],
        schema_overrides={"campaign_id": pl.String, "subject": pl.String},
    )  # fmt: skip
    frames = {
        "exposures": exposures_frame(posts),
        "hours": hours_frame(WEEKS, posts),
        "helps": helps if given.get("is_help", True) else helps.head(0),
        "topics": pl.concat(
            [contacts_frame(topic, subject="esim"), contacts_frame(other, subject="billing")]
        ),
        "peers": pl.DataFrame(
            {"post_id": ["p0"], "date_day": [MONDAY.date()], "solved": [12], "answered": [30]}
        ),
    }
    return relief.compute(frames, list(by)).to_dicts()


def fewer(share: float) -> np.ndarray:
    topic = week(WEEKS) * 10
    topic[POST:] = np.rint(topic[POST:] * (1 - share)).astype(np.int64)
    return topic


def test_a_quarter_fewer_are_a_third_of_those_who_came():
    found = rows(fewer(0.25), week(WEEKS) * 30)
    value, came = only(found, "value"), int(fewer(0.25)[POST : POST + 4 * 168].sum())

    assert only(found, "change")["metric_value"] == pytest.approx(-0.25, abs=0.002)
    assert value["metric_value"] == pytest.approx(came / 3, rel=0.01)
    assert value["sample_size"] == came
    assert value["lower"] < value["metric_value"] < value["upper"]


def test_a_busier_month_isnt_taken_for_the_posts_work():
    busy = week(WEEKS) * 30
    busy[POST:] *= 2
    topic = week(WEEKS) * 10
    topic[POST:] *= 2

    assert only(rows(topic, busy), "value")["metric_value"] == pytest.approx(0, abs=1e-6)


def test_the_net_is_what_was_sent_less_what_was_spared():
    found = rows(fewer(0.25), week(WEEKS) * 30)
    sent, spared, net = (only(found, name)["metric_value"] for name in ("spillover", "value", "net"))

    assert net == pytest.approx(sent - spared)
    assert only(found, "net")["upper"] < 0  # the post helped


def test_questions_that_customers_solved_are_counted_and_not_priced():
    found = rows(fewer(0), week(WEEKS))

    assert (only(found, "peer_solved")["metric_value"], only(found, "peer_solved")["sample_size"]) == (12, 30)
    assert (only(found, "peer_relief")["metric_value"], only(found, "peer_relief")["reason"]) == (
        None,
        "no_survey",
    )


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"subject": None}, "no_topic"),
        ({"posts": [19 * 168 + 5]}, "unmatured"),
        ({"posts": [2 * 168 + 5]}, "few_clean_weeks"),
        ({"is_help": False}, "no_help_posts"),
    ],
)
def test_what_cant_be_told_has_a_reason_and_no_number(given: dict, reason: str):
    found = rows(fewer(0), week(WEEKS), **given)

    assert (only(found, "value")["metric_value"], only(found, "value")["reason"]) == (None, reason)


def test_without_help_posts_the_net_is_what_was_sent():
    found = rows(fewer(0), week(WEEKS), is_help=False)

    assert only(found, "net")["metric_value"] == pytest.approx(only(found, "spillover")["metric_value"])


def test_posts_are_told_apart_with_their_topic():
    found = rows(fewer(0.25), week(WEEKS) * 30, by=("post_id",))

    assert only(found, "value", post_id="p0")["subject"] == "esim"
