"""Budgets by day."""

from datetime import date
from typing import Any

import pytest

from tests.warehouse.models.money import budget, table


def test_a_quarter_is_as_much_as_its_three_months(stage: Any) -> None:
    """90,000 € over 92 days, of which 51 are over; or a third each month."""
    quarter = stage("marts.fct_budget_days", "budget_day", budgets_rows=table(budget(amount=92_000))).rows
    months = table(
        *(budget(quarter=f"2026-{m}", amount=a) for m, a in ((10, 31_000), (11, 30_000), (12, 31_000)))
    )
    split = stage("marts.fct_budget_days", "budget_day", budgets_rows=months).rows

    assert [row["budget_day"] for row in quarter] == [row["budget_day"] for row in split]
    assert (quarter[0]["budget_day"], quarter[-1]["budget_day"]) == (date(2026, 10, 1), date(2026, 11, 20))
    assert sum(row["amount"] for row in quarter) == sum(row["amount"] for row in split) == 51_000


def test_days_add_up_to_the_whole(stage: Any) -> None:
    rows = stage(
        "marts.fct_budget_days", "1", budgets_rows=table(budget(quarter="2026-10", amount=1000))
    ).rows

    assert float(sum(row["amount"] for row in rows)) == pytest.approx(1000, abs=1e-4)
