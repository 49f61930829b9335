"""Budgets by unit, and a hub's shared out by whose topics it worked on."""

from tests.warehouse.conftest import COMPANY, Build
from tests.warehouse.units import budgeted

COLUMNS = ("org_unit", "department_id", "kind", "amount::double as amount")


def rows(built):
    return [
        tuple(row.values())
        for row in built.rows("marts.fct_unit_budgets", *COLUMNS, order="1 nulls last, 2, 3")
    ]


def test_a_hub_costs_each_unit_what_it_does_for_it(build: Build) -> None:
    assert rows(budgeted(build, ("price", "price", "bill", ""))) == [
        ("headquarters", "service", "own", 200.0),
        ("retail", "marketing", "own", 1000.0),
        ("retail", "service", "hub", 400.0),
    ]


def test_without_a_known_topic_a_hub_keeps_its_budget(build: Build) -> None:
    assert rows(budgeted(build, ("", "moon"))) == [
        ("headquarters", "service", "own", 600.0), ("retail", "marketing", "own", 1000.0),
    ]  # fmt: skip


def test_departments_without_a_unit_have_budgets_all_the_same(build: Build) -> None:
    assert rows(budgeted(build, ("price",), COMPANY)) == [
        (None, "marketing", "own", 1000.0), (None, "service", "own", 600.0),
    ]  # fmt: skip
