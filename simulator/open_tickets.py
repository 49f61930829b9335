"""How tickets begin: a customer's request by mail, form or chat, or an employee who writes first."""

from __future__ import annotations

from simulator.company import BY_ID, SALES_REORGANISED, local
from simulator.intents import CATEGORIES, CATEGORISED
from simulator.life_tickets import HOUR, TOPIC_OWNER, TicketLife
from simulator.records import Agent, Person, Ticket
from simulator.town import DAY, Town

# Planted: so long a request to sales lay in its central inbox before that was given up.
INBOX_SECONDS = 4 * HOUR
STAKEHOLDERS = {
    "press": {"journalist": 0.82, "politician": 0.18},
    "offer": {"customer": 0.66, "partner": 0.2, "supplier": 0.14},
    "idea": {"customer": 0.9, "partner": 0.1},
    "privacy": {"customer": 0.92, "politician": 0.03, "other": 0.05},
}


def open_ticket(
    town: Town, person: Person, channel: str, topic: str, owner: str | None, *, text: str | None = None
) -> TicketLife:
    """A customer's request arrives now and is routed to `owner` (None: no group, someone has to triage it)."""
    matter = town.write.matter(person, topic)
    ticket = _new_ticket(town, person, channel, topic, person.zendesk_id, matter.parts["subject"])
    life = TicketLife(town, ticket, matter, owner)
    fields = {
        "subject": ticket.subject,
        "requester_id": person.zendesk_id,
        "status": "new",
        "priority": town.rng.choice(("normal", "normal", "normal", "low", "high", "urgent")),
        "type": "question",
        "group_id": BY_ID[owner].group_id if owner else None,
        "assignee_id": None,
        "tags": [topic],
        "stakeholder": _stakeholder(town, topic, owner),
        "topic": topic if town.chance(0.85) else None,
        "category": CATEGORIES[matter.intent] if text is None and town.chance(CATEGORISED) else None,
    }
    ticket.intent = "no_answer_needed" if text else matter.intent
    letter = channel == "mail"
    life.update(
        person.zendesk_id,
        channel,
        fields,
        text or town.write.opening(person, matter.parts["private"], letter=letter),
    )
    if channel == "mail" and town.chance(0.3):
        reply = town.write.phrase(person.language, "AUTO_REPLY", case=ticket.id)
        town.later(town.rng.randrange(2, 40), lambda: life.auto_reply(reply))
    if channel == "chat" and town.chance(0.35):
        hello = town.write.phrase(person.language, "BOT_FIRST")
        town.later(town.rng.randrange(2, 8), lambda: life.bot_replies(hello))
    if channel == "chat" and town.chance(0.35):
        town.later(town.rng.randrange(8, 70), life.writes_on)
    elif town.chance(0.35):
        town.later(town.after(2.2 * DAY, 0.6), life.nudges)
    if owner:
        life.forgotten = town.chance(BY_ID[owner].ignores)
        if life.forgotten:
            town.later(town.after(12 * DAY, 0.4), life.tidy_up)
        if owner == "sales" and local(town.clock.now).date() < SALES_REORGANISED:
            town.later(town.after(INBOX_SECONDS, 0.3), life.seen)
        else:
            life.enqueue()
    else:  # most are sorted the same day, the others when somebody looks at what has no group
        delay = town.after(3 * HOUR) if town.chance(0.85) else town.after(12 * DAY, 0.4)
        town.later(delay, lambda: _triage(life))
    return life


def _stakeholder(town: Town, topic: str, owner: str | None) -> str | None:
    # As the form asks it; some leave it empty.
    if town.chance(0.1):
        return None
    kinds = STAKEHOLDERS.get(topic, {"customer": 1.0} if owner else {"customer": 0.85, "applicant": 0.15})
    return town.rng.choices(list(kinds), list(kinds.values()))[0]


def _triage(life: TicketLife) -> None:
    def assign(agent: Agent) -> None:
        life.owner = TOPIC_OWNER.get(life.ticket.topic, "service")
        life.update(agent.zendesk_id, "web", {"group_id": BY_ID[life.owner].group_id})
        life.enqueue()

    life.town.queue("service", 60, assign, lambda: life.is_alive() and life.owner is None, urgency=6)


def agent_opens(town: Town, agent: Agent, person: Person) -> TicketLife:
    """An employee writes first: the requester is the customer, the submitter and first author the employee."""
    subject = town.write.phrase(person.language, "OUTREACH_SUBJECT")
    ticket = _new_ticket(town, person, "web", "contract", agent.zendesk_id, subject)
    life = TicketLife(town, ticket, town.write.matter(person, "contract"), agent.department, waiting=False)
    life.rounds = 1
    offer = town.write.signed(person, agent, town.write.phrase(person.language, "OUTREACH"), letter=True)
    fields = {
        "subject": ticket.subject,
        "requester_id": person.zendesk_id,
        "status": "pending",
        "priority": "normal",
        "type": "task",
        "group_id": BY_ID[agent.department].group_id,
        "assignee_id": agent.zendesk_id,
        "tags": ["outbound"],
    }
    life.update(agent.zendesk_id, "web", fields, offer)
    if town.chance(0.55):
        town.later(
            town.after(7 * HOUR),
            lambda: life.customer_writes(town.write.say(person, "OUTREACH_ANSWER"), "followup"),
        )
    return life


def _new_ticket(town: Town, person: Person, channel: str, topic: str, submitter: int, subject: str) -> Ticket:
    number = 48210 + len(town.tickets)
    ticket = Ticket(number, person, channel, subject, topic, submitter)
    town.tickets.append(ticket)
    if person.first_ticket_at is None:
        person.first_ticket_at = town.clock.now
    return ticket
