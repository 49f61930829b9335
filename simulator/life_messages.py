"""How a private conversation with the page goes: bursts, answers, thanks, new matters weeks later."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.company import BY_ID
from simulator.records import Agent, Conversation, Person, PrivateMessage
from simulator.texts import Matter
from simulator.town import DAY, Town

EFFORT = 330.0
HOUR = 3600
OVERLOOKED = 13 * DAY  # until somebody finds what was overlooked


@dataclass
class MessageLife:
    """One person's conversation with the page and whether that person waits for an answer."""

    town: Town
    conversation: Conversation
    matter: Matter
    said: str = "matter"  # what the customer said last: matter, followup or thanks
    waiting: bool = False

    def _append(
        self, person: Person | None, text: str, kind: str = "text", *, same_second: bool = False,
        intent: str | None = None,
    ) -> None:  # fmt: skip
        messages = self.conversation.messages
        at = self.town.clock.now
        if messages and not same_second:
            at = max(at, messages[-1].created + 1)
        number = self.town.next_id("message", 7_300_000_000_000_000, 10**8)
        messages.append(PrivateMessage(f"m_{number:x}", at, person, text, kind, intent))

    def customer_writes(
        self, text: str, said: str | None = None, *, kind: str = "text", same_second: bool = False,
        intent: str | None = None,
    ) -> None:  # fmt: skip
        """The customer sends a message; a text while nothing is open puts the conversation on service's desk."""
        self.said = said or self.said
        intent = "no_answer_needed" if kind == "emoji" or said == "thanks" else intent
        self._append(self.conversation.person, text, kind, same_second=same_second, intent=intent)
        if kind != "text" or self.waiting:
            return
        self.waiting = True
        if not self.town.chance(BY_ID["service"].ignores * 1.6):
            self._enqueue()
        else:
            self.town.later(self.town.after(OVERLOOKED, 0.4), self._enqueue)

    def _enqueue(self) -> None:
        if self.waiting:
            self.town.queue("service", EFFORT, self._reply, lambda: self.waiting, urgency=2)

    def burst(self, text: str) -> None:
        """A first message and, often, more of them within a minute or two."""
        town, person = self.town, self.conversation.person
        self.customer_writes(text, "matter", intent=self.matter.intent)
        delay = 0
        for more in dict.fromkeys(town.write.say(person, "BURST") for _ in range(3)):
            if not town.chance(0.38):
                break
            delay += town.rng.randrange(6, 70)
            town.later(delay, lambda more=more: self.customer_writes(more))  # type: ignore[misc]
        if town.chance(0.25):
            town.later(town.after(9 * HOUR), self._nudge)

    def _nudge(self) -> None:
        if self.waiting:
            self.customer_writes(self.town.write.say(self.conversation.person, "NUDGE"))

    def _reply(self, agent: Agent) -> None:
        town, person = self.town, self.conversation.person
        asks = self.matter.parts.pop("ask", None) if self.said == "matter" and town.chance(0.4) else None
        if asks:
            text = town.write.signed(person, agent, asks, letter=False)
        else:
            text = town.write.respond(person, agent, self.matter, self.said, letter=False)
        self._append(None, text)
        self.waiting = False
        if asks:
            if town.chance(0.85):
                details = self.matter.parts.get("details") or town.write.say(person, "DETAILS")
                town.later(town.after(420, 1.2), lambda: self.customer_writes(details, "matter"))
            return
        self._after_answer()

    def _after_answer(self) -> None:
        town, person = self.town, self.conversation.person
        if town.chance(0.012):
            # Both press send in the same second: the reply doesn't answer the message that crossed it.
            self.customer_writes(town.write.say(person, "MORE"), "followup", same_second=True)
            return
        draw = town.rng.random()
        if draw < 0.2 and self.said != "thanks":
            town.later(
                town.after(300, 1.3), lambda: self.customer_writes(town.write.say(person, "THANKS"), "thanks")
            )
        elif draw < 0.36:
            town.later(town.after(240, 1.2), lambda: self.customer_writes(town.write.emoji(), kind="emoji"))
        elif draw < 0.5:
            town.later(town.after(1500, 1.4), self._comes_back)
        if town.chance(0.16):
            town.later(town.after(9 * DAY, 0.9), self._new_matter)
        if town.chance(0.02):
            town.later(town.after(5 * DAY, 0.3), lambda: self._company_writes())

    def _comes_back(self) -> None:
        self.customer_writes(self.town.write.follow_up(self.conversation.person, self.matter), "followup")

    def _new_matter(self) -> None:
        if not self.waiting:
            topic = self.town.rng.choice(("billing", "outage", "contract", "roaming", "app"))
            self.matter = self.town.write.matter(self.conversation.person, topic)
            opening = self.matter.parts["private"]
            self.burst(self.town.write.opening(self.conversation.person, opening, letter=False))

    def _company_writes(self) -> None:
        town, person = self.town, self.conversation.person
        if self.waiting:
            return
        self._append(None, town.write.phrase(person.language, "OUTREACH"))
        if town.chance(0.5):
            town.later(
                town.after(5 * HOUR),
                lambda: self.customer_writes(town.write.say(person, "OUTREACH_ANSWER"), "followup"),
            )


def writes_privately(town: Town, person: Person, topic: str, matter: Matter | None = None) -> None:
    """A person writes to the page, in the one thread that the two of them have.

    `matter` is what a public comment was about, where the page asked for a private message.
    """
    wants = matter or town.write.matter(person, topic)
    life = town.message_lives.get(person.facebook_id)
    if life is None:
        thread = Conversation(f"t_{town.next_id('thread', 10_158_000_000_000_000, 10**9)}", person)
        town.conversations[person.facebook_id] = thread
        life = town.message_lives[person.facebook_id] = MessageLife(town, thread, wants)
    if not life.waiting:
        life.matter = wants
    text = town.write.opening(person, wants.parts["private"], letter=False)
    if matter:
        text = town.write.phrase(person.language, "FROM_PUBLIC", private=text)
    life.burst(text)
