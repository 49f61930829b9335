"""A small account for the simulated Chatwoot: agents, teams, inboxes, and conversations with what happened to them.

Made from a seed. A conversation is assigned, answered, noted on, handed to a team and resolved; one is deleted, and
one has a message that was taken back.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace

HOUR = 3600
INBOXES = {1: ("Website", "Channel::WebWidget"), 2: ("Hilfe", "Channel::Email")}
QUESTIONS = ("Mein Router blinkt rot.", "Wann kommt der Techniker?", "Die Rechnung stimmt nicht.")
ANSWERS = ("Wir schauen es uns an.", "Bitte einmal neu starten.", "Das ist seit gestern behoben.")


@dataclass(frozen=True)
class Message:
    """A message; `kind` is 0 incoming, 1 outgoing, 2 activity, 3 template. Instants are epoch seconds."""

    id: int
    at: int
    conversation: int
    kind: int
    text: str
    agent: int | None = None
    private: bool = False
    deleted: int | None = None


@dataclass(frozen=True)
class Change:
    """From an instant on, `name` (status, assignee, team, priority) of a conversation is `value`."""

    at: int
    conversation: int
    name: str
    value: str | int | None


@dataclass(frozen=True)
class Conversation:
    """A conversation as it was begun; the rest is in its messages and changes."""

    number: int
    created: int
    inbox: int
    contact: int
    attributes: dict[str, str] = field(default_factory=dict)
    deleted: int | None = None


@dataclass(frozen=True)
class Rating:
    """What a customer answered to the survey, 1 to 5."""

    id: int
    at: int
    conversation: int
    rating: int
    text: str | None
    agent: int


@dataclass
class Desk:
    """Everything; `end` is the instant up to which it was made."""

    end: int
    agents: dict[int, str]
    teams: dict[int, str]
    conversations: list[Conversation] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    ratings: list[Rating] = field(default_factory=list)

    def write(self, conversation: int, at: int, kind: int, text: str, agent: int | None = None,
              private: bool = False, deleted: int | None = None) -> None:  # fmt: skip
        """One more message."""
        number = len(self.messages) + 1
        self.messages.append(Message(number, at, conversation, kind, text, agent, private, deleted))

    def change(self, conversation: int, at: int, name: str, value: str | int | None, said: str) -> None:
        """A change, and the activity that tells of it a second later."""
        self.changes.append(Change(at, conversation, name, value))
        self.write(conversation, at + 1, 2, said)


def build(end: int, seed: int, conversations: int = 60) -> Desk:
    """An account's last ten days before `end`; nothing happens in the last hour."""
    rng = random.Random(seed)
    desk = Desk(end, {3: "Anna Weber", 4: "Ben Kurt"}, {1: "beschwerden"})
    created = sorted(end - 2 * HOUR - rng.randrange(230 * HOUR) for _ in range(conversations))
    for number, at in enumerate(created, start=1):
        _live(desk, rng, number, at)
    ordered = sorted(desk.messages, key=lambda message: (message.at, message.id))
    desk.messages = [replace(message, id=place) for place, message in enumerate(ordered, start=1)]
    desk.ratings.sort(key=lambda rating: rating.at)
    desk.ratings = [replace(rating, id=place) for place, rating in enumerate(desk.ratings, start=1)]
    return desk


def _live(desk: Desk, rng: random.Random, number: int, at: int) -> None:
    agent, latest = rng.choice(list(desk.agents)), desk.end - HOUR
    name = desk.agents[agent]
    deleted = min(latest, at + HOUR) if number % 23 == 7 else None
    topic = {"topic": rng.choice(("Netz", "Rechnung"))}
    desk.conversations.append(
        Conversation(number, at, rng.choice(list(INBOXES)), 100 + rng.randrange(12), topic, deleted)
    )

    def later() -> int:
        nonlocal at
        at = min(latest, at + rng.randrange(60, 3 * HOUR))
        return at

    desk.write(number, at, 0, rng.choice(QUESTIONS))
    desk.write(number, at + 2, 3, "Wir antworten meist binnen einer Stunde.")
    if deleted:
        return
    desk.change(number, later(), "assignee", agent, f"{name} self-assigned this conversation")
    if rng.random() < 0.3:
        desk.change(number, later(), "team", 1, f"Assigned to beschwerden by {name}")
        desk.write(number, later(), 1, "Gehört das zu uns?", agent, private=True)
    if number % 11 == 3:
        desk.write(number, later(), 1, "Falsches Fenster", agent, deleted=at + 120)
    # One that is long enough for several pages.
    for _ in range(22 if number == 5 else 1):
        desk.write(number, later(), 1, rng.choice(ANSWERS), agent)
    if rng.random() < 0.6:
        desk.change(number, later(), "status", "resolved", f"Conversation was marked resolved by {name}")
        if rng.random() < 0.5:
            desk.ratings.append(
                Rating(
                    0, min(latest, at + 600), number, rng.randrange(1, 6), rng.choice(("Danke!", None)), agent
                )
            )
