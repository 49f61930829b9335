"""How a ticket lives: it arrives, is picked up, asked back, handed on, solved, reopened, merged or deleted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from simulator import life_approvals, life_doubles, phrases_de
from simulator.company import BY_ID, DEPARTMENTS
from simulator.life_promises import perhaps_promise
from simulator.records import BOT_ID, Agent, Audit, Ticket, TicketComment
from simulator.texts import Matter
from simulator.town import DAY, Town

HOUR = 3600
EFFORT = {"mail": 950.0, "web": 770.0, "chat": 130.0}
URGENCY = {"chat": 1, "web": 5, "mail": 5}
EFFORT_FACTOR = {"press": 2.4, "legal": 2.0, "product": 2.0, "sales": 1.5, "marketing": 1.2, "service": 1.0}
TOPIC_OWNER = {"offer": "sales", "press": "press", "privacy": "legal", "idea": "product"}
CLOSE_AFTER = 14 * DAY  # an automation closes what has been solved for so long
SOLVE_PENDING_AFTER = 5 * DAY
# How likely a ticket is handed on before anybody has answered, after none, one or two hand-offs; and one that came to
# the wrong department in the first place.
HANDED_ON = (0.03, 0.2, 0.12)
MISROUTED_HANDED_ON = 0.88
HANDING_ON = 150.0  # seconds of work
# Planted: an hour and a half pass before the receiver sees what was handed on, and of what marketing hands to service
# one in fourteen is never taken up.
HOP_SECONDS = 90 * 60
DROPPED = {("marketing", "service"): 0.07}
DROPPED_ELSEWHERE = 0.02
MEASURED = {"service": 0.6, "sales": 0.35}  # the share of replies whose writing the ticket system has timed


def right_owner(topic: str) -> str:
    """The department whose matter a topic is."""
    return TOPIC_OWNER.get(topic, "service")


@dataclass
class TicketLife:
    """One ticket and what still happens to it."""

    town: Town
    ticket: Ticket
    matter: Matter
    owner: str | None  # the department whose desk it lies on
    said: str = "matter"  # what the customer said last: matter, followup or thanks
    waiting: bool = True  # the customer waits for a reply
    rounds: int = 0
    gone: bool = False  # merged or deleted
    forgotten: bool = False
    handed: int = 0  # how often it was handed on
    came_from: str | None = None  # whose it was before the last hand-off
    approval: str | None = None  # requested, approved, rejected, taken_back
    promised: bool = False

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
        is_split: bool = False,
    ) -> Audit:
        """Append an audit now; never in the same second as the ticket's last one."""
        audits, town = self.ticket.audits, self.town
        at = max(town.clock.now, audits[-1].at + 1) if audits else town.clock.now
        state = self.ticket.state_at(at)
        new = {k: v for k, v in (changes or {}).items() if k not in state or state[k] != v}
        comment = None
        if text is not None:
            number = town.next_id("comment", 16_400_000_000_000, 900)
            comment = TicketComment(number, author, text, public, is_split)
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

    @property
    def status_since(self) -> int:
        """When the status was set last."""
        return next(a.at for a in reversed(self.ticket.audits) if "status" in a.changes)

    def _comes_back(self) -> None:
        text = self.town.write.follow_up(self.ticket.person, self.matter)
        self.customer_writes(text, "followup")

    def is_alive(self) -> bool:
        """Neither closed, merged nor deleted."""
        return not self.gone and self.status != "closed"

    # -- the customer ---------------------------------------------------------------------------------------

    def customer_writes(self, text: str, said: str | None = None) -> None:
        """The customer adds a public comment; a solved or pending ticket opens again."""
        if not self.is_alive():
            return
        self.said = said or self.said
        reopens = self.status in ("solved", "pending", "hold")
        was_waiting = self.waiting
        changes = {"status": "open"} if reopens else {}
        self.update(self.ticket.person.zendesk_id, self.ticket.channel, changes, text)
        self.waiting = True
        if not was_waiting and self.owner:
            self.enqueue()

    def writes_on(self) -> None:
        """Another short message, if the customer still waits."""
        if self.waiting:
            self.customer_writes(self.town.write.say(self.ticket.person, "BURST"))

    def auto_reply(self, text: str) -> None:
        """A trigger confirms the receipt: public, but nobody wrote it."""
        if self.is_alive():
            self.update(BOT_ID, "rule", {}, text, reference=360015550010)

    def bot_replies(self, text: str) -> None:
        """The chat's bot answers first, and hands over."""
        if self.is_alive():
            self.update(BOT_ID, "answer_bot", {}, text)

    def nudges(self) -> None:
        """The customer asks where the answer is."""
        if self.waiting and self.is_alive() and self.status != "solved":
            self.customer_writes(self.town.write.say(self.ticket.person, "NUDGE"))
            if self.town.chance(0.3):
                self.town.later(self.town.after(2.5 * DAY), self.nudges)

    # -- the company ----------------------------------------------------------------------------------------

    def enqueue(self) -> None:
        """Put the ticket on its owner's desk, unless it is one of those that nobody ever takes up."""
        town, owner = self.town, self.owner
        assert owner
        if self.forgotten:
            return
        effort = EFFORT[self.ticket.channel] * EFFORT_FACTOR[owner]
        likely = HANDED_ON[self.handed] if self.rounds == self.handed < len(HANDED_ON) else 0.0
        if likely and self.handed == 0 and owner != right_owner(self.ticket.topic):
            likely = MISROUTED_HANDED_ON
        hands_on = town.chance(likely)
        handle = self._handoff if hands_on else self._work
        effort = HANDING_ON if hands_on else effort

        def wanted() -> bool:
            return self.waiting and self.is_alive() and self.owner == owner and self.status != "solved"

        town.queue(owner, effort, handle, wanted, URGENCY[self.ticket.channel])

    def _handoff(self, agent: Agent) -> None:
        town = self.town
        others = [d.id for d in DEPARTMENTS if d.id not in (self.owner, "press")]
        right = right_owner(self.ticket.topic)
        back = self.came_from if town.chance(0.6) else None
        to = back or (right if right != self.owner else town.rng.choice(others))
        edge = (self.owner or "", to)
        self.owner, self.came_from = to, self.owner
        self.handed += 1
        group = BY_ID[self.owner].group_id
        note = town.write.phrase("de", "NOTE_HANDOFF") if town.chance(0.95) else None
        changes = {"group_id": group, "assignee_id": None, "status": "open"}
        self.update(agent.zendesk_id, "web", changes, note, public=False)
        self.rounds += 1
        if town.chance(DROPPED.get(edge, DROPPED_ELSEWHERE)):  # and nobody there takes it up
            self.forgotten = True
            days = 10 if town.chance(0.4) else 34
            town.later(town.after(days * DAY, 0.4), self.tidy_up)
            return
        town.later(town.after(HOP_SECONDS, 0.2), self.seen)

    def seen(self) -> None:
        """It comes to the owner's notice, if the customer still waits."""
        if self.waiting and self.is_alive():
            self.enqueue()

    def decide(self, approver: Agent) -> None:
        """Somebody decides about the answer that waits for approval."""
        life_approvals.decide(self, approver)

    def _work(self, agent: Agent) -> None:
        town, ticket, me = self.town, self.ticket, agent.zendesk_id
        if self.status == "new" and town.chance(0.35):
            self.update(me, "web", {"status": "open", "assignee_id": me})
        draw = town.rng.random()
        letter = ticket.channel != "chat"
        if self.rounds == 0 and draw < 0.03:
            self._solve_silently(agent)  # settled by phone, nothing written
            return
        if self.rounds == 0 and draw < 0.07:
            note = town.write.phrase("de", "NOTE_HOLD")
            self.update(me, "web", {"status": "hold", "assignee_id": me}, note, public=False)
            town.later(town.after(1.3 * DAY), self._resume)
            return
        self.rounds += 1
        asks = self.matter.parts.pop("ask", None) if draw < 0.36 and self.said == "matter" else None
        if asks:
            text = town.write.signed(ticket.person, agent, asks, letter=letter)
            self.update(me, "web", {"status": "pending", "assignee_id": me} | self._measured(), text)
            self.waiting = False
            self._after_question()
        elif life_approvals.needs_approval(self):
            life_approvals.ask(self, agent)
        else:
            self._answer(
                agent, town.write.respond(ticket.person, agent, self.matter, self.said, letter=letter)
            )

    def _answer(self, agent: Agent, text: str) -> None:
        town, me = self.town, agent.zendesk_id
        stays_open = town.chance(0.05)
        fields = {"status": "open" if stays_open else "solved", "assignee_id": me} | self._measured()
        split = life_doubles.is_split(town)
        self.update(
            me, "web", fields | perhaps_promise(self, agent), text + life_doubles.FIRST if split else text
        )
        self.waiting = False
        if stays_open:
            town.later(town.after(3 * DAY, 0.5), self.tidy_up)
        else:
            self._after_solved()
        self._answered_again(agent, split)

    def _measured(self) -> dict[str, Any]:
        owner, town = self.owner, self.town
        if owner is None or not town.chance(MEASURED.get(owner, 0.0)):
            return {}
        return {"handle_seconds": town.after(EFFORT[self.ticket.channel] * EFFORT_FACTOR[owner] * 0.9, 0.4)}

    def _answered_again(self, agent: Agent, split: bool) -> None:
        town, person = self.town, self.ticket.person
        again = life_doubles.second_answer(town, agent, "service" if self.owner != "service" else "sales")
        if split:
            other = life_doubles.colleague(town, agent, agent.department)
            again = (other, town.rng.randrange(60, 600)) if other else None
        if again is None:
            return
        who, after = again
        text = town.write.signed(person, who, town.write.phrase(person.language, "SECOND"), letter=False)

        def write() -> None:
            if self.is_alive() and not self.waiting:
                ending = life_doubles.SECOND if split else ""
                self.update(who.zendesk_id, "web", {}, text + ending, is_split=split)

        town.later(after, write)

    def _resume(self) -> None:
        def go_on(agent: Agent) -> None:
            if self.status == "hold":
                self.update(agent.zendesk_id, "web", {"status": "open"})
            if self.waiting:
                self.enqueue()

        owner = self.owner
        assert owner
        self.town.queue(
            owner, 40, go_on, lambda: self.is_alive() and self.status in ("hold", "open"), urgency=3
        )

    def _after_question(self) -> None:
        town, person = self.town, self.ticket.person
        delay = town.after(240 if self.ticket.channel == "chat" else 4 * HOUR, 0.9)
        if town.chance(0.8):
            details = self.matter.parts.get("details") or town.write.say(person, "DETAILS")
            town.later(delay, lambda: self.customer_writes(details, "matter"))
        asked_at = self.status_since

        def give_up() -> None:
            if self.is_alive() and self.status == "pending" and self.status_since == asked_at:
                self.update(BOT_ID, "rule", {"status": "solved"}, reference=360015550031)
                self._after_solved()

        town.later(SOLVE_PENDING_AFTER + 1800, give_up)

    def _after_solved(self) -> None:
        town, person = self.town, self.ticket.person
        chat = self.ticket.channel == "chat"
        draw = town.rng.random()
        if draw < 0.06 and self.said != "thanks":
            delay = town.after(120 if chat else 2 * HOUR)
            town.later(delay, lambda: self.customer_writes(town.write.say(person, "THANKS"), "thanks"))
        elif draw < 0.15:
            town.later(town.after(300 if chat else 3 * HOUR, 1.0), self._comes_back)
        elif draw < 0.172:
            town.later(8 * DAY + town.rng.randrange(DAY), self._comes_back)
        solved_at = self.status_since

        def close() -> None:
            if self.is_alive() and self.status == "solved" and self.status_since == solved_at:
                self.update(BOT_ID, "rule", {"status": "closed"}, reference=360015550044)

        town.later(CLOSE_AFTER + town.rng.randrange(3600), close)

    def tidy_up(self) -> None:
        """Somebody of the owning department solves what nobody took up, or what was answered and left open."""

        def wanted() -> bool:
            idle = self.forgotten or not self.waiting
            return idle and self.is_alive() and self.status in ("new", "open")

        assert self.owner
        self.town.queue(self.owner, 45, self._solve_silently, wanted, urgency=7)

    def _solve_silently(self, agent: Agent) -> None:
        self.update(agent.zendesk_id, "web", {"status": "solved", "assignee_id": agent.zendesk_id})
        self.waiting = self.forgotten = False
        self._after_solved()

    def delete(self, agent: Agent) -> None:
        """Somebody deletes the ticket (spam)."""
        if self.is_alive():
            self.update(agent.zendesk_id, "web", {"status": "deleted"})
            self.gone, self.waiting = True, False

    def merge_into(self, target: TicketLife, agent: Agent) -> None:
        """This ticket is closed in favour of `target`: note on both, closed, tagged, as the merge dialog does it."""
        if not (self.is_alive() and target.is_alive() and self.ticket is not target.ticket):
            return
        here, there, me = self.ticket, target.ticket, agent.zendesk_id
        tags = [*here.state_at(self.town.clock.now)["tags"], "closed_by_merge"]
        text = phrases_de.MERGED_HERE.format(other=there.id, subject=there.subject)
        self.update(me, "merge", {"status": "closed", "tags": tags}, text, public=False, reference=there.id)
        text = phrases_de.MERGED_THERE.format(other=here.id, subject=here.subject)
        target.update(me, "merge", {}, text, public=False, reference=here.id)
        self.gone, self.waiting = True, False
