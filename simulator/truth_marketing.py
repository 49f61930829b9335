"""What marketing did and what it cost: posts with reach and comments, money, and the contacts that posts brought."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from simulator import money, reach
from simulator.company import SOURCE_FACEBOOK, SOURCE_PHONE, SOURCE_ZENDESK, instant, local
from simulator.records import Spilled, World
from simulator.visible import removal_instants

HOUR = 3600
SOURCES = {"ticket": SOURCE_ZENDESK, "message": SOURCE_FACEBOOK, "call": SOURCE_PHONE}


def posts(world: World, now: int) -> Iterator[dict[str, Any]]:
    """One row for each post, with its counters and what people wrote under it that can be seen at `now`."""
    removed = removal_instants(world.comments)
    written: Counter[str] = Counter()
    complaints: Counter[str] = Counter()
    for comment in world.comments:
        if comment.person and comment.created <= now < removed.get(comment.id, now + 1):
            written[comment.post_id] += 1
            complaints[comment.post_id] += comment.intent == "complaint"
    for post in world.posts:
        if post.created <= now:
            yield {
                "post_id": f"{SOURCE_FACEBOOK}:{post.id}",
                "published_at": post.created,
                "campaign_id": post.campaign,
                "kind": post.kind,
                "is_paid": post.is_paid,
                "paid_impressions": reach.paid(post, now),
                "organic_impressions": reach.organic(post, now),
                "comments": written[post.id],
                "complaints": complaints[post.id],
            }


def spend(world: World, now: int) -> Iterator[dict[str, Any]]:
    """What was spent on each day until `now`: by the finance department's table, and on the page's own posts."""
    for day, campaign, platform, category, euro in money.spend(world):
        if day <= local(now).date():
            yield _spent(day.isoformat(), campaign, None, platform.lower(), category, round(euro * 100))
    for post in world.posts:
        if not post.ad_id:
            continue
        day = local(post.created).date()
        while (begins := instant(day, "00:00")) < min(now, post.created + reach.PAID_ENDS + HOUR):
            ends = min(instant(day + timedelta(days=1), "00:00"), now)
            cents = reach.spent_cents(post, ends) - reach.spent_cents(post, begins)
            if cents:
                yield _spent(
                    day.isoformat(), post.campaign, f"{SOURCE_FACEBOOK}:{post.id}", "facebook", "media", cents
                )
            day += timedelta(days=1)


def _spent(
    day: str, campaign: str | None, post: str | None, platform: str, category: str, cents: int
) -> dict[str, Any]:
    return {
        "spent_day": day, "campaign_id": campaign, "post_id": post, "platform": platform, "category": category,
        "cents": cents,
    }  # fmt: skip


def budgets(world: World) -> Iterator[dict[str, Any]]:
    """What each department may spend on what, by quarter or month."""
    for department, first, months, category, euro in money.budgets(world):
        yield {
            "department_id": department, "from_day": first.isoformat(), "months": months, "category": category,
            "cents": round(euro * 100),
        }  # fmt: skip


def spilled(world: World, now: int) -> Iterator[dict[str, Any]]:
    """Each service contact that nobody would have made without a post."""
    for one in world.spilled:
        if one.at <= now:
            yield {
                "contact_id": _message_of(world, one),
                "contacted_at": one.at,
                "campaign_id": one.campaign,
                "post_id": f"{SOURCE_FACEBOOK}:{one.post_id}",
                "kind": one.kind,
            }


def _message_of(world: World, one: Spilled) -> str:
    if one.kind == "ticket":
        first = world.tickets[int(one.id) - world.tickets[0].id].audits[0].comment
        assert first
        return f"{SOURCE_ZENDESK}:{first.id}"
    number = f"A{int(one.id):06d}-1" if one.kind == "call" else one.id
    return f"{SOURCES[one.kind]}:{number}"


def contact_hours(waits: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """How many contacts (first waits of an episode) began in each hour, by channel; `opened_at` in epoch seconds."""
    counts = Counter((w["opened_at"] // HOUR * HOUR, w["channel"]) for w in waits if w["ordinal"] == 1)
    for (hour, channel), count in sorted(counts.items()):
        yield {"hour_at": hour, "channel": channel, "contacts": count}
