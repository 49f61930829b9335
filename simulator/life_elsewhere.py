"""How people and the company write to each other on the platforms beside Facebook.

Each platform draws from random sources of its own, and the people who answer there do nothing else: what happens on
Facebook, on the phone and in tickets is the same with and without them.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

from simulator import intents, life_peers
from simulator.arrivals import EVENING, WEEK
from simulator.campaigns import FAQ_BEFORE_END, FAQ_RELIEF, FAQ_TOPIC
from simulator.company import COMMUNITY, instant, local, outages
from simulator.desk import Desk, Job
from simulator.life_chats import Chats, desk_of
from simulator.life_comments import AWAKE, TOPICS
from simulator.outlets import PLANS, Plan
from simulator.records import Agent, Comment, Outlet, Person, Post
from simulator.texts import Matter, Writer
from simulator.town import DAY, Town

HOUR = 3600
EFFORT, THANKING = 300.0, 60.0
OVERLOOKED = 11 * DAY  # until somebody finds what was overlooked
FLOOD = 3.5  # while the network is down so many times as much comes without a post
FADES = 1.1 * DAY

Act = Callable[[], object]


def begin(town: Town) -> None:
    """Put all that begins on these platforms on the clock."""
    desk = Desk(COMMUNITY, town.clock, lambda at: 1.0)
    for plan in PLANS:
        town.outlets[plan.platform] = Life(town, plan, desk).begin()
    inboxes = desk_of(town)
    for plan in PLANS:
        if plan.private_a_day:
            Chats(town, plan, town.outlets[plan.platform], inboxes).begin()


@dataclass(frozen=True)
class Talk:
    """A message that wants an answer: whose it is, what it is about, and what was said last."""

    comment: Comment
    person: Person
    kind: str
    matter: Matter
    said: str  # matter, followup, thanks, praise, me_too


class Life:
    """What goes on on one platform."""

    def __init__(self, town: Town, plan: Plan, desk: Desk) -> None:
        self.town, self.plan, self.desk = town, plan, desk
        self.rng = random.Random(f"{town.seed}:{plan.platform}")
        self.write = Writer(random.Random(f"{town.seed}:{plan.platform}:texts"))
        self.outlet = Outlet(plan.platform)
        self._last: dict[str, int] = {}  # by thread: no two messages of one share a second
        self._answered: set[str] = set()

    def begin(self) -> Outlet:
        """Put what begins here on the clock, day by day."""
        floods = outages()
        day, last = local(self.town.start).date(), local(self.town.end).date()
        while day <= last:
            for hour in range(24):
                begins = instant(day, f"{hour:02d}:00")
                flood = any(since <= begins < until for since, until in floods)
                self._hour(begins, WEEK[day.weekday()] * EVENING[hour] / sum(EVENING), flood)
            if day.weekday() < 5 and self.chance(self.plan.posts_a_week / 5):
                self._at(instant(day, "09:00") + self.rng.randrange(8 * HOUR), self._publish)
            day += timedelta(days=1)
        return self.outlet

    # -- chance, people and time --------------------------------------------------------------------------

    def chance(self, probability: float) -> bool:
        """True with this probability."""
        return self.rng.random() < probability

    def _after(self, median: float, spread: float = 0.8) -> int:
        return max(1, int(median * self.rng.lognormvariate(0.0, spread)))

    def _someone(self) -> Person:
        people = self.town.people
        return people[int(len(people) * self.rng.random() ** 1.7)]

    def _at(self, when: int, act: Act) -> None:
        if when >= self.town.start:
            self.town.clock.at(when, act)

    def _count(self, mean: float) -> int:
        count, left = 0, mean
        while (left := left - self.rng.expovariate(1.0)) > 0:
            count += 1
        return count

    def _kind(self) -> str:
        return self.rng.choices(list(self.plan.mix), list(self.plan.mix.values()))[0]

    # -- what begins --------------------------------------------------------------------------------------

    def _hour(self, begins: int, share: float, flood: bool) -> None:
        for _ in range(self._count(self.plan.alone_a_day * share * (FLOOD if flood else 1.0))):
            kind = "complaint" if flood else self._kind()
            self._at(begins + self.rng.randrange(HOUR), partial(self._comes, None, kind, flood))

    def _publish(self) -> None:
        now = self.town.clock.now
        text = self.write.fill("de", self.rng.choice(self.plan.posts))
        number = self.plan.mint(now, self.rng, self._numbered())
        post = Post(number, now, text)
        self.outlet.posts.append(post)
        for _ in range(int(self.plan.crowd * self.rng.lognormvariate(-0.15, 0.55))):
            kind = self._kind()
            self._at(self._moment(now), partial(self._comes, post, kind, False))

    def _moment(self, since: int) -> int:
        while True:
            at = since + 60 + int(self.rng.expovariate(1 / FADES))
            if self.rng.random() * max(AWAKE) < AWAKE[local(at).hour]:
                return at

    def _numbered(self) -> int:
        return len(self.outlet.posts) + len(self.outlet.comments)

    # -- what people write --------------------------------------------------------------------------------

    def _comes(self, post: Post | None, kind: str, flood: bool) -> None:
        person = self._someone()
        if kind == "emoji":
            self._add(post, person, None, self.plan.call + self.write.emoji(), kind="emoji")
            return
        if kind == "tag":
            self._add(post, person, None, f"@{self._someone().handle}", kind="tag")
            return
        if kind == "spam":
            spam = self._add(post, person, None, self.write.say(person, "SPAM"), kind="spam")
            spam.hidden_at = spam.created + self._after(2 * HOUR, 0.6)
            return
        if kind == "praise":
            matter, text = self.write.matter(person, "contract"), self.write.say(person, "PRAISE")
            intent = "praise"
        else:
            topics = ("outage",) if flood else TOPICS[kind]
            matter = self.write.comment(person, kind, topics)
            if self._is_relieved(matter.topic):
                return
            text, intent = matter.parts["public"], matter.public_intent
        comment = self._add(post, person, None, self.plan.call + text)
        comment.intent = intent
        talk = Talk(comment, person, kind, matter, "praise" if kind == "praise" else "matter")
        if self.chance(self.plan.edited):
            more = f"{comment.text} Edit: {self.write.say(person, 'MORE')}"
            comment.edits.append((comment.created + self.rng.randrange(40, 1500), more))
        if self.chance(self.plan.deleted):
            self._later(self._after(1.5 * HOUR, 1.1), lambda: self._takes_back(comment))
        if kind in ("question", "support"):
            self._others_help(talk)
        if self.chance(self.plan.joins):
            self._later(self._after(3 * HOUR), lambda: self._joins(talk))
        self._queue(talk, not self.chance(COMMUNITY.ignores), self.plan.patience)

    def _is_relieved(self, topic: str) -> bool:
        """True for who found the answer under the page's own post and needn't write any more."""
        since = self.town.end - FAQ_BEFORE_END * DAY + 4 * HOUR
        return topic == FAQ_TOPIC and self.town.clock.now >= since and self.chance(FAQ_RELIEF)

    def _add(
        self, post: Post | None, person: Person | None, agent: Agent | None, text: str,
        parent: Comment | None = None, kind: str = "text",
    ) -> Comment:  # fmt: skip
        post_id = parent.post_id if parent else post.id if post else ""
        thread = parent.root_id if parent else ""
        at = max(self.town.clock.now, self._last.get(post_id or thread, 0) + 1)
        number = self.plan.mint(at, self.rng, self._numbered())
        root = thread or number
        self._last[post_id or root] = at
        comment = Comment(number, post_id, root, parent.id if parent else None, person, agent, text, at, kind)
        comment.intent = intents.OF_KIND.get(kind)
        self.outlet.comments.append(comment)
        if parent:
            self._answered.add(parent.id)
        return comment

    def _later(self, seconds: float, act: Act) -> None:
        self.town.clock.at(self.town.clock.now + seconds, act)

    def _takes_back(self, comment: Comment) -> None:
        # Only what nobody has answered: what becomes of answers then is another thing on each platform.
        if comment.id not in self._answered:
            comment.deleted_at = self.town.clock.now

    def _above(self, comment: Comment) -> Comment:
        """What an answer to a comment names: on a flat platform the comment at the top."""
        if not self.plan.is_flat or comment.id == comment.root_id:
            return comment
        return next(c for c in reversed(self.outlet.comments) if c.id == comment.root_id)

    def _says(
        self, talk: Talk, text: str, kind: str = "text", person: Person | None = None
    ) -> Comment | None:
        """Somebody (the customer, if nobody else is named) writes below what was said last."""
        if talk.comment.deleted_at is not None:
            return None
        above = self._above(talk.comment)
        return self._add(None, person or talk.person, None, self.plan.call + text, above, kind)

    def _others_help(self, talk: Talk) -> None:
        if not self.chance(self.plan.peers):
            return
        expert = life_peers.expert(self.town)
        for _ in range(self.rng.choice((1, 1, 2, 3) if self.plan.patience else (1,))):
            who = expert if self.chance(0.5) else self._someone()
            if who is not talk.person:
                self._later(self._after(0.6 * HOUR, 1.0), partial(self._helps, talk, who))

    def _helps(self, talk: Talk, who: Person) -> None:
        answer = self._says(talk, self.write.say(talk.person, "PEER_ANSWER"), person=who)
        if answer is None:
            return
        answer.is_peer = True
        thanked = replace(talk, comment=answer, person=who, said="peer")
        self._queue(thanked, not self.chance(COMMUNITY.ignores), 0)

    def _joins(self, talk: Talk) -> None:
        who = self._someone()
        if who is talk.person:
            return
        joined = self._says(talk, self.write.say(who, "ME_TOO"), person=who)
        if joined:
            self._queue(replace(talk, comment=joined, person=who, said="me_too"), True, 0)

    # -- what the company writes --------------------------------------------------------------------------

    def _queue(self, talk: Talk, is_seen: bool, patience: int) -> None:
        effort = self._after(THANKING if talk.said == "peer" else EFFORT, 0.45)
        job = Job(effort, lambda agent: self._reply(talk, agent), lambda: talk.comment.deleted_at is None)
        urgency = 8 if talk.said in ("praise", "peer", "thanks") else 5
        after = patience if is_seen else self._after(OVERLOOKED, 0.4)
        self._later(after, lambda: self.desk.add(job, urgency))

    def _reply(self, talk: Talk, agent: Agent) -> None:
        person, draw = talk.person, self.rng.random()
        if talk.said == "peer":
            text = self.write.signed(
                person, agent, self.write.phrase(person.language, "PEER_THANKS"), letter=False
            )
        else:
            text = self.write.respond(person, agent, talk.matter, talk.said, letter=False)
        reply = self._add(None, None, agent, text, self._above(talk.comment))
        reply.to = person
        answered = replace(talk, comment=reply)
        if talk.said in ("peer", "thanks", "praise", "me_too"):
            return
        if draw < 0.1:
            self._later(self._after(1800, 1.2), lambda: self._back(answered, "thanks"))
        elif draw < 0.22:
            self._later(self._after(2600, 1.3), lambda: self._back(answered, "followup"))
        elif draw < 0.3:
            self._later(self._after(900, 1.2), lambda: self._says(answered, self.write.emoji(), "emoji"))

    def _back(self, talk: Talk, said: str) -> None:
        thanks = said == "thanks"
        text = (
            self.write.say(talk.person, "THANKS")
            if thanks
            else self.write.follow_up(talk.person, talk.matter)
        )
        comment = self._says(talk, text)
        if comment:
            self._queue(replace(talk, comment=comment, said=said), self.chance(0.96), 0)
