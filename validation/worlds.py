"""The generator of a style."""

from __future__ import annotations

from validation import bursty, steady


def world(
    seed: int, style: str, *, weeks: int = 26, per_day: float = 240.0, posts: int = 12, growth: float = 0.0
) -> steady.World | bursty.World:
    """A made-up company's hours in one of the styles; see the generators for their fields."""
    maker = steady.world if style == "steady" else bursty.world
    return maker(seed, weeks=weeks, per_day=per_day, posts=posts, growth=growth)
