"""A small ticket desk for the simulated Request Tracker: people, queues, tickets and what happened to them.

Made from a seed. A ticket is moved, taken, answered, commented on and resolved; one is spam, and one was sent twice.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

HOUR = 3600
NOBODY, SYSTEM = "Nobody", "RT_System"
QUESTIONS = (
    "Mein Router verliert jeden Abend die Verbindung.",
    "Wann kommt der Techniker?",
    "Die Rechnung stimmt nicht.",
)
ANSWERS = ("Wir schauen es uns an.", "Bitte einmal neu starten.", "Das ist seit gestern behoben.")


@dataclass(frozen=True)
class Person:
    """A user; `is_staff` is RT's privileged."""

    id: int
    name: str
    is_staff: bool = False


@dataclass(frozen=True)
class Step:
    """A transaction of a ticket, as RT names its parts. Instants are epoch seconds; `text` is what was written."""

    id: int
    at: int
    ticket: int
    kind: str
    who: str
    name: str = ""
    old: str = ""
    new: str = ""
    text: str | None = None
    interface: str = "Web"


@dataclass(frozen=True)
class Ticket:
    """A ticket as it was created; the rest is in its steps, in their order."""

    id: int
    created: int
    subject: str
    queue: int
    requestor: str
    fields: dict[int, str] = field(default_factory=dict)


@dataclass
class Desk:
    """Everything; `end` is the instant up to which it was made."""

    end: int
    people: list[Person]
    queues: dict[int, str]
    fields: dict[int, str]
    tickets: list[Ticket] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    def add(self, ticket: int, at: int, kind: str, who: str, **more: str) -> None:
        """One more step."""
        self.steps.append(Step(len(self.steps) + 1, at, ticket, kind, who, **more))


def build(end: int, seed: int, tickets: int = 40) -> Desk:
    """A desk of the last ten days before `end`; nothing happens in the last hour."""
    rng = random.Random(seed)
    staff = [Person(20 + number, name, True) for number, name in enumerate(("anna", "ben", "cem"))]
    customers = [Person(100 + number, f"kunde{number}@example.com") for number in range(12)]
    people = [Person(1, SYSTEM), Person(6, NOBODY), *staff, *customers]
    desk = Desk(end, people, {1: "General", 3: "Complaints"}, {7: "Topic"})
    created = sorted(end - 2 * HOUR - rng.randrange(230 * HOUR) for _ in range(tickets))
    for number, at in enumerate(created, start=1):
        _live(desk, rng, number, at)
    # Numbers follow the instants, as those of one table do.
    ordered = sorted(desk.steps, key=lambda step: (step.at, step.id))
    desk.steps = [Step(**{**vars(step), "id": place}) for place, step in enumerate(ordered, start=1)]
    return desk


def _live(desk: Desk, rng: random.Random, number: int, at: int) -> None:
    customer = rng.choice([person for person in desk.people if "@" in person.name]).name
    agent = rng.choice([person for person in desk.people if person.is_staff])
    desk.tickets.append(
        Ticket(number, at, f"Anliegen {number}", 3, customer, {7: rng.choice(("Netz", "Rechnung"))})
    )
    latest = desk.end - HOUR

    def later() -> int:
        nonlocal at
        at = min(latest, at + rng.randrange(60, 3 * HOUR))
        return at

    desk.add(number, at, "Create", customer, text=rng.choice(QUESTIONS), interface="Email")
    if number % 13 == 4:
        desk.add(number, later(), "Status", agent.name, name="Status", old="new", new="deleted")
        return
    if number % 17 == 5:
        merged = {"name": "MergedInto", "new": f"fsck.com-rt://nordfunk.example/ticket/{number - 1}"}
        desk.add(number, later(), "AddLink", agent.name, **merged)
        return
    desk.add(number, later(), "Set", agent.name, name="Owner", old="6", new=str(agent.id))
    if rng.random() < 0.3:
        desk.add(number, later(), "Set", agent.name, name="Queue", old="3", new="1")
        desk.add(number, later(), "Comment", agent.name, text="Gehört das zu uns?")
    desk.add(number, later(), "Correspond", agent.name, text=rng.choice(ANSWERS))
    desk.add(number, at, "Status", SYSTEM, name="Status", old="new", new="open")
    if rng.random() < 0.6:
        desk.add(number, later(), "Status", agent.name, name="Status", old="open", new="resolved")
