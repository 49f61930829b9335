"""Weeks of load and people, seen and forecast."""

from __future__ import annotations

from datetime import date

import pytest

from tests.warehouse.capacity import computed
from tests.warehouse.conftest import Build

pytestmark = pytest.mark.conflict(10)


def test_a_week_seen_has_its_load_and_one_to_come_its_quantiles(build: Build) -> None:
    seen, coming = date(2026, 11, 9), date(2026, 11, 16)
    built = computed(
        build,
        {"kind": "week", "name": "load", "value": 30.0, "day": seen, "sample_size": 200},
        {"kind": "week", "name": "capacity", "value": 40.0, "day": seen, "sample_size": 0},
        {"kind": "week", "name": "p10", "value": 25.0, "day": coming, "sample_size": 210},
        {"kind": "week", "name": "p50", "value": 31.0, "day": coming, "sample_size": 210},
        {"kind": "week", "name": "capacity", "value": 41.0, "day": coming, "sample_size": 0},
    )
    columns = ("week_start", "load_hours", "load_p10", "load_p50", "capacity_hours", "contacts")
    rows = built.rows("marts.fct_forecast_weeks", *columns)

    assert [tuple(row.values()) for row in rows] == [
        (seen, 30.0, None, None, 40.0, 200),
        (coming, None, 25.0, 31.0, 41.0, 210),
    ]
