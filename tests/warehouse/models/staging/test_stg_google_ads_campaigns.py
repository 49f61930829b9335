"""From campaigns of a Google Ads account to ours."""

from datetime import UTC, datetime
from typing import Any

from tests.warehouse.models.money import google_campaign

MODEL = "stg_google_ads_campaigns"


def test_beginning_and_end_are_by_the_accounts_clock(stage: Any) -> None:
    records = [
        google_campaign("1", endDateTime="2026-11-20 23:59:59"),
        google_campaign("2", endDateTime="2037-12-30 23:59:59"),
        google_campaign("3"),
    ]
    staged = stage(MODEL, "native_campaign_id", google_ads_campaigns=records)

    begins = datetime(2026, 10, 31, 23, tzinfo=UTC)
    assert staged.columns("name", "platform", "starts_at", "ends_at") == [
        ("Herbst", "google", begins, datetime(2026, 11, 20, 22, 59, 59, tzinfo=UTC)),
        ("Herbst", "google", begins, None),
        ("Herbst", "google", begins, None),
    ]


def test_a_campaign_that_cannot_be_read_says_why(stage: Any) -> None:
    records = [google_campaign("1", name=" "), google_campaign("2", startDateTime="bald")]

    assert [reason for _, reason in stage(MODEL, "1", google_ads_campaigns=records).rejected] == [
        "campaign.name: is empty",
        "campaign.startDateTime: 'bald' is no day and time",
    ]
