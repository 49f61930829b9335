"""What the test company's waits say beside their length: turn, stakeholder, arrival, double answers.

Who waits long is more often an applicant, who doesn't a journalist; Facebook's messages arrive some minutes late.
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
    for wait in waits:
        if wait["ordinal"] == 2 and random.random() < 0.3:
            wait["ordinal"] = 3
        wait["turn"] = {1: "first", 2: "second"}.get(wait["ordinal"], "later")
        shares = SLOW if wait["observed_seconds"] > 4 * 3600 else QUICK
        wait["stakeholder"] = STAKEHOLDERS[int(random.choice(len(shares), p=shares))]
        is_slow = wait["source"] == "facebook"
        lag = round(float(random.lognormal(np.log(240.0 if is_slow else 4.0), 0.7)), 3)
        wait |= _arrival(wait, wait["opened_at"] + timedelta(seconds=lag), hours, as_of)
        wait["is_double"] = wait["outcome"] == "answered" and random.random() < 0.02
        wait["is_double_across"] = wait["is_double"] and random.random() < 0.4


def _arrival(wait: dict[str, Any], arrived: datetime, hours: Hours, as_of: datetime) -> dict[str, Any]:
    end = wait["ended_at"] or as_of
    is_over = arrived > end
    business = None
    if wait["observed_business_seconds"] is not None and not is_over:
        business = hours.elapsed(end) - hours.elapsed(arrived)
    return {
        "arrived_at": arrived,
        "is_history": False,
        "lag_seconds": (arrived - wait["opened_at"]).total_seconds(),
        "arrival_seconds": None if is_over else (end - arrived).total_seconds(),
        "arrival_business_seconds": business,
        "arrival_reason": "arrived_after_end" if is_over else None,
    }
