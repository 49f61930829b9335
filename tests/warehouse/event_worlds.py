"""Made-up hours for tests of event studies: so many contacts each hour of a week, and posts that add to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl

from warehouse.event_study import AFTER, BEFORE

MONDAY = datetime(2026, 1, 5, tzinfo=UTC)


def hours_frame(
    weeks: int, posts: Sequence[int] = (), incidents: Sequence[tuple[int, int]] = ()
) -> pl.DataFrame:
    """Rows of marts.dim_clean_hour: `weeks` from a Monday on, touched by posts (hours) and incidents (spans)."""
    size = weeks * 168
    events, disturbed = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    for post in posts:
        events[max(post - BEFORE, 0) : post + AFTER] += 1
    for begin, end in incidents:
        disturbed[max(begin - BEFORE, 0) : end + AFTER] += 1
    return pl.DataFrame(
        {
            "hour_at": [MONDAY + timedelta(hours=n) for n in range(size)],
            "hour_of_week": np.arange(size) % 168,
            "event_count": events,
            "incident_count": disturbed,
            "is_holiday": [False] * size,
        }
    )


def exposures_frame(
    posts: Sequence[int], campaigns: Sequence[str | None] = (), **given: object
) -> pl.DataFrame:
    """Rows of the exposures of posts that were published at these hours, called p0, p1, ..."""
    rows = [
        {
            "exposure_id": f"post:p{n}",
            "campaign_id": campaigns[n] if campaigns else None,
            "post_id": f"p{n}",
            "exposure_post_id": f"p{n}",
            "date_day": (MONDAY + timedelta(hours=post)).date(),
            "starts_at": MONDAY + timedelta(hours=post),
            "ends_at": MONDAY + timedelta(hours=post + 24),
            "is_event": True,
            "is_reactive": False,
            **given,
        }
        for n, post in enumerate(posts)
    ]
    return pl.DataFrame(rows, schema_overrides={"campaign_id": pl.String})


def contacts_frame(contacts: np.ndarray, **given: str) -> pl.DataFrame:
    """Rows of contacts: an hour each that had any."""
    frame = pl.DataFrame(
        {"hour_at": [MONDAY + timedelta(hours=n) for n in range(len(contacts))], "contacts": contacts}
    )
    return frame.filter(pl.col("contacts") > 0).with_columns(**{k: pl.lit(v) for k, v in given.items()})
