"""What was shown when, from counters and ad accounts."""

from typing import Any

from tests.warehouse.models.money import (
    account,
    ad,
    ad_campaign,
    ad_day,
    ad_hour,
    campaign,
    post,
    reach,
    table,
)

MODEL = "marts.fct_reach"
ORDER = "paid_impressions is null, from_at"


def shown(staged: Any) -> list[tuple[Any, ...]]:
    """(from, until) as hours of the day, paid, organic, quality."""
    rows = staged.columns("from_at", "until_at", "paid_impressions", "organic_impressions", "quality")
    return [(since.hour + since.minute / 60, until.hour, *rest) for since, until, *rest in rows]


def test_a_reading_counts_what_it_adds_to_the_one_before(stage: Any) -> None:
    """Published at 9:30."""
    rows = table(reach("5.11.2026 10:00", 10, 100), reach("5.11.2026 11:00", 30, 150))
    staged = stage(MODEL, ORDER, facebook_posts=[post(1)], reach_rows=rows)

    assert shown(staged) == [
        (9.5, 10, 10, None, "hourly"), (10.0, 11, 20, None, "hourly"),
        (9.5, 10, None, 100, "hourly"), (10.0, 11, None, 50, "hourly"),
    ]  # fmt: skip


def test_reach_that_falls_is_unknown_until_it_is_higher_than_ever(stage: Any) -> None:
    counters = [(10, 100), (11, 150), (12, 140), (13, 145), (14, 170)]
    rows = table(*(reach(f"5.11.2026 {hour}:00", None, count) for hour, count in counters))
    staged = stage(MODEL, "from_at", facebook_posts=[post(1)], reach_rows=rows)

    assert [(organic, quality) for _, _, _, organic, quality in shown(staged)] == [
        (100, "hourly"), (50, "hourly"), (None, "fell"), (None, "fell"), (20, "hourly"),
    ]  # fmt: skip
    assert sum(row["organic_impressions"] or 0 for row in staged.rows) == 170


def test_longer_spans_say_so(stage: Any) -> None:
    rows = table(reach("6.11.2026 09:30", None, 5), reach("9.11.2026 09:30", None, 9))
    staged = stage(MODEL, "from_at", facebook_posts=[post(1)], reach_rows=rows)

    assert staged.columns("quality", "seconds") == [("daily", 86_400.0), ("coarser", 3 * 86_400.0)]


def test_an_ad_accounts_hours_take_the_place_of_the_counters_paid_part(stage: Any) -> None:
    staged = stage(
        MODEL, ORDER, facebook_posts=[post(1)], reach_rows=table(reach("5.11.2026 12:00", 70, 100)),
        campaigns_rows=table(campaign()), meta_ads_campaigns=[ad_campaign()], meta_ads_ads=[ad(5), ad(6)],
        meta_ads_hours=[ad_hour("2026-11-05", 11), ad_hour("2026-11-05", 11, number=6)],
        meta_ads_insights=[ad_day("2026-11-05")], meta_ads_account=account("UTC"),
    )  # fmt: skip

    assert shown(staged) == [(11.0, 12, 120, None, "hourly"), (9.5, 12, None, 100, "daily")]
    assert staged.columns("campaign_id") == [("herbst",), ("herbst",)]


def test_days_of_an_ad_account_serve_where_it_tells_no_hours(stage: Any) -> None:
    staged = stage(
        MODEL, ORDER, facebook_posts=[post(1)], meta_ads_ads=[ad(5)], meta_ads_insights=[ad_day("2026-11-05")]
    )

    assert staged.columns("paid_impressions", "quality", "seconds") == [(900, "daily", 86_400.0)]


def test_reach_of_a_post_that_nobody_knows_is_left_out(stage: Any) -> None:
    assert stage(MODEL, "1", reach_rows=table(reach("5.11.2026 12:00", 70, 100))).rows == []
