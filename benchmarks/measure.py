"""CPU seconds of two ways to do the same, taken in one run, and their ratio."""

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Comparison:
    """Two sides of one job. CPU seconds of all threads for `count` of `unit` ("": one thing, shown in ms).

    `goal` and `stretch` are what the ratio should reach, in the reader's words.
    """

    job: str
    unit: str
    ours: str
    our_seconds: float
    our_count: int
    other: str
    other_seconds: float
    other_count: int
    goal: str = ""
    stretch: str = ""

    @property
    def our_rate(self) -> float:
        """Units for each CPU second."""
        return self.our_count / self.our_seconds

    @property
    def other_rate(self) -> float:
        """Units for each CPU second of the other side."""
        return self.other_count / self.other_seconds

    @property
    def verdict(self) -> str:
        """How the two compare, in the reader's words."""
        if self.our_rate >= self.other_rate:
            return f"{significant(self.our_rate / self.other_rate)} x as fast"
        return f"{significant(self.other_rate / self.our_rate)} x the CPU"

    def row(self) -> str:
        """One line of the table."""
        ours = f"{self.ours}: {self._speed(self.our_rate)}"
        other = f"{self.other}: {self._speed(self.other_rate)}"
        return f"| {self.job} | {ours} | {other} | **{self.verdict}** | {self.goal} | {self.stretch} |"

    def _speed(self, rate: float) -> str:
        return f"{significant(rate)} {self.unit}/s" if self.unit else f"{significant(1000 / rate)} ms"


@dataclass(frozen=True)
class Finding:
    """Something measured that isn't a race: what was found, beside what it should be."""

    job: str
    here: str
    beside: str
    verdict: str
    goal: str = ""
    stretch: str = ""

    def row(self) -> str:
        """One line of the table."""
        return f"| {self.job} | {self.here} | {self.beside} | **{self.verdict}** | {self.goal} | {self.stretch} |"


def cpu_seconds(work: Callable[[], object], rounds: int = 3) -> float:
    """CPU seconds that this process spends on `work`: the least of a few rounds, as noise only adds."""
    taken = []
    for _ in range(rounds):
        started = time.process_time()
        work()
        taken.append(time.process_time() - started)
    return max(min(taken), 1e-9)


def significant(number: float) -> str:
    """Two significant digits, thousands separated."""
    if number >= 100:
        digits = len(str(int(number))) - 2
        return f"{round(number, -digits):,.0f}"
    return f"{number:.2g}"
