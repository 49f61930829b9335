"""Exactly the waits that a figure counts, as conditions on marts.fct_waits, so that a list is as long as its n."""

from collections.abc import Callable, Mapping

WEEK = 604_800
DAY = 86_400
ARRIVAL_SECONDS = {"business": "arrival_business_seconds", "calendar": "arrival_seconds"}
"""Seconds from the arrival on, by clock."""

_WATCHED = (
    "exists (select 1 from marts.fct_complaint_exposure as of where of.wait_id = fct_waits.wait_id"
    " and of.customer_id is not distinct from fct_waits.customer_id and {})"
)
_AGE = "epoch_us(as_of) - epoch_us(opened_at)"
FIGURES: Mapping[str, Callable[[str], list[str]]] = {
    "first_response_time": lambda seconds: ["ordinal = 1", f"{seconds} is not null"],
    "next_response_time": lambda seconds: [f"{seconds} is not null"],
    "response_rate": lambda _: [
        f"{_AGE} > {WEEK}000000",
        f"not (outcome in ('withdrawn', 'merged') and observed_seconds <= {WEEK})",
    ],
    "abandonment": lambda _: ["ordinal = 1"],
    "double_answers": lambda _: ["outcome = 'answered'"],
    "unanswered_exposure": lambda _: [_WATCHED.format("of.impressions is not null")],
    "arrival_lag": lambda _: ["not is_history", "lag_seconds is not null"],
}
"""By metric, what its waits have in common; called with the column of the seconds that the page shows."""
_CHOICES = {
    ("watched", "open"): _WATCHED.format("of.is_open"),
    ("double", "any"): "is_double",
    ("double", "across"): "is_double_across",
    ("given_up", "week"): f"outcome = 'withdrawn' and observed_seconds <= {WEEK}",
    ("given_up", "day"): f"outcome = 'withdrawn' and observed_seconds <= {DAY}",
    ("answered_in_week", "true"): f"outcome = 'answered' and observed_seconds <= {WEEK}",
    ("answered_in_week", "false"): f"not (outcome = 'answered' and observed_seconds <= {WEEK})",
}
KEYS = tuple(dict.fromkeys(key for key, _ in _CHOICES))
"""Keys of an address that narrow a figure's waits to a part of them."""


def conditions(own: Mapping[str, str], seconds: str) -> list[str]:
    """Return the conditions that an address's own keys ask for; those that mean nothing are passed over."""
    figure = FIGURES.get(own.get("metric", ""))
    return [
        *(figure(seconds) if figure else []),
        *(f"({text})" for (key, value), text in _CHOICES.items() if own.get(key) == value),
    ]
