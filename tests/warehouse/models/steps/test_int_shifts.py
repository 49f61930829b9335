"""Shifts from the configuration and from rosters."""

from typing import Any

import pytest

from tests.warehouse.models.leading import led_by
from tests.warehouse.models.money import shift, table


def test_a_roster_stands_beside_what_the_configuration_plans(stage: Any) -> None:
    staged = stage("steps.int_shifts", "1", shifts_rows=table(shift()))

    assert [(name, float(count)) for name, count in staged.columns("department_id", "headcount")] == [
        ("service", 3.5)
    ]


@pytest.mark.thorough
def test_a_rosters_people_are_staffed(stage: Any) -> None:
    """Two shifts overlap from 12 to 16 o'clock."""
    rows = table(shift(headcount=2), shift(start="18.11.2026 12:00", end="18.11.2026 20:00", headcount=1))
    staged = stage("marts.fct_shifts", "started_at", shifts_rows=rows)

    assert [(at.hour, int(count)) for at, count in staged.columns("started_at", "headcount")] == [
        (8, 2),
        (12, 3),
        (16, 1),
    ]


def test_a_days_shifts_are_the_leading_sources_where_the_configuration_names_one(
    stage: Any, workspace: Any
) -> None:
    run = workspace.connection.execute
    roster = stage("steps.int_shifts", "1", shifts_rows=table(shift()))
    run(
        "insert into work.company.shifts (department_id, started_at, ended_at, headcount) values"
        " ('service', timestamptz '2026-11-18 09:00:00+00', timestamptz '2026-11-18 12:00:00+00', 9),"
        " ('service', timestamptz '2026-11-19 09:00:00+00', timestamptz '2026-11-19 12:00:00+00', 8)"
    )
    added = stage("steps.int_shifts", "1", shifts_rows=table(shift()))
    with led_by(workspace, "shift", "shifts"):
        led = stage("steps.int_shifts", "1", shifts_rows=table(shift()))
    run("delete from work.company.shifts")

    counts = [sorted(float(row[0]) for row in one.columns("headcount")) for one in (roster, added, led)]
    assert counts == [[3.5], [3.5, 8.0, 9.0], [3.5, 8.0]]
