"""A small ticket desk for the simulated Zammad: people, groups, tickets, articles and what happened to them.

Made from a seed. A ticket is moved, taken, answered, noted on and closed; one is deleted, and one was sent twice.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from typing import TypeVar

HOUR = 3600
NOBODY = 1
STATES = {
    1: ("new", "new"), 2: ("open", "open"), 3: ("pending reminder", "pending reminder"), 4: ("closed", "closed"),
    5: ("merged", "merged"), 6: ("removed", "removed"), 7: ("pending close", "pending action"),
}  # fmt: skip
QUESTIONS = ("Mein Router blinkt rot.", "Wann kommt der Techniker?", "Die Rechnung stimmt nicht.")
ANSWERS = ("Wir schauen es uns an.", "Bitte einmal neu starten.", "Das ist seit gestern behoben.")


@dataclass(frozen=True)
class Person:
    """A user; one with the role Agent works here."""

    id: int
    login: str
    is_agent: bool = False


@dataclass(frozen=True)
class Article:
    """What was written. `ticket` is where it stands at first; instants are epoch seconds."""

    id: int
    at: int
    ticket: int
    by: int
    sender: str
    text: str
    kind: str = "email"
    internal: bool = False
    is_automatic: bool = False


@dataclass(frozen=True)
class Entry:
    """An entry of a ticket's history, as Zammad names its parts. `old` and `new` are ids, the texts their names."""

    id: int
    at: int
    ticket: int
    kind: str
    by: int
    attribute: str = ""
    old: int | None = None
    new: int | None = None
    old_text: str = ""
    new_text: str = ""


_Item = TypeVar("_Item", Article, Entry)


@dataclass(frozen=True)
class Ticket:
    """A ticket as it was created; the rest is in its entries, in their order."""

    id: int
    created: int
    title: str
    group: int
    customer: int
    kind: str = "email"
    attributes: dict[str, str | None] = field(default_factory=dict)
    deleted: int | None = None


@dataclass
class Desk:
    """Everything; `end` is the instant up to which it was made."""

    end: int
    people: list[Person]
    groups: dict[int, str]
    tickets: list[Ticket] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    def write(self, ticket: int, at: int, by: int, sender: str, text: str, kind: str = "email",
              internal: bool = False) -> None:  # fmt: skip
        """One more article."""
        self.articles.append(Article(len(self.articles) + 1, at, ticket, by, sender, text, kind, internal))

    def log(self, ticket: int, at: int, kind: str, by: int, attribute: str = "", old: int | None = None,
            new: int | None = None, old_text: str = "", new_text: str = "") -> None:  # fmt: skip
        """One more entry."""
        self.entries.append(
            Entry(len(self.entries) + 1, at, ticket, kind, by, attribute, old, new, old_text, new_text)
        )


def build(end: int, seed: int, tickets: int = 55) -> Desk:
    """A desk of the last ten days before `end`; nothing happens in the last hour."""
    rng = random.Random(seed)
    agents = [Person(number, f"{name}@firm.example", True) for number, name in ((3, "anna"), (4, "ben"))]
    customers = [Person(100 + number, f"kunde{number}@example.com") for number in range(12)]
    desk = Desk(end, [Person(NOBODY, "-"), *agents, *customers], {1: "Service", 2: "Beschwerden"})
    created = sorted(end - 2 * HOUR - rng.randrange(230 * HOUR) for _ in range(tickets))
    for number, at in enumerate(created, start=1):
        _live(desk, rng, number, at)
    # Numbers follow the instants, as those of one table do.
    desk.articles = _numbered(desk.articles)
    desk.entries = _numbered(desk.entries)
    return desk


def _numbered(items: list[_Item]) -> list[_Item]:
    ordered = sorted(items, key=lambda item: (item.at, item.id))
    return [replace(item, id=place) for place, item in enumerate(ordered, start=1)]


def _live(desk: Desk, rng: random.Random, number: int, at: int) -> None:
    customer = rng.choice([person for person in desk.people if person.id >= 100]).id
    agent = rng.choice([person for person in desk.people if person.is_agent])
    latest = desk.end - HOUR
    deleted = min(latest, at + HOUR) if number % 23 == 7 else None
    topic = {"topic": rng.choice(("Netz", "Rechnung"))}
    kind = rng.choice(("email", "web", "phone"))
    desk.tickets.append(Ticket(number, at, f"Anliegen {number}", 1, customer, kind, dict(topic), deleted))

    def later() -> int:
        nonlocal at
        at = min(latest, at + rng.randrange(60, 3 * HOUR))
        return at

    desk.log(number, at, "created", customer)
    desk.write(number, at, customer, "Customer", rng.choice(QUESTIONS), kind)
    if deleted:
        return
    if number % 17 == 5:
        other, when = number - 1, later()
        desk.log(other, when, "received_merge", agent.id, old=number, new=other)
        desk.log(number, when, "merged_into", agent.id, old=number, new=other)
        desk.log(number, when, "updated", agent.id, "state", 1, 5, "new", "merged")
        desk.write(number, when, agent.id, "Agent", "merged", "note")
        return
    desk.log(number, later(), "updated", agent.id, "owner", NOBODY, agent.id, "-", agent.login)
    if rng.random() < 0.3:
        desk.log(number, later(), "updated", agent.id, "group", 1, 2, "Service", "Beschwerden")
        desk.write(number, at, agent.id, "Agent", "Gehört das zu uns?", "note", internal=True)
    desk.write(number, later(), agent.id, "Agent", rng.choice(ANSWERS))
    desk.log(number, at, "updated", agent.id, "state", 1, 2, "new", "open")
    if rng.random() < 0.6:
        desk.log(number, later(), "updated", agent.id, "state", 2, 4, "open", "closed")
