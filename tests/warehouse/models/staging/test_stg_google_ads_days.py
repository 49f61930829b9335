"""From Google's figures to what a campaign cost on a day."""

from datetime import date
from typing import Any

from tests.warehouse.models.money import google_day

MODEL = "stg_google_ads_days"


def days(stage: Any, *records: Any, **settings: Any) -> Any:
    return stage(MODEL, "spend_id", settings={"google_ads": settings}, google_ads_days=records)


def test_costs_are_millionths_of_the_accounts_currency(stage: Any) -> None:
    records = [google_day("2026-11-03", currency="USD"), google_day("2026-11-04", micros=None)]
    staged = days(stage, *records, exchange={"USD": 0.9})

    assert staged.columns("spent_day", "amount", "currency", "impressions", "platform") == [
        (date(2026, 11, 3), 11.25, "USD", 900, "google"),
        (date(2026, 11, 4), 0.0, "EUR", 900, "google"),
    ]


def test_a_day_that_was_restated_counts_with_its_latest_figures(stage: Any) -> None:
    staged = days(stage, google_day("2026-11-03"), google_day("2026-11-03", micros="11000000"))

    assert staged.columns("amount") == [(11.0,)]


def test_a_row_that_cannot_be_read_says_why(stage: Any) -> None:
    rejected = days(
        stage,
        google_day("gestern", number="1"),
        google_day("2026-11-03", micros="-1", number="2"),
        google_day("2026-11-03", impressions="x", number="3"),
        google_day("2026-11-03", currency="NOK", number="4"),
        google_day("2026-11-03", number=""),
    ).rejected

    assert sorted(reason for _, reason in rejected) == [
        "campaign.id: is empty",
        "customer.currencyCode: NOK has no rate; set exchange = { NOK = euros for one } in the source's section",
        "metrics.costMicros: '-1' is no amount",
        "metrics.impressions: 'x' is no count",
        "segments.date: 'gestern' is no day",
    ]
