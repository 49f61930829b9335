"""From the histories of HubSpot's tickets to states."""

from typing import Any

from tests.warehouse.models.hubspot_desk import OWNERS, PIPELINES, SETTINGS, at, thread, ticket, z

MODEL = "stg_hubspot_case_events"


def events(stage: Any, *tickets: Any, **more: Any) -> Any:
    return stage(
        MODEL, "case_id, event_order", settings=SETTINGS, hubspot_tickets=tickets, hubspot_pipelines=PIPELINES,
        hubspot_owners=OWNERS, **more,
    )  # fmt: skip


def test_each_instant_of_a_change_is_an_event_with_the_complete_state(stage: Any) -> None:
    staged = events(
        stage,
        ticket(
            hs_pipeline_stage=[(0, "1"), (10, "2"), (20, "3"), (40, "4")],
            hubspot_owner_id=[(10, "71"), (30, "")],
            hubspot_team_id=[(20, "9")],
            hs_ticket_priority=[(0, "HIGH")],
        ),
        hubspot_threads=[thread()],
    )

    anna, customer = staged.pseudonym("hubspot", "owner:71"), staged.pseudonym("hubspot", "500")
    assert staged.columns("event_at", "state", "group_name", "agent_id", "priority") == [
        (at(0), "new", None, None, "high"),
        (at(10), "waiting_customer", "Service", anna, "high"),
        (at(20), "waiting_third_party", "Beschwerden", anna, "high"),
        (at(30), "waiting_third_party", "Beschwerden", None, "high"),
        (at(40), "closed", "Beschwerden", None, "high"),
    ]
    assert {(row["channel"], row["customer_id"], row["opened_at"]) for row in staged.rows} == {
        ("mail", customer, at(0))
    }


def test_an_archived_ticket_is_deleted_unless_it_came_back(stage: Any) -> None:
    gone = {"createdAt": z(0), "archived": True, "archivedAt": z(30)}
    staged = events(
        stage,
        ticket(1, seen=20, hs_pipeline_stage=[(0, "1")]),
        ticket(2, seen=45, hs_pipeline_stage=[(0, "1"), (45, "4")]),
        hubspot_archived=[("1", gone | {"id": "1"}), ("2", gone | {"id": "2"}), ("3", gone | {"id": "3"})],
    )

    assert staged.columns("case_id", "event_at", "state") == [
        ("hubspot:1", at(0), "new"), ("hubspot:1", at(30), "deleted"),
        ("hubspot:2", at(0), "new"), ("hubspot:2", at(45), "closed"),
        ("hubspot:3", at(0), "new"), ("hubspot:3", at(30), "deleted"),
    ]  # fmt: skip


def test_a_stage_that_no_pipeline_has_is_rejected_by_its_id(stage: Any) -> None:
    staged = events(stage, ticket(1, hs_pipeline_stage=[(0, "1"), (10, "99")]))

    assert staged.columns("state") == [("new",)]
    assert staged.rejected == [("1", "hs_pipeline_stage: 99 is no stage of a pipeline")]
