"""Made-up first waits for tests of contrasts: one an hour and kind, so long as a rule says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

import polars as pl

from tests.warehouse.event_worlds import MONDAY

DAY = 86400.0


def waits_frame(
    weeks: int,
    seconds: Callable[[int, str], float | None],
    pools: Sequence[str] = ("service", "hr"),
    **given: object,
) -> pl.DataFrame:
    """A wait an hour and pool as marts.fct_first_waits has them; where `seconds(hour, pool)` is None it stays open."""
    rows = []
    for hour in range(weeks * 168):
        for pool in pools:
            length, left = seconds(hour, pool), (weeks * 168 - hour) * 3600.0
            is_answered = length is not None and length <= left
            observed = length if is_answered and length is not None else left
            rows.append(
                {
                    "opened_at": MONDAY + timedelta(hours=hour),
                    "hour_of_week": hour % 168,
                    "department_id": pool,
                    "observed_seconds": observed,
                    "is_answered": is_answered,
                    "is_met": int(is_answered and observed <= 3600),
                    "pool_id": pool,
                    "pool_kind": pool,
                    "pool_channel": "mail",
                    **given,
                }
            )
    return pl.DataFrame(rows)
