"""Targets as declared, in their order."""

from __future__ import annotations

from tests.warehouse.conftest import Build


def test_a_day_target_has_no_seconds(build: Build) -> None:
    assert build().rows(
        "marts.dim_target", "target_id", "seconds", "end_of_next_business_day", "goal", order="rank"
    ) == [
        {"target_id": "private", "seconds": 900, "end_of_next_business_day": False, "goal": 0.8},
        {"target_id": "public", "seconds": 18000, "end_of_next_business_day": False, "goal": 0.9},
        {"target_id": "mail", "seconds": None, "end_of_next_business_day": True, "goal": 0.95},
    ]
