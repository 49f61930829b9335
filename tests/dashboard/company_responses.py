"""What the test company's waits say beside their length: turn, stakeholder, arrival, double answers.

Who waits long is more often an applicant, who doesn't a journalist. Facebook's messages arrive some minutes late, a few
of them after they were answered there; what the first three days brought was history when it arrived.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

import numpy as np

STAKEHOLDERS = ("customer", "supplier", "journalist", "applicant", None)
QUICK = (0.62, 0.004, 0.14, 0.03, 0.206)
SLOW = (0.62, 0.004, 0.02, 0.15, 0.206)


class Hours(Protocol):
    """Cumulated open seconds of the company's calendar."""

    def elapsed(self, at: datetime) -> float: ...


def complete(
    random: np.random.Generator, hours: Hours, waits: Sequence[dict[str, Any]], as_of: datetime
) -> None:
    """Add the columns of marts.fct_waits to each wait."""
    first = min(wait["opened_at"] for wait in waits)
    for wait in waits:
        if wait["ordinal"] == 2 and random.random() < 0.3:
            wait["ordinal"] = 3
        wait["turn"] = {1: "first", 2: "second"}.get(wait["ordinal"], "later")
        shares = SLOW if wait["observed_seconds"] > 4 * 3600 else QUICK
        wait["stakeholder"] = STAKEHOLDERS[int(random.choice(len(shares), p=shares))]
        is_slow = wait["source"] == "facebook"
        lag = round(float(random.lognormal(np.log(240.0 if is_slow else 4.0), 0.7)), 3)
        if random.random() < 0.97:
            lag = min(lag, round(wait["observed_seconds"] * 0.6, 3))
        is_history = wait["opened_at"] < first + timedelta(days=3)
        arrived = first + timedelta(days=3) if is_history else wait["opened_at"] + timedelta(seconds=lag)
        wait |= _arrival(wait, arrived, hours, as_of, is_history)
        wait["is_double"] = wait["outcome"] == "answered" and random.random() < 0.02
        wait["is_double_across"] = wait["is_double"] and random.random() < 0.4


def _arrival(
    wait: dict[str, Any], arrived: datetime, hours: Hours, as_of: datetime, is_history: bool
) -> dict[str, Any]:
    end = wait["ended_at"] or as_of
    reason = "history" if is_history else "arrived_after_end" if arrived > end else None
    business = None
    if wait["observed_business_seconds"] is not None and not reason:
        business = hours.elapsed(end) - hours.elapsed(arrived)
    return {
        "arrived_at": arrived,
        "is_history": is_history,
        "lag_seconds": (arrived - wait["opened_at"]).total_seconds(),
        "arrival_seconds": None if reason else (end - arrived).total_seconds(),
        "arrival_business_seconds": business,
        "arrival_reason": reason,
    }
