"""When two people answer the same message: by accident, or because they say so: "(1/2)", "(2/2)"."""

from __future__ import annotations

from simulator.company import BY_ID, local
from simulator.records import Agent
from simulator.town import Town

SPLIT = 0.012
FIRST, SECOND = " (1/2)", " (2/2)"


def is_split(town: Town) -> bool:
    """True for the few answers that two people share."""
    return town.chance(SPLIT)


def colleague(town: Town, agent: Agent, department: str) -> Agent | None:
    """Somebody else of a department, as it is today."""
    people = BY_ID[department].people_on(local(town.clock.now).date())
    others = [one for one in people if one.zendesk_id != agent.zendesk_id]
    return town.rng.choice(others) if others else None


def second_answer(town: Town, agent: Agent, other_department: str) -> tuple[Agent, int] | None:
    """Who answers a second time without having seen the first, and after how many seconds; mostly nobody."""
    draw = town.rng.random()
    if draw < 0.016:
        who, after = colleague(town, agent, agent.department), town.rng.randrange(60, 1700)
    elif draw < 0.026:
        who, after = colleague(town, agent, other_department), town.rng.randrange(120, 1750)
    elif draw < 0.032:
        # an hour later it is no collision any more
        who, after = colleague(town, agent, agent.department), town.rng.randrange(2200, 6000)
    else:
        return None
    return (who, after) if who else None
