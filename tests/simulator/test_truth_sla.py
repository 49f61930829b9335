"""Targets with pauses, worked by hand; the 2nd of March 2026 is a Monday."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from simulator.truth_cases import Case, Stay
from simulator.truth_sla import Clock, of_approval, of_case, of_wait
from simulator.truth_waits import Wait

HOUR = 3600


def at(day: int, hour: float) -> int:
    """A wall clock in Berlin, in the winter of March 2026."""
    return int(datetime(2026, 3, day, tzinfo=UTC).timestamp() + (hour - 1) * HOUR)


def test_a_clock_runs_in_the_departments_hours_only() -> None:
    wait = Wait("m", "m", 1, at(2, 19))  # service closes at 20:00 and opens at 8:00
    row = of_wait(wait, "comment", "service").row(at(4, 0))

    assert (row["metric"], row["due_at"], row["state"]) == ("first_response", at(3, 12), "breached")


def test_a_mail_is_due_at_the_end_of_the_next_business_day() -> None:
    friday = of_wait(Wait("m", "m", 2, at(6, 22)), "mail", "press")

    assert (friday.metric, friday.row(at(7, 9))["due_at"]) == (
        "next_response",
        at(9, 15),
    )  # its hours until October


@pytest.mark.parametrize("department", [None, "legal"])
def test_without_hours_there_is_no_state(department: str | None) -> None:
    assert of_wait(Wait("m", "m", 1, at(2, 9)), "mail", department).row(at(9, 9))["state"] == "none"


def resolution(*stays: Stay, now: int) -> tuple[object, object]:
    [clock] = of_case(Case("c", "ticket", stays[0].started_at, list(stays)))
    row = clock.row(now)
    return row["due_at"], row["state"]


def test_a_resolution_stands_while_the_customer_has_to_answer_and_goes_on_after() -> None:
    # 24 open hours: 4 on Monday from 16:00, 2 on Tuesday, 12 on Wednesday (the pause lasted until then), 6 on Thursday.
    stays = [
        Stay("open", "service", at(2, 16), at(3, 10)),
        Stay("waiting_customer", "service", at(3, 10), at(4, 7)),
        Stay("open", "service", at(4, 7), None),
    ]

    assert resolution(*stays, now=at(5, 14)) == (at(5, 14), "running")
    assert resolution(*stays, now=at(5, 14) + 1) == (at(5, 14), "breached")


def test_a_clock_that_stands_is_never_due() -> None:
    stays = [
        Stay("open", "service", at(2, 16), at(3, 10)),
        Stay("waiting_customer", "service", at(3, 10), None),
    ]

    assert resolution(*stays, now=at(20, 9)) == (None, "running")


def test_what_was_solved_while_its_clock_stood_is_met() -> None:
    stays = [
        Stay("waiting_customer", "service", at(2, 16), at(9, 10)),
        Stay("resolved", "service", at(9, 10), None),
    ]

    assert resolution(*stays, now=at(20, 9)) == (None, "met")


def test_after_more_than_seven_days_it_is_a_new_matter() -> None:
    stays = [
        Stay("open", "service", at(2, 9), at(2, 10)),
        Stay("resolved", "service", at(2, 10), at(9, 11)),
        Stay("open", "service", at(9, 11), None),
    ]
    rows = [clock.row(at(10, 9)) for clock in of_case(Case("c", "ticket", at(2, 9), stays))]

    assert [(row["ordinal"], row["state"]) for row in rows] == [(1, "met"), (2, "running")]


@pytest.mark.parametrize(
    ("outcome", "decided", "state"),
    [
        ("approved", at(2, 15), "met"),  # five open hours: the press office has a break at noon
        ("rejected", at(3, 9.5), "breached"),
        ("withdrawn", at(2, 11), "cancelled"),
        ("open", None, "breached"),
    ],
)
def test_an_approval_has_five_hours(outcome: str, decided: int | None, state: str) -> None:
    asked = {
        "case_id": "c", "round": 1, "requested_at": at(2, 9), "decided_at": decided, "outcome": outcome,
        "department_id": "press",
    }  # fmt: skip
    clock: Clock = of_approval(asked)

    assert clock.row(at(5, 9))["state"] == state
