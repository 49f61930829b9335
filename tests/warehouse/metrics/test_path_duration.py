"""metrics.path_duration: ways, how often and how long."""

from __future__ import annotations

from typing import Any

import pytest

from tests.warehouse.conftest import Build, Built, case_event
from warehouse.catalog import Filters

pytestmark = pytest.mark.definition(8)


def ask(built: Built, statistic: str, by: str = "path", **include: Any) -> dict[Any, tuple[Any, ...]]:
    built.make("metrics.path_duration")
    filters = Filters(include={"clock": ("calendar",), **include})
    frame = built.workspace.catalog.evaluate(built.workspace.connection, "path_duration", filters, (by,))
    rows = [row for row in frame.to_dicts() if row["statistic"] == statistic]
    return {row[by]: (row["metric_value"], row["numerator"], row["sample_size"]) for row in rows}


def four_cases(build: Build) -> Built:
    """Three with the service alone (one of them still open), one by way of Legal."""
    events = []
    for number, done in enumerate(("10:00", "12:00", None)):
        events.append(case_event(f"T{number}", "09:00", "open"))
        events += [case_event(f"T{number}", done, "resolved")] if done else []
    events += [
        case_event("U", "09:00", "open"),
        case_event("U", "10:00", "open", group_name="Legal"),
        case_event("U", "15:00", "resolved", group_name="Legal"),
    ]
    return build(events=events, now="17:00")


def test_each_way_has_its_share_of_all_cases(build: Build) -> None:
    assert ask(four_cases(build), "share") == {
        "service:open": (0.25, 1, 4),
        "service:open > resolved": (0.5, 2, 4),
        "service:open > legal:open > resolved": (0.25, 1, 4),
    }


def test_an_open_case_has_taken_its_way_so_far(build: Build) -> None:
    built = four_cases(build)

    assert ask(built, "p50")["service:open"] == (None, 0, 1)
    assert ask(built, "p90")["service:open > resolved"] == (3 * 3600.0, 2, 2)


def test_depth_can_be_counted_like_paths(build: Build) -> None:
    assert ask(four_cases(build), "cases", "depth") == {0: (3, 3, 3), 1: (1, 1, 1)}


def test_a_filter_changes_what_the_shares_are_of(build: Build) -> None:
    assert ask(four_cases(build), "share", department_id=("legal",)) == {
        "service:open > legal:open > resolved": (1.0, 1, 1)
    }
