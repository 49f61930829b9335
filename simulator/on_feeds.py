"""Nordfunk's blog, and a press review that others write, as feeds: they follow from the world's seed alone."""

from __future__ import annotations

import random

from simulator import phrases_outlets
from simulator.platforms.rss import Entry
from simulator.records import World
from simulator.texts import OUTLETS, Writer
from simulator.town import DAY

HOUR = 3600
AUTHORS = ("Jule Hansen", "Timo Rau", "Lena Vogt")
BLOG_EVERY, PRESS_EVERY = 7 * DAY, 4 * DAY


def feeds(world: World) -> dict[str, list[Entry]]:
    """The entries of "blog" and "press", oldest first."""
    rng = random.Random(f"{world.seed}:feeds")
    write = Writer(random.Random(f"{world.seed}:feeds:texts"))
    return {
        "blog": _entries(world, rng, write, "blog", BLOG_EVERY, phrases_outlets.BLOG, AUTHORS),
        "press": _entries(world, rng, write, "press", PRESS_EVERY, phrases_outlets.PRESS, OUTLETS),
    }


def _entries(
    world: World, rng: random.Random, write: Writer, name: str, every: int, titles: list[str], authors: tuple[str, ...]
    | list[str],
) -> list[Entry]:  # fmt: skip
    found = []
    for number, begins in enumerate(range(world.start, world.end, every)):
        at = begins + rng.randrange(every // 2)
        title, body = (write.fill("de", rng.choice(texts)) for texts in (titles, phrases_outlets.BODY))
        address = f"https://{name}.nordfunk.example/{number}"
        found.append(Entry(address, title, f"<p>{body}</p>", rng.choice(authors), at, at))
    return [entry for entry in found if entry.published < world.end]
