"""From insights by the hour to instants."""

from datetime import UTC, datetime
from typing import Any

from tests.warehouse.models.money import account, ad_hour


def test_hours_are_those_of_the_accounts_zone(stage: Any) -> None:
    staged = stage(
        "stg_meta_ads_hours", "1", meta_ads_hours=[ad_hour("2026-11-03", 8)], meta_ads_account=account()
    )

    assert staged.columns("from_at", "until_at", "impressions") == [
        (datetime(2026, 11, 3, 7, tzinfo=UTC), datetime(2026, 11, 3, 8, tzinfo=UTC), 60)
    ]


def test_the_hour_that_the_clocks_skip_is_no_shorter_than_an_hour(stage: Any) -> None:
    records = [ad_hour("2026-03-29", hour) for hour in (1, 2, 3)]
    staged = stage("stg_meta_ads_hours", "from_at", meta_ads_hours=records, meta_ads_account=account())

    assert all(until > since for since, until in staged.columns("from_at", "until_at"))


def test_an_hour_that_is_none_is_rejected(stage: Any) -> None:
    record = ad_hour("2026-11-03", 8)
    record[1]["hourly_stats_aggregated_by_advertiser_time_zone"] = "morgens"

    assert stage("stg_meta_ads_hours", "1", meta_ads_hours=[record]).rejected == [
        (record[0], "hourly_stats_aggregated_by_advertiser_time_zone: 'morgens' is no hour")
    ]
