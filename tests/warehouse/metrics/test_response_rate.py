"""The response rate: matured waits only, and an estimate beside it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.warehouse.conftest import Build, case_event, inbound, reply
from tests.warehouse.figures import figures

pytestmark = pytest.mark.definition(16)


def thread(number: int, opened: str, answered: str | None = None, **given: Any) -> list[dict[str, Any]]:
    row = {"conversation_id": f"t{number}"}
    answer = [reply(f"r{number}", answered, **row)] if answered else []
    return [inbound(f"m{number}", opened, **row, **given), *answer]


def test_only_waits_older_than_a_week_are_counted(build: Build) -> None:
    rows = [
        *thread(1, "09:00", "10:00"),
        *thread(2, "09:00", "+6 09:00"),
        *thread(3, "09:00", "+8 09:00"),  # answered, but not within seven days
        *thread(4, "09:00"),
        *thread(5, "+5 09:00", "+5 10:00"),
    ]
    found = figures(build(rows, now="+9 09:00"), "response_rate")

    assert (found["value"]["numerator"], found["value"]["sample_size"]) == (2, 4)
    assert found["young"]["metric_value"] == 1
    # All five as far as they were watched: three had an answer within seven days, two hadn't.
    assert found["estimate"]["metric_value"] == pytest.approx(0.6)


def test_exactly_seven_days_is_in_time_and_not_yet_older_than_a_week(build: Build) -> None:
    matured = figures(build(thread(1, "09:00", "+7 09:00"), now="+7 09:00:01"), "response_rate")
    young = figures(build(thread(1, "09:00", "+7 09:00"), now="+7 09:00"), "response_rate")

    assert matured["value"]["metric_value"] == 1.0
    assert (young["value"]["metric_value"], young["young"]["metric_value"]) == (None, 1)


def test_taken_back_or_merged_within_a_week_is_left_out_and_counted(build: Build) -> None:
    ticket = {
        "case_id": "T",
        "conversation_id": "T",
        "channel": "mail",
        "visibility": "private",
        "customer_id": "a",
    }
    rows = [
        *thread(1, "09:00", "10:00"),
        *thread(2, "09:00", deleted_at="+1 09:00"),
        inbound("m9", "09:00", **ticket),
    ]
    events = [case_event("T", "09:00", "new"), case_event("T", "10:00", "merged", merged_into_case_id="U")]
    found = figures(build(rows, events, now="+9 09:00"), "response_rate")

    assert (found["value"]["numerator"], found["value"]["sample_size"]) == (1, 1)
    assert found["excluded"]["metric_value"] == 2


@pytest.mark.demand(17)
def test_closed_without_a_reply_stays_in_the_denominator(build: Build) -> None:
    ticket = {
        "case_id": "T",
        "conversation_id": "T",
        "channel": "mail",
        "visibility": "private",
        "customer_id": "a",
    }
    events = [case_event("T", "09:00", "new"), case_event("T", "10:00", "closed")]
    rows = [inbound("m9", "09:00", **ticket), *thread(1, "09:00", "10:00")]

    assert figures(build(rows, events, now="+9 09:00"), "response_rate")["value"]["metric_value"] == 0.5


def test_an_estimate_of_none_or_all_is_as_uncertain_as_its_few_waits(build: Build) -> None:
    all_answered = figures(build(thread(1, "09:00", "10:00"), now="+9 09:00"), "response_rate")["estimate"]
    none_answered = figures(build(thread(1, "09:00"), now="+9 09:00"), "response_rate")["estimate"]

    # Wilson's interval of 1 of 1 and of 0 of 1.
    assert (all_answered["lower"], all_answered["upper"]) == (pytest.approx(0.2065, abs=1e-4), 1.0)
    assert (none_answered["lower"], none_answered["upper"]) == (0.0, pytest.approx(0.7935, abs=1e-4))
