"""Texts that read like real ones: a phrase by language, topic and kind, with its slots filled."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from simulator import intents, phrases_de, phrases_en
from simulator.records import Agent, Person

BOOKS: dict[str, ModuleType] = {"de": phrases_de, "en": phrases_en}
MONTHS = {
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
    "en": "January February March April May June July August September October November December".split(),
}
DAYS = {
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag".split(),
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday".split(),
}
COUNTRIES = {
    "de": ["Schweden", "Kroatien", "Spanien", "Griechenland", "Norwegen", "Italien", "Polen"],
    "en": ["Sweden", "Croatia", "Spain", "Greece", "Norway", "Italy", "Poland"],
}
CITIES = [
    "Köln", "Bonn", "Aachen", "Düren", "Münster", "Wuppertal", "Essen", "Bielefeld", "Siegen", "Kleve", "Flensburg",
    "Leipzig", "Kassel", "Ulm",
]  # fmt: skip
DEVICES = ["Galaxy S25", "iPhone 16", "Pixel 9", "Fairphone 5", "Xiaomi 14"]
ROUTERS = ["FRITZ!Box 7590", "FRITZ!Box 6660", "NordBox 3", "NordBox 3 Pro"]
TARIFFS = ["NordFlat S", "NordFlat M", "NordFlat Unlimited", "Nord Family", "NordSurf 20"]
STREETS = ["Lindenstraße", "Am Bahnhof", "Venloer Straße", "Hafenweg", "Schulgasse", "Rheinallee"]
OUTLETS = ["Kölner Rundschau", "WDR", "Heise", "Netzpolitik-Magazin", "Westfalen-Blatt", "Funkschau"]
COMPANIES = [
    "Bäckerei Hansen",
    "Metallbau Krause GmbH",
    "Praxis Dr. Sommer",
    "Logistik Rhein KG",
    "Kita Sonnenhof",
]
EMOJI = ["👍", "😂😂😂", "🔥", "👏👏", "❤️", "😡", "🤔", "🙈", "💪🏻", "🎉🎉"]


@dataclass
class Matter:
    """What one customer wants; `parts` are subject, private, public, answer and perhaps ask, details, followup.

    `intent` is that of the private message, `public_intent` that of the comment.
    """

    topic: str
    parts: dict[str, str]
    intent: str
    public_intent: str


class Writer:
    """Writes texts with a random source of its own, so that wording never changes what happens."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng

    def slots(self, language: str, **given: Any) -> dict[str, Any]:
        """A value for every slot that a phrase may hold."""
        r = self._rng
        return {
            "city": r.choice(CITIES),
            "clock": f"{r.randrange(6, 23)}:{r.randrange(0, 60, 5):02d}",
            "account": f"K-{r.randrange(10**6, 10**7)}",
            "device": r.choice(DEVICES),
            "router": r.choice(ROUTERS),
            "zip": f"{r.randrange(1067, 99998):05d}",
            "invoice": f"RE{r.randrange(10**7, 10**8)}",
            "month": r.choice(MONTHS[language]),
            "amount": f"{r.randrange(3, 90)},{r.choice(['00', '50', '90', '99'])}",
            "tariff": r.choice(TARIFFS),
            "order": f"NF{r.randrange(10**8, 10**9)}",
            "day": r.choice(DAYS[language]),
            "country": r.choice(COUNTRIES[language]),
            "seats": r.randrange(4, 120),
            "company": r.choice(COMPANIES),
            "outlet": r.choice(OUTLETS),
            "case": f"{r.randrange(10**5, 10**6)}",
            "street": r.choice(STREETS),
            "number": r.randrange(2, 80),
            **given,
        }

    def phrase(self, language: str, kind: str, **given: Any) -> str:
        """One phrase of a kind that belongs to no matter, such as NUDGE or POSTS."""
        phrases = getattr(BOOKS[language], kind)
        return self._rng.choice(phrases).format(**self.slots(language, **given))

    def matter(self, person: Person, topic: str) -> Matter:
        """What a person wants about a topic, with all its parts worded."""
        return self._worded(person, topic, self._rng.randrange(len(BOOKS[person.language].MATTERS[topic])))

    def comment(self, person: Person, kind: str, topics: Sequence[str]) -> Matter:
        """What a person comments on one of these topics, in words that are a complaint, support request or question."""
        found = [(t, n) for t in topics for n in intents.of_kind(person.language, kind, t)]
        topic, number = self._rng.choice(found)
        return self._worded(person, topic, number)

    def _worded(self, person: Person, topic: str, number: int) -> Matter:
        language = person.language
        slots = self.slots(language)
        parts = BOOKS[language].MATTERS[topic][number]
        return Matter(
            topic,
            {part: text.format(**slots) for part, text in parts.items()},
            intents.private(language, topic, number),
            intents.public(language, topic, number),
        )

    def fill(self, language: str, text: str) -> str:
        """A text with its slots filled."""
        return text.format(**self.slots(language))

    def say(self, person: Person, kind: str) -> str:
        """A phrase of a customer that belongs to no matter: THANKS, NUDGE, MORE, ..."""
        return self.phrase(person.language, kind, **self._names(person))

    def opening(self, person: Person, text: str, *, letter: bool) -> str:
        """A customer's first private message; as a letter with greeting and signature."""
        if not letter:
            return text[0].upper() + text[1:]
        names = self._names(person)
        greeting = self.phrase(person.language, "GREETING")
        text = _first_letter(text, person.language)
        return f"{greeting}\n\n{text}\n\n{self.phrase(person.language, 'CLOSING', **names)}"

    def follow_up(self, person: Person, matter: Matter) -> str:
        """The customer isn't through with it; the second time in words that fit any matter."""
        return matter.parts.pop("followup", None) or self.say(person, "FOLLOWUP")

    def respond(self, person: Person, agent: Agent, matter: Matter, said: str, *, letter: bool) -> str:
        """An employee's reply to what the customer said last: matter, followup, thanks, praise or me_too."""
        kinds = {
            "followup": "FOLLOWUP_ANSWER",
            "thanks": "WELCOME",
            "praise": "THANKS_BACK",
            "me_too": "ME_TOO_ANSWER",
        }
        text = self.phrase(person.language, kinds[said]) if said in kinds else matter.parts["answer"]
        return self.signed(person, agent, text, letter=letter)

    def signed(self, person: Person, agent: Agent, text: str, *, letter: bool) -> str:
        """An employee's words with the customer's name and their own sign; as a letter or as a short reply."""
        names = self._names(person, agent)
        kinds = ("AGENT_GREETING", "AGENT_CLOSING") if letter else ("PUBLIC_PREFIX", "SIGN")
        before, after = (self.phrase(person.language, kind, **names) for kind in kinds)
        if letter:
            return f"{before}\n\n{_first_letter(text, person.language)}\n\n{after}"
        return before + text + after

    def emoji(self) -> str:
        """One or two times emoji and nothing else."""
        return " ".join(self._rng.choice(EMOJI) for _ in range(self._rng.choice((1, 1, 2))))

    def _names(self, person: Person, agent: Agent | None = None) -> dict[str, str]:
        names = {"name": person.name, "first": person.name.split()[0]}
        if agent:
            parts = agent.name.removeprefix("Dr. ").split()
            names |= {"agent": agent.name, "agentfirst": parts[0], "initials": "".join(p[0] for p in parts)}
        return names


def _first_letter(text: str, language: str) -> str:
    # After "Hello Tom," an English letter goes on with a capital, a German one doesn't.
    return text[0].upper() + text[1:] if language == "en" else text
