"""Budgets with their place in a file."""

from typing import Any

from tests.warehouse.models.money import budget, table


def test_each_amount_says_where_it_stands(stage: Any) -> None:
    staged = stage("marts.fct_budgets", "1", budgets_rows=table(budget(line="Gehälter")))

    assert staged.columns("budget_id", "amount", "item", "file", "line") == [
        ("budgets:t.csv!2", 90_000.0, "Gehälter", "t.csv", 2)
    ]
