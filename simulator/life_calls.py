"""Calls to the service line: taken by whoever of service is free first, or given up by who has waited long enough."""

from __future__ import annotations

from simulator.company import local
from simulator.opening import spans
from simulator.records import Agent, Call, Person
from simulator.town import Town

TALK = 380.0
PATIENCE = 420.0  # seconds a caller waits on average before giving up
URGENCY = 0


def line_is_open(at: int) -> bool:
    """True while somebody answers the line; outside of these hours a tape does, and no call is counted."""
    now = local(at)
    return any(begins <= f"{now:%H:%M}" < ends for begins, ends in spans("service", now.date()))


def rings(town: Town, person: Person, topic: str) -> Call:
    """A call comes in now."""
    matter = town.write.matter(person, topic)
    call = Call(len(town.calls) + 1, town.clock.now, person, topic, matter.parts["private"], matter.intent)
    town.calls.append(call)

    def wanted() -> bool:
        return call.gave_up_at is None

    def taken(agent: Agent) -> None:
        call.agent, call.taken_at = agent, max(town.clock.now, call.created + 2)

    def over(agent: Agent) -> None:
        call.ended_at = town.clock.now

    def gives_up() -> None:
        if call.taken_at is None:
            call.gave_up_at = town.clock.now

    town.later(5 + town.rng.expovariate(1 / PATIENCE), gives_up)
    town.queue("service", TALK, over, wanted, URGENCY, begun=taken)
    return call
