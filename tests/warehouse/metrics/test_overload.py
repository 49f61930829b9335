"""metrics.overload: grades and reasons of what is forecast."""

from __future__ import annotations

import pytest

from tests.warehouse.capacity import computed
from tests.warehouse.conftest import Build
from warehouse.catalog import Filters

pytestmark = pytest.mark.conflict(10)


def test_a_date_is_graded_by_its_width_and_none_is_never_zero(build: Build) -> None:
    built = computed(
        build,
        {"name": "days_until", "department_id": "a", "value": 100.0, "lower": 80.0, "upper": 120.0},
        {"name": "days_until", "department_id": "b", "value": 18.0, "lower": 6.0, "upper": 37.0},
        {"name": "days_until", "department_id": "c", "value": 60.0, "lower": 10.0, "upper": 170.0},
        {"name": "days_until", "department_id": "d", "lower": 150.0, "reason": "beyond_horizon"},
        {"name": "days_until", "department_id": "e", "reason": "no_staffing", "sample_size": 0},
    )
    rows = built.rows("metrics.overload", "department_id", "metric_value", "grade", "reason")

    assert [tuple(row.values()) for row in rows] == [
        ("a", 100.0, "solid", None),
        ("b", 18.0, "indicative", None),
        ("c", 60.0, "too_few", None),
        ("d", None, "indicative", "beyond_horizon"),
        ("e", None, "not_computable", "no_staffing"),
    ]


def test_without_a_department_the_one_that_breaks_first_speaks_with_the_growth_that_was_observed(
    build: Build,
) -> None:
    built = computed(
        build,
        {"name": "days_until", "department_id": "a", "value": 100.0, "lower": 80.0, "upper": 120.0},
        {"name": "people_needed", "department_id": "a", "value": 1.0},
        {"name": "days_until", "department_id": "b", "value": 40.0, "lower": 30.0, "upper": 50.0},
        {"name": "people_needed", "department_id": "b", "value": 6.0},
        {"name": "days_until", "department_id": "a", "growth": "planned", "value": 5.0},
        {"name": "days_until", "department_id": "c", "reason": "no_staffing"},
    )
    built.make("metrics.overload")
    catalog, cursor = built.workspace.catalog, built.workspace.connection

    def ask(**include: str) -> dict[str, float]:
        filters = Filters(include={name: (value,) for name, value in include.items()})
        rows = catalog.evaluate(cursor, "overload", filters).to_dicts()
        return {row["statistic"]: row["metric_value"] for row in rows}

    assert ask() == {"days_until": 40.0, "people_needed": 6.0}
    assert ask(growth="planned") == {"days_until": 5.0}
    assert ask(department_id="a") == {"days_until": 100.0, "people_needed": 1.0}


def test_growth_and_department_choose_one_date(build: Build) -> None:
    built = computed(
        build,
        {"name": "days_until", "value": 90.0, "lower": 60.0, "upper": 120.0},
        {"name": "days_until", "growth": "planned", "value": 30.0, "lower": 20.0, "upper": 40.0},
    )
    rows = built.query("select metric_value from metrics.overload where growth = 'planned'")

    assert rows == [{"metric_value": 30.0}]
