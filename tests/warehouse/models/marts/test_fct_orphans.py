"""One row per case that needed an answer: left alone, over without that, or still open."""

import pytest

from tests.warehouse.conftest import COMPANY, Build, case_event, inbound, reply

pytestmark = pytest.mark.conflict(5)
# What nobody names a group for belongs to nobody.
NOBODYS = COMPANY.replace('[[assign]]\nvisibility = "private"\ndepartment = "service"\n', "")


def test_a_case_is_orphaned_over_or_open(build: Build) -> None:
    shared = {"visibility": "private"}
    messages = [
        inbound("a", "09:00", case_id="T1", conversation_id="T1", customer_id="anna", **shared),
        inbound(
            "b", "09:00", case_id="T2", conversation_id="T2", customer_id="ben", author_id="ben", **shared
        ),
        reply("c", "09:10", case_id="T2", conversation_id="T2", **shared),
        inbound(
            "d", "11:30", case_id="T3", conversation_id="T3", customer_id="dora", author_id="dora", **shared
        ),
    ]
    events = [
        case_event("T1", "09:00", "open", group_name=None),
        case_event("T1", "10:00", "open"),
        case_event("T2", "09:00", "open"),
        case_event("T2", "09:20", "resolved"),
        case_event("T3", "11:30", "open"),
    ]
    built = build(messages, events, now="12:00", company=NOBODYS)

    rows = built.rows("marts.fct_orphans", "case_id", "ending", "orphan_kind", "age_seconds", order="case_id")
    assert [tuple(row.values()) for row in rows] == [
        ("T1", 1, "no_owner", 900.0),
        ("T2", 2, None, 1_200.0),
        ("T3", 0, None, 1_800.0),
    ]


def test_a_case_in_which_nobody_asked_anything_has_no_row(build: Build) -> None:
    built = build([], [case_event("T1", "09:00", "open", group_name=None)], now="18:00")

    assert built.rows("marts.fct_orphans") == []
