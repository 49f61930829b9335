"""From insights to what an ad cost on a day."""

from datetime import date
from typing import Any

from tests.warehouse.models.money import account, ad_day


def test_amounts_are_texts_in_the_accounts_currency(stage: Any) -> None:
    staged = stage(
        "stg_meta_ads_days",
        "1",
        meta_ads_insights=[ad_day("2026-11-03")],
        meta_ads_account=account(currency="USD"),
    )

    assert staged.columns("spent_day", "amount", "currency", "impressions") == [
        (date(2026, 11, 3), 11.25, "USD", 900)
    ]


def test_a_day_that_was_restated_counts_with_its_latest_figures(stage: Any) -> None:
    records = [ad_day("2026-11-03"), ad_day("2026-11-03", spend="13.00")]

    assert stage("stg_meta_ads_days", "1", meta_ads_insights=records).columns("amount") == [(13.0,)]


def test_a_row_that_cannot_be_read_says_why(stage: Any) -> None:
    records = [
        ad_day("gestern", number=1),
        ad_day("2026-11-03", spend="-1", number=2),
        ad_day("2026-11-03", impressions="x", number=3),
        ad_day("2026-11-03", account_currency="NOK", number=4),
    ]
    rejected = stage("stg_meta_ads_days", "1", meta_ads_insights=records).rejected

    assert [reason for _, reason in rejected] == [
        "date_start: 'gestern' is no day",
        "spend: '-1' is no amount",
        "impressions: 'x' is no count",
        "account_currency: NOK has no rate; set exchange = { NOK = euros for one } in the source's section",
    ]
