"""Telling a person how far a pass is."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as RichProgress


class Progress(Protocol):
    """Where a pass says what it is doing."""

    def plan(self, steps: int) -> None:
        """`steps` more steps are to come."""
        ...

    def step(self, what: str) -> None:
        """`what` begins; whatever went before is done."""
        ...

    def detail(self, text: str) -> None:
        """How far the current step is."""
        ...


class Silent:
    """Says nothing: for runs that nobody watches."""

    def plan(self, steps: int) -> None:
        """Nothing."""

    def step(self, what: str) -> None:
        """Nothing."""

    def detail(self, text: str) -> None:
        """Nothing."""


class Lines:
    """A line a step, for logs and pipes; details would only be noise there."""

    def __init__(self, console: Console) -> None:
        self.console, self.total, self.done = console, 0, 0

    def plan(self, steps: int) -> None:
        """Count them."""
        self.total += steps

    def step(self, what: str) -> None:
        """Print it."""
        self.done += 1
        self.console.print(
            f"[{self.done}/{max(self.total, self.done)}] {what}", markup=False, highlight=False
        )

    def detail(self, text: str) -> None:
        """Nothing."""


class Bar:
    """A progress bar, for terminals."""

    def __init__(self, bar: RichProgress) -> None:
        self.bar, self.total, self.done, self.what = bar, 0, 0, ""
        self.task = bar.add_task("starting", total=None)

    def plan(self, steps: int) -> None:
        """Lengthen the bar."""
        self.total += steps
        self.bar.update(self.task, total=self.total)

    def step(self, what: str) -> None:
        """Move on by the step before."""
        self.bar.update(self.task, completed=self.done, description=what)
        self.done, self.what = self.done + 1, what

    def detail(self, text: str) -> None:
        """Show it beside the step's name."""
        self.bar.update(self.task, description=f"{self.what}  {text}")


@contextmanager
def shown(console: Console) -> Iterator[Progress]:
    """A bar where there is a terminal to draw it on, lines elsewhere; the bar goes when the context ends."""
    if not console.is_terminal:
        yield Lines(console)
        return
    columns = (
        SpinnerColumn(),
        BarColumn(bar_width=30),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
        TextColumn("{task.description}", markup=False),
    )
    with RichProgress(*columns, console=console, transient=True) as bar:
        yield Bar(bar)
