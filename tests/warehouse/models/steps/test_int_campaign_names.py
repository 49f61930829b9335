"""By which words a campaign is meant."""

from typing import Any

from tests.warehouse.models.money import ad_campaign, campaign, table


def test_key_name_and_number_in_the_ad_account_mean_one(stage: Any) -> None:
    staged = stage(
        "steps.int_campaign_names", "word", campaigns_rows=table(campaign(name="Herbst 26")),
        meta_ads_campaigns=[ad_campaign("77", "Herbst 26")],
    )  # fmt: skip

    assert staged.columns("word", "campaign_id") == [
        ("77", "herbst"),
        ("herbst", "herbst"),
        ("herbst 26", "herbst"),
    ]
