"""Rows of Meta's ads insights: what each ad showed and cost by day, or by hour of the account's own clock.

Figures are text, as the API gives them; a day on which an ad wasn't shown has no row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from simulator import reach
from simulator.campaigns import BY_ID
from simulator.company import AD_ACCOUNT, PAGE_NAME, instant, local
from simulator.records import Post

HOURLY = "hourly_stats_aggregated_by_advertiser_time_zone"
LEVELS = ("ad", "campaign", "account")
HOUR = 3600
UNIQUE, CLICKS, ENGAGED = 0.62, 0.011, 0.034  # shares of impressions


@dataclass
class Row:
    """Sums of one ad, campaign or account over a span of days, and one hour of the day where hours are asked for."""

    first: date
    last: date
    post: Post
    hour: int | None = None
    impressions: int = 0
    cents: int = 0
    counts: dict[str, int] = field(default_factory=dict)


def rows(
    posts: Iterable[Post], first: date, last: date, now: int, *, level: str, by_day: bool, by_hour: bool,
    comments: dict[tuple[str, date], int],
) -> list[Row]:  # fmt: skip
    """What was shown from day `first` to day `last` (both in) and until `now`, by day, hour and level."""
    found: dict[tuple[Any, ...], Row] = {}
    for post in posts:
        for day, hour, since, until in _spans(post, first, last, now):
            shown = reach.paid(post, until) - reach.paid(post, since)
            if shown <= 0:
                continue
            of = {"ad": post.ad_id, "campaign": post.campaign, "account": None}[level]
            key = (day if by_day else first, of, hour if by_hour else None)
            span = (day, day) if by_day else (first, last)
            row = found.setdefault(key, Row(*span, post, hour if by_hour else None))
            row.impressions += shown
            row.cents += reach.spent_cents(post, until) - reach.spent_cents(post, since)
            row.counts["comment"] = row.counts.get("comment", 0) + (
                comments.get((post.id, day), 0) if hour == 0 or since == post.created else 0
            )
    return [found[key] for key in sorted(found, key=lambda key: tuple(str(part) for part in key))]


def _spans(post: Post, first: date, last: date, now: int) -> Iterator[tuple[date, int, int, int]]:
    """(day, hour of its clock, from, until) of the hours in which an ad ran."""
    day = max(first, local(post.created).date())
    while day <= last:
        begins, ends = instant(day, "00:00"), instant(day + timedelta(days=1), "00:00")
        for at in range(begins, ends, HOUR):
            since, until = max(at, post.created), min(at + HOUR, now)
            if until > since:
                yield day, local(at).hour, since, until
        if begins > now or reach.paid(post, begins) >= post.paid_total:
            return
        day += timedelta(days=1)


def values(row: Row) -> dict[str, Any]:
    """All fields of a row; one that doesn't apply to its level is there all the same and isn't asked for."""
    post, shown = row.post, row.impressions
    campaign = BY_ID[post.campaign] if post.campaign else None
    engaged = int(shown * ENGAGED)
    actions = {"post_engagement": engaged, "link_click": int(shown * CLICKS), **row.counts}
    return {
        "account_id": AD_ACCOUNT,
        "account_name": PAGE_NAME,
        "account_currency": "EUR",
        "campaign_id": campaign.ad_campaign_id if campaign else None,
        "campaign_name": campaign.name if campaign else None,
        "ad_id": post.ad_id,
        "ad_name": ad_name(post),
        "impressions": str(shown),
        "reach": None if row.hour is not None else str(int(shown * UNIQUE)),
        "clicks": str(int(shown * CLICKS)),
        "spend": f"{row.cents / 100:.2f}",
        "cpm": f"{row.cents * 10 / shown:.6f}",
        "actions": [{"action_type": kind, "value": str(n)} for kind, n in actions.items() if n] or None,
        "date_start": row.first.isoformat(),
        "date_stop": row.last.isoformat(),
        HOURLY: None if row.hour is None else f"{row.hour:02d}:00:00 - {row.hour:02d}:59:59",
    }


def ad_name(post: Post) -> str:
    """How the ad that shows a post is called in the account."""
    return f"Beitrag {local(post.created):%d.%m. %H:%M}"
