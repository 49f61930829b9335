"""Meta's own Python SDK asks for campaigns, ads and insights; what it read is compared with the world."""

from collections import Counter
from typing import Any

import pytest
from facebook_business.adobjects.adaccount import AdAccount
from facebook_business.adobjects.adsinsights import AdsInsights
from facebook_business.adobjects.campaign import Campaign
from facebook_business.adobjects.pagepost import PagePost
from facebook_business.api import FacebookAdsApi
from facebook_business.exceptions import FacebookRequestError
from facebook_business.session import FacebookSession

from simulator import reach
from simulator.campaigns import BY_ID
from simulator.company import AD_ACCOUNT, local
from simulator.records import Post, World
from simulator.server import Server

pytestmark = [
    pytest.mark.server,
    # The SDK knows neither nested fields nor lists as metrics, and takes both.
    pytest.mark.filterwarnings("ignore:ads does not allow field", "ignore:value of metric might"),
]

HOURLY = AdsInsights.Breakdowns.hourly_stats_aggregated_by_advertiser_time_zone


def sdk(server: Server) -> FacebookAdsApi:
    session = FacebookSession(access_token=server.token)
    session.GRAPH = server.facebook_url
    return FacebookAdsApi(session)


def account(server: Server) -> AdAccount:
    return AdAccount(f"act_{AD_ACCOUNT}", api=sdk(server))


def advertised(world: World) -> list[Post]:
    return [post for post in world.posts if post.ad_id]


def asked(world: World, **more: Any) -> dict[str, Any]:
    since, until = (local(at).date().isoformat() for at in (world.start, world.end))
    return {
        "level": "ad",
        "time_increment": 1,
        "time_range": {"since": since, "until": until},
        "limit": 9,
        **more,
    }


def test_the_sdk_reads_the_account_its_campaigns_and_its_ads_with_their_posts(server: Server, world: World):
    read = account(server).api_get(fields=["currency", "timezone_name"]).export_all_data()
    campaigns = account(server).get_campaigns(fields=["name", "start_time"], params={"limit": 1})
    ads = account(server).get_ads(
        fields=["campaign_id", "creative{effective_object_story_id}"], params={"limit": 2}
    )

    assert read == {"id": f"act_{AD_ACCOUNT}", "currency": "EUR", "timezone_name": "Europe/Berlin"}
    assert {c["name"] for c in campaigns} == {BY_ID[p.campaign].name for p in advertised(world) if p.campaign}
    assert {(a["id"], a["creative"]["effective_object_story_id"]) for a in ads} == {
        (post.ad_id, post.id) for post in advertised(world)
    }


def test_days_add_up_to_what_each_ad_showed_and_cost(server: Server, world: World):
    shown: Counter[str] = Counter()
    cents: Counter[str] = Counter()
    for row in account(server).get_insights(fields=["ad_id", "impressions", "spend"], params=asked(world)):
        assert row["date_start"] == row["date_stop"]
        shown[row["ad_id"]] += int(row["impressions"])
        cents[row["ad_id"]] += round(float(row["spend"]) * 100)

    assert shown == {post.ad_id: reach.paid(post, world.end) for post in advertised(world)}
    assert cents == {post.ad_id: reach.spent_cents(post, world.end) for post in advertised(world)}


def test_hours_add_up_to_the_days(server: Server, world: World):
    days: Counter[tuple[str, str]] = Counter()
    hours: Counter[tuple[str, str]] = Counter()
    for row in account(server).get_insights(fields=["ad_id", "impressions"], params=asked(world)):
        days[row["ad_id"], row["date_start"]] += int(row["impressions"])
    for row in account(server).get_insights(
        fields=["ad_id", "impressions"], params=asked(world, breakdowns=[HOURLY], limit=500)
    ):
        assert row[HOURLY][2:9] == ":00:00 "
        hours[row["ad_id"], row["date_start"]] += int(row["impressions"])

    assert days == hours
    assert len(days) > 9, "more than one page"


def test_a_campaign_answers_for_its_own_ads(server: Server, world: World):
    campaign = next(BY_ID[post.campaign] for post in advertised(world) if post.campaign)
    (row,) = Campaign(campaign.ad_campaign_id, api=sdk(server)).get_insights(
        fields=["campaign_name", "impressions", "actions"],
        params={"level": "campaign", "time_range": asked(world)["time_range"]},
    )
    posts = [post for post in advertised(world) if post.campaign == campaign.id]

    assert row["campaign_name"] == campaign.name
    assert int(row["impressions"]) == sum(reach.paid(post, world.end) for post in posts)
    assert {action["action_type"] for action in row["actions"]} >= {"post_engagement", "comment"}


def test_a_post_tells_its_counters(server: Server, world: World):
    post = advertised(world)[0]
    read = PagePost(post.id, api=sdk(server)).get_insights(
        params={"metric": ["post_impressions_paid", "post_impressions_organic"], "period": "lifetime"}
    )

    assert [(metric["name"], metric["values"][0]["value"]) for metric in read] == [
        ("post_impressions_paid", reach.paid(post, world.end)),
        ("post_impressions_organic", reach.organic(post, world.end)),
    ]


def test_the_sdk_understands_what_is_refused(server: Server, world: World):
    with pytest.raises(FacebookRequestError) as unknown:
        list(account(server).get_insights(fields=["ad_id"], params=asked(world, level="adset")))
    server.faults.add("throttle", path="insights", code=80000)
    with pytest.raises(FacebookRequestError) as throttled:
        account(server).get_insights(fields=["ad_id"], params=asked(world))
    long = {"since": "2025-01-01", "until": local(world.end).date().isoformat()}
    with pytest.raises(FacebookRequestError) as too_much:
        account(server).get_insights(params=asked(world, breakdowns=[HOURLY], time_range=long))

    assert unknown.value.api_error_code() == 100
    assert (throttled.value.api_error_code(), throttled.value.http_status()) == (80000, 400)
    assert (too_much.value.api_error_code(), too_much.value.api_error_subcode()) == (100, 1487534)
