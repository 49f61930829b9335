"""metrics.resolution_time: first and full, open cases running, bots apart."""

from __future__ import annotations

from typing import Any

import pytest

from tests.warehouse.conftest import Build, Built, case_event, inbound, reply
from warehouse.catalog import Filters

pytestmark = pytest.mark.definition(7)
MAIL = {"visibility": "private", "channel": "mail", "customer_id": "anna"}


def ask(built: Built, clock: str = "calendar", **include: Any) -> dict[str, Any]:
    built.make("metrics.resolution_time")
    filters = Filters(include={"clock": (clock,), **include})
    frame = built.workspace.catalog.evaluate(built.workspace.connection, "resolution_time", filters)
    return {row["statistic"]: row for row in frame.to_dicts()}


def ticket(number: int, *steps: tuple[str, str]) -> list[dict[str, Any]]:
    return [case_event(f"T{number}", clock, state) for clock, state in (("09:00", "open"), *steps)]


def test_the_worked_example(build: Build) -> None:
    of_case = {"case_id": "T1", "conversation_id": "T1", **MAIL}
    messages = [inbound("m1", "09:00", **of_case), reply("r1", "11:00", **of_case)]
    steps = [
        ("09:30", "closed"),
        ("10:00", "open"),
        ("12:00", "resolved"),
        ("13:00", "open"),
        ("15:00", "resolved"),
    ]
    found = ask(build(messages, ticket(1, *steps), now="17:00"))

    assert found["first_p50"]["metric_value"] == 3 * 3600
    assert found["p50"]["metric_value"] == 6 * 3600


@pytest.mark.demand(17)
def test_open_cases_hold_the_percentile_up_and_what_others_show_leaves_them_out(build: Build) -> None:
    closed = [event for number in range(2) for event in ticket(number, ("10:00", "resolved"))]
    still_open = [event for number in range(2, 5) for event in ticket(number)]
    found = ask(build(events=[*closed, *still_open], now="17:00"))

    assert (found["p50"]["metric_value"], found["p50"]["sample_size"], found["p50"]["numerator"]) == (
        None,
        5,
        2,
    )
    assert found["resolved_only_p50"]["metric_value"] == 3600


def test_on_the_business_clock_the_lunch_break_does_not_count(build: Build) -> None:
    found = ask(build(events=ticket(1, ("14:00", "resolved"))), "business")

    assert found["p50"]["metric_value"] == 4 * 3600


@pytest.mark.demand(6)
def test_what_a_bot_had_of_it_stands_apart(build: Build) -> None:
    of_case = {"case_id": "T1", "conversation_id": "T1", **MAIL}
    messages = [
        inbound("m1", "09:00", **of_case),
        reply("b1", "09:15", author_kind="bot", is_human=False, **of_case),
        reply("r1", "10:00", **of_case),
    ]
    found = ask(build(messages, ticket(1, ("11:00", "resolved"))))

    assert (found["bot_mean"]["metric_value"], found["bot_mean"]["numerator"]) == (900, 1)
