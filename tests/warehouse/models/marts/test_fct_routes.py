"""The way of a case to whom its topic belongs."""

import pytest

from tests.warehouse.conftest import COMPANY, Build, case_event, case_fact, inbound, reply

pytestmark = pytest.mark.conflict(7)
TOPICS = COMPANY + '[conflict]\ntopic_departments = { bill = "service" }\n'


def test_a_detour_has_its_hops_its_wait_and_its_first_receiver(build: Build) -> None:
    shared = {"case_id": "T1", "conversation_id": "T1", "visibility": "private"}
    built = build(
        [inbound("q", "09:00", customer_id="anna", **shared), reply("a", "10:40", **shared)],
        [
            case_event("T1", "09:00", "open", group_name="Marketing"),
            case_event("T1", "10:00", "open", group_name="Service"),
            case_event("T1", "11:00", "open", group_name="Marketing"),
        ],
        facts=[case_fact("T1", "09:00", "topic", "bill")],
        company=TOPICS,
    )
    (row,) = built.rows("marts.fct_routes")

    assert (row["first_department_id"], row["topic_department_id"], row["is_misrouted"]) == (
        "marketing",
        "service",
        True,
    )
    # One hand-off until the answer, two in all, and the second went back.
    assert (row["hop_count"], row["handoff_count"], row["is_ping_pong"]) == (1, 2, True)
    assert (row["wait_seconds"], row["outcome"], row["match_key"]) == (
        6_000.0,
        "answered",
        "bill|mail|private",
    )


def test_without_a_topic_nobody_knows_whether_it_went_astray(build: Build) -> None:
    built = build(
        [inbound("q", "09:00", case_id="T1", conversation_id="T1", customer_id="anna", visibility="private")],
        [case_event("T1", "09:00", "open")],
        company=TOPICS,
    )

    assert built.rows("marts.fct_routes", "is_misrouted", "euro_per_hour") == [
        {"is_misrouted": None, "euro_per_hour": None}
    ]
