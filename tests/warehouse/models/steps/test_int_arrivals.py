"""Both clocks of a wait: from the platform's publishing, and from reaching this system."""

from __future__ import annotations

import pytest

from tests.warehouse.conftest import Build, at, inbound, reply

pytestmark = pytest.mark.definition(4)
SHOWN = ("arrived_at", "lag_seconds", "arrival_seconds", "arrival_business_seconds", "arrival_reason")
EARLIER = inbound("m0", "07:00", conversation_id="earlier")


def arrival(build: Build, received_at: str, answered_at: str = "14:00") -> dict[str, object]:
    rows = [EARLIER, inbound("m1", "11:30", received_at=received_at), reply("r", answered_at)]
    return build(rows, now="18:00").rows("marts.fct_waits", *SHOWN, order="wait_id")[1]


def test_the_team_waits_from_the_arrival(build: Build) -> None:
    # Sent 11:30, here at 11:45, answered 14:00; lunch is from 12 to 13.
    assert arrival(build, "11:45") == {
        "arrived_at": at("11:45"), "lag_seconds": 900.0, "arrival_seconds": 8100.0,
        "arrival_business_seconds": 4500.0, "arrival_reason": None,
    }  # fmt: skip


def test_what_arrives_in_the_lunch_break_has_waited_no_open_hour_before_one(build: Build) -> None:
    found = arrival(build, "12:20")

    assert (found["arrival_seconds"], found["arrival_business_seconds"]) == (6000.0, 3600.0)


def test_answered_on_the_platform_before_it_arrived_has_no_wait_from_arrival(build: Build) -> None:
    found = arrival(build, "15:00")

    assert (found["arrival_seconds"], found["arrival_reason"]) == (None, "arrived_after_end")


def test_a_message_from_the_future_of_its_arrival_has_no_lag(build: Build) -> None:
    found = arrival(build, "11:00")

    assert (found["lag_seconds"], found["arrival_seconds"], found["arrival_reason"]) == (
        None,
        None,
        "arrived_before_sent",
    )


def test_what_was_sent_before_its_source_was_first_read_is_history(build: Build) -> None:
    built = build([inbound("m1", "09:00", received_at="12:00"), reply("r", "15:00", received_at="15:00")])

    assert built.rows("marts.fct_waits", "is_history", "arrival_seconds", "arrival_reason") == [
        {"is_history": True, "arrival_seconds": None, "arrival_reason": "history"}
    ]
