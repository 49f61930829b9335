"""Time without an owner, with what still has none."""

from __future__ import annotations

import pytest

from tests.warehouse.conftest import Build, case_event
from warehouse.catalog import Filters


@pytest.mark.definition(13)
def test_what_still_has_no_owner_counts_as_waiting_so_far(build: Build) -> None:
    events = []
    for number, taken in enumerate(("10:00", "11:00", None)):
        events.append(case_event(f"T{number}", "09:00", "new", group_name=None, visibility="public"))
        if taken:
            events.append(case_event(f"T{number}", taken, "open", visibility="public"))
    built = build(events=events, now="18:00")
    built.make("metrics.unowned_time")
    frame = built.workspace.catalog.evaluate(built.workspace.connection, "unowned_time", Filters(), ())
    found = {row["statistic"]: row for row in frame.to_dicts()}

    assert found["total"]["metric_value"] == 12 * 3600
    assert (found["p50"]["metric_value"], found["p50"]["sample_size"]) == (7200, 3)
    assert found["p90"]["metric_value"] is None


@pytest.mark.definition(13)
def test_what_was_closed_without_an_owner_was_taken_by_nobody(build: Build) -> None:
    built = build(
        events=[
            case_event("T", "09:00", "new", group_name=None, visibility="public"),
            case_event("T", "10:00", "resolved", group_name="Service", visibility="public"),
        ]
    )
    built.make("metrics.unowned_time")
    frame = built.workspace.catalog.evaluate(built.workspace.connection, "unowned_time", Filters(), ())
    found = {row["statistic"]: row for row in frame.to_dicts()}

    assert (found["total"]["metric_value"], found["p50"]["metric_value"]) == (3600, None)
