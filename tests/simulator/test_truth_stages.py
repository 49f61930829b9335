"""Approvals and promises of a ticket, worked by hand."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.records import Audit
from simulator.truth_stages import approvals, promises
from tests.simulator.tickets import HOUR, MARCO, MERLE, NINE, PRESS, audit, ticket

ASKED = audit(1, MERLE, "internal", approval="requested", group_id=PRESS, status="open")
# 2 March at 10:00; due by the end of the 4th, which is 23:00 UTC.
PROMISED = audit(
    1, MERLE, "public", promise="Gutschrift", promise_due="2026-03-04", promise_department="Vertrieb"
)
DUE = NINE + 2 * 24 * HOUR + 15 * HOUR


def asked(*audits: Audit) -> list[tuple[Any, ...]]:
    rows = approvals(ticket(*audits), NINE + 99 * HOUR)
    return [(row["round"], row["requested_at"], row["decided_at"], row["outcome"]) for row in rows]


def test_rejected_and_asked_again_is_a_second_round() -> None:
    again = audit(4, MERLE, approval="requested")

    assert asked(
        ASKED, audit(3, MARCO, approval="rejected"), again, audit(9, MARCO, approval="approved")
    ) == [
        (1, NINE + 1 * HOUR, NINE + 3 * HOUR, "rejected"),
        (2, NINE + 4 * HOUR, NINE + 9 * HOUR, "approved"),
    ]


@pytest.mark.parametrize(
    ("end", "outcome"),
    [
        (audit(3, MERLE, approval=None), "withdrawn"),
        (audit(3, MERLE, status="solved"), "withdrawn"),
        (audit(3, MERLE, status="pending"), "open"),
    ],
)
def test_a_request_without_a_decision(end: Audit, outcome: str) -> None:
    assert [row[3] for row in asked(ASKED, end)] == [outcome]


def promised(*audits: Audit, now: int = NINE + 99 * HOUR) -> dict[str, Any]:
    [row] = promises(ticket(PROMISED, *audits), now, now)
    return row


def test_a_promise_is_due_at_the_end_of_its_day_and_for_the_department_it_names() -> None:
    row = promised()

    assert (row["due_at"], row["due_source"]) == (DUE, "explicit")
    assert (row["promised_by_department_id"], row["fulfilled_by_department_id"]) == ("service", "sales")
    assert row["has_evidence"]


def test_without_a_day_it_is_due_after_three_and_without_a_message_it_has_no_evidence() -> None:
    noted = audit(1, MERLE, promise="Rückruf")
    [row] = promises(ticket(noted), NINE + 2 * HOUR, NINE + 2 * HOUR)

    assert (row["due_at"], row["due_source"]) == (NINE + HOUR + 72 * HOUR, "default")
    assert not row["has_evidence"]
    assert row["fulfilled_by_department_id"] == "service"


@pytest.mark.parametrize(
    ("told", "now", "state"),
    [
        (audit(20, MARCO, promise_kept="true"), NINE + 99 * HOUR, "kept"),
        (audit(70, MARCO, promise_kept="true"), NINE + 99 * HOUR, "late"),
        (audit(20, MARCO, promise_kept="false"), NINE + 99 * HOUR, "broken"),
        (audit(1.5, MERLE, status="open"), DUE, "open"),
        (audit(1.5, MERLE, status="open"), DUE + 1, "overdue"),
    ],
)
def test_what_became_of_it(told: Audit, now: int, state: str) -> None:
    assert promised(told, now=now)["state"] == state
