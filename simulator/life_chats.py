"""Private conversations beside those of the Facebook page: who writes in an app's inbox, and who of service answers."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from simulator.arrivals import EVENING, TOPICS, WEEK
from simulator.campaigns import FAQ_BEFORE_END, FAQ_RELIEF, FAQ_TOPIC
from simulator.company import MESSENGER, instant, local, outages
from simulator.desk import Desk, Job
from simulator.outlets import Plan
from simulator.records import Agent, Conversation, Outlet, Person, PrivateMessage
from simulator.texts import Matter, Writer
from simulator.town import DAY, Town

HOUR = 3600
EFFORT = 240.0
FLOOD = 2.4


@dataclass
class Chat:
    """One person's thread, what it is about, and whether that person waits."""

    conversation: Conversation
    matter: Matter
    said: str = "matter"
    waiting: bool = False


class Chats:
    """The private conversations on one platform, drawn from random sources of their own."""

    def __init__(self, town: Town, plan: Plan, outlet: Outlet, desk: Desk) -> None:
        self.town, self.plan, self.outlet, self.desk = town, plan, outlet, desk
        self.rng = random.Random(f"{town.seed}:{plan.platform}:chats")
        self.write = Writer(random.Random(f"{town.seed}:{plan.platform}:chats:texts"))
        self._chats: dict[str, Chat] = {}
        self._count = 0

    def begin(self) -> None:
        """Put who writes when on the clock."""
        floods = outages()
        day, last = local(self.town.start).date(), local(self.town.end).date()
        while day <= last:
            for hour in range(24):
                begins = instant(day, f"{hour:02d}:00")
                flood = any(since <= begins < until for since, until in floods)
                share = WEEK[day.weekday()] * EVENING[hour] / sum(EVENING) * (FLOOD if flood else 1.0)
                for _ in range(self._poisson(self.plan.private_a_day * share)):
                    at = begins + self.rng.randrange(HOUR)
                    topic = "outage" if flood else self.rng.choice(TOPICS["service"])
                    if at >= self.town.start and not self._is_relieved(at, topic):
                        self.town.clock.at(at, partial(self._comes, topic))
            day += timedelta(days=1)

    def _poisson(self, mean: float) -> int:
        count, left = 0, mean
        while (left := left - self.rng.expovariate(1.0)) > 0:
            count += 1
        return count

    def _after(self, median: float, spread: float = 0.8) -> int:
        return max(1, int(median * self.rng.lognormvariate(0.0, spread)))

    def _is_relieved(self, at: int, topic: str) -> bool:
        since = self.town.end - FAQ_BEFORE_END * DAY + 4 * HOUR
        return topic == FAQ_TOPIC and at >= since and self.rng.random() < FAQ_RELIEF

    def _comes(self, topic: str) -> None:
        people = self.town.people
        person = people[int(len(people) * self.rng.random() ** 1.7)]
        matter = self.write.matter(person, topic)
        chat = self._chats.get(person.handle)
        if chat is None:
            thread = Conversation(f"{self.plan.platform}{len(self._chats):06d}", person)
            self.outlet.conversations.append(thread)
            chat = self._chats[person.handle] = Chat(thread, matter)
        if not chat.waiting:
            chat.matter, chat.said = matter, "matter"
        self._writes(chat, self.write.opening(person, matter.parts["private"], letter=False), matter.intent)
        if self.rng.random() < 0.35:
            more = self.write.say(person, "BURST")
            self._later(self.rng.randrange(8, 90), lambda: self._writes(chat, more))

    def _add(self, chat: Chat, person: Person | None, text: str, intent: str | None = None) -> None:
        messages = chat.conversation.messages
        at = max(self.town.clock.now, messages[-1].created + 1) if messages else self.town.clock.now
        self._count += 1
        number = f"{self.plan.platform[:2]}m{at:010d}{self._count:05d}"
        messages.append(PrivateMessage(number, at, person, text, intent=intent))

    def _writes(self, chat: Chat, text: str, intent: str | None = None) -> None:
        self._add(chat, chat.conversation.person, text, intent)
        if not chat.waiting:
            chat.waiting = True
            job = Job(
                self._after(EFFORT, 0.45), lambda agent: self._replies(chat, agent), lambda: chat.waiting
            )
            self.desk.add(job, 2)

    def _replies(self, chat: Chat, agent: Agent) -> None:
        person = chat.conversation.person
        self._add(chat, None, self.write.respond(person, agent, chat.matter, chat.said, letter=False))
        chat.waiting = False
        draw = self.rng.random()
        if draw < 0.2 and chat.said == "matter":
            self._later(self._after(300, 1.3), lambda: self._goes_on(chat, "thanks"))
        elif draw < 0.35 and chat.said == "matter":
            self._later(self._after(1500, 1.4), lambda: self._goes_on(chat, "followup"))

    def _goes_on(self, chat: Chat, said: str) -> None:
        person, chat.said = chat.conversation.person, said
        thanks = said == "thanks"
        text = self.write.say(person, "THANKS") if thanks else self.write.follow_up(person, chat.matter)
        self._writes(chat, text, "no_answer_needed" if thanks else None)

    def _later(self, seconds: float, act: Callable[[], object]) -> None:
        self.town.clock.at(self.town.clock.now + seconds, act)


def desk_of(town: Town) -> Desk:
    """The desk of those who answer in apps."""
    return Desk(MESSENGER, town.clock, lambda at: 1.0)
