"""Hours with messages and nobody there, and the other way round."""

from __future__ import annotations

from typing import Any

import pytest

from tests.warehouse.conftest import Build, Built
from tests.warehouse.metrics.staffed import SHIFTS, talk
from warehouse.catalog import Filters

pytestmark = pytest.mark.definition(12)


def gaps(built: Built, *by: str, filters: Filters | None = None) -> dict[Any, dict[str, Any]]:
    built.make("metrics.coverage_gaps")
    frame = built.workspace.catalog.evaluate(
        built.workspace.connection, "coverage_gaps", filters or Filters(), by
    )
    return {(*(row[name] for name in by), row["statistic"]): row for row in frame.to_dicts()}


def three_days(build: Build) -> Built:
    rows = [
        *talk("a", "09:30", "10:00"), *talk("b", "11:59", "12:10"), *talk("c", "12:00", "14:00"),
        *talk("d", "22:00", "+1 09:00"), *talk("e", "22:30", None),
        *talk("f", "09:00", "09:10", channel="comment", visibility="public"),
    ]  # fmt: skip
    return build(rows, company=SHIFTS, now="+1 10:00")


def test_a_message_is_a_gap_from_the_very_end_of_the_shift_on(build: Build) -> None:
    found = gaps(three_days(build))

    # Marketing has no shifts: nobody knows whether its message was one.
    assert found["arrivals",]["metric_value"] == 6
    assert (found["unstaffed",]["numerator"], found["unstaffed",]["sample_size"]) == (3, 5)
    assert found["unstaffed",]["lower"] < 0.6 < found["unstaffed",]["upper"]


def test_what_came_to_nobody_waits_longer_with_open_waits_counted(build: Build) -> None:
    found = gaps(three_days(build))

    # Two, eleven and more than eleven hours; half an hour and eleven minutes.
    assert (found["unstaffed_p50",]["metric_value"], found["unstaffed_p50",]["sample_size"]) == (11 * 3600, 3)
    assert found["staffed_p50",]["metric_value"] == 11 * 60


def test_by_the_hour_of_the_week_and_for_a_channel(build: Build) -> None:
    built = three_days(build)
    by_hour = gaps(built, "hour_of_week")

    # Wednesday 22:00 is the week's 70th hour.
    assert (by_hour[70, "unstaffed"]["metric_value"], by_hour[70, "arrivals"]["metric_value"]) == (1.0, 2)
    assert by_hour[57, "idle"]["numerator"] < by_hour[58, "idle"]["numerator"]
    private = gaps(built, filters=Filters(include={"channel": ("direct_message",), "hour_of_week": (70,)}))  # type: ignore[dict-item]
    assert private["arrivals",]["metric_value"] == 2
