"""metrics.sla_compliance on instances that can be counted by hand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.warehouse.conftest import Build, Built
from tests.warehouse.sla import SLA_COMPANY, case
from warehouse.catalog import Filters

pytestmark = pytest.mark.definition(9)


@pytest.fixture(scope="module")
def built(build_once: Build) -> Built:
    """Of the four hours: two met, one breached and open, one at risk, one merged, one of Legal without a calendar."""
    events = [
        *case("met", ("08:00", "open"), ("09:00", "resolved")),
        *case("also met", ("08:00", "open"), ("12:00", "resolved"), group_name="Marketing"),
        *case("breached", ("08:00", "open")),
        *case("risk", ("10:30", "open")),
        *case("merged", ("10:00", "open"), ("11:00", "merged")),
        *case("legal", ("10:00", "open"), group_name="Legal"),
    ]
    found = build_once(events=events, now="15:00", company=SLA_COMPANY)
    found.make("marts.fct_sla_instances")
    return found


def evaluate(
    built: Built, by: tuple[str, ...] = (), clock: str = "business", **wanted: Any
) -> list[dict[str, Any]]:
    chosen = {"clock": (clock,), **{key: (value,) for key, value in wanted.items()}}
    catalog = built.workspace.catalog
    return catalog.evaluate(
        built.workspace.connection, "sla_compliance", Filters(include=chosen), by
    ).to_dicts()


def test_compliance_is_met_of_met_and_breached_and_the_rest_is_counted_beside(built: Built) -> None:
    counts = {
        row["statistic"]: (row["numerator"], row["sample_size"])
        for row in evaluate(built, target_id="solved_4h")
    }

    assert counts == {
        "value": (2, 3), "breached": (1, 6), "running": (1, 6), "at_risk": (1, 1), "cancelled": (1, 6), "none": (1, 6),
    }  # fmt: skip


def test_each_target_and_department_has_its_own_share_with_its_interval(built: Built) -> None:
    rows = evaluate(built, ("target_id", "department_id"), metric="resolution")
    shares = {
        (row["target_id"], row["department_id"]): row["metric_value"]
        for row in rows
        if row["statistic"] == "value"
    }

    assert shares[("solved_4h", "service")] == 0.5
    assert shares[("solved_4h", "marketing")] == 1.0
    assert shares[("solved_4h", "legal")] is None
    (service,) = [
        row
        for row in rows
        if row["statistic"] == "value" and row["sample_size"] == 2 and not row["lower"] > 0.3
    ]
    assert (round(service["lower"], 4), round(service["upper"], 4)) == (0.0945, 0.9055)


def test_around_the_clock_nothing_is_at_risk_and_no_calendar_is_needed(built: Built) -> None:
    counts = {
        row["statistic"]: row["numerator"] for row in evaluate(built, clock="calendar", target_id="solved_4h")
    }

    assert counts == {"value": 2, "breached": 3, "running": 0, "cancelled": 1, "none": 0}
