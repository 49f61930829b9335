"""Promises that employees make, by whom they are to be fulfilled, and what becomes of them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from simulator.company import BY_ID, instant, local
from simulator.records import Agent
from simulator.town import DAY

if TYPE_CHECKING:
    from simulator.life_tickets import TicketLife

HOUR = 3600
HOW_OFTEN = {"service": 0.08, "sales": 0.22, "marketing": 0.3, "product": 0.12}
FULFILLED_BY = {
    "service": {"service": 0.72, "sales": 0.28},
    "sales": {"sales": 0.6, "service": 0.4},
    "marketing": {"service": 1.0},
    "product": {"product": 1.0},
}
# Planted: how many are kept in time, late, broken, by who promised and by another department; the rest is forgotten.
OWN = (0.92, 0.95, 0.97)
OTHERS = (0.70, 0.82, 0.91)
USUALLY_DUE = 3 * DAY  # leitstand.toml: [promises] default_within


def perhaps_promise(life: TicketLife, agent: Agent) -> dict[str, Any]:
    """The fields of a promise made with the answer that is being written; mostly none.

    Some are made on the phone: noted a little later, without a message.
    """
    town, owner = life.town, life.owner
    if owner is None or life.promised or not town.chance(HOW_OFTEN.get(owner, 0.0)):
        return {}
    life.promised = True
    choices = FULFILLED_BY[owner]
    fulfiller = town.rng.choices(list(choices), list(choices.values()))[0]
    day = local(town.clock.now).date() + timedelta(days=town.rng.randrange(1, 7))
    fields: dict[str, Any] = {"promise": town.write.phrase("de", "PROMISES")}
    due = town.clock.now + USUALLY_DUE
    if town.chance(0.65):
        fields["promise_due"] = day.isoformat()
        due = instant(day + timedelta(days=1), "00:00")
    # Whose own promise it is isn't always written down.
    if town.chance(0.75 if fulfiller == owner else 0.97):
        fields["promise_department"] = BY_ID[fulfiller].name
    _schedule(life, fulfiller, due, OWN if fulfiller == owner else OTHERS)
    if town.chance(0.18):
        town.later(town.rng.randrange(60, 900), lambda: _note(life, agent, fields))
        return {}
    return fields


def _note(life: TicketLife, agent: Agent, fields: dict[str, Any]) -> None:
    if life.is_alive():
        life.update(agent.zendesk_id, "web", fields)


def _schedule(life: TicketLife, fulfiller: str, due: int, likely: tuple[float, float, float]) -> None:
    town = life.town
    left = max(2 * HOUR, due - town.clock.now)
    draw = town.rng.random()
    if draw < likely[0]:
        kept, at = "true", left * town.rng.uniform(0.05, 0.4)
    elif draw < likely[1]:
        kept, at = "true", left + town.rng.randrange(4 * HOUR, 3 * DAY)
    elif draw < likely[2]:
        kept, at = "false", left * town.rng.uniform(0.4, 1.3)
    else:
        return  # nobody thinks of it again

    def tell(agent: Agent) -> None:
        note = town.write.phrase("de", "NOTE_KEPT") if kept == "true" else None
        life.update(agent.zendesk_id, "web", {"promise_kept": kept}, note, public=False)

    town.later(max(1200, at), lambda: town.queue(fulfiller, 120, tell, life.is_alive, urgency=3))
