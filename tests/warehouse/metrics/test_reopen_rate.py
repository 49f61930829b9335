"""metrics.reopen_rate: only what had time to come back counts."""

from __future__ import annotations

from typing import Any

import pytest

from tests.warehouse.conftest import Build, Built, case_event, inbound
from warehouse.catalog import Filters

pytestmark = [pytest.mark.definition(7), pytest.mark.demand(5)]


def ask(built: Built, **include: Any) -> dict[str, Any]:
    built.make("metrics.reopen_rate")
    frame = built.workspace.catalog.evaluate(
        built.workspace.connection, "reopen_rate", Filters(include=include)
    )
    return {row["statistic"]: row for row in frame.to_dicts()}


def ticket(number: int, *steps: tuple[str, str], group: str = "Service") -> list[dict[str, Any]]:
    return [
        case_event(f"T{number}", clock, state, group_name=group)
        for clock, state in (("-9 08:00", "open"), *steps)
    ]


def logs() -> list[dict[str, Any]]:
    """The worked example: four resolved nine days ago, two yesterday."""
    resolved = ("-9 09:00", "resolved")
    return [
        *ticket(1, resolved, ("-9 12:00", "open")),
        *ticket(2, resolved, ("-1 09:01", "open")),
        *ticket(3, resolved),
        *ticket(4, resolved, group="Marketing"),
        *ticket(5, ("-1 09:00", "resolved")),
        *ticket(6, ("-1 09:00", "resolved"), ("-1 10:00", "open")),
    ]


def test_the_worked_example(build: Build) -> None:
    found = ask(build(events=logs(), now="09:00"))

    assert (found["value"]["numerator"], found["value"]["sample_size"]) == (1, 4)
    assert found["young"]["metric_value"] == 2


def test_what_came_back_at_once_counts_no_sooner_than_what_stayed(build: Build) -> None:
    yesterday = ("-1 09:00", "resolved")
    events = [*ticket(1, yesterday, ("-1 09:30", "open")), *ticket(2, yesterday)]
    found = ask(build(events=events, now="09:00"))

    assert "value" not in found
    assert found["young"]["metric_value"] == 2


def test_the_estimate_counts_the_young_as_far_as_they_were_watched(build: Build) -> None:
    found = ask(build(events=logs(), now="09:00"))

    # After an hour one of six is back, at three hours one of the other five; nobody else returns in time.
    assert found["estimate"]["metric_value"] == pytest.approx(2 / 6)
    assert found["estimate"]["sample_size"] == 6


def test_it_can_be_asked_for_the_department_that_held_the_case(build: Build) -> None:
    found = ask(build(events=logs(), now="09:00"), department_id=("marketing",))

    assert (found["value"]["metric_value"], found["value"]["sample_size"]) == (0.0, 1)


def test_a_close_before_any_answer_is_counted_beside_it(build: Build) -> None:
    message = inbound(
        "m1", "-9 08:00", case_id="T1", conversation_id="T1", customer_id="anna", visibility="private"
    )
    found = ask(build([message], ticket(1, ("-9 09:00", "closed")), now="09:00"))

    assert found["unanswered"]["metric_value"] == 1
    assert "value" not in found
