"""What two sources both know, and whether they say the same."""

from __future__ import annotations

from typing import Any

from tests.warehouse.conftest import COMPANY, Build, Built, case_event, case_fact, inbound, reply

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
    return said(built, "case_state")


def said(built: Built, fact: str) -> list[tuple[Any, ...]]:
    columns = ("leading_source", "leading_value", "other_source", "other_value", "case_id", "disagrees")
    rows = built.rows("marts.fct_disagreements", "fact", *columns)
    return [tuple(row.values())[1:] for row in rows if row["fact"] == fact]


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


def test_two_stores_may_have_given_one_matter_to_two_departments(build: Build) -> None:
    """The chat is a ticket of its own store, and the desk's ticket names its message."""
    chat = {"case_id": "files:c_10009", "conversation_id": "files:c_10009", "customer_id": "anna"}
    messages = [inbound("files:m_10001", "09:00", visibility="private", **chat)]
    events = [
        case_event("files:c_10009", "09:00", "open", group_name="Marketing"),
        case_event("desk:7", "10:00", "open", source="desk", customer_id="unknown"),
    ]
    facts = [case_fact("desk:7", "10:00", "contact", "m_10001", source="desk")]
    built = build(messages=messages, events=events, facts=facts, company=DESK, now="+1 18:00")

    assert said(built, "department") == [("desk", "service", "files", "marketing", "desk:7", True)]


def test_what_is_told_in_words_stands_beside_the_amounts(build: Build) -> None:
    built = build()
    built.make("steps.int_told_campaigns")
    built.change(
        "insert into work.steps.int_told_campaigns by name select 'campaign' as fact, 'herbst' as subject,"
        " date '2026-11-01' as told_day, 'facebook' as platform, 'plan' as leading_source, 'ads' as other_source,"
        " 'a' as leading_value, 'b' as other_value, true as disagrees"
    )

    assert built.rows("marts.fct_disagreements", "disagreement_id", "disagrees") == [
        {"disagreement_id": "campaign/herbst/2026-11-01/facebook/plan/ads", "disagrees": True}
    ]
