"""What an hour costs when."""

from datetime import date
from typing import Any

from tests.warehouse.models.money import rate, table


def test_a_rate_ends_where_the_next_one_begins(stage: Any) -> None:
    rows = table(
        rate(**{"from": "1.1.2026", "euro_per_hour": 36}),
        rate(),
        rate(department="Werbung", euro_per_hour=52),
    )
    staged = stage("marts.dim_cost_rate", "department_id, from_day", rates_rows=rows)

    assert staged.columns("department_id", "from_day", "until_day", "euro_per_hour") == [
        ("marketing", date(2026, 7, 1), date(2100, 1, 1), 52.0),
        ("service", date(2026, 1, 1), date(2026, 7, 1), 36.0),
        ("service", date(2026, 7, 1), date(2100, 1, 1), 38.5),
    ]
