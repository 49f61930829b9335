"""Each contact with the case that it belongs to, or with none."""

from __future__ import annotations

from tests.warehouse.conftest import COMPANY, Build, case_event, case_fact, inbound

DESK = COMPANY + '[sources.desk]\ntype = "files"\npath = "none.csv"\n'
MESSAGES = [
    inbound("files:m_10001", "09:00", conversation_id="files:m_10001"),
    inbound("files:m_10002", "09:01", conversation_id="files:m_10002", author_id="ben"),
    inbound("desk:1", "09:02", source="desk", case_id="desk:9", conversation_id="desk:9", channel="mail"),
]


def told(number: int, at: str) -> tuple[dict, dict]:
    opened = case_event(f"desk:{number}", at, "new", source="desk", customer_id="unknown")
    return opened, case_fact(f"desk:{number}", at, "contact", "m_10001", source="desk")


def test_every_contact_is_there_once_with_its_surest_and_nearest_case(build: Build) -> None:
    events, facts = zip(told(7, "16:00"), told(8, "09:30"), strict=True)
    mail = case_event("desk:9", "09:02", "new", source="desk", customer_id="unknown")
    built = build(messages=MESSAGES, events=[*events, mail], facts=list(facts), company=DESK)
    columns = ("contact_id", "linked_case_id", "rule", "certainty", "has_case", "link_count")

    assert [tuple(row.values()) for row in built.rows("marts.fct_contact_cases", *columns)] == [
        ("desk:1", "desk:9", "own", "certain", True, 1),
        ("files:m_10001", "desk:8", "id", "certain", True, 2),
        ("files:m_10002", None, "none", None, False, 0),
    ]


def test_a_contact_without_a_ticket_leads_to_its_own_episode(build: Build) -> None:
    built = build(messages=MESSAGES[:2], company=DESK)

    rows = built.query("""
        select contacts.case_id, cases.origin
        from marts.fct_contact_cases as contacts inner join marts.fct_cases as cases using (case_id)
        order by 1""")
    assert [tuple(row.values()) for row in rows] == [
        ("files:m_10001", "conversation"),
        ("files:m_10002", "conversation"),
    ]
