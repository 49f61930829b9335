"""Shifts as each source plans them."""

from datetime import date
from typing import Any

from tests.warehouse.models.money import shift, table


def test_a_shift_past_midnight_belongs_to_the_local_day_on_which_it_begins(stage: Any) -> None:
    rows = table(shift(start="18.11.2026 00:30", end="18.11.2026 08:00", headcount=2))
    staged = stage("steps.int_told_shifts", "1", shifts_rows=rows)

    assert [(*row[:2], float(row[2])) for row in staged.columns("source", "told_day", "headcount")] == [
        ("shifts", date(2026, 11, 18), 2.0)
    ]
