"""metrics.stage_duration: how long a stay at a stage is, and where the time goes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.warehouse.conftest import Build, Built, case_event
from warehouse.catalog import Filters

pytestmark = pytest.mark.definition(8)


def ask(built: Built, statistic: str) -> dict[tuple[str, str], tuple[Any, ...]]:
    built.make("metrics.stage_duration")
    frame = built.workspace.catalog.evaluate(
        built.workspace.connection,
        "stage_duration",
        Filters(include={"clock": ("calendar",)}),
        ("department_id", "state"),
    )
    return {
        (row["department_id"], row["state"]): (row["metric_value"], row["numerator"])
        for row in frame.to_dicts()
        if row["statistic"] == statistic
    }


def approvals(build: Build) -> Built:
    """The worked example: Legal had two cases for 2 h and 4 h, and has had one for 3 h."""
    events = []
    for number, (asked, answered) in enumerate((("09:00", "11:00"), ("09:00", "13:00"), ("14:00", None))):
        events.append(case_event(f"T{number}", asked, "waiting_approval", group_name="Legal"))
        events += [case_event(f"T{number}", answered, "resolved")] if answered else []
    return build(events=events, now="17:00")


def test_the_worked_example(build: Build) -> None:
    assert ask(approvals(build), "p50") == {("legal", "waiting_approval"): (4 * 3600.0, 2)}


def test_where_the_time_goes(build: Build) -> None:
    events = [
        case_event("T", "09:00", "open"),
        case_event("T", "10:00", "waiting_approval", group_name="Legal"),
        case_event("T", "13:00", "open"),
        case_event("T", "14:00", "resolved"),
    ]

    shares = ask(build(events=events), "time_share")
    assert shares["service", "open"] == (pytest.approx(0.4), 2 * 3600.0)
    assert shares["legal", "waiting_approval"] == (pytest.approx(0.6), 3 * 3600.0)
    assert ask(build(events=events), "steps")["service", "open"] == (2, 2)
