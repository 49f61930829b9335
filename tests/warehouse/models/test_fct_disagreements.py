"""What two sources both know, and whether they say the same."""

from __future__ import annotations

from typing import Any

from tests.warehouse.conftest import COMPANY, Build, case_event, case_fact, inbound, reply

DESK = COMPANY + '[sources.desk]\ntype = "files"\npath = "none.csv"\n'


def tied(build: Build, *states: str, company: str = DESK) -> list[tuple[Any, ...]]:
    messages = [
        inbound("files:m_10001", "09:00", conversation_id="files:m_10001"),
        reply("files:m_10002", "09:10", conversation_id="files:m_10001"),
    ]
    events = [
        case_event("desk:7", f"{hour:02}:00", state, source="desk", customer_id="unknown", event_order=hour)
        for hour, state in enumerate(states, start=10)
    ]
    facts = [case_fact("desk:7", "10:00", "contact", "m_10001", source="desk")]
    built = build(messages=messages, events=events, facts=facts, company=company, now="+9 18:00")
    columns = ("leading_source", "leading_value", "other_source", "other_value", "case_id", "disagrees")
    return [tuple(row.values()) for row in built.rows("marts.fct_disagreements", *columns)]


def test_a_ticket_that_is_open_while_the_platform_has_its_answer(build: Build) -> None:
    found = tied(build, "new")

    assert found == [("desk", "new", "files", "resolved", "desk:7", True)]


def test_a_ticket_that_is_done_as_well_says_the_same(build: Build) -> None:
    assert tied(build, "new", "closed") == [("desk", "closed", "files", "resolved", "desk:7", False)]


def test_the_platform_may_lead_for_the_state(build: Build) -> None:
    (row,) = tied(build, "new", company=DESK + '[leading]\ncase_state = "files"\n')

    assert row[:4] == ("files", "resolved", "desk", "new")


def test_a_possible_link_contradicts_nobody(build: Build) -> None:
    messages = [inbound("files:m_1", "09:00", conversation_id="files:m_1")]
    events = [case_event("desk:7", "10:00", "closed", source="desk", customer_id="anna")]
    built = build(messages=messages, events=events, company=DESK)

    assert [row["rule"] for row in built.rows("marts.fct_case_links", "rule")] == ["author"]
    assert built.rows("marts.fct_disagreements") == []
