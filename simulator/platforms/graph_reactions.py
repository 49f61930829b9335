"""Who pressed a button below a post or comment: made up from its id, so that no world has to remember them."""

from __future__ import annotations

from dataclasses import dataclass
from zlib import crc32

from simulator.records import Comment, Post

KINDS = ("LIKE", "LIKE", "LIKE", "LOVE", "HAHA", "WOW", "SAD", "ANGRY")
MOST_POST, MOST_COMMENT, MOST_SHARES = 60, 4, 9
LASTS = 2 * 86400


@dataclass(frozen=True, slots=True)
class Reaction:
    """One press: by whom, of which kind, when (epoch seconds)."""

    id: str
    name: str
    kind: str
    created: int


def of(found: Post | Comment, now: int) -> list[Reaction]:
    """The reactions that there are at `now`, oldest first; they come within two days."""
    seed = crc32(found.id.encode())
    count = seed % (MOST_POST if isinstance(found, Post) else MOST_COMMENT)
    made = [
        Reaction(str(7_000_000 + (seed + 31 * n) % 900_000), f"Fan {n}", KINDS[(seed + n) % len(KINDS)], at)
        for n in range(count)
        if (at := found.created + (n + 1) * LASTS // (count + 1)) <= now
    ]
    return sorted(made, key=lambda one: (one.created, one.id))


def shares(post: Post, now: int) -> int:
    """How often a post was shared until `now`."""
    total = crc32(b"shared" + post.id.encode()) % MOST_SHARES
    return sum(post.created + (n + 1) * LASTS // (total + 1) <= now for n in range(total))
