"""metrics.breach_causes: shares of all that was breached, under any grouping."""

from __future__ import annotations

import pytest

from tests.warehouse.conftest import Build
from tests.warehouse.sla import SLA_COMPANY, case
from warehouse.catalog import Filters


@pytest.mark.definition(9)
def test_causes_are_shares_of_all_breaches_in_the_same_group(build: Build) -> None:
    events = [
        *case("a", ("08:00", "open")),
        *case("b", ("08:00", "open")),
        *case("c", ("07:00", "open")),
        *case("d", ("07:00", "open"), group_name="Marketing"),
        *case("met", ("08:00", "open"), ("09:00", "resolved")),
    ]
    built = build(events=events, now="17:00", company=SLA_COMPANY)
    built.make("marts.fct_breaches")

    def causes(*by: str) -> list[tuple[object, ...]]:
        frame = built.workspace.catalog.evaluate(
            built.workspace.connection, "breach_causes", Filters(include={"target_id": ("solved_4h",)}), by
        )
        return frame.select(*by, "numerator", "sample_size", "metric_value").rows()

    assert causes("breach_cause") == [("out_of_hours", 2, 4, 0.5), ("slow_answer", 2, 4, 0.5)]
    assert causes("department_id", "breach_cause") == [
        ("marketing", "out_of_hours", 1, 1, 1.0),
        ("service", "out_of_hours", 1, 3, 1 / 3),
        ("service", "slow_answer", 2, 3, 2 / 3),
    ]
