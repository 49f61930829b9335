"""What the press office and the lawyers answer needs a colleague's approval first: asked, decided, asked again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.records import Agent

if TYPE_CHECKING:
    from simulator.life_tickets import TicketLife

HOUR, DAY = 3600, 86400
# Whose answers need one, and who gives it.
APPROVER = {"press": "legal", "legal": "press"}
FORGETS, FORGOTTEN = 0.04, 12 * DAY


def needs_approval(life: TicketLife) -> bool:
    """True before the first answer of such a department has been approved, or its request taken back."""
    return life.owner in APPROVER and life.approval not in ("approved", "taken_back")


def ask(life: TicketLife, agent: Agent) -> None:
    """Ask for approval of the answer; the ticket waits until a colleague has decided."""
    town, me = life.town, agent.zendesk_id
    life.approval = "requested"
    note = town.write.phrase("de", "NOTE_APPROVAL")
    life.update(me, "web", {"status": "open", "assignee_id": me, "approval": "requested"}, note, public=False)
    assert life.owner
    desk = APPROVER[life.owner]

    def is_asked() -> bool:
        return life.is_alive() and life.approval == "requested"

    delay = town.after(FORGOTTEN, 0.4) if town.chance(FORGETS) else town.after(1.4 * HOUR, 1.2)
    town.later(delay, lambda: town.queue(desk, 240, life.decide, is_asked, urgency=2))


def decide(life: TicketLife, approver: Agent) -> None:
    """Approve, reject with a note, or (rarely) find that nothing needs approval; the owner goes on with it."""
    draw = life.town.rng.random()
    if draw < 0.72:
        life.update(approver.zendesk_id, "web", {"approval": "approved"})
        life.approval = "approved"
    elif draw < 0.94:
        note = life.town.write.phrase("de", "NOTE_REJECTED")
        life.update(approver.zendesk_id, "web", {"approval": "rejected"}, note, public=False)
        life.approval = "rejected"
    else:
        life.update(approver.zendesk_id, "web", {"approval": None})
        life.approval = "taken_back"
    life.enqueue()
