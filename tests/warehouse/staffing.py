"""A company whose departments have shifts: what the tests of staffed hours are made of."""

from __future__ import annotations

from tests.warehouse.conftest import COMPANY

WEEKDAYS = '["monday", "tuesday", "wednesday", "thursday", "friday"]'
SHIFTS = COMPANY + "".join(
    f"""
[[shifts]]
department = "{department}"
days = {WEEKDAYS}
hours = ["{hours}"]
headcount = {people}
"""
    for department, hours, people in (
        ("service", "08:00-16:00", 2),
        ("service", "12:00-18:30", 1),
        ("marketing", "09:00-12:00", 1.5),
    )
)
