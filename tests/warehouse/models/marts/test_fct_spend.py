"""What was spent, from tables and ad accounts."""

from typing import Any

from tests.warehouse.models.leading import led_by
from tests.warehouse.models.money import (
    ad,
    ad_campaign,
    ad_day,
    campaign,
    google_campaign,
    google_day,
    post,
    spend,
    table,
)

MODEL = "marts.fct_spend"
KNOWN: dict[str, Any] = {
    "campaigns_rows": table(campaign()), "meta_ads_campaigns": [ad_campaign()], "meta_ads_ads": [ad()],
    "facebook_posts": [post(1)],
}  # fmt: skip


def test_an_ads_money_belongs_to_its_campaign_and_post(stage: Any) -> None:
    staged = stage(MODEL, "1", meta_ads_insights=[ad_day("2026-11-03")], **KNOWN)

    assert staged.columns("campaign_id", "post_id", "platform", "category", "amount", "file") == [
        ("herbst", "fb:9000_1", "facebook", "media", 12.5, None)
    ]


def test_what_the_ad_account_tells_is_not_counted_again_from_a_table(stage: Any) -> None:
    rows = table(
        spend(platform="Facebook", amount=12.5),  # the same money
        spend(platform="Facebook", amount=7, date="4.11.2026"),  # a day that the account knows nothing of
        spend(platform="Facebook", amount=500, category="Produktion"),
        spend(platform="Google", amount=90),
    )
    staged = stage(MODEL, "amount", meta_ads_insights=[ad_day("2026-11-03")], spend_rows=rows, **KNOWN)

    assert staged.columns("amount", "source") == [
        (7.0, "spend"),
        (12.5, "ads"),
        (90.0, "spend"),
        (500.0, "spend"),
    ]


def test_the_table_counts_where_the_configuration_believes_it_first(stage: Any, workspace: Any) -> None:
    rows = table(spend(platform="Facebook", amount=99), spend(platform="Facebook", amount=1))
    days = [ad_day("2026-11-03"), ad_day("2026-11-04")]
    with led_by(workspace, "spend", "spend", "ads"):
        staged = stage(MODEL, "amount", meta_ads_insights=days, spend_rows=rows, **KNOWN)

    assert staged.columns("amount", "source") == [(1.0, "spend"), (12.5, "ads"), (99.0, "spend")]


def test_two_ad_accounts_stand_beside_each_other_and_each_replaces_its_own_rows(stage: Any) -> None:
    rows = table(spend(platform="Google Ads", amount=99), spend(platform="Instagram", amount=7))
    staged = stage(
        MODEL, "amount", settings={"google_ads": {}}, meta_ads_insights=[ad_day("2026-11-03")], spend_rows=rows,
        google_ads_campaigns=[google_campaign()], google_ads_days=[google_day("2026-11-03", "40000000")], **KNOWN,
    )  # fmt: skip

    assert staged.columns("campaign_id", "post_id", "platform", "amount") == [
        ("herbst", None, "instagram", 7.0),
        ("herbst", "fb:9000_1", "facebook", 12.5),
        ("herbst", None, "google", 40.0),
    ]


def test_money_on_no_campaign_and_on_one_that_nobody_knows_stays(stage: Any) -> None:
    staged = stage(
        MODEL, "amount", spend_rows=table(spend(campaign=None, amount=1), spend(campaign="Winter", amount=2))
    )

    assert staged.columns("campaign_id", "amount", "file", "line") == [
        (None, 1.0, "t.csv", 2),
        ("Winter", 2.0, "t.csv", 3),
    ]


def test_money_of_days_to_come_is_not_spent_yet(stage: Any) -> None:
    assert stage(MODEL, "1", spend_rows=table(spend(date="1.12.2026"))).rows == []
