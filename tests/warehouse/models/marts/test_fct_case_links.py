"""Which contact belongs to which case, by which rule, and how sure that is."""

from __future__ import annotations

from typing import Any

import pytest

from tests.warehouse.conftest import COMPANY, Build, case_event, case_fact, inbound, reply

DESK = COMPANY + '[sources.desk]\ntype = "files"\npath = "none.csv"\n'


def on_facebook(number: str, at: str, **given: Any) -> dict[str, Any]:
    return inbound(f"files:{number}", at, conversation_id=f"files:{number}", **given)


def ticket(number: int, at: str = "10:00", **given: Any) -> dict[str, Any]:
    return case_event(f"desk:{number}", at, "new", source="desk", customer_id="unknown", **given)


def holds(number: int, value: str | None, at: str = "10:00", **given: Any) -> dict[str, Any]:
    return case_fact(f"desk:{number}", at, "contact", value, source="desk", **given)


def links(build: Build, company: str = DESK, **rows: Any) -> list[tuple[str, ...]]:
    built = build(company=company, **rows)
    columns = ("contact_id", "case_id", "rule", "certainty")
    found = built.rows("marts.fct_case_links", *columns, order="1, 2")
    return [tuple(str(value).replace("files:", "") for value in row.values()) for row in found]


@pytest.mark.parametrize(
    "value",
    [
        "122100_118000054202",  # a comment, as its platform calls it
        "https://site.example/posts/122100?comment_id=118000054202",  # its address, which names the last part only
        " 118000054202 ",
    ],
)
def test_a_case_that_holds_a_messages_id_or_address_is_the_messages(build: Build, value: str) -> None:
    asked = on_facebook("122100_118000054202", "09:00")

    assert links(build, messages=[asked], events=[ticket(7)], facts=[holds(7, value)]) == [
        ("122100_118000054202", "desk:7", "id", "certain")
    ]


def test_any_message_of_a_contact_stands_for_it(build: Build) -> None:
    asked = on_facebook("m_10001", "09:00")
    again = inbound("files:m_10002", "09:05", conversation_id="files:m_10001")

    found = links(build, messages=[asked, again], events=[ticket(7)], facts=[holds(7, "m_10002")])

    assert found == [("m_10001", "desk:7", "id", "certain")]


def test_a_case_that_holds_an_endless_threads_id_is_about_the_matter_of_its_time(build: Build) -> None:
    thread: dict[str, Any] = {
        "conversation_id": "files:t_500",
        "visibility": "private",
        "channel": "direct_message",
    }
    messages = [
        inbound("files:m_1", "-9 09:00", **thread),
        reply("files:m_2", "-9 09:10", **thread),
        inbound("files:m_3", "09:00", **thread),
        reply("files:m_4", "09:10", **thread),
        inbound("files:m_5", "+9 09:00", **thread),
    ]

    found = links(build, messages=messages, events=[ticket(7)], facts=[holds(7, "t_500")], now="+9 18:00")

    assert found == [("m_3", "desk:7", "id", "certain")]


def test_short_numbers_and_words_of_an_address_are_no_ids(build: Build) -> None:
    asked = [on_facebook("comment", "09:00"), on_facebook("2026", "09:01", author_id="ben")]
    told = [holds(7, "https://site.example/comment/2026")]

    assert links(build, messages=asked, events=[ticket(7)], facts=told) == []


def test_a_field_that_was_emptied_holds_nothing(build: Build) -> None:
    asked = on_facebook("m_10001", "09:00")
    facts = [holds(7, "m_10001"), holds(7, None, "10:30", event_order=1)]

    assert links(build, messages=[asked], events=[ticket(7)], facts=facts) == []


def test_the_company_names_the_ticket_on_the_platform(build: Build) -> None:
    asked = on_facebook("m_1", "09:00")
    named = reply(
        "files:m_2", "10:05", conversation_id="files:m_1", text="Das ist Vorgang #48211, bitte warten."
    )

    assert links(build, messages=[asked, named], events=[ticket(48211)]) == [
        ("m_1", "desk:48211", "reference", "likely")
    ]


def test_nobody_names_a_ticket_before_it_is_there(build: Build) -> None:
    asked = on_facebook("m_1", "09:00", text="Gewinn Nr. #48211")

    assert links(build, messages=[asked], events=[ticket(48211, "10:00")]) == []


def test_an_address_in_the_cases_text_is_a_reference(build: Build) -> None:
    asked = on_facebook("1130000000000001", "09:00")
    note = inbound(
        "desk:n1", "10:00", source="desk", case_id="desk:7", conversation_id="desk:7", direction="outbound",
        visibility="internal", text="siehe https://social.example/@anna/1130000000000001 vom Morgen",
    )  # fmt: skip

    assert links(build, messages=[asked, note], events=[ticket(7)]) == [
        ("1130000000000001", "desk:7", "reference", "likely")
    ]


@pytest.mark.parametrize(("hours", "is_near"), [("+2 10:00", True), ("+4 10:00", False)])
def test_the_same_person_within_three_days_is_possible(build: Build, hours: str, is_near: bool) -> None:
    asked = on_facebook("m_1", "09:00", author_id="anna")
    opened = case_event("desk:7", hours, "new", source="desk", customer_id="anna")

    found = links(build, messages=[asked], events=[opened], now="+5 10:00")

    assert found == ([("m_1", "desk:7", "author", "possible")] if is_near else [])


def test_a_ticket_isnt_tied_to_another_one_of_the_same_person(build: Build) -> None:
    mail = inbound(
        "desk:1", "09:00", source="desk", case_id="desk:7", conversation_id="desk:7", author_id="anna"
    )
    events = [
        case_event(f"desk:{number}", "09:00", "new", source="desk", customer_id="anna") for number in (7, 8)
    ]

    assert links(build, messages=[mail], events=events) == [("desk:1", "desk:7", "own", "certain")]


def test_a_person_is_the_same_one_in_another_source_where_that_is_known(build: Build) -> None:
    messages = [
        inbound("files:m_1", "09:00", author_id="anna_on_facebook", conversation_id="files:m_1"),
        inbound(
            "desk:1",
            "10:00",
            source="desk",
            case_id="desk:7",
            conversation_id="desk:7",
            author_id="anna_by_mail",
        ),
    ]
    opened = [case_event("desk:7", "10:00", "new", source="desk", customer_id="anna_by_mail")]
    built = build(messages=messages, events=opened, company=DESK)
    built.make("staging.stg_crm_links")
    for source, who in (("files", "anna_on_facebook"), ("desk", "anna_by_mail")):
        built.change(
            "insert into work.staging.stg_crm_links (person_id, rule, in_source, value_id, source, updated_at)"
            " values ('anna', 'crm_key', ?, ?, 'crm', null)",
            (source, who),
        )

    assert [row["rule"] for row in built.rows("marts.fct_case_links", "contact_id", "rule")] == [
        "own",
        "author",
    ]


def test_a_case_may_hold_who_wrote_in_place_of_what(build: Build) -> None:
    built = build(messages=[], events=[ticket(7)], facts=[holds(7, "@Anna")], company=DESK)
    (row,) = built.query("select pseudonym('files', 'anna') as handle")
    asked = on_facebook("m_1", "09:00", author_handle=row["handle"])

    assert links(build, messages=[asked], events=[ticket(7)], facts=[holds(7, "@Anna")]) == [
        ("m_1", "desk:7", "author", "possible")
    ]


def test_what_stands_in_a_case_store_is_its_own(build: Build) -> None:
    mail = inbound(
        "desk:1", "09:00", source="desk", case_id="desk:7", conversation_id="desk:7", channel="mail"
    )

    assert links(build, messages=[mail], events=[ticket(7, "09:00")]) == [
        ("desk:1", "desk:7", "own", "certain")
    ]


def test_the_surest_rule_that_the_configuration_knows_is_the_one(build: Build) -> None:
    asked = on_facebook("m_10001", "09:00", author_id="anna")
    rows = {
        "messages": [asked],
        "events": [case_event("desk:7", "10:00", "new", source="desk", customer_id="anna")],
        "facts": [holds(7, "m_10001")],
    }

    assert [link[2] for link in links(build, **rows)] == ["id"]
    only = DESK + '[contact_links]\nrules = ["author", "id"]\n'
    assert [link[2] for link in links(build, only, **rows)] == ["author"]
    assert links(build, DESK + "[contact_links]\nrules = []\n", **rows) == []


def test_a_deleted_case_ties_nothing(build: Build) -> None:
    events = [ticket(7), case_event("desk:7", "11:00", "deleted", source="desk", event_order=1)]

    assert (
        links(build, messages=[on_facebook("m_10001", "09:00")], events=events, facts=[holds(7, "m_10001")])
        == []
    )
