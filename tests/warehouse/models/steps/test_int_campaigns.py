"""One campaign, whoever names it."""

from typing import Any

from tests.warehouse.models.money import ad_campaign, campaign, spend, table

MODEL = "steps.int_campaigns"


def test_a_campaign_of_the_table_is_that_of_the_ad_account_and_of_the_spend(stage: Any) -> None:
    staged = stage(
        MODEL, "1", campaigns_rows=table(campaign(claim="Immer günstig")),
        meta_ads_campaigns=[ad_campaign(name="HERBST")], spend_rows=table(spend(campaign="Herbst")),
    )  # fmt: skip

    assert staged.columns("campaign_id", "source", "name", "claim") == [
        ("herbst", "campaigns", "Herbst", "Immer günstig")
    ]


def test_what_only_the_spend_names_is_a_campaign_from_its_first_day_to_its_last(stage: Any) -> None:
    rows = table(
        spend(campaign="Winter", date="3.11.2026"), spend(campaign="Winter", date="9.11.2026", platform="X")
    )
    staged = stage(MODEL, "1", spend_rows=rows)

    [(name, starts, ends, platform)] = staged.columns("campaign_id", "starts_at", "ends_at", "platform")
    assert (name, starts.day, ends.day, platform) == ("Winter", 3, 10, None)
