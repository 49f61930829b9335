"""How often a post was seen: paid and organic impressions that come fast at first and then ever slower.

Both decay exponentially, so that their integral over any span is known in closed form.
"""

from __future__ import annotations

from math import exp

from simulator.campaigns import CPM, DAY
from simulator.records import Post

ORGANIC_FADES = 0.9 * DAY
PAID_FADES = 2.4 * DAY
PAID_ENDS = 10 * DAY  # by then an ad's money is spent


def organic(post: Post, at: int) -> int:
    """Impressions until `at` that nobody paid for."""
    return _shown(post.organic_total, ORGANIC_FADES, at - post.created)


def paid(post: Post, at: int) -> int:
    """Paid impressions until `at`."""
    whole = 1 - exp(-PAID_ENDS / PAID_FADES)
    return min(post.paid_total, _shown(post.paid_total / whole, PAID_FADES, at - post.created))


def spent_cents(post: Post, at: int) -> int:
    """What its paid impressions until `at` have cost."""
    return round(paid(post, at) * CPM / 10)


def _shown(total: float, fades: float, age: int) -> int:
    return int(total * (1 - exp(-age / fades))) if age > 0 else 0
