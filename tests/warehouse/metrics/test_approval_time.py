"""metrics.approval_time: five hours, rework, refusals."""

from __future__ import annotations

from typing import Any

import pytest

from tests.warehouse.conftest import Build, Built, case_event, case_fact
from warehouse.catalog import Filters

pytestmark = pytest.mark.definition(8)
OPENED = [case_event("T", "08:00", "open")]


def ask(built: Built, clock: str = "calendar") -> dict[str, Any]:
    built.make("metrics.approval_time")
    frame = built.workspace.catalog.evaluate(
        built.workspace.connection, "approval_time", Filters(include={"clock": (clock,)})
    )
    return {row["statistic"]: row["metric_value"] for row in frame.to_dicts()}


def facts(*said: tuple[str, str]) -> list[dict[str, Any]]:
    return [case_fact("T", clock, "approval", value) for clock, value in said]


def test_the_worked_example(build: Build) -> None:
    said = facts(("09:00", "requested"), ("10:00", "rejected"), ("11:00", "requested"), ("17:00", "approved"))
    found = ask(build(events=OPENED, facts=said))

    assert found["approvals"] == 2
    assert (found["within_5h"], found["rework"], found["rejected"]) == (0.5, 0.5, 0.5)
    assert (found["p50"], found["p90"]) == (3600, 6 * 3600)


def test_in_business_time_the_same_approval_was_in_time(build: Build) -> None:
    said = facts(("11:00", "requested"), ("17:00", "approved"))

    assert ask(build(events=OPENED, facts=said))["within_5h"] == 0
    assert ask(build(events=OPENED, facts=said), "business")["within_5h"] == 1


def test_what_waits_is_neither_in_time_nor_left_out(build: Build) -> None:
    found = ask(build(events=OPENED, facts=facts(("09:00", "requested")), now="17:00"))

    assert (found["within_5h"], found["open"], found["p50"]) == (0, 1, None)
