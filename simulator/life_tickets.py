"""How a ticket lives: it arrives, is picked up, asked back, handed on, solved, reopened, merged or deleted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from simulator.company import BY_ID, DEPARTMENTS
from simulator.records import BOT_ID, Agent, Audit, Person, Ticket, TicketComment
from simulator.town import DAY, Town

HOUR = 3600
EFFORT = {"mail": 780.0, "web": 640.0, "chat": 170.0}
URGENCY = {"chat": 1, "web": 5, "mail": 5}
EFFORT_FACTOR = {"press": 3.0, "legal": 3.2, "product": 2.0, "sales": 1.5, "marketing": 1.2, "service": 1.0}
TOPIC_OWNER = {"offer": "sales", "press": "press", "privacy": "legal", "idea": "product"}
CLOSE_AFTER = 14 * DAY  # an automation closes what has been solved for so long
SOLVE_PENDING_AFTER = 5 * DAY


@dataclass
class TicketLife:
    """One ticket and what still happens to it."""

    town: Town
    ticket: Ticket
    owner: str | None  # the department whose desk it lies on
    waiting: bool = True  # the customer waits for a reply
    rounds: int = 0
    gone: bool = False  # merged or deleted
    forgotten: bool = False

    # -- writing audits -------------------------------------------------------------------------------------

    def update(
        self,
        author: int,
        via: str,
        changes: dict[str, Any] | None = None,
        text: str | None = None,
        *,
        public: bool = True,
        reference: int | None = None,
    ) -> Audit:
        """Append an audit now; never in the same second as the ticket's last one."""
        audits, town = self.ticket.audits, self.town
        at = max(town.clock.now, audits[-1].at + 1) if audits else town.clock.now
        state = self.ticket.state_at(at)
        new = {k: v for k, v in (changes or {}).items() if k not in state or state[k] != v}
        comment = None
        if text is not None:
            comment = TicketComment(town.next_id("comment", 16_400_000_000_000, 900), author, text, public)
        audit = Audit(
            town.next_id("audit", 16_400_000_500_000, 900), at, author, via, new,
            {k: state.get(k) for k in new}, comment, not audits, reference,
        )  # fmt: skip
        audits.append(audit)
        return audit

    @property
    def status(self) -> str:
        """The status after the last audit."""
        return next(a.changes["status"] for a in reversed(self.ticket.audits) if "status" in a.changes)

    def _alive(self) -> bool:
        return not self.gone and self.status != "closed"

    # -- the customer ---------------------------------------------------------------------------------------

    def customer_writes(self, text: str) -> None:
        """The customer adds a public comment; a solved or pending ticket opens again."""
        if not self._alive():
            return
        reopens = self.status in ("solved", "pending", "hold")
        was_waiting = self.waiting
        changes = {"status": "open"} if reopens else {}
        self.update(self.ticket.person.zendesk_id, self.ticket.channel, changes, text)
        self.waiting = True
        if not was_waiting and self.owner:
            self.enqueue()

    def _nudges(self) -> None:
        if self.waiting and self._alive() and self.status != "solved":
            self.customer_writes(self.town.write.say(self.ticket.person, "NUDGE"))
            if self.town.chance(0.3):
                self.town.later(self.town.after(2.5 * DAY), self._nudges)

    # -- the company ----------------------------------------------------------------------------------------

    def enqueue(self) -> None:
        """Put the ticket on its owner's desk, unless it is one of those that nobody ever takes up."""
        town, owner = self.town, self.owner
        assert owner
        if self.forgotten:
            return
        effort = EFFORT[self.ticket.channel] * EFFORT_FACTOR[owner]
        handle = self._handoff if self.rounds == 0 and town.chance(0.075) else self._work
        wanted = lambda: self.waiting and self._alive() and self.owner == owner and self.status != "solved"  # noqa: E731
        town.queue(owner, effort, handle, wanted, URGENCY[self.ticket.channel])

    def _handoff(self, agent: Agent) -> None:
        town = self.town
        others = [d.id for d in DEPARTMENTS if d.id not in (self.owner, "press")]
        right = TOPIC_OWNER.get(self.ticket.topic, "service")
        self.owner = right if right != self.owner else town.rng.choice(others)
        group = BY_ID[self.owner].group_id
        note = town.write.say(self.ticket.person, "NOTE") if town.chance(0.7) else None
        changes = {"group_id": group, "assignee_id": None, "status": "open"}
        self.update(agent.zendesk_id, "web", changes, note, public=False)
        self.rounds += 1
        self.enqueue()

    def _work(self, agent: Agent) -> None:
        town, ticket, me = self.town, self.ticket, agent.zendesk_id
        if self.status == "new" and town.chance(0.35):
            self.update(me, "web", {"status": "open", "assignee_id": me})
        draw = town.rng.random()
        letter = ticket.channel != "chat"
        if self.rounds == 0 and draw < 0.03:
            self.update(
                me, "web", {"status": "solved", "assignee_id": me}
            )  # settled by phone, nothing written
            self.waiting = False
            self._after_solved()
            return
        if self.rounds == 0 and draw < 0.07:
            note = town.write.say(ticket.person, "NOTE")
            self.update(me, "web", {"status": "hold", "assignee_id": me}, note, public=False)
            town.later(town.after(1.3 * DAY), lambda: self._resume(agent))
            return
        self.rounds += 1
        if draw < 0.24 and self.rounds < 3:
            text = town.write.reply(ticket.person, agent, ticket.topic, "ask", letter=letter)
            self.update(me, "web", {"status": "pending", "assignee_id": me}, text)
            self.waiting = False
            self._after_question()
        else:
            text = town.write.reply(ticket.person, agent, ticket.topic, "answer", letter=letter)
            status = "open" if town.chance(0.05) else "solved"
            self.update(me, "web", {"status": status, "assignee_id": me}, text)
            self.waiting = False
            self._after_solved()

    def _resume(self, agent: Agent) -> None:
        if not self._alive() or self.status not in ("hold", "open"):
            return
        if self.status == "hold":
            self.update(agent.zendesk_id, "web", {"status": "open"})
        if self.waiting and self.owner:
            self.enqueue()

    def _after_question(self) -> None:
        town, person = self.town, self.ticket.person
        delay = town.after(240 if self.ticket.channel == "chat" else 4 * HOUR, 0.9)
        if town.chance(0.8):
            town.later(delay, lambda: self.customer_writes(town.write.say(person, "DETAILS")))
        asked_at = self.ticket.audits[-1].at

        def give_up() -> None:
            if self._alive() and self.status == "pending" and self.ticket.audits[-1].at == asked_at:
                self.update(BOT_ID, "rule", {"status": "solved"}, reference=360015550031)
                self._after_solved()

        town.later(SOLVE_PENDING_AFTER + 1800, give_up)

    def _after_solved(self) -> None:
        town, person = self.town, self.ticket.person
        chat = self.ticket.channel == "chat"
        draw = town.rng.random()
        if draw < 0.09:
            town.later(
                town.after(120 if chat else 2 * HOUR),
                lambda: self.customer_writes(town.write.say(person, "THANKS")),
            )
        elif draw < 0.24:
            median = 300 if chat else 3 * HOUR
            town.later(
                town.after(median, 1.0), lambda: self.customer_writes(town.write.say(person, "FOLLOWUP"))
            )
        elif draw < 0.262:
            again = 8 * DAY + town.rng.randrange(DAY)
            town.later(again, lambda: self.customer_writes(town.write.say(person, "FOLLOWUP")))
        solved_at = self.ticket.audits[-1].at

        def close() -> None:
            if self._alive() and self.status == "solved" and self.ticket.audits[-1].at == solved_at:
                self.update(BOT_ID, "rule", {"status": "closed"}, reference=360015550044)

        town.later(CLOSE_AFTER + town.rng.randrange(3600), close)

    def delete(self, agent: Agent) -> None:
        """Somebody deletes the ticket (spam)."""
        if self._alive():
            self.update(agent.zendesk_id, "web", {"status": "deleted"})
            self.gone, self.waiting = True, False

    def merge_into(self, target: TicketLife, agent: Agent) -> None:
        """This ticket is closed in favour of `target`: note on both, closed, tagged, as the merge dialog does it."""
        if not (self._alive() and target._alive() and self.ticket is not target.ticket):
            return
        here, there, me = self.ticket, target.ticket, agent.zendesk_id
        tags = [*here.state_at(self.town.clock.now)["tags"], "closed_by_merge"]
        text = (
            f"Diese Anfrage wurde geschlossen und mit Anfrage #{there.id} „{there.subject}“ zusammengeführt."
        )
        self.update(me, "merge", {"status": "closed", "tags": tags}, text, public=False, reference=there.id)
        text = (
            f"Anfrage #{here.id} „{here.subject}“ wurde geschlossen und mit dieser Anfrage zusammengeführt."
        )
        target.update(me, "merge", {}, text, public=False, reference=here.id)
        self.gone, self.waiting = True, False


def open_ticket(
    town: Town, person: Person, channel: str, topic: str, owner: str | None, *, text: str | None = None
) -> TicketLife:
    """A customer's request arrives now and is routed to `owner` (None: no group, someone has to triage it)."""
    ticket = _new_ticket(town, person, channel, topic, person.zendesk_id)
    life = TicketLife(town, ticket, owner)
    fields = {
        "subject": ticket.subject,
        "requester_id": person.zendesk_id,
        "status": "new",
        "priority": town.rng.choice(("normal", "normal", "normal", "low", "high", "urgent")),
        "type": "question",
        "group_id": BY_ID[owner].group_id if owner else None,
        "assignee_id": None,
        "tags": [topic],
    }
    letter = channel == "mail"
    life.update(person.zendesk_id, channel, fields, text or town.write.opening(person, topic, letter=letter))
    if channel == "mail" and town.chance(0.3):
        reply = town.write.phrase(person.language, "AUTO_REPLY", case=ticket.id)
        town.later(
            town.rng.randrange(2, 40),
            lambda: life._alive() and life.update(BOT_ID, "rule", {}, reply, reference=360015550010),
        )  # type: ignore[func-returns-value,return-value]
    if channel == "chat" and town.chance(0.5):
        town.later(
            town.rng.randrange(8, 70),
            lambda: life.waiting and life.customer_writes(town.write.say(person, "BURST")),
        )  # type: ignore[func-returns-value,return-value]
    elif town.chance(0.6):
        town.later(town.after(2.2 * DAY, 0.6), life._nudges)
    if owner:
        life.forgotten = town.chance(BY_ID[owner].ignores)
        life.enqueue()
    elif town.chance(0.6):
        town.later(town.after(20 * HOUR), lambda: _triage(life))
    return life


def _triage(life: TicketLife) -> None:
    if life._alive() and life.owner is None:
        life.owner = TOPIC_OWNER.get(life.ticket.topic, "service")
        admin = BY_ID["service"].people[0]
        life.update(admin.zendesk_id, "web", {"group_id": BY_ID[life.owner].group_id})
        life.enqueue()


def agent_opens(town: Town, agent: Agent, person: Person) -> TicketLife:
    """An employee writes first: the requester is the customer, the submitter and first author the employee."""
    ticket = _new_ticket(town, person, "web", "contract", agent.zendesk_id)
    life = TicketLife(town, ticket, agent.department, waiting=False)
    life.rounds = 1
    greeting = f"{town.write.say(person, 'AGENT_GREETING')}\n\n"
    life.update(
        agent.zendesk_id,
        "web",
        {
            "subject": ticket.subject,
            "requester_id": person.zendesk_id,
            "status": "pending",
            "priority": "normal",
            "type": "task",
            "group_id": BY_ID[agent.department].group_id,
            "assignee_id": agent.zendesk_id,
            "tags": ["outbound"],
        },
        greeting + town.write.phrase(person.language, "OUTREACH"),
    )
    if town.chance(0.55):
        town.later(
            town.after(7 * HOUR), lambda: life.customer_writes(town.write.say(person, "OUTREACH_ANSWER"))
        )
    return life


def _new_ticket(town: Town, person: Person, channel: str, topic: str, submitter: int) -> Ticket:
    number = 48210 + len(town.tickets)
    ticket = Ticket(number, person, channel, town.write.subject(person, topic), topic, submitter)
    town.tickets.append(ticket)
    if person.first_ticket_at is None:
        person.first_ticket_at = town.clock.now
    return ticket
