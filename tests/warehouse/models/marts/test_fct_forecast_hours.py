"""A usual week of those that come."""

from __future__ import annotations

import pytest

from tests.warehouse.capacity import computed
from tests.warehouse.conftest import Build

pytestmark = pytest.mark.conflict(10)


def test_an_hour_has_contacts_people_planned_and_needed(build: Build) -> None:
    values = {"contacts": 4.5, "people": 2.0, "needed": 1.4}
    built = computed(
        build,
        *(
            {"kind": "hour", "name": name, "value": value, "hour_of_week": 9}
            for name, value in values.items()
        ),
    )

    assert built.rows("marts.fct_forecast_hours") == [
        {
            "department_id": "service", "growth": "observed", "hour_of_week": 9, "contacts": 4.5,
            "people_planned": 2.0, "people_needed": 1.4,
        }
    ]  # fmt: skip
