"""Ratings and requests for them, put where staging would put them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tests.warehouse.conftest import Build, Built, at

Said = tuple[str, str | datetime, str]


def rated(
    build: Build,
    ratings: Sequence[Said] = (),
    requests: Sequence[tuple[str, str | datetime]] = (),
    **log: Any,
) -> Built:
    """`ratings`: (case, when, word); `requests`: (case, when)."""
    built = build(**log)
    for table in ("staging.stg_chatwoot_ratings", "staging.stg_chatwoot_rating_requests"):
        built.make(table)
    for place, (case_id, rated_at, said) in enumerate(ratings):
        built.change(
            "insert into work.staging.stg_chatwoot_ratings"
            " (source, rating_id, case_id, rated_at, said, score, has_comment)"
            " values ('files', ?, ?, ?, ?, rating_score(?), false)",
            [f"r{place}", case_id, at(rated_at), said, said],
        )
    for place, (case_id, asked_at) in enumerate(requests):
        built.change(
            "insert into work.staging.stg_chatwoot_rating_requests values ('files', ?, ?, ?)",
            [f"q{place}", case_id, at(asked_at)],
        )
    return built
