"""From ads to the posts that they show."""

from typing import Any

from tests.warehouse.models.money import ad


def test_an_ad_names_its_campaign_and_its_post_if_it_shows_one(stage: Any) -> None:
    staged = stage(
        "stg_meta_ads_ads", "native_ad_id", meta_ads_ads=[ad(5), ad(6, post=None), ("7", {"name": "?"})]
    )

    assert staged.columns("native_ad_id", "native_campaign_id", "post") == [
        ("5", "77", "9000_1"),
        ("6", "77", None),
    ]
    assert staged.rejected == [("7", "id: is empty")]
