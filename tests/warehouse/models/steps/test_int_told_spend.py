"""What each source says was spent, with what it may be the same money as."""

from typing import Any

import pytest

from tests.warehouse.models.money import ad, ad_campaign, ad_day, campaign, spend, table

KNOWN: dict[str, Any] = {
    "campaigns_rows": table(campaign()), "meta_ads_campaigns": [ad_campaign()], "meta_ads_ads": [ad()],
}  # fmt: skip


def test_accounts_and_tables_both_stand_there_however_they_differ(stage: Any) -> None:
    rows = table(spend(platform="Facebook", amount=99))
    staged = stage(
        "steps.int_told_spend", "amount", meta_ads_insights=[ad_day("2026-11-03")], spend_rows=rows, **KNOWN
    )

    assert staged.columns("campaign_id", "amount", "told_by", "source", "ad_platform") == [
        ("herbst", 12.5, "account", "ads", "facebook"),
        ("herbst", 99.0, "table", "spend", "facebook"),
    ]


@pytest.mark.parametrize(
    ("cells", "ad_platform"),
    [
        ({"platform": "Meta Ads"}, "facebook"),
        ({"platform": "AdWords"}, "google"),
        ({"platform": "Plakat"}, None),
        ({"platform": "Facebook", "category": "Produktion"}, None),  # no ad account knows of it
    ],
)
def test_only_media_on_an_accounts_platform_may_be_the_same_money(
    stage: Any, cells: Any, ad_platform: Any
) -> None:
    staged = stage("steps.int_told_spend", "1", spend_rows=table(spend(**cells)), **KNOWN)

    assert staged.columns("ad_platform") == [(ad_platform,)]
