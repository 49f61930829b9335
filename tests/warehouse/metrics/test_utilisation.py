"""Work against people on shift."""

from __future__ import annotations

from typing import Any

import pytest

from tests.warehouse.conftest import Build, Built
from tests.warehouse.metrics.staffed import SHIFTS, talk
from warehouse.catalog import Filters

pytestmark = pytest.mark.definition(12)


def utilisation(built: Built, *by: str) -> dict[Any, dict[str, Any]]:
    built.make("metrics.utilisation")
    frame = built.workspace.catalog.evaluate(built.workspace.connection, "utilisation", Filters(), by)
    return {tuple(row[name] for name in by): row for row in frame.to_dicts()}


def test_work_is_divided_by_the_hours_of_people_and_nothing_is_called_idle_that_has_no_shifts(
    build: Build,
) -> None:
    built = build(
        # Service: half an hour on Wednesday at 9, ten minutes at 14, when nobody is on shift. Marketing has no shifts.
        [
            *talk("a", "09:00", "09:30"),
            *talk("b", "14:00", "14:10"),
            *talk("c", "09:00", "09:20", agent="m", channel="comment", visibility="public"),
        ],
        company=SHIFTS,
        now="18:00",
    )
    by_hour = utilisation(built, "department_id", "hour_of_week")
    by_department = utilisation(built, "department_id")

    nine, two, free = by_hour["service", 57], by_hour["service", 62], by_hour["service", 58]
    assert (nine["metric_value"], nine["staffed_seconds"], nine["sample_size"]) == (0.25, 7200.0, 1)
    assert (two["metric_value"], two["reason"], two["numerator"]) == (None, "not_staffed", 600.0)
    assert (free["metric_value"], free["reason"]) == (0.0, None)
    assert (by_hour["marketing", 57]["metric_value"], by_hour["marketing", 57]["reason"]) == (
        None,
        "no_shifts",
    )
    # All work of the department counts against all of its hours; the shifts of two days before the data are known, too.
    hours = 3 * 2 * 3600.0
    assert by_department["service",]["numerator"] == 2400.0
    assert by_department["service",]["metric_value"] == 2400.0 / by_department["service",]["staffed_seconds"]
    assert by_department["service",]["staffed_seconds"] % hours == 0
    # Work that no shifts can be set against stays out of the whole, and is said.
    whole = utilisation(built)[()]
    assert (whole["numerator"], whole["unplanned_seconds"]) == (2400.0, 1200.0)


def test_the_interval_is_that_of_a_ratio_over_days(build: Build) -> None:
    minutes = {0: (10, 2), 1: (20, 3), 2: (30, 4), 6: (10, 5), 7: (20, 6)}
    rows = [
        row
        for day, (length, number) in minutes.items()
        for row in talk(f"c{number}", f"+{day} 09:00", f"+{day} 09:{length:02}")
    ]
    built = build(rows, company=SHIFTS, now="+8 00:00")
    found = utilisation(built, "department_id")["service",]

    loads = [0.0, 0.0, *(length / 60 for length, _ in minutes.values()), 0.0]
    # Staffed days: those before the data that are written out, and the five with work.
    days = int(found["staffed_seconds"] / (6 * 3600))
    loads = [length / 60 for length, _ in minutes.values()] + [0.0] * (days - 5)
    ratio = sum(loads) / (6 * days)
    residual = sum((load - ratio * 6) ** 2 for load in loads)
    error = (residual * days / (days - 1)) ** 0.5 / (6 * days)
    assert found["metric_value"] == pytest.approx(ratio)
    # t with days - 1 degrees of freedom
    assert {7: 2.447, 8: 2.365, 6: 2.571}[days] == pytest.approx((found["upper"] - ratio) / error, rel=0.01)


def test_an_interval_that_is_unknown_has_no_lower_end_either(build: Build) -> None:
    # Two days can't say how days differ; without shifts there isn't even a ratio.
    built = build(talk("a", "-1 09:00", "-1 09:30"), now="18:00")
    [(_, row)] = utilisation(built, "department_id").items()

    assert (row["reason"], row["metric_value"], row["lower"], row["upper"]) == ("no_shifts", None, None, None)

    staffed = build(talk("a", "09:00", "09:30"), company=SHIFTS, now="18:00")
    hour = utilisation(staffed, "department_id", "hour_of_week")["service", 57]
    assert (hour["metric_value"], hour["lower"], hour["upper"]) == (0.25, None, None)
