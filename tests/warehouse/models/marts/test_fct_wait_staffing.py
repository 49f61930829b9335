"""Whether anybody was there when a wait was opened."""

from __future__ import annotations

import pytest

from tests.warehouse.conftest import COMPANY, Build, case_event, inbound, reply
from tests.warehouse.staffing import SHIFTS, WEEKDAYS

pytestmark = pytest.mark.definition(12)


def test_a_week_with_shifts_is_known_as_a_whole_and_others_are_not(build: Build) -> None:
    planned = COMPANY + (
        f'[[shifts]]\ndepartment = "marketing"\ndays = {WEEKDAYS}\nhours = ["09:00-12:00"]\nheadcount = 1\n'
        "from = 2026-11-11\n"
    )
    built = build(
        [
            inbound("m1", "-10 10:00", author_id="a"),
            inbound("m2", "-8 10:00", author_id="b"),
            inbound("m3", "10:00", author_id="c"),
            inbound("m4", "12:00", author_id="d"),
            inbound("m5", "10:00", author_id="e", channel="direct_message", visibility="private"),
            inbound("m6", "10:00", author_id="f", channel="review"),
        ],
        company=planned,
    )

    rows = built.rows("marts.fct_wait_staffing", "is_staffed", "staffing_reason", order="wait_id")
    # The plan begins on a Wednesday: in its week, Tuesday was unstaffed; nobody knows of the Sunday before.
    assert [tuple(row.values()) for row in rows] == [
        (None, "outside_plan"),
        (False, None),
        (True, None),
        (False, None),
        (None, "no_shifts"),
        (None, "no_owner"),
    ]


def test_a_shift_holds_its_first_instant_and_not_its_last(build: Build) -> None:
    instants = ("08:59:59", "09:00:00", "11:59:59", "12:00:00")
    built = build(
        [inbound(instant, instant, author_id=instant, conversation_id=instant) for instant in instants],
        company=SHIFTS,
    )

    rows = built.rows("marts.fct_wait_staffing", "wait_id", "is_staffed", order="wait_id")
    assert [row["is_staffed"] for row in rows] == [False, True, True, False]


def test_each_wait_stands_there_once_with_how_long_it_took_so_far(build: Build) -> None:
    built = build(
        [
            inbound("answered", "13:00", conversation_id="a"),
            reply("r", "13:20", conversation_id="a"),
            inbound("open", "14:00", conversation_id="b"),
            inbound("mail", "09:00", conversation_id="T", case_id="T", channel="mail", visibility="private"),
        ],
        [case_event("T", "09:00", "new")],
        company=SHIFTS,
        now="15:00",
    )

    rows = built.rows(
        "marts.fct_wait_staffing",
        "wait_id", "department_id", "hour_of_week", "observed_seconds", "is_answered", "is_staffed",
        order="wait_id",
    )  # fmt: skip
    assert [tuple(row.values()) for row in rows] == [
        ("answered", "marketing", 61, 1200.0, True, False),
        ("mail", "service", 57, 21600.0, False, True),  # three people's shifts overlap, and it is one wait
        ("open", "marketing", 62, 3600.0, False, False),
    ]
    assert len(rows) == len(built.rows("marts.fct_waits"))
