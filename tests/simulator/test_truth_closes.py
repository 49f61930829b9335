"""Closing and reopening, worked by hand."""

from __future__ import annotations

import pytest

from simulator.truth_cases import Case, Stay
from simulator.truth_closes import closes

HOUR, DAY = 3600, 86400


def told(*states: tuple[str, int], now: int) -> list[tuple[object, ...]]:
    ends = [at for _, at in states[1:]] + [None]
    stays = [Stay(state, "service", at, end) for (state, at), end in zip(states, ends, strict=True)]
    return [
        (row["resolved_at"], row["reopened_at"], row["stayed_resolved"])
        for row in closes(Case("c", "ticket", 0, stays), now)
    ]


@pytest.mark.parametrize(("after", "stayed"), [(3 * HOUR, False), (7 * DAY, False), (8 * DAY, True)])
def test_reopened_after_three_hours_or_eight_days(after: int, stayed: bool) -> None:
    rows = told(("new", 0), ("resolved", 100), ("open", 100 + after), now=30 * DAY)

    assert rows == [(100, 100 + after, stayed)]


def test_what_has_not_lasted_seven_days_yet_is_unknown() -> None:
    assert told(("new", 0), ("resolved", 100), ("closed", 200), now=5 * DAY) == [(100, None, None)]


def test_what_was_deleted_in_the_meantime_is_unknown() -> None:
    assert told(("new", 0), ("resolved", 100), ("deleted", 200), now=30 * DAY) == [(100, None, None)]
