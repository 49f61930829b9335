"""To which campaign a post belongs."""

from typing import Any

from tests.warehouse.models.money import ad, ad_campaign, campaign, post, spend, table

MODEL = "steps.int_post_campaigns"


def test_its_ads_say_so_first_then_the_spend_then_the_words(stage: Any) -> None:
    staged = stage(
        MODEL, "post_id",
        facebook_posts=[post(number, message="Angebot #Herbst") for number in (1, 2, 3)],
        campaigns_rows=table(*(campaign(campaign=key, name=key.title()) for key in ("herbst", "ads", "bezahlt"))),
        meta_ads_campaigns=[ad_campaign("77", "Ads")], meta_ads_ads=[ad(5, post="9000_1")],
        spend_rows=table(spend(campaign="Bezahlt", post="9000_1"), spend(campaign="Bezahlt", post="9000_2")),
    )  # fmt: skip

    # All three carry the word of the first two campaigns; "ads" and "bezahlt" started on the same day.
    assert staged.columns("campaign_id")[:2] == [("ads",), ("bezahlt",)]


POSTS = [
    ("Jetzt neu! #HERBST", "2026-11-05T09:00:00+0000", True),
    ("Jetzt neu! #HERBST", "2026-10-01T09:00:00+0000", False),  # long before it starts
    ("Letzte Chance #herbst", "2026-11-25T09:00:00+0000", False),  # a day that hasn't come
    ("Jetzt neu!", "2026-11-05T09:00:00+0000", False),
    ("Sturmtief im Anmarsch: Rabatt", "2026-11-05T09:00:00+0000", True),
]


def test_words_are_looked_for_in_any_case_while_the_campaign_runs(stage: Any) -> None:
    posts = [post(number, created, message=text) for number, (text, created, _) in enumerate(POSTS)]
    staged = stage(
        MODEL, "post_id", facebook_posts=posts, campaigns_rows=table(campaign(pattern="#herbst; Rabatt"))
    )

    assert staged.columns("post_id") == [(f"fb:9000_{n}",) for n, (_, _, found) in enumerate(POSTS) if found]


def test_of_two_campaigns_with_one_word_the_one_that_started_last_holds(stage: Any) -> None:
    rows = table(
        campaign(campaign="alt", name="Alt", start="1.10.2026", end=None),
        campaign(campaign="neu", name="Neu"),
    )
    staged = stage(MODEL, "1", facebook_posts=[post(1, message="#herbst")], campaigns_rows=rows)

    assert staged.columns("campaign_id") == [("neu",)]
