"""Meta's marketing API for one ad account: the account, its campaigns and ads, and their insights.

Source: Graph API reference (AdAccount, Campaign, Ad, AdCreative, AdsInsights; v26.0), checked with the vendor's own
Python SDK in tests. Figures of the last days still grow, as the day isn't over.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from simulator.campaigns import BY_ID, DAY, Campaign
from simulator.company import AD_ACCOUNT, PAGE_NAME, ZONE, instant, local
from simulator.platforms import ad_insights
from simulator.platforms import graph_errors as errors
from simulator.platforms.graph_fields import Field, parse
from simulator.platforms.graph_nodes import UnknownField
from simulator.platforms.wire import Answer, Request, from_cursor, graph_time, to_cursor
from simulator.records import Post, World

DEFAULT_LIMIT, MAX_LIMIT = 25, 500
DEFAULT_FIELDS = ("account_id", "campaign_id", "impressions", "spend")
LONGEST_BY_HOUR = 100  # days; for more the platform asks for less data
OPENED = 1_514_800_800


class Ads:
    """Answers requests for one world's ad account, as of an instant."""

    def __init__(self, world: World, token: str) -> None:
        self.world, self.token = world, token
        self._ads = {post.ad_id: post for post in world.posts if post.ad_id}
        self._campaigns = {
            BY_ID[p.campaign].ad_campaign_id: BY_ID[p.campaign] for p in world.posts if p.campaign
        }
        self._comments: dict[tuple[str, date], int] = {}
        for comment in world.comments:
            if comment.person:
                key = (comment.post_id, local(comment.created).date())
                self._comments[key] = self._comments.get(key, 0) + 1

    def knows(self, object_id: str) -> bool:
        """True for the account and what is in it."""
        return object_id == f"act_{AD_ACCOUNT}" or object_id in self._ads or object_id in self._campaigns

    def answer(self, parts: Sequence[str], request: Request, now: int) -> Answer:
        """The answer for an object, or for one of its edges.

        Raises:
            UnknownField: the object has no such field or edge.
        """
        object_id, params = parts[0], request.params
        posts = self._posts_of(object_id, now)
        if object_id in self._ads and not posts:
            return errors.unknown_object(object_id)
        if len(parts) == 1:
            return Answer(
                200, _picked(self._node(object_id, now), parse(params.get("fields") or "id"), "AdAccount")
            )
        if parts[1] == "insights":
            return self._insights(object_id, posts, request, now)
        if object_id.startswith("act_") and parts[1] in ("campaigns", "ads"):
            return self._list(object_id, parts[1], posts, request, now)
        raise UnknownField(parts[1], "AdAccount")

    def _posts_of(self, object_id: str, now: int) -> list[Post]:
        there = [post for post in self._ads.values() if post.created <= now]
        if object_id in self._ads:
            return [post for post in there if post.ad_id == object_id]
        campaign = self._campaigns.get(object_id)
        return [post for post in there if campaign is None or post.campaign == campaign.id]

    def _node(self, object_id: str, now: int) -> dict[str, Any]:
        if object_id in self._ads:
            return self._ad(self._ads[object_id])
        if object_id in self._campaigns:
            return self._campaign(self._campaigns[object_id], now)
        return {
            "id": object_id, "account_id": AD_ACCOUNT, "name": PAGE_NAME, "currency": "EUR", "account_status": 1,
            "timezone_name": ZONE.key, "timezone_offset_hours_utc": local(now).utcoffset().total_seconds() / 3600,  # type: ignore[union-attr]
            "created_time": graph_time(OPENED),
        }  # fmt: skip

    def _campaign(self, campaign: Campaign, now: int) -> dict[str, Any]:
        starts = campaign.starts_at(self.world.end)
        stops = starts + campaign.lasts * DAY
        status = "ACTIVE" if now < stops else "PAUSED"
        return {
            "id": campaign.ad_campaign_id, "account_id": AD_ACCOUNT, "name": campaign.name,
            "objective": "OUTCOME_ENGAGEMENT", "status": status, "effective_status": status,
            "start_time": graph_time(starts), "stop_time": graph_time(stops),
            "created_time": graph_time(starts - 9 * DAY), "updated_time": graph_time(starts),
        }  # fmt: skip

    def _ad(self, post: Post) -> dict[str, Any]:
        created = graph_time(post.created)
        campaign = BY_ID[post.campaign] if post.campaign else None
        assert post.ad_id
        return {
            "id": post.ad_id, "account_id": AD_ACCOUNT, "name": ad_insights.ad_name(post),
            "campaign_id": campaign.ad_campaign_id if campaign else None, "status": "ACTIVE",
            "effective_status": "ACTIVE", "created_time": created, "updated_time": created,
            "creative": {"id": f"7{post.ad_id[1:]}", "effective_object_story_id": post.id},
        }  # fmt: skip

    def _list(self, object_id: str, edge: str, posts: list[Post], request: Request, now: int) -> Answer:
        nodes = [self._ad(post) for post in posts]
        if edge == "campaigns":
            begun = (c for c in self._campaigns.values() if c.starts_at(self.world.end) - 9 * DAY <= now)
            nodes = [self._campaign(campaign, now) for campaign in begun]
        fields = parse(request.params.get("fields") or "id")
        kind = "Campaign" if edge == "campaigns" else "Ad"
        ordered = sorted(nodes, key=lambda node: (node["created_time"], node["id"]), reverse=True)
        items = [_picked(node, fields, kind) for node in ordered]
        return Answer(200, self._page(items, f"{object_id}/{edge}", request))

    def _insights(self, object_id: str, posts: list[Post], request: Request, now: int) -> Answer:
        params = request.params
        level = params.get("level", "account")
        breakdowns = [
            name.strip(' "[]') for name in params.get("breakdowns", "").split(",") if name.strip(' "[]')
        ]
        if level not in ad_insights.LEVELS or any(name != ad_insights.HOURLY for name in breakdowns):
            return errors.bad_parameter("Invalid parameter")
        span = _days(params, now)
        if span is None:
            return errors.bad_parameter("param time_range must be a JSON object with since and until")
        by_hour = bool(breakdowns)
        if by_hour and (span[1] - span[0]).days > LONGEST_BY_HOUR:
            return errors.too_many_rows()
        found = ad_insights.rows(
            posts, *span, now, level=level, by_day=params.get("time_increment") == "1", by_hour=by_hour,
            comments=self._comments,
        )  # fmt: skip
        always = ["date_start", "date_stop", *([ad_insights.HOURLY] if by_hour else [])]
        asked = [field.name for field in parse(params["fields"])] if params.get("fields") else DEFAULT_FIELDS
        items = []
        for row in found:
            values = ad_insights.values(row)
            unknown = next((name for name in asked if name not in values), None)
            if unknown:
                raise UnknownField(unknown, "AdsInsights")
            items.append({n: values[n] for n in (*asked, *always) if values[n] is not None})
        answer = Answer(200, self._page(items, f"{object_id}/insights", request))
        answer.headers["X-FB-Ads-Insights-Throttle"] = (
            '{"app_id_util_pct":1.2,"acc_id_util_pct":0.8,"ads_api_access_tier":"standard_access"}'
        )
        return answer

    def _page(self, items: list[dict[str, Any]], path: str, request: Request) -> dict[str, Any]:
        params = request.params
        text = params.get("limit") or str(DEFAULT_LIMIT)
        limit = max(1, min(MAX_LIMIT, int(text))) if text.isdigit() else DEFAULT_LIMIT
        after = int(from_cursor(params["after"])) if params.get("after") else 0
        page = items[after : after + limit]
        answer: dict[str, Any] = {"data": page}
        if page:
            cursors = {"before": to_cursor(str(after)), "after": to_cursor(str(after + len(page)))}
            answer["paging"] = {"cursors": cursors}
            if after + limit < len(items):
                kept = {k: v for k, v in params.items() if k not in ("after", "before", "access_token")}
                query = urlencode(
                    {"access_token": self.token, **kept, "limit": limit, "after": cursors["after"]}
                )
                answer["paging"]["next"] = f"{request.base}/v26.0/{path}?{query}"
        return answer


def _picked(node: dict[str, Any], fields: Sequence[Field], kind: str) -> dict[str, Any]:
    """The asked fields of a node, and its id; of what is nested in it the id, if nothing else is asked for."""
    found = {}
    for field in [*fields, Field("id")]:
        if field.name not in node:
            raise UnknownField(field.name, kind)
        value = node[field.name]
        if isinstance(value, dict):
            value = _picked(value, field.fields or [], "AdCreative")
        if value is not None:
            found[field.name] = value
    return found


def _days(params: Mapping[str, str], now: int) -> tuple[date, date] | None:
    """The days asked for, both in; the last thirty without a range. None for what is no range."""
    today = local(now).date()
    if not params.get("time_range"):
        return today - timedelta(days=30), today - timedelta(days=1)
    try:
        asked = json.loads(params["time_range"])
        first, last = (date.fromisoformat(asked[name]) for name in ("since", "until"))
    except (ValueError, KeyError, TypeError):
        return None
    return (first, last) if first <= last and instant(first, "00:00") <= now + 2 * DAY else None
