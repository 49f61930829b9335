"""Service contacts that a campaign's post brings on all channels but its own: the planted effect.

Each post of a campaign brings a Poisson number of them within a day, more at first than later; they are drawn from a
random source of their own and noted one by one, so that the truth is known exactly.
"""

from __future__ import annotations

import random

from simulator.campaigns import DAY, Campaign, Launch
from simulator.company import local
from simulator.life_calls import line_is_open, rings
from simulator.life_comments import AWAKE
from simulator.life_messages import writes_privately
from simulator.open_tickets import open_ticket
from simulator.records import Post, Spilled
from simulator.town import Town

FADES = 0.45 * DAY
CHANNELS = {"mail": 0.24, "web": 0.16, "message": 0.24, "call": 0.36}


def spill(town: Town, post: Post, campaign: Campaign, launch: Launch) -> None:
    """Put the contacts that a post brings on the clock."""
    rng = random.Random(f"{town.seed}:spill:{campaign.id}:{launch.after_days}")
    for _ in range(_count(rng, launch.spill)):
        at = _moment(rng, post.created)
        topic, draw = rng.choice(campaign.topics), rng.random()
        town.clock.at(at, lambda t=topic, d=draw: _contact(town, post, campaign, t, d))  # type: ignore[misc]


def _count(rng: random.Random, mean: float) -> int:
    count, left = 0, mean
    while (left := left - rng.expovariate(1.0)) > 0:
        count += 1
    return count


def _moment(rng: random.Random, since: int) -> int:
    while True:
        after = rng.expovariate(1 / FADES)
        if after < DAY - 60 and rng.random() * max(AWAKE) < AWAKE[local(int(since + after)).hour]:
            return int(since + 30 + after)


def _contact(town: Town, post: Post, campaign: Campaign, topic: str, draw: float) -> None:
    now, person = town.clock.now, town.someone()
    if draw < CHANNELS["call"] and line_is_open(now):
        kind, number = "call", str(rings(town, person, topic).id)
    elif draw < CHANNELS["call"] + CHANNELS["message"]:
        person = town.newcomer()
        writes_privately(town, person, topic)
        kind, number = "message", town.conversations[person.facebook_id].messages[-1].id
    else:
        kind, channel = "ticket", "mail" if draw < 1 - CHANNELS["web"] else "web"
        number = str(open_ticket(town, person, channel, topic, "service").ticket.id)
    town.spilled.append(Spilled(campaign.id, post.id, kind, number, now))
