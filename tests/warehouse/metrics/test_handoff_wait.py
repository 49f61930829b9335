"""Waits at hand-offs: by edge, with what was dropped and what came back."""

from __future__ import annotations

from typing import Any

import pytest

from tests.warehouse.conftest import Build, Built, case_event, inbound, reply
from warehouse.catalog import Filters

pytestmark = pytest.mark.definition(13)


def ticket(
    number: int, given_at: str, acted_at: str | None, *, ends: str = "open"
) -> tuple[list[Any], list[Any]]:
    """Service hands a ticket to Marketing, which writes a note at `acted_at`; at 17:00 it is in the state `ends`."""
    case = f"T{number}"
    said = [
        inbound(
            f"m{number}",
            "08:30",
            case_id=case,
            conversation_id=case,
            customer_id="anna",
            visibility="private",
        )
    ]
    if acted_at:
        said.append(reply(f"n{number}", acted_at, case_id=case, conversation_id=case, visibility="internal"))
    events = [
        case_event(case, "08:30", "open"),
        case_event(case, given_at, "open", group_name="Marketing"),
        case_event(case, "17:00", ends, group_name="Marketing"),
    ]
    return said, events


def evaluate(built: Built, clock: str, by: tuple[str, ...] = (), kind: str = "department") -> dict[Any, Any]:
    built.make("metrics.handoff_wait")
    frame = built.workspace.catalog.evaluate(
        built.workspace.connection,
        "handoff_wait",
        Filters(include={"clock": (clock,), "owner_kind": (kind,)}),
        by,
    )
    return {(*(row[name] for name in by), row["statistic"]): row for row in frame.to_dicts()}


def test_an_edge_has_its_wait_on_both_clocks_its_drops_and_its_returns(build: Build) -> None:
    tickets = [
        ticket(1, "11:30", "13:30"),
        ticket(2, "10:00", "10:30"),
        ticket(3, "10:00", None, ends="resolved"),
        ticket(4, "10:00", None),
        ticket(5, "10:00", None, ends="merged"),
    ]
    built = build(
        [row for said, _ in tickets for row in said], [row for _, e in tickets for row in e], now="18:00"
    )
    edge = ("from_department_id", "to_department_id")
    calendar, business = evaluate(built, "calendar", edge), evaluate(built, "business", edge)
    key = ("service", "marketing")

    assert set(calendar) == {(*key, name) for name in ("handoffs", "p50", "p90", "dropped", "returned")}
    assert calendar[(*key, "handoffs")]["metric_value"] == 5
    # Two of five were picked up, after half an hour and two hours: half have not been.
    assert (calendar[(*key, "p50")]["metric_value"], calendar[(*key, "p50")]["numerator"]) == (None, 2)
    assert business[(*key, "p50")]["sample_size"] == 5
    # What still waits and what was merged is neither dropped nor not.
    dropped = calendar[(*key, "dropped")]
    assert (dropped["numerator"], dropped["sample_size"]) == (1, 3)
    assert dropped["lower"] < 1 / 3 < dropped["upper"]
    assert calendar[(*key, "returned")]["metric_value"] == 0


def test_half_are_picked_up_by_the_median_and_the_calendars_break_does_not_count(build: Build) -> None:
    tickets = [ticket(number, "11:30", "13:30") for number in range(3)]
    built = build(
        [row for said, _ in tickets for row in said], [row for _, e in tickets for row in e], now="18:00"
    )

    assert evaluate(built, "calendar")[("p50",)]["metric_value"] == 7200
    assert evaluate(built, "business")[("p50",)]["metric_value"] == 3600


def test_persons_are_asked_for_apart(build: Build) -> None:
    built = build(
        events=[
            case_event("T", "09:00", "open", agent_id="a"),
            case_event("T", "10:00", "open", agent_id="b"),
        ]
    )
    built.make("metrics.handoff_wait")

    assert evaluate(built, "calendar") == {}
    found = evaluate(built, "calendar", kind="agent")
    # No message is known, so nobody knows when b began.
    assert set(found) == {("handoffs",), ("returned",)}
