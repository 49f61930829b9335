"""The effects that were planted, with the figures that a good estimate has to find.

One row an effect: what it is, on what, the planted value and, where it can be counted, what came of it in this world.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simulator import campaigns, life_promises, life_tickets, truth_elsewhere
from simulator.arrivals import GROWTH_A_QUARTER, MISROUTED
from simulator.campaigns import CAMPAIGNS, DAY
from simulator.company import SALES_REORGANISED, SOURCE_FACEBOOK, SOURCE_ZENDESK, instant
from simulator.life_tickets import right_owner
from simulator.open_tickets import INBOX_SECONDS
from simulator.records import World
from simulator.truth_cases import department_of
from simulator.truth_threads import EXPORT_LAG


def planted(world: World) -> Iterator[dict[str, Any]]:
    """All effects of a world; `counted` is NULL where only estimates can tell."""
    for campaign in CAMPAIGNS:
        if campaign.starts_at(world.end) < world.start:
            continue
        posts = [post for post in world.posts if post.campaign == campaign.id]
        came = sum(1 for one in world.spilled if one.campaign == campaign.id)
        mean = sum(launch.spill for launch in campaign.launches) / len(campaign.launches)
        yield _row("complaint_share", campaign.id, campaign.complaints)
        yield _row("spillover", campaign.id, mean, came / len(posts) if posts else None)
    since = world.end - campaigns.FAQ_BEFORE_END * DAY + 4 * 3600
    if since >= world.start:
        yield _row("relief", campaigns.FAQ_TOPIC, campaigns.FAQ_RELIEF, from_at=since)
    yield _row("growth_a_quarter", "service", GROWTH_A_QUARTER - 1)
    for (giver, taker), share in life_tickets.DROPPED.items():
        yield _row("dropped_at_handoff", f"{giver}>{taker}", share)
    yield _row("hop_seconds", "all", life_tickets.HOP_SECONDS)
    yield _row("misrouted", "all", MISROUTED)
    yield _row("promises_kept", "same", life_promises.OWN[0])
    yield _row("promises_kept", "cross", life_promises.OTHERS[0])
    changed = instant(SALES_REORGANISED, "00:00")
    if world.start <= changed < world.end:
        yield _row("organisation_change_seconds", "sales", -INBOX_SECONDS, from_at=changed)


def _row(
    effect: str, subject: str, value: float, counted: float | None = None, from_at: int | None = None
) -> dict[str, Any]:
    return {"effect": effect, "subject": subject, "value": value, "counted": counted, "from_at": from_at}


def misroutes(world: World, now: int) -> Iterator[dict[str, Any]]:
    """Tickets of customers that came to a department first whose matter they aren't."""
    for ticket in world.tickets:
        named = (a for a in ticket.audits if a.changes.get("group_id") and a.at <= now - EXPORT_LAG)
        first = next(named, None)
        if first is None or ticket.intent is None:
            continue
        owner, right = department_of(first.changes["group_id"]), right_owner(ticket.topic)
        if owner != right:
            yield {
                "case_id": f"{SOURCE_ZENDESK}:{ticket.id}", "topic": ticket.topic, "first_department_id": owner,
                "topic_department_id": right,
            }  # fmt: skip


def peer_answers(world: World, now: int) -> Iterator[dict[str, Any]]:
    """Each answer of a customer to another; `author` is who it is on that platform."""
    for comment in world.comments:
        if comment.is_peer and comment.person and comment.created <= now:
            yield {
                "message_id": f"{SOURCE_FACEBOOK}:{comment.id}",
                "answers_id": f"{SOURCE_FACEBOOK}:{comment.parent_id}",
                "author": comment.person.facebook_id,
                "sent_at": comment.created,
            }
    for name, outlet in world.outlets.items():
        by_id = {comment.id: comment for comment in outlet.comments}
        for comment in truth_elsewhere.seen(outlet, now):
            if comment.is_peer and comment.person and comment.parent_id:
                yield {
                    "message_id": f"{name}:{truth_elsewhere.id_of(name, comment)}",
                    "answers_id": f"{name}:{truth_elsewhere.id_of(name, by_id[comment.parent_id])}",
                    "author": comment.person.handle,
                    "sent_at": comment.created,
                }
