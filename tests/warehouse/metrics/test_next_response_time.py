"""Every response: all waits of an episode, and an interval that knows which of them belong together."""

from __future__ import annotations

from typing import Any

import pytest

from tests.warehouse.conftest import Build, inbound, reply
from tests.warehouse.figures import evaluated, figures, value

pytestmark = pytest.mark.definition(6)
METRIC = "next_response_time"


def turns(number: int, *waits: tuple[str, str | None]) -> list[dict[str, Any]]:
    """A thread of one customer: each wait as (asked, answered)."""
    row = {"conversation_id": f"t{number}"}
    messages = []
    for turn, (asked, answered) in enumerate(waits):
        messages.append(inbound(f"m{number}/{turn}", asked, **row))
        if answered:
            messages.append(reply(f"r{number}/{turn}", answered, **row))
    return messages


def test_each_turn_of_an_episode_is_a_wait_of_its_own(build: Build) -> None:
    rows = turns(1, ("09:00", "09:10"), ("09:20", "09:40"), ("10:00", "11:00"), ("11:00:01", "12:30:01"))
    built = build(rows)
    found = {
        (row["turn"], row["statistic"]): (row["metric_value"], row["sample_size"])
        for row in evaluated(built, METRIC, ("turn",), clock="calendar")
    }

    assert found["first", "p50"] == (600.0, 1)
    assert found["second", "p50"] == (1200.0, 1)
    assert found["later", "p50"] == (3600.0, 2)
    assert value(built, METRIC, "p50", clock="calendar") == 1200.0


@pytest.mark.demand(5)
@pytest.mark.definition(3)
def test_the_wait_begins_with_the_first_of_several_messages_and_not_with_the_last(build: Build) -> None:
    rows = [
        inbound("m1", "09:00"),
        inbound("m2", "09:20"),
        inbound("m3", "09:50"),
        reply("r", "10:00", in_reply_to_id="m3"),
    ]

    assert value(build(rows), METRIC, "p50", clock="calendar") == 3600.0


def test_waits_of_one_case_do_not_count_as_independent(build: Build) -> None:
    # Thirty cases. Within a case all waits are alike: with six waits each there is no more to know than with one.
    def log(waits: int) -> list[dict[str, Any]]:
        rows = []
        for number in range(30):
            minutes = 5 + number
            spans = [(f"{8 + turn}:00", f"{8 + turn}:{minutes:02}") for turn in range(waits)]
            rows += turns(number, *spans)
        return rows

    def width(waits: int) -> float:
        found = figures(build(log(waits)), METRIC, clock="calendar")["p50"]
        return float(found["upper"] - found["lower"])

    assert width(6) == pytest.approx(width(1), abs=60.0)
    assert width(6) > 300.0


def test_asked_twice_it_answers_the_same_to_the_bit(build: Build) -> None:
    rows = [row for number in range(12) for row in turns(number, ("09:00", f"09:{10 + number}"))]

    first, second = (evaluated(build(order), METRIC, clock="calendar") for order in (rows, rows[::-1]))
    assert first == second


def test_who_still_waits_counts_as_waiting_so_far(build: Build) -> None:
    rows = [*turns(1, ("09:00", "09:10"), ("09:20", None)), *turns(2, ("09:00", None))]
    found = figures(build(rows), METRIC, clock="calendar")

    assert (found["p50"]["metric_value"], found["answered_only_p50"]["metric_value"]) == (None, 600.0)
    assert (found["p50"]["sample_size"], found["answered_only_p50"]["sample_size"]) == (3, 1)
