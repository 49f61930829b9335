"""Hand-offs, worked by hand."""

from __future__ import annotations

import pytest

from simulator.records import Audit
from simulator.truth_handoffs import handoffs
from tests.simulator.tickets import HOUR, MARCO, MERLE, NINE, SALES, SERVICE, YUSUF, audit, ticket

NOW = NINE + 30 * 24 * HOUR
TO_SALES = audit(1, MERLE, "internal", group_id=SALES, status="open")


def to_departments(*audits: Audit) -> list[tuple[object, ...]]:
    return [
        (row["to_department_id"], row["picked_up_at"], row["ended_at"], row["outcome"], row["is_return"])
        for row in handoffs(ticket(*audits), NOW, NOW)
        if row["kind"] == "department"
    ]


def test_the_first_owner_was_handed_nothing() -> None:
    assert to_departments(audit(1, MERLE, "public", status="solved")) == []


def test_the_receivers_first_word_picks_it_up_and_the_senders_note_does_not() -> None:
    done = audit(5, MARCO, "public", status="solved")

    assert to_departments(TO_SALES, audit(3, YUSUF, "internal"), done) == [
        ("sales", NINE + 5 * HOUR, NINE + 5 * HOUR, "picked_up", False)
    ]


def test_ping_pong_is_a_return() -> None:
    back = audit(2, MARCO, "internal", group_id=SERVICE)

    assert to_departments(TO_SALES, back, audit(4, MERLE, "public")) == [
        ("sales", NINE + 2 * HOUR, NINE + 2 * HOUR, "picked_up", False),
        ("service", NINE + 4 * HOUR, None, "picked_up", True),
    ]


def test_passed_on_without_a_word_is_not_picked_up() -> None:
    assert to_departments(TO_SALES, audit(2, MARCO, group_id=SERVICE))[0] == (
        "sales", None, NINE + 2 * HOUR, "passed_on", False,
    )  # fmt: skip


@pytest.mark.parametrize(("days", "outcome"), [(6, "waiting"), (8, "dropped")])
def test_after_seven_days_it_is_dropped(days: int, outcome: str) -> None:
    now = NINE + HOUR + days * 24 * HOUR

    assert [row["outcome"] for row in handoffs(ticket(TO_SALES), now, now)] == [outcome]


def test_closed_before_the_receiver_did_anything() -> None:
    assert to_departments(TO_SALES, audit(9, MARCO, status="solved"))[0][3] == "closed"


def test_who_closes_it_gets_nothing_handed_over() -> None:
    rows = handoffs(
        ticket(audit(1, MERLE, assignee_id=MERLE), audit(2, YUSUF, "public", assignee_id=YUSUF, status="solved")),
        NOW, NOW,
    )  # fmt: skip

    assert [(row["kind"], row["outcome"]) for row in rows] == [("agent", "after_close")]
