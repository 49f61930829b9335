"""Cases: one row each, tickets and conversations."""

from __future__ import annotations

from tests.warehouse.conftest import Build, at, case_event, inbound, reply


def test_a_ticket_sums_up_its_history(build: Build) -> None:
    built = build(
        [
            inbound(
                "m1", "09:00", case_id="T", conversation_id="T", customer_id="anna", visibility="private"
            ),
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


def test_a_merged_ticket_names_where_it_went(build: Build) -> None:
    built = build(
        events=[case_event("T", "09:00", "new"), case_event("T", "10:00", "merged", merged_into_case_id="U")]
    )

    assert built.rows("marts.fct_cases", "status", "merged_into_case_id", "resolved_at") == [
        {"status": "merged", "merged_into_case_id": "U", "resolved_at": None}
    ]


def test_a_conversation_without_a_ticket_is_a_case_per_episode(build: Build) -> None:
    built = build([inbound("m1", "09:00"), reply("r1", "10:00"), inbound("m2", "+5 10:00")], now="+6 09:00")

    assert built.rows("marts.fct_cases", "case_id", "origin", "status", "human_reply_count") == [
        {"case_id": "m1", "origin": "conversation", "status": "resolved", "human_reply_count": 1},
        {"case_id": "m2", "origin": "conversation", "status": "open", "human_reply_count": 0},
    ]
