"""What kind of customer a case is about, over time."""

from __future__ import annotations

from typing import Any

from tests.warehouse.conftest import Build, case_event, case_fact, inbound

TICKET: dict[str, Any] = {
    "case_id": "T",
    "conversation_id": "T",
    "channel": "mail",
    "visibility": "private",
    "customer_id": "anna",
}


def test_what_was_found_out_later_holds_from_the_beginning_and_a_change_from_then_on(build: Build) -> None:
    built = build(
        [
            inbound("m1", "09:00", **TICKET),
            inbound("m2", "11:10", **TICKET | {"conversation_id": "U"}),
            inbound("m3", "12:00", **TICKET | {"conversation_id": "V"}),
        ],
        [case_event("T", "09:00", "new")],
        facts=[
            case_fact("T", "09:30", "stakeholder", "customer"),
            case_fact("T", "11:00", "stakeholder", "journalist"),
            case_fact("T", "11:30", "stakeholder", None),
        ],
    )
    found = {row["wait_id"]: row["stakeholder"] for row in built.rows("marts.fct_waits")}

    assert found == {"m1": "customer", "m2": "journalist", "m3": None}
    assert {row["message_id"]: row["stakeholder"] for row in built.rows("marts.fct_messages")} == found


def test_a_conversation_without_a_ticket_has_none(build: Build) -> None:
    assert build([inbound("m1", "09:00")]).rows("marts.fct_waits", "stakeholder") == [{"stakeholder": None}]
