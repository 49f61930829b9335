"""What sources of budgets give a department a month, and whom it is believed."""

from datetime import date
from typing import Any

from tests.warehouse.conftest import Build, Built
from tests.warehouse.models.money import budget, table
from tests.warehouse.persons import TWO

OCTOBER, NOVEMBER, DECEMBER, JANUARY = (
    date(2026, 10, 1),
    date(2026, 11, 1),
    date(2026, 12, 1),
    date(2027, 1, 1),
)
LED = TWO + '[leading]\nbudget = ["files", "shop"]\n'


def planned(build: Build, company: str) -> Built:
    """A quarter by `files`, and two of its months by `shop`; another category that only `shop` knows."""
    built = build(company=company)
    built.make("staging.stg_budgets_rows")
    rows = [
        ("files", "q4", OCTOBER, JANUARY, "people", 92_000), ("shop", "oct", OCTOBER, NOVEMBER, "people", 31_000),
        ("shop", "nov", NOVEMBER, DECEMBER, "people", 40_000), ("shop", "tools", OCTOBER, NOVEMBER, "tools", 500),
    ]  # fmt: skip
    for row in rows:
        built.change(
            "insert into work.staging.stg_budgets_rows"
            " (source, budget_id, starts_day, ends_day, category, amount, department_id)"
            " values (?, ?, ?, ?, ?, ?, 'service')",
            row,
        )
    return built


def test_a_quarter_is_its_months_by_their_days(stage: Any) -> None:
    rows = table(budget(quarter="2026-Q4", amount=92_000))
    found = stage("steps.int_told_budgets", "month_start", budgets_rows=rows)

    assert found.columns("department_id", "category", "day_count", "amount") == [
        ("service", "people", 31, 31_000.0), ("service", "people", 30, 30_000.0), ("service", "people", 31, 31_000.0),
    ]  # fmt: skip


def test_two_sources_are_compared_by_month_and_where_the_leading_one_has_a_budget_it_counts(
    build: Build,
) -> None:
    built = planned(build, LED)
    columns = ("subject", "told_day", "leading_source", "leading_amount", "other_source", "other_amount")

    assert [
        tuple(row.values()) for row in built.rows("steps.int_told_amounts", *columns, order="told_day")
    ] == [
        ("service/people", OCTOBER, "files", 31_000.0, "shop", 31_000.0),
        ("service/people", NOVEMBER, "files", 30_000.0, "shop", 40_000.0),
    ]
    assert [row["budget_id"] for row in built.rows("marts.fct_budgets", "budget_id")] == ["q4", "tools"]


def test_without_a_leading_one_they_add_up_and_contradict_nobody(build: Build) -> None:
    built = planned(build, TWO)

    assert built.rows("steps.int_told_amounts") == []
    assert len(built.rows("marts.fct_budgets")) == 4
