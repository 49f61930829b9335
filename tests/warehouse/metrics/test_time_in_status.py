"""metrics.time_in_status: the parts add up to the whole."""

from __future__ import annotations

from typing import Any

import pytest

from tests.warehouse.conftest import Build, Built, case_event
from warehouse.catalog import Filters

pytestmark = pytest.mark.definition(8)


def log(*steps: tuple[str, str]) -> list[dict[str, Any]]:
    return [case_event("T", clock, state) for clock, state in steps]


EXAMPLE = log(("09:00", "new"), ("09:20", "open"), ("11:00", "waiting_customer"), ("16:00", "resolved"))


def ask(built: Built, *by: str, clock: str = "calendar", statistic: str = "seconds") -> dict[Any, float]:
    built.make("metrics.time_in_status")
    frame = built.workspace.catalog.evaluate(
        built.workspace.connection, "time_in_status", Filters(include={"clock": (clock,)}), by
    )
    rows = [row for row in frame.to_dicts() if row["statistic"] == statistic]
    return {row[by[0]] if by else None: row["metric_value"] for row in rows}


def test_the_worked_example(build: Build) -> None:
    built = build(events=EXAMPLE)

    assert ask(built, "court") == {"ours": 2 * 3600, "customer": 5 * 3600}
    assert ask(built) == {None: 7 * 3600}


def test_shares_are_of_all_the_time(build: Build) -> None:
    assert ask(build(events=EXAMPLE), "state", statistic="share") == pytest.approx(
        {"new": 20 / 420, "open": 100 / 420, "waiting_customer": 300 / 420}
    )


def test_a_running_state_counts_until_now_and_a_break_until_the_reopening(build: Build) -> None:
    events = log(("09:00", "open"), ("10:00", "resolved"), ("12:00", "open"))

    assert ask(build(events=events, now="13:00"), "court") == {"ours": 2 * 3600, "done": 2 * 3600}


@pytest.mark.demand(1, 3)
def test_business_time_leaves_out_the_lunch_break(build: Build) -> None:
    assert ask(build(events=EXAMPLE), "court", clock="business") == {"ours": 2 * 3600, "customer": 4 * 3600}


@pytest.mark.demand(1)
def test_without_a_calendar_there_is_no_business_time_instead_of_none(build: Build) -> None:
    events = [case_event("T", "09:00", "open", group_name="Legal"), case_event("T", "10:00", "resolved")]

    assert ask(build(events=events), "department_id", clock="business") == {}
    assert ask(build(events=events), "department_id") == {"legal": 3600}
