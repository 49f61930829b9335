"""A company with shifts and capacity settings, and rows of steps.int_capacity put in by hand."""

from __future__ import annotations

from typing import Any

from tests.warehouse.conftest import Build, Built, inbound
from tests.warehouse.staffing import SHIFTS

CAPACITY = SHIFTS + "[capacity]\navailability = 0.8\nhours_per_person = 30.0\nplanned_growth = 0.2\n"
COLUMNS = (
    "department_id", "growth", "kind", "name", "value", "lower", "upper", "sample_size", "day", "hour_of_week",
    "reason", "detail",
)  # fmt: skip


def computed(build: Build, *rows: dict[str, Any]) -> Built:
    """Marts on these rows of steps.int_capacity: an observed figure of Service unless said otherwise."""
    built = build([inbound("m", "09:00")], company=CAPACITY)
    built.make("steps.int_capacity")
    built.change("delete from steps.int_capacity")
    usual = {"department_id": "service", "growth": "observed", "kind": "figure", "sample_size": 500}
    for row in rows:
        given = {**usual, **row}
        marks = ", ".join("?" * len(COLUMNS))
        built.change(
            f"insert into steps.int_capacity values ({marks})", [given.get(name) for name in COLUMNS]
        )
    return built
