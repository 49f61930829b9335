"""A small world on WhatsApp, made from a seed: customers who write to two numbers of one company, and what it answers.

Words, voice and pictures, answers from the API and from the app, a template now and then, answers that never arrive.
"""

from __future__ import annotations

import base64
import random
from collections.abc import Mapping
from dataclasses import dataclass

HOUR, DAY = 3600, 86400
NUMBERS = {"106540352242922": "4921155501", "106540352242923": "4921155502"}


@dataclass(frozen=True)
class Note:
    """One message. `number` is the id of the company's number, `customer` the other one; `sent` is epoch seconds.

    Of the company's own: `in_app` was written in the app beside the API, `template` is the paid kind, `failed` never
    reached the customer. `kind` is the platform's type; what isn't text has `text` only as a caption.
    """

    id: str
    number: str
    customer: str
    sent: int
    text: str | None
    by_brand: bool = False
    kind: str = "text"
    answers: str | None = None
    in_app: bool = False
    template: str = ""
    failed: bool = False


@dataclass(frozen=True)
class Chats:
    """All messages, oldest first, and the company's numbers: id to what is dialled."""

    notes: tuple[Note, ...]
    numbers: Mapping[str, str]
    end: int


def build(seed: int, end: int, *, days: int = 10, threads: int = 4) -> Chats:
    """A world of `days` days until `end` (epoch seconds), in which `threads` customers a day begin to write."""
    chance = random.Random(seed)
    customers = [f"49155500{n:03}" for n in range(12)]
    notes: list[Note] = []

    def say(customer: str, number: str, at: int, text: str | None, **given: object) -> Note:
        wamid = "wamid." + base64.b64encode(f"{customer}:{chance.getrandbits(80):020x}".encode()).decode()
        note = Note(wamid, number, customer, at, text, **given)  # type: ignore[arg-type]
        notes.append(note)
        return note

    for day in range(days):
        for _ in range(threads):
            at = end - (days - day) * DAY + chance.randrange(8 * HOUR, 20 * HOUR)
            customer, number = chance.choice(customers), chance.choice(list(NUMBERS))
            kind = chance.choice(["text", "text", "text", "image", "audio", "unsupported"])
            words = (
                None
                if kind in ("audio", "unsupported")
                else f"Frage {len(notes)} 🙂: wann kommt der Techniker?"
            )
            first = say(customer, number, at, words, kind=kind)
            if chance.random() < 0.3:
                say(customer, number, at + chance.randrange(20, 300), "Hallo?")
            if chance.random() < 0.85:
                reply = at + chance.randrange(400, 5 * HOUR)
                answer = say(
                    customer, number, reply, f"Antwort {len(notes)}", by_brand=True,
                    in_app=chance.random() < 0.3, failed=chance.random() < 0.1,
                    answers=first.id if chance.random() < 0.5 else None,
                )  # fmt: skip
                if chance.random() < 0.5 and not answer.failed:
                    say(customer, number, reply + chance.randrange(60, HOUR), "Danke!", answers=answer.id)
            if chance.random() < 0.1:
                say(customer, number, at + 6 * HOUR, "Ihr Tarif", by_brand=True, template="marketing")
    known = sorted((note for note in notes if note.sent <= end), key=lambda note: note.sent)
    return Chats(tuple(known), dict(NUMBERS), end)
