"""Whose delay it is: hours of waiting by department and stage, with intervals over cases."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.warehouse.conftest import Build, Built, case_event, inbound, reply
from warehouse.catalog import Filters

pytestmark = pytest.mark.definition(6)


def delay(
    built: Built, *by: str, clock: str = "calendar", filters: dict[str, Any] | None = None
) -> dict[Any, Any]:
    built.make("metrics.bottleneck_delay")
    frame = built.workspace.catalog.evaluate(
        built.workspace.connection,
        "bottleneck_delay",
        Filters(include={"clock": (clock,), **(filters or {})}),
        by,
    )
    return {(*(row[name] for name in by), row["statistic"]): row for row in frame.to_dicts()}


def tickets(build: Build, count: int = 30) -> Built:
    """Tickets that Service passes on after ten minutes; Marketing picks them up after an hour, and answers half an
    hour later. Every third stays with Service and is answered after ten minutes."""
    messages, events = [], []
    for number in range(count):
        case = f"T{number:02}"
        place = {
            "case_id": case,
            "conversation_id": case,
            "customer_id": f"c{number}",
            "visibility": "private",
        }
        messages.append(inbound(f"{case}/m", "09:00", **place))
        events.append(case_event(case, "09:00", "new"))
        if number % 3 == 0:
            messages.append(reply(f"{case}/r", "09:10", **place))
            continue
        events.append(case_event(case, "09:10", "open", group_name="Marketing"))
        messages.append(reply(f"{case}/n", "10:10", **{**place, "visibility": "internal"}))
        messages.append(reply(f"{case}/r", "10:40", **place))
    return build(messages, events)


def test_delay_falls_to_whom_the_case_lay_with_and_not_to_who_opened_it(build: Build) -> None:
    found = delay(tickets(build), "department_id")

    assert found["service", "delay"]["metric_value"] == 30 * 600
    assert found["marketing", "delay"]["metric_value"] == 20 * 5400
    assert (found["service", "delay"]["sample_size"], found["marketing", "delay"]["sample_size"]) == (30, 20)
    assert found["marketing", "share"]["metric_value"] == pytest.approx(108_000 / 126_000)
    assert found["marketing", "p90"]["metric_value"] == 5400


def test_stages_and_edges_split_it_further_and_add_up(build: Build) -> None:
    built = tickets(build)
    found = delay(built, "from_department_id", "department_id", "stage")

    assert {key[:3]: row["metric_value"] for key, row in found.items() if key[3] == "delay"} == {
        (None, "service", "queue"): 18_000.0,
        ("service", "marketing", "handoff"): 72_000.0,
        (None, "marketing", "work"): 36_000.0,
    }
    assert delay(built)["delay",]["metric_value"] == 126_000.0
    assert delay(built)["share",]["metric_value"] == 1.0


def test_the_interval_holds_cases_that_never_were_there(build: Build) -> None:
    found = delay(tickets(build), "department_id")

    service, marketing = found["service", "delay"], found["marketing", "delay"]
    # Each case spends the same ten minutes with Service: only Marketing's depends on which cases come.
    assert (service["lower"], service["upper"]) == pytest.approx((18_000.0, 18_000.0))
    # Binomial: 20 of 30, so 14.7 to 25.3 of them.
    assert marketing["lower"] == pytest.approx(14.9 * 5400, rel=0.06)
    assert marketing["upper"] == pytest.approx(25.0 * 5400, rel=0.06)
    share = found["marketing", "share"]
    assert share["lower"] < share["metric_value"] < share["upper"] <= 1


def test_single_days_have_no_interval_and_periods_the_waits_opened_in_them(build: Build) -> None:
    built = tickets(build)
    [row] = [row for key, row in delay(built, "date_day").items() if key[1] == "delay"]

    assert (row["date_day"], row["metric_value"], row["lower"]) == (date(2026, 11, 18), 126_000.0, None)
