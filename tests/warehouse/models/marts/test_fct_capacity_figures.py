"""Figures of capacity, one row each."""

from __future__ import annotations

import pytest

from tests.warehouse.capacity import computed
from tests.warehouse.conftest import Build

pytestmark = pytest.mark.conflict(10)


def test_a_figure_keeps_its_interval_target_and_reason_and_weeks_are_left_out(build: Build) -> None:
    built = computed(
        build,
        {"name": "days_until", "value": 18.0, "lower": 6.0, "upper": 37.0, "detail": "private"},
        {"name": "days_until", "department_id": "legal", "reason": "no_calendar", "sample_size": 0},
        {"name": "load", "kind": "week", "value": 5.0},
    )

    assert built.rows("marts.fct_capacity_figures", order="department_id desc") == [
        {
            "department_id": "service", "growth": "observed", "statistic": "days_until", "target_id": "private",
            "value": 18.0, "lower": 6.0, "upper": 37.0, "sample_size": 500, "reason": None,
            "is_observed": True, "department_days": 18.0,
        },
        {
            "department_id": "legal", "growth": "observed", "statistic": "days_until", "target_id": None,
            "value": None, "lower": None, "upper": None, "sample_size": 0, "reason": "no_calendar",
            "is_observed": True, "department_days": None,
        },
    ]  # fmt: skip
