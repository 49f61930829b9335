"""A mobile provider's dealings with its customers over some months, made up from a seed.

The same (seed, days, end) gives the same world, to the byte. Nothing here reads the clock.
"""

from __future__ import annotations

from datetime import datetime

from simulator import life_elsewhere, life_mail
from simulator.arrivals import schedule
from simulator.contacts import note_contacts
from simulator.records import World
from simulator.town import DAY, Town

DEFAULT_SEED = 7
DEFAULT_DAYS = 182
# Zendesk's exports don't show the last minute; a world ends before it, so that one pass sees everything.
QUIET_BEFORE_END = 90
SYSTEM_UPDATES = 0.02


def build(end: datetime, *, seed: int = DEFAULT_SEED, days: int = DEFAULT_DAYS) -> World:
    """Simulate `days` days up to `end` (aware).

    Raises:
        ValueError: `end` has no time zone, or `days` isn't positive.
    """
    if end.tzinfo is None:
        raise ValueError("end needs a time zone")
    if days < 1:
        raise ValueError("days must be 1 or more")
    last = int(end.timestamp())
    town = Town(seed, days, last)
    town.clock.end = last - QUIET_BEFORE_END
    schedule(town)
    life_elsewhere.begin(town)
    life_mail.begin(town)
    town.clock.run()
    _system_updates(town, last)
    for comments in (town.comments, *(outlet.comments for outlet in town.outlets.values())):
        comments.sort(key=lambda c: (c.created, c.id))
    note_contacts(town.tickets, list(town.conversations.values()), town.comments)
    people = sorted(
        (p for p in town.people if p.first_ticket_at is not None),
        key=lambda p: (p.first_ticket_at, p.zendesk_id),
    )
    return World(
        seed, days, town.start, last, people, town.posts, town.comments,
        sorted(town.conversations.values(), key=lambda c: c.id), town.tickets, town.calls, town.spilled, town.outlets,
        town.mails, town.people,
    )  # fmt: skip


def _system_updates(town: Town, end: int) -> None:
    for ticket in town.tickets:
        touched = ticket.audits[-1].at + town.rng.randrange(DAY, 20 * DAY)
        if town.chance(SYSTEM_UPDATES) and touched < end - QUIET_BEFORE_END:
            ticket.touched_at = touched
