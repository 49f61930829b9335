"""From an ad account's campaigns."""

from datetime import UTC, datetime
from typing import Any

from tests.warehouse.models.money import ad_campaign


def test_a_campaign_keeps_number_name_and_times(stage: Any) -> None:
    staged = stage("stg_meta_ads_campaigns", "1", meta_ads_campaigns=[ad_campaign()])

    assert staged.columns("native_campaign_id", "name", "starts_at", "ends_at") == [
        ("77", "Herbst", datetime(2026, 10, 31, 23, tzinfo=UTC), None)
    ]


def test_one_without_a_name_or_with_a_strange_time_is_rejected(stage: Any) -> None:
    records = [ad_campaign("1", ""), ad_campaign("2", start_time="bald")]

    assert stage("stg_meta_ads_campaigns", "1", meta_ads_campaigns=records).rejected == [
        ("1", "name: is empty"),
        ("2", "start_time: 'bald' is no instant"),
    ]
