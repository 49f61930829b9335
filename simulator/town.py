"""What the lives of tickets, comments and messages share: time, desks, people, words and ids."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from simulator import company
from simulator.desk import Clock, Desk, Job
from simulator.people import customers
from simulator.records import Agent, Call, Comment, Conversation, Mail, Outlet, Person, Post, Spilled, Ticket
from simulator.texts import Writer

DAY = 86400
CAMPAIGN_BEFORE_END = 21 * DAY  # the launch that overwhelms marketing
PEOPLE_PER_DAY = 34


class Town:
    """The state of one simulation run. Everything in it is drawn from `seed` alone."""

    def __init__(self, seed: int, days: int, end: int) -> None:
        self.seed = seed
        self.start, self.end = end - days * DAY, end
        self.launch = end - CAMPAIGN_BEFORE_END
        self.rng = random.Random(f"{seed}:events")
        self.write = Writer(random.Random(f"{seed}:texts"))
        self.clock = Clock(self.start, end)
        self.people = customers(random.Random(f"{seed}:people"), max(60, days * PEOPLE_PER_DAY))
        self.desks = {d.id: Desk(d, self.clock, self._slowdown(d.id)) for d in company.DEPARTMENTS}
        self.posts: list[Post] = []
        self.comments: list[Comment] = []
        self.conversations: dict[str, Conversation] = {}
        self.tickets: list[Ticket] = []
        self.calls: list[Call] = []
        self.spilled: list[Spilled] = []
        self.outlets: dict[str, Outlet] = {}
        self.mails: list[Mail] = []
        self.message_lives: dict[str, Any] = {}  # by the person's Facebook id
        self.seconds_taken: dict[str, set[int]] = {}  # by thread: two comments never share a second
        self.seen = random.Random(f"{seed}:seen")
        self.peers = random.Random(f"{seed}:peers")
        self._ids = random.Random(f"{seed}:ids")
        self._last_id: dict[str, int] = {}

    def _slowdown(self, department: str) -> Callable[[int], float]:
        # Marketing loses a person to the campaign itself and answers more carefully under it.
        if department == "marketing":
            return lambda at: 1.2 if at >= self.launch else 1.0
        return lambda at: 1.0

    def next_id(self, kind: str, first: int, step: int) -> int:
        """Ids that only grow, with gaps, as in systems that many companies share."""
        last = self._last_id.get(kind, first) + self._ids.randrange(1, step)
        self._last_id[kind] = last
        return last

    def chance(self, probability: float) -> bool:
        """True with this probability."""
        return self.rng.random() < probability

    def after(self, median: float, spread: float = 0.8) -> int:
        """A log-normal span in seconds with this median; spread is the sigma of its logarithm."""
        return max(1, int(median * self.rng.lognormvariate(0.0, spread)))

    def someone(self) -> Person:
        """Any customer; a few write far more often than the rest."""
        return self.people[int(len(self.people) * self.rng.random() ** 1.7)]

    def newcomer(self) -> Person:
        """Somebody who has never written to the page in private, if such a one is soon found."""
        for _ in range(40):
            person = self.someone()
            if person.facebook_id not in self.conversations:
                break
        return person

    def later(self, seconds: float, act: Callable[[], None]) -> None:
        """Schedule `act` that many seconds from now."""
        self.clock.at(self.clock.now + seconds, act)

    def queue(
        self,
        department: str,
        effort: float,
        done: Callable[[Agent], None],
        wanted: Callable[[], bool],
        urgency: int = 5,
        begun: Callable[[Agent], None] | None = None,
    ) -> None:
        """Put a job on a department's desk: `effort` seconds of work, then `done(agent)`."""
        job = Job(self.after(effort, 0.45), done, wanted, begun)
        self.desks[department].add(job, urgency)
