"""What a validation study is: a world with a known effect, and what the metric said of it.

A study plants an effect in data made up from a seed, asks the product's own metric, and says whether the interval held
the truth. The data comes in two styles, made by generators that share nothing (validation/steady.py and
validation/bursty.py), so that a metric can't pass by knowing how its test was made.
"""

from __future__ import annotations

import hashlib
import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

STYLES = ("steady", "bursty")
Kind = Literal["coverage", "false_alarm", "recovery"]
Plant = Callable[[int, str], "Trial"]
"""From a seed and a style to what the metric said of that world."""
HOUSE = Path(__file__).parents[1]


@dataclass(frozen=True)
class Trial:
    """One world's truth, and what the metric said: value and interval, in the metric's unit.

    `hit` is for studies of a recovery (a ranking found, an edge located). `value` None: the metric declined to say;
    such a trial counts for no coverage, and is reported. `badge` is the grade or warning that a user would have seen.
    """

    truth: float | None = None
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    hit: bool | None = None
    badge: str = ""

    @property
    def holds(self) -> bool | None:
        """Whether the interval holds the truth; None where there is none."""
        if self.truth is None or self.lower is None or self.upper is None:
            return None
        return self.lower <= self.truth <= self.upper

    @property
    def excludes_nothing(self) -> bool | None:
        """Whether the interval says that there is an effect; None where there is no interval."""
        if self.lower is None or self.upper is None:
            return None
        return self.lower > 0 or self.upper < 0


@dataclass(frozen=True)
class Study:
    """Worlds of one kind for one metric.

    `kind`: "coverage" asks how often the interval holds the truth, which should be `nominal`; "false_alarm" plants
    nothing and asks how often the interval excludes zero, at most `nominal`; "recovery" asks how often `hit` is true,
    at least `nominal`. `expected` is True where the design says that the metric must fail here and show a badge.
    `plant(seed, style)` makes the world and asks the metric. `files` (beside the metric's own) are what the result
    depends on, from the top folder.
    """

    name: str
    metric: str
    what: str
    kind: Kind
    plant: Plant
    nominal: float = 0.95
    styles: tuple[str, ...] = STYLES
    files: tuple[str, ...] = ()

    @property
    def version(self) -> str:
        """Changes whenever the metric, its helpers or the study itself changed: a result belongs to one version."""
        module = importlib.import_module(self.plant.__module__)
        own = Path(str(module.__file__)).relative_to(HOUSE)
        metric = [
            path for path in (HOUSE / "warehouse" / "metrics").glob(f"{self.metric}.*") if path.is_file()
        ]
        paths = {own, *(path.relative_to(HOUSE) for path in metric), *map(Path, self.files)}
        digest = hashlib.sha256()
        for path in sorted(paths):
            digest.update(path.as_posix().encode() + b"\0" + (HOUSE / path).read_bytes() + b"\0")
        return digest.hexdigest()[:12]


@cache
def all_studies() -> tuple[Study, ...]:
    """Every study of validation/studies, by metric and name.

    Raises:
        ValueError: two studies have one name.
    """
    folder = importlib.import_module("validation.studies")
    modules = (
        importlib.import_module(f"validation.studies.{found.name}")
        for found in pkgutil.iter_modules(folder.__path__)
    )
    studies = sorted((s for m in modules for s in m.STUDIES), key=lambda study: (study.metric, study.name))
    names = [study.name for study in studies]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"validation/studies: two studies are called {', '.join(twice)}")
    return tuple(studies)
