"""Nordfunk's number on WhatsApp: what is pushed of the outlet's conversations. Nothing there can be asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from simulator.platforms.whatsapp import Push, WhatsApp
from simulator.platforms.whatsapp_chats import NUMBERS, Chats, Note
from simulator.records import Outlet, Person

APP_SECRET = "5a1d3e0f7c9b2468ace013579bdf2468"
VERIFY_TOKEN = "nordfunks-own-word"
NUMBER = next(iter(NUMBERS))
# Under load Meta puts what happened since its last push into one.
EVERY = 12 * 3600
# Every so many answers are written in the app beside the API, which tells their words.
IN_APP = 4


def pushes(outlet: Outlet, end: int) -> list[Push]:
    """All that was pushed until `end`, signed."""
    notes = tuple(sorted(_notes(outlet), key=lambda note: note.sent))
    return WhatsApp(Chats(notes, NUMBERS, end), APP_SECRET).bundles(EVERY)


def number_of(person: Person) -> str:
    """A customer's number as the platform writes it."""
    return "".join(filter(str.isdigit, person.phone))


def id_of(wamid: str) -> str:
    """The id of a message: what a wamid says of whose it is must not be seen in it."""
    return hashlib.sha256(wamid.encode()).hexdigest()[:24]


def _notes(outlet: Outlet) -> Iterator[Note]:
    for talk in outlet.conversations:
        for number, message in enumerate(talk.messages):
            is_ours = message.person is None
            yield Note(
                message.id, NUMBER, number_of(talk.person), message.created, message.text, is_ours,
                in_app=is_ours and number % IN_APP == 1,
            )  # fmt: skip
