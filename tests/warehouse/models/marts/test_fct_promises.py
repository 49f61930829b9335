"""The ledger of promises: who promised what by when, and whether it was kept."""

from __future__ import annotations

from typing import Any

import pytest

from tests.warehouse.conftest import COMPANY, DAY, Build, at, case_event, case_fact, reply

PEOPLE = COMPANY.replace(
    'groups = ["Marketing"]',
    'groups = ["Marketing"]\nagents = [{ id = "mia", until = 2026-11-19 }]',
)
pytestmark = pytest.mark.definition(18)


def promise(*more: dict[str, Any], due: str | None = "2026-11-20") -> list[dict[str, Any]]:
    """A discount promised on ticket T at ten on Wednesday, the 18th."""
    facts = [case_fact("T", "10:00", "promise", "discount")]
    if due:
        facts.append(case_fact("T", "10:00", "promise_due", due))
    return [*facts, *more]


def states(build: Build, facts: list[dict[str, Any]], now: str = "+5 09:00") -> list[tuple[Any, ...]]:
    built = build(events=[case_event("T", "09:00", "open")], facts=facts, now=now)
    return [
        tuple(row.values())
        for row in built.rows("marts.fct_promises", "state", "lateness_seconds", order="promise_id")
    ]


def test_a_promise_for_a_day_is_kept_until_that_day_is_over(build: Build) -> None:
    kept = case_fact("T", "+3 00:00", "promise_kept", "true")

    assert states(build, promise(kept)) == [("kept", None)]


def test_a_microsecond_after_its_due_time_it_is_late(build: Build) -> None:
    facts = promise(case_fact("T", "+2 09:00:01", "promise_kept", "true"), due="2026-11-20T09:00:00+01:00")

    assert states(build, facts) == [("late", 1.0)]


def test_a_promise_that_nobody_speaks_of_is_open_until_it_is_overdue(build: Build) -> None:
    assert states(build, promise(), now="+2 23:59") == [("open", None)]
    assert states(build, promise(), now="+3 01:00") == [("overdue", 3600.0)]


def test_a_promise_said_to_be_broken_is_broken_even_before_it_is_due(build: Build) -> None:
    assert states(build, promise(case_fact("T", "12:00", "promise_kept", "false"))) == [("broken", None)]


def test_without_a_due_date_the_policy_has_one(build: Build) -> None:
    built = build(events=[case_event("T", "09:00", "open")], facts=promise(due=None), now="18:00")

    assert built.rows("marts.fct_promises", "due_at", "due_source") == [
        {"due_at": at("+3 10:00"), "due_source": "default"}
    ]


def test_moving_the_due_date_afterwards_keeps_no_promise(build: Build) -> None:
    facts = promise(
        case_fact("T", "+2 15:00", "promise_due", "2026-12-24"),
        case_fact("T", "+4 10:00", "promise_kept", "true"),
    )
    built = build(events=[case_event("T", "09:00", "open")], facts=facts, now="+5 09:00")

    assert built.rows("marts.fct_promises", "state", "due_at", "is_due_moved") == [
        {"state": "late", "due_at": at("+3 00:00"), "is_due_moved": True}
    ]


def test_a_second_promise_in_the_same_case_has_its_own_fate(build: Build) -> None:
    facts = promise(
        case_fact("T", "11:00", "promise_kept", "true"),
        case_fact("T", "12:00", "promise", "call back"),
        case_fact("T", "12:00", "promise_due", "2026-11-18T12:30:00+01:00"),
        case_fact("T", "13:00", "promise_kept", "false"),
    )

    assert states(build, facts) == [("kept", None), ("broken", None)]


def test_it_is_booked_on_who_promised_then_and_on_who_has_to_fulfil_it(build: Build) -> None:
    built = build(company=PEOPLE)
    mia = built.query("select pseudonym('files', 'mia') as id")[0]["id"]
    facts = [
        case_fact("T", "10:00", "promise", "discount", agent_id=mia),
        case_fact("T", "10:00", "promise_department", "Recht"),
        case_fact("U", "+2 10:00", "promise", "discount", agent_id=mia),
    ]
    events = [case_event("T", "09:00", "open"), case_event("U", "09:00", "open")]
    built = build(events=events, facts=facts, company=PEOPLE, now="+4 09:00")

    assert built.rows("marts.fct_promises", "promised_by_department_id", "fulfilled_by_department_id") == [
        {"promised_by_department_id": "marketing", "fulfilled_by_department_id": "legal"},
        # Mia had left by then, and the case was with the service.
        {"promised_by_department_id": "service", "fulfilled_by_department_id": "service"},
    ]


def test_evidence_is_the_archived_message(build: Build) -> None:
    message = reply("r1", "10:00", case_id="T", conversation_id="T", customer_id="anna", visibility="private")
    facts = [
        case_fact("T", "10:00", "promise", "discount", message_id="r1"),
        case_fact("U", "10:00", "promise", "discount", message_id="lost"),
    ]
    events = [case_event("T", DAY, "open"), case_event("U", DAY, "open")]
    built = build([message], events, facts=facts)

    assert built.rows("marts.fct_promises", "case_id", "message_id", "has_evidence") == [
        {"case_id": "T", "message_id": "r1", "has_evidence": True},
        {"case_id": "U", "message_id": None, "has_evidence": False},
    ]
