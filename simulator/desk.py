"""Time and work: an event loop over simulated seconds, and a queue with people behind it per department."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass

from simulator.company import Department, duties
from simulator.records import Agent


class Clock:
    """Runs what was scheduled, in order of time; equal instants in the order they were scheduled."""

    def __init__(self, start: int, end: int) -> None:
        self.now = start
        self.end = end
        self._heap: list[tuple[int, int, Callable[[], object]]] = []
        self._count = 0

    def at(self, when: float, act: Callable[[], object]) -> None:
        """Schedule `act` at `when` (whole seconds; never earlier than now). After the end nothing happens."""
        when = max(int(when), self.now)
        if when < self.end:
            self._count += 1
            heapq.heappush(self._heap, (when, self._count, act))

    def run(self) -> None:
        """Let the time pass until the end."""
        while self._heap:
            self.now, _, act = heapq.heappop(self._heap)
            act()


@dataclass(slots=True)
class Job:
    """A piece of work: `effort` seconds until `done(agent)` is called; skipped if no longer `wanted`.

    `begun(agent)` is called when somebody takes it up.
    """

    effort: int
    done: Callable[[Agent], None]
    wanted: Callable[[], bool]
    begun: Callable[[Agent], None] | None = None


class Desk:
    """One department's queue: the most urgent job first, then the oldest, taken by whoever is free on duty.

    A job begun before the end of a shift is finished after it; none is begun in the last two minutes.
    """

    def __init__(self, department: Department, clock: Clock, slowdown: Callable[[int], float]) -> None:
        self.department = department
        self._clock = clock
        self._slowdown = slowdown
        self._queue: list[tuple[int, int, int, Job]] = []
        self._count = 0
        self._on_duty: dict[int, tuple[int, Agent]] = {}  # zendesk id -> (until, agent)
        self._busy: set[int] = set()
        for begins, ends, agent in duties(department, clock.now, clock.end):
            clock.at(begins, lambda ends=ends, agent=agent: self._arrive(agent, ends))  # type: ignore[misc]

    def add(self, job: Job, urgency: int = 5) -> None:
        """Queue a job; a smaller number is more urgent."""
        self._count += 1
        heapq.heappush(self._queue, (urgency, self._clock.now, self._count, job))
        self._dispatch()

    def _arrive(self, agent: Agent, until: int) -> None:
        if until > self._clock.now:
            known = self._on_duty.get(agent.zendesk_id, (0, agent))[0]
            self._on_duty[agent.zendesk_id] = (max(until, known), agent)
            self._dispatch()

    def _free(self) -> Agent | None:
        for key, (until, agent) in self._on_duty.items():
            if key not in self._busy and until - 120 > self._clock.now:
                return agent
        return None

    def _dispatch(self) -> None:
        while self._queue:
            agent = self._free()
            if agent is None:
                return
            job = heapq.heappop(self._queue)[3]
            if not job.wanted():
                continue
            self._busy.add(agent.zendesk_id)
            if job.begun:
                job.begun(agent)
            effort = job.effort * self._slowdown(self._clock.now)
            self._clock.at(self._clock.now + effort, lambda a=agent, j=job: self._finish(a, j))  # type: ignore[misc]

    def _finish(self, agent: Agent, job: Job) -> None:
        self._busy.discard(agent.zendesk_id)
        if job.wanted():
            job.done(agent)
        self._dispatch()
