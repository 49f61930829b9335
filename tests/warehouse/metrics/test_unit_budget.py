"""metrics.unit_budget: the example of its header."""

from tests.warehouse.conftest import Build
from tests.warehouse.units import budgeted


def test_a_unit_has_its_own_budget_and_the_hubs_work_for_it(build: Build) -> None:
    built = budgeted(build, ("price", "price", "bill"))
    found = built.rows("metrics.unit_budget", "org_unit", "statistic", "metric_value", order="1, 2")

    assert [tuple(row.values()) for row in found] == [
        ("headquarters", "own", 200.0), ("headquarters", "value", 200.0),
        ("retail", "hub", 400.0), ("retail", "own", 1000.0), ("retail", "value", 1400.0),
    ]  # fmt: skip
