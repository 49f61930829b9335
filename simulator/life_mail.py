"""How people write to the company's mailbox beside its ticket system, and who answers from there.

The press writes to one address, partners and suppliers to another, and now and then a customer who found it somewhere.
Drawn from random sources of its own, answered by people who do nothing else: nothing elsewhere changes with it.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial

from simulator import phrases_mail
from simulator.arrivals import OFFICE, TOPICS, WEEK
from simulator.company import PARTNER_MAIL, PRESS_MAIL, Department, instant, local
from simulator.desk import Desk, Job
from simulator.people import customers
from simulator.records import Agent, Mail, Person
from simulator.texts import Matter, Writer
from simulator.town import DAY, Town

HOUR = 3600
EFFORT = 600.0
OVERLOOKED = 9 * DAY
OUTSIDERS = 60
# Shares of what comes after an answer, or instead of one.
THANKS, FOLLOWS_UP, RENAMES, ABSENT, BOUNCES = 0.12, 0.24, 0.2, 0.06, 0.03
CONFIRMS, NUDGES, SHARED, NEWSLETTERS_A_WEEK = 0.25, 0.12, 0.5, 1.5


@dataclass(frozen=True)
class Box:
    """An address of the company, the folder that its mails are sorted into, and who writes there how often a day."""

    address: str
    folder: str
    team: Department
    owner: str
    a_day: float
    writers: dict[str, float] = field(default_factory=dict)


BOXES = (
    Box("presse@nordfunk.example", "INBOX", PRESS_MAIL, "press", 1.7,
        {"journalist": 0.74, "politician": 0.18, "customer": 0.08}),
    Box("partner@nordfunk.example", "Partner", PARTNER_MAIL, "sales", 1.1,
        {"partner": 0.5, "supplier": 0.36, "customer": 0.14}),
)  # fmt: skip
BY_ADDRESS = {box.address: box for box in BOXES}


def begin(town: Town) -> None:
    """Put all that begins in the mailbox on the clock."""
    for box in BOXES:
        Letters(town, box).begin()


@dataclass
class Talk:
    """One exchange: who writes about what, what was said last, and whether that person waits."""

    box: Box
    person: Person
    matter: Matter
    subject: str
    last: Mail | None = None
    said: str = "matter"
    is_waiting: bool = False


class Letters:
    """What goes on at one address."""

    def __init__(self, town: Town, box: Box) -> None:
        self.town, self.box = town, box
        self.rng = random.Random(f"{town.seed}:{box.address}")
        self.write = Writer(random.Random(f"{town.seed}:{box.address}:texts"))
        self.desk = Desk(box.team, town.clock, lambda at: 1.0)
        self._outside = self._outsiders()

    def _outsiders(self) -> dict[str, list[Person]]:
        """The same few people write again and again; kinds that aren't customers, each with houses of their own."""
        found: dict[str, list[Person]] = {}
        for kind in self.box.writers:
            houses = phrases_mail.HOUSES.get(kind)
            if houses:
                people = customers(self.rng, OUTSIDERS // 3)
                found[kind] = [
                    replace(
                        one,
                        handle=f"{kind}.{one.handle}",
                        email=f"{one.handle}@{self.rng.choice(houses)}",
                        language="de",
                    )
                    for one in people
                ]
        return found

    def begin(self) -> None:
        """Put who writes when on the clock."""
        day, last = local(self.town.start).date(), local(self.town.end).date()
        while day <= last:
            for hour in range(24):
                share = WEEK[day.weekday()] * OFFICE[hour] / sum(OFFICE)
                for _ in range(self._poisson(self.box.a_day * share)):
                    self._at(instant(day, f"{hour:02d}:00") + self.rng.randrange(HOUR), self._comes)
            if day.weekday() < 5 and self._chance(NEWSLETTERS_A_WEEK / 5):
                self._at(instant(day, "07:00") + self.rng.randrange(HOUR), self._newsletter)
            day += timedelta(days=1)

    # -- chance and time ----------------------------------------------------------------------------------

    def _chance(self, probability: float) -> bool:
        return self.rng.random() < probability

    def _poisson(self, mean: float) -> int:
        count, left = 0, mean
        while (left := left - self.rng.expovariate(1.0)) > 0:
            count += 1
        return count

    def _after(self, median: float, spread: float = 0.8) -> int:
        return max(1, int(median * self.rng.lognormvariate(0.0, spread)))

    def _at(self, when: int, act: Callable[[], object]) -> None:
        if when >= self.town.start:
            self.town.clock.at(when, act)

    def _later(self, seconds: float, act: Callable[[], object]) -> None:
        self.town.clock.at(self.town.clock.now + seconds, act)

    # -- what comes ---------------------------------------------------------------------------------------

    def _comes(self) -> None:
        kind = self.rng.choices(list(self.box.writers), list(self.box.writers.values()))[0]
        people = self._outside.get(kind, self.town.people)
        person = people[int(len(people) * self.rng.random() ** 1.7)]
        matter = self._matter(kind, person)
        talk = Talk(self.box, person, matter, matter.parts["subject"])
        self._writes(
            talk, self.write.opening(person, matter.parts["private"], letter=True), intent=matter.intent
        )
        if self._chance(CONFIRMS) and kind != "customer":
            received = partial(self._by_machine, talk, phrases_mail.RECEIVED, is_own=True)
            self._later(self.rng.randrange(2, 30), received)
        if self._chance(NUDGES):
            self._later(self._after(1.5 * DAY, 0.5), lambda: self._nudges(talk))

    def _matter(self, kind: str, person: Person) -> Matter:
        if kind in ("journalist", "customer"):
            return self.write.matter(
                person, "press" if kind == "journalist" else self.rng.choice(TOPICS["marketing"])
            )
        slots = self.write.slots("de")
        parts = self.rng.choice(phrases_mail.MATTERS[kind])
        return Matter(
            kind, {part: text.format(**slots) for part, text in parts.items()}, "question", "question"
        )

    def _nudges(self, talk: Talk) -> None:
        if talk.is_waiting:
            self._writes(talk, self.write.say(talk.person, "NUDGE"))

    def _newsletter(self) -> None:
        person = self.rng.choice(next(iter(self._outside.values())))
        subject, text = (self.write.fill("de", words) for words in phrases_mail.NEWSLETTER)
        self._add(Talk(self.box, person, Matter("news", {}, "", ""), subject), text, kind="list")

    def _add(self, talk: Talk, text: str, **given: object) -> Mail:
        """A mail that answers the last one of its exchange; no two of one exchange share a second."""
        mails, last = self.town.mails, talk.last
        at = max(self.town.clock.now, last.created + 1 if last else 0)
        number = f"{at:x}.{len(mails):05d}@{'nordfunk' if given.get('is_own') else 'post'}.example"
        subject = (
            talk.subject
            if last is None or last.subject.endswith(talk.subject) is False
            else f"Re: {talk.subject}"
        )
        mail = Mail(
            number, last.thread if last else number, last.id if last else None, talk.box.address, talk.person, at,
            subject, text, **given,  # type: ignore[arg-type]
        )  # fmt: skip
        mails.append(mail)
        talk.last = mail
        return mail

    def _writes(self, talk: Talk, text: str, intent: str | None = None) -> None:
        self._add(talk, text, intent=intent)
        if talk.is_waiting:
            return
        talk.is_waiting = True
        job = Job(
            self._after(EFFORT, 0.45), lambda agent: self._replies(talk, agent), lambda: talk.is_waiting
        )
        lies = self._after(OVERLOOKED, 0.4) if self._chance(self.box.team.ignores) else 0
        self._later(lies, lambda: self.desk.add(job))

    def _by_machine(
        self, talk: Talk, words: tuple[str, str], *, is_own: bool = False, kind: str = "auto_reply"
    ) -> None:
        """An automatic mail, subject and text; whoever goes on answers what a person wrote before it."""
        before, about = talk.last, talk.subject
        slots = {"subject": about, "address": talk.person.email, "day": "Freitag"}
        talk.subject = words[0].format(**slots)
        self._add(talk, words[1].format(**slots), is_own=is_own, kind=kind)
        talk.last, talk.subject = before, about

    # -- what the company writes --------------------------------------------------------------------------

    def _replies(self, talk: Talk, agent: Agent) -> None:
        said = talk.said
        text = self.write.respond(talk.person, agent, talk.matter, said, letter=True)
        self._add(talk, text, is_own=True, agent=agent, is_shared=self._chance(SHARED))
        talk.is_waiting = False
        if self._chance(ABSENT):
            self._later(self.rng.randrange(1, 20), partial(self._by_machine, talk, phrases_mail.ABSENT))
        elif self._chance(BOUNCES):
            bounced = partial(self._by_machine, talk, phrases_mail.BOUNCED, kind="bounce")
            self._later(self.rng.randrange(1, 20), bounced)
        elif said == "matter":
            draw = self.rng.random()
            if draw < THANKS:
                self._later(self._after(2 * HOUR, 1.2), partial(self._goes_on, talk, "thanks"))
            elif draw < THANKS + FOLLOWS_UP:
                self._later(self._after(6 * HOUR, 1.4), partial(self._goes_on, talk, "followup"))

    def _goes_on(self, talk: Talk, said: str) -> None:
        talk.said = said
        if said == "followup" and self._chance(RENAMES):
            talk.subject = self.rng.choice(phrases_mail.RENAMED).format(subject=talk.subject)
        if said == "thanks":
            self._writes(talk, self.write.say(talk.person, "THANKS"), "no_answer_needed")
        else:
            self._writes(talk, self.write.follow_up(talk.person, talk.matter))
