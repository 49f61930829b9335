"""When a case was left alone: without an owner, untouched, or handed over and not picked up."""

import pytest

from tests.warehouse.conftest import COMPANY, Build, Built, case_event, inbound, reply

pytestmark = pytest.mark.conflict(5)


def ticket(case: str, *events: tuple[str, str, str | None], said: list | None = None) -> tuple[list, list]:
    """A ticket of a private conversation with its events (at, state, group)."""
    shared = {"case_id": case, "conversation_id": case, "customer_id": case, "visibility": "private"}
    messages = [inbound(f"m{case}", events[0][0], **shared), *(said or [])]
    return messages, [case_event(case, at, state, group_name=group) for at, state, group in events]


def kinds(built: Built) -> list[dict]:
    return built.rows("steps.int_orphanings", "case_id", "kind", "department_id", order="case_id, kind")


def test_no_owner_counts_in_the_hours_of_the_house_and_only_past_its_time(build: Build) -> None:
    # Without an owner from 17:50 on: 10 min on Wednesday, 4 min on Thursday, and one a minute over the quarter hour.
    quick = ticket("T1", ("17:50", "open", None), ("+1 08:04", "open", "Service"))
    slow = ticket("T2", ("17:50", "open", None), ("+1 08:06", "open", "Service"))
    company = COMPANY.replace('[[assign]]\nvisibility = "private"\ndepartment = "service"\n', "")
    built = build(quick[0] + slow[0], quick[1] + slow[1], now="+1 09:00", company=company)

    found = [row for row in built.rows("steps.int_orphanings", order="1") if row["is_orphaned"]]
    assert [(row["case_id"], row["kind"]) for row in found] == [("T2", "no_owner")]
    assert found[0]["orphaned_at"].strftime("%d %H:%M") == "19 07:05"


def test_untouched_for_longer_than_the_time_set_is_left_alone_and_a_note_is_a_touch(build: Build) -> None:
    company = COMPANY + '[conflict]\nno_action = "2 h"\n'
    alone = ticket("T1", ("09:00", "open", "Service"))
    noted = ticket(
        "T2",
        ("09:00", "open", "Service"),
        said=[reply("n2", "10:30", case_id="T2", conversation_id="T2", visibility="internal")],
    )
    built = build(alone[0] + noted[0], alone[1] + noted[1], now="16:00", company=company)

    found = [row for row in built.rows("steps.int_orphanings", order="1") if row["is_orphaned"]]
    assert [(row["case_id"], row["kind"], row["department_id"]) for row in found] == [
        ("T1", "no_action", "service")
    ]
    assert found[0]["orphaned_at"].strftime("%H:%M") == "10:00"


def test_a_hand_off_that_is_closed_unread_is_left_alone_on_its_edge(build: Build) -> None:
    lost = ticket(
        "T1", ("09:00", "open", "Marketing"), ("10:00", "open", "Service"), ("11:00", "resolved", "Service")
    )
    built = build(*lost, now="12:00")

    (row,) = (row for row in built.rows("steps.int_orphanings") if row["is_orphaned"])
    assert (row["kind"], row["from_department_id"], row["department_id"]) == (
        "not_picked_up",
        "marketing",
        "service",
    )
