"""Rows of campaigns.csv and reach.csv: what marketing planned, and how often its posts were seen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simulator import reach
from simulator.campaigns import CAMPAIGNS, DAY
from simulator.company import local
from simulator.money import campaign_days
from simulator.records import Post, World

HOUR = 3600
HOURLY, DAILY = 72 * HOUR, 21 * DAY
FELL_EVERY = 40  # of so many posts one counter once falls: the platform takes back what bots had seen


def campaign_rows(world: World) -> Iterator[tuple[Any, ...]]:
    """One row for each campaign that started in the world's time."""
    for campaign in CAMPAIGNS:
        first, last = campaign_days(campaign, world)
        if first >= local(world.start).date():
            planned = f"{campaign.planned:,}".replace(",", ".") + ",00 €"
            yield (
                campaign.id, campaign.name, f"{first:%d.%m.%Y}", f"{last:%d.%m.%Y}", campaign.claim,
                campaign.pattern, planned,
            )  # fmt: skip


def reach_rows(world: World, now: int) -> Iterator[tuple[Any, ...]]:
    """Counters of every post: each hour for three days, then each day for three weeks."""
    for number, post in enumerate(world.posts):
        for at in snapshots(post, now):
            yield (
                post.id, local(at).isoformat(), reach.paid(post, at),
                organic_counter(number, post, at),
            )  # fmt: skip


def snapshots(post: Post, end: int) -> Iterator[int]:
    """When the counters of a post were read, at full hours."""
    at = -(-post.created // HOUR) * HOUR
    while at <= min(end, post.created + DAILY):
        yield at
        at += HOUR if at - post.created < HOURLY else DAY


def organic_counter(number: int, post: Post, at: int) -> int:
    """What the counter shows; that of every fortieth post falls by a tenth on its third day."""
    shown = reach.organic(post, at)
    fell = number % FELL_EVERY == FELL_EVERY - 1 and at - post.created > 60 * HOUR
    return shown - reach.organic(post, post.created + 60 * HOUR) // 10 if fell else shown
