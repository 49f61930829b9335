"""The platforms beside Facebook on which Nordfunk speaks: how much goes on there, and how each numbers what is written.

Together about a third of what people write on the Facebook page.
"""

from __future__ import annotations

import random
import string
from collections.abc import Callable
from dataclasses import dataclass, field

from simulator import phrases_de, phrases_outlets
from simulator.platforms.bluesky_world import record_key

Mint = Callable[[int, random.Random, int], str]
X_EPOCH_MS = 1_288_834_974_657  # X's ids begin here
TOPICS_FROM = 500_000  # a forum's topic has the number of its first post and this
LETTERS = string.ascii_letters + string.digits
USUAL = {"question": 0.34, "support": 0.2, "complaint": 0.14, "praise": 0.18, "emoji": 0.14}
ASKING = {"question": 0.5, "support": 0.34, "complaint": 0.16}


def _snowflake(at: int, rng: random.Random, count: int) -> str:
    return str(((at * 1000 - X_EPOCH_MS) << 22) + (rng.randrange(1 << 9) << 13) + count % (1 << 13))


def _milliseconds(at: int, rng: random.Random, count: int) -> str:
    return str((at * 1000 << 16) + count % (1 << 16))


def _record_key(at: int, rng: random.Random, count: int) -> str:
    return record_key(at, count)


def _word(at: int, rng: random.Random, count: int) -> str:
    return "".join(rng.choices(LETTERS, k=11))


def _media_id(at: int, rng: random.Random, count: int) -> str:
    return f"178{at:011d}{count:05d}"


def _counted(at: int, rng: random.Random, count: int) -> str:
    return str(20_000 + count)


@dataclass(frozen=True)
class Plan:
    """One platform. Rates are means: posts a week, comments below each, and what comes without a post or in private.

    The last two are a day. `call` is how people address the company there; `peers` the share of questions that other
    customers answer; `joins` how many others say that it is so with them, too; `patience` how many seconds the team
    leaves a question to other customers. On a flat platform a reply names only the comment at the top of its thread.
    """

    platform: str
    mint: Mint
    posts_a_week: float = 0.0
    crowd: float = 0.0
    alone_a_day: float = 0.0
    private_a_day: float = 0.0
    mix: dict[str, float] = field(default_factory=lambda: USUAL)
    call: str = ""
    peers: float = 0.0
    joins: float = 0.0
    edited: float = 0.03
    deleted: float = 0.04
    patience: int = 0
    is_flat: bool = False
    posts: tuple[str, ...] = tuple(phrases_de.POSTS)  # what the company writes there
    alone: str = "post"  # the channel of what comes without a post
    below: str = "comment"  # and of what stands below one, or answers somebody


PLANS = (
    Plan("youtube", _word, posts_a_week=1.1, crowd=11, is_flat=True, posts=tuple(phrases_outlets.VIDEOS)),
    Plan("x", _snowflake, posts_a_week=3.5, crowd=2.2, alone_a_day=1.3, mix=USUAL, call="@nordfunk ",
         peers=0.06, joins=0.08),
    Plan("mastodon", _milliseconds, posts_a_week=2.0, crowd=2.0, alone_a_day=0.6, call="@nordfunk ",
         peers=0.12, joins=0.05, edited=0.08),
    Plan("bluesky", _record_key, posts_a_week=1.6, crowd=1.6, alone_a_day=0.4, call="@nordfunk.example ", peers=0.08,
         joins=0.08, edited=0.0),
    Plan("instagram", _media_id, posts_a_week=1.8, crowd=6.5, private_a_day=0.7, mix=USUAL | {"tag": 0.1, "spam": 0.02},
         edited=0.0, is_flat=True),
    Plan("whatsapp", _counted, private_a_day=1.1),
    Plan("xing", _counted, private_a_day=0.15),
    Plan("linkedin", _milliseconds, posts_a_week=1.3, crowd=2.6, mix=ASKING | {"praise": 0.3}, peers=0.05, joins=0.12,
         is_flat=True, posts=tuple(phrases_outlets.CAREERS)),
    Plan("discourse", _counted, posts_a_week=0.6, crowd=4, alone_a_day=0.8, mix=ASKING, peers=0.55, joins=0.12,
         edited=0.06, patience=3 * 3600, posts=tuple(phrases_outlets.NEWS), alone="forum", below="forum"),
)  # fmt: skip
BY_PLATFORM = {plan.platform: plan for plan in PLANS}
