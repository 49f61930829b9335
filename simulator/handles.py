"""Who a customer is on each platform: the id that the platform gives them, and the name that others call them by.

The same person has one identity a platform, and nothing on the wire says that two of them belong together.
"""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache

from simulator.records import Person

INSTANCES = ("social.example", "norden.example", "ruhr.example")


@lru_cache(maxsize=50_000)
def _digest(handle: str, platform: str) -> bytes:
    return hashlib.sha256(f"{platform}:{handle}".encode()).digest()


def number(person: Person, platform: str, digits: int) -> str:
    """A decimal id of that many digits; the first is never 0."""
    draw = int.from_bytes(_digest(person.handle, platform)[:12], "big")
    return str(10 ** (digits - 1) + draw % (9 * 10 ** (digits - 1)))


def letters(person: Person, platform: str, length: int) -> str:
    """An id of letters and digits."""
    text = base64.b32encode(_digest(person.handle, platform)).decode().lower().rstrip("=")
    return text[:length]


def instance(person: Person) -> str | None:
    """Where somebody's account on Mastodon is; None: where the company's is, too."""
    place = _digest(person.handle, "mastodon")[20] % (len(INSTANCES) + 1)
    return INSTANCES[place] if place < len(INSTANCES) else None
