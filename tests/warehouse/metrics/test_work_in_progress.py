"""Work in progress, averaged over time."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.warehouse.conftest import Build, Built, case_event
from tests.warehouse.metrics.staffed import SHIFTS
from warehouse.catalog import Filters

pytestmark = pytest.mark.definition(11)
TODAY = Filters(since=date(2026, 11, 18), until=date(2026, 11, 19))


def work(built: Built, *by: str) -> dict[Any, Any]:
    built.make("metrics.work_in_progress")
    frame = built.workspace.catalog.evaluate(built.workspace.connection, "work_in_progress", TODAY, by)
    return {(*(row[name] for name in by), row["statistic"]): row["metric_value"] for row in frame.to_dicts()}


def two_tickets(build: Build) -> Built:
    """One from 9 to 15, in our court until 10; one open all day, ours from 11 on."""
    return build(
        events=[
            case_event("T", "09:00", "new"),
            case_event("T", "10:00", "waiting_customer"),
            case_event("T", "15:00", "resolved"),
            case_event("U", "-1 00:00", "waiting_customer"),
            case_event("U", "11:00", "open"),
        ],
        company=SHIFTS,
        now="+1 00:00",
    )


def test_averages_run_over_time_and_not_over_instants(build: Build) -> None:
    found = work(two_tickets(build))

    assert found["open",] == pytest.approx((6 + 24) / 24)
    assert found["in_work",] == pytest.approx((1 + 13) / 24)


def test_by_the_hour_of_the_week_and_per_person_on_shift(build: Build) -> None:
    built = two_tickets(build)
    by_hour = work(built, "department_id", "hour_of_week")

    assert (by_hour["service", 57, "open"], by_hour["service", 57, "in_work"]) == (2.0, 1.0)
    # Two people from 9 to 12; nobody at 13.
    assert (by_hour["service", 57, "per_person"], by_hour["service", 58, "per_person"]) == (0.5, 0.0)
    assert by_hour["service", 61, "per_person"] is None
    assert work(built, "department_id")["service", "per_person"] == pytest.approx(2 / 6)
