"""marts.fct_exposures: which posts and campaigns are told apart from a usual week, and for how long they hold."""

from datetime import timedelta

import pytest

from tests.warehouse.conftest import at
from tests.warehouse.exposure_marts import made


def test_a_post_holds_for_24_hours_from_its_publishing():
    (found,) = made("fct_exposures", dim_post=[{"published_at": "12:20"}])

    assert (found["exposure_id"], found["kind"], found["is_event"]) == ("post:p", "post", True)
    assert found["starts_at"] == at("12:20")
    assert found["ends_at"] == at("12:20") + timedelta(hours=24)


def test_everyday_posts_are_events_only_where_they_are_rare():
    everyday = [{"post_id": f"p{n}", "published_at": f"+{n % 3} 0{n}:00", "is_paid": False} for n in range(6)]
    special = [
        {"post_id": "ad", "is_paid": True},
        {"post_id": "help", "is_paid": False, "kind": "help"},
        {"post_id": "campaign", "is_paid": False, "kind": "campaign", "campaign_id": "c"},
    ]

    (rare,) = made("fct_exposures", dim_post=everyday[:1])
    often = made("fct_exposures", dim_post=everyday + special)
    assert rare["is_event"]
    assert [row["post_id"] for row in often if row["is_event"]] == ["ad", "campaign", "help"]


def test_a_campaign_is_an_event_itself_only_where_none_of_its_posts_is_known():
    campaigns = [{"campaign_id": "known"}, {"campaign_id": "unknown"}]
    found = made("fct_exposures", dim_campaign=campaigns, dim_post=[{"campaign_id": "known"}])

    assert [(row["exposure_id"], row["is_event"]) for row in found] == [
        ("campaign:known", False),
        ("campaign:unknown", True),
        ("post:p", True),
    ]


def test_a_campaign_that_runs_ends_now_and_one_to_come_is_no_event():
    campaigns = [
        {"campaign_id": "open", "ends_at": None},
        {"campaign_id": "later", "starts_at": "+9 00:00", "ends_at": "+12 00:00"},
    ]
    later, running = made("fct_exposures", now="+2 00:00", dim_campaign=campaigns)

    assert (running["ends_at"], running["is_event"]) == (at("+2 00:00"), True)
    assert not later["is_event"]


@pytest.mark.parametrize(("second", "count"), [("+1 11:59", 1), ("+1 12:00", 0)])
def test_events_less_than_a_day_apart_overlap(second: str, count: int):
    found = made("fct_exposures", dim_post=[{}, {"post_id": "q", "published_at": second}])

    assert [row["overlap_count"] for row in found] == [count, count]
