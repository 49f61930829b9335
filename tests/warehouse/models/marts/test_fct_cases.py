"""Cases: one row each, tickets and conversations."""

from __future__ import annotations

import pytest

from tests.warehouse.conftest import Build, at, case_event, inbound, reply
from tests.warehouse.together import Own


@pytest.mark.log(
    [
        inbound("m1", "09:00", case_id="T", conversation_id="T", customer_id="anna", visibility="private"),
        reply("r1", "10:00", case_id="T", conversation_id="T", customer_id="anna", visibility="private"),
    ],
    [
        case_event("T", "09:00", "new", priority="normal"),
        case_event("T", "09:30", "open", group_name="Marketing", priority="high"),
        case_event("T", "10:00", "resolved", group_name="Marketing", priority="high"),
        case_event("T", "11:00", "open", group_name="Marketing", priority="high"),
        case_event("T", "12:00", "resolved", group_name="Marketing", priority="high"),
        case_event("T", "13:00", "closed", group_name="Marketing", priority="high"),
    ],
)
def test_a_ticket_sums_up_its_history(built: Own) -> None:
    (case,) = built.rows("marts.fct_cases")
    assert case | {"opened_at": at("09:00")} == case
    assert (case["origin"], case["status"], case["department_id"], case["priority"]) == (
        "ticket", "closed", "marketing", "high"
    )  # fmt: skip
    assert (case["first_resolved_at"], case["resolved_at"], case["closed_at"]) == (
        at("10:00"),
        at("12:00"),
        at("13:00"),
    )
    assert (case["reopen_count"], case["handoff_count"], case["human_reply_count"]) == (1, 1, 1)


@pytest.mark.log(
    events=[case_event("T", "09:00", "new"), case_event("T", "10:00", "merged", merged_into_case_id="U")]
)
def test_a_merged_ticket_names_where_it_went(built: Own) -> None:
    assert built.rows("marts.fct_cases", "status", "merged_into_case_id", "resolved_at") == [
        {"status": "merged", "merged_into_case_id": "U", "resolved_at": None}
    ]


@pytest.mark.log([inbound("m1", "09:00"), reply("r1", "10:00"), inbound("m2", "+5 10:00")], now="+6 09:00")
def test_a_conversation_without_a_ticket_is_a_case_per_episode(built: Own) -> None:
    assert built.rows("marts.fct_cases", "case_id", "origin", "status", "human_reply_count") == [
        {"case_id": "m1", "origin": "conversation", "status": "resolved", "human_reply_count": 1},
        {"case_id": "m2", "origin": "conversation", "status": "open", "human_reply_count": 0},
    ]


T = {
    "case_id": "T",
    "conversation_id": "T",
    "customer_id": "anna",
    "visibility": "private",
    "channel": "mail",
}


@pytest.mark.definition(14)
@pytest.mark.parametrize(("replies", "touch"), [(0, "0"), (1, "1"), (2, "2"), (3, "multi")])
def test_touches_are_replies_of_humans_that_the_customer_can_see(
    build: Build, replies: int, touch: str
) -> None:
    messages = [
        inbound("m1", "09:00", **T),
        reply("bot", "09:01", author_kind="bot", is_human=False, **T),
        reply("note", "09:02", **{**T, "visibility": "internal"}),
        *(reply(f"r{number}", f"1{number}:00", **T) for number in range(replies)),
    ]
    built = build(messages, [case_event("T", "09:00", "new"), case_event("T", "16:00", "resolved")])

    assert built.rows("marts.fct_cases", "touch_count", "touch_class") == [
        {"touch_count": replies, "touch_class": touch}
    ]


@pytest.mark.definition(14)
@pytest.mark.log(events=[case_event("T", "09:00", "new")])
def test_without_known_messages_nobody_can_count_touches(built: Own) -> None:
    assert built.rows("marts.fct_cases", "touch_count", "touch_class", "bot_seconds") == [
        {"touch_count": None, "touch_class": None, "bot_seconds": None}
    ]


@pytest.mark.definition(7)
@pytest.mark.demand(6)
def test_bot_first_is_told_apart_from_the_time_of_humans(build: Build) -> None:
    messages = [
        inbound("m1", "09:00", **T),
        reply("b1", "09:01", author_kind="bot", is_human=False, **T),
        reply("b2", "09:20", author_kind="bot", is_human=False, **T),
        reply("r1", "10:00", **T),
        reply("b3", "11:00", author_kind="bot", is_human=False, **T),
    ]
    built = build(messages, [case_event("T", "09:00", "new"), case_event("T", "12:00", "resolved")])

    assert built.rows("marts.fct_cases", "bot_seconds", "first_resolution_seconds") == [
        {"bot_seconds": 1200.0, "first_resolution_seconds": 3 * 3600.0}
    ]


@pytest.mark.definition(7)
def test_full_resolution_is_the_last_close_and_an_open_case_has_none(build: Build) -> None:
    closed = [case_event("T", clock, state) for clock, state in (
        ("09:00", "open"), ("10:00", "resolved"), ("11:00", "open"), ("14:00", "resolved"), ("15:00", "closed")
    )]  # fmt: skip
    shown = ("is_resolved", "resolution_seconds", "resolution_business_seconds", "observed_seconds")

    assert [tuple(row.values()) for row in build(events=closed).rows("marts.fct_cases", *shown)] == [
        (True, 5 * 3600.0, 4 * 3600.0, 5 * 3600.0)
    ]
    assert [tuple(row.values()) for row in build(events=closed[:3]).rows("marts.fct_cases", *shown)] == [
        (False, None, None, 9 * 3600.0)
    ]


@pytest.mark.demand(8)
@pytest.mark.log(events=[case_event("T", "09:00", "open"), case_event("T", "11:00", "merged")])
def test_a_merged_case_is_observed_until_it_was_merged(built: Own) -> None:
    assert built.rows("marts.fct_cases", "is_resolved", "observed_seconds") == [
        {"is_resolved": False, "observed_seconds": 7200.0}
    ]


def test_time_without_an_owner_is_counted_while_the_case_is_open(build: Build) -> None:
    nobody = {"group_name": None, "visibility": "public", "channel": "forum"}
    built = build(
        events=[
            case_event("T", "09:00", "open", **nobody),
            case_event("T", "10:30", "open", **{**nobody, "group_name": "Service"}),
            case_event("T", "11:00", "resolved", **nobody),
        ]
    )

    assert built.rows("marts.fct_cases", "unowned_seconds") == [{"unowned_seconds": 5400.0}]


@pytest.mark.parametrize(
    ("group", "expected"),
    [("Service", (0.0, 0.0, None)), ("Legal", (0.0, None, "no_calendar")), (None, (0.0, None, "no_owner"))],
)
@pytest.mark.log(
    events=lambda group: [case_event("T", "09:00", "closed", group_name=group, visibility="public")]
)
def test_a_case_that_was_over_as_it_opened_has_a_reason_where_it_has_no_business_time(
    built: Own, group: str | None, expected: tuple[float, float | None, str | None]
) -> None:
    # In public, no rule knows an owner for whom there is no group.
    (case,) = built.rows(
        "marts.fct_cases", "resolution_seconds", "resolution_business_seconds", "business_seconds_reason"
    )
    assert tuple(case.values()) == expected
