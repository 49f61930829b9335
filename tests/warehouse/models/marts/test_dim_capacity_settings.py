"""What planners assume, as the configuration says."""

from __future__ import annotations

import pytest

from tests.warehouse.capacity import CAPACITY
from tests.warehouse.conftest import Build, inbound

pytestmark = pytest.mark.conflict(10)


def test_settings_are_those_of_the_file_and_else_the_usual_ones(build: Build) -> None:
    said = build([inbound("m", "09:00")], company=CAPACITY).rows("marts.dim_capacity_settings")
    usual = build([inbound("m", "09:00")]).rows("marts.dim_capacity_settings")

    assert said == [{"availability": 0.8, "hours_per_person": 30.0, "planned_growth": 0.2}]
    assert usual == [{"availability": 1.0, "hours_per_person": 35.0, "planned_growth": 0.3}]
