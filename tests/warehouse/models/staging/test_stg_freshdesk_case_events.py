"""From what readings saw of Freshdesk's tickets to their states."""

from typing import Any

from tests.warehouse.models.freshdesk_tickets import GROUPS, SETTINGS, at, ticket

MODEL = "stg_freshdesk_case_events"


def events(stage: Any, *records: Any, **streams: Any) -> Any:
    return stage(
        MODEL,
        "case_id, event_order",
        settings=SETTINGS,
        freshdesk_tickets=records,
        freshdesk_groups=GROUPS,
        **streams,
    )


def test_what_each_reading_met_is_an_event_at_the_instant_that_the_ticket_tells(stage: Any) -> None:
    staged = events(
        stage,
        ticket(5),  # a customer wrote again: nothing changed
        ticket(20, responder_id=71, status=3, stats={"status_updated_at": 12}),
        ticket(30, responder_id=71, status=3, group_id=2, stats={"status_updated_at": 12}),
        ticket(50, responder_id=71, status=4, group_id=2, stats={"status_updated_at": 40, "resolved_at": 40}),
    )

    anna = staged.pseudonym("freshdesk", "71")
    assert staged.columns("event_at", "state", "group_name", "agent_id", "priority", "channel") == [
        (at(0), "new", "Service", None, "normal", "mail"),
        (at(12), "waiting_customer", "Service", anna, "normal", "mail"),
        (at(30), "waiting_customer", "Beschwerden", anna, "normal", "mail"),
        (at(40), "resolved", "Beschwerden", anna, "normal", "mail"),
    ]


def test_a_ticket_that_was_first_met_closed_was_resolved_before(stage: Any) -> None:
    closed = ticket(50, status=5, stats={"status_updated_at": 50, "resolved_at": 40, "closed_at": 50})
    again = ticket(59, status=2, stats={"status_updated_at": 55, "resolved_at": 40, "reopened_at": 55})

    assert events(stage, closed, again).columns("event_at", "state") == [
        (at(0), "new"), (at(40), "resolved"), (at(50), "closed"), (at(55), "open"),
    ]  # fmt: skip


def test_deleted_tickets_and_spam_are_deleted_and_may_come_back(stage: Any) -> None:
    staged = events(
        stage,
        ticket(0),
        ticket(40),
        ticket(0, 2),
        freshdesk_removed=[ticket(20, deleted=True), ticket(30, 2, spam=True)],
    )

    assert staged.columns("case_id", "event_at", "state") == [
        ("freshdesk:1", at(0), "new"), ("freshdesk:1", at(20), "deleted"), ("freshdesk:1", at(40), "open"),
        ("freshdesk:2", at(0), "new"), ("freshdesk:2", at(30), "deleted"),
    ]  # fmt: skip


def test_own_statuses_are_mapped_and_unknown_ones_are_rejected_by_number(stage: Any) -> None:
    staged = events(stage, ticket(10, status=8), ticket(20, status=11), ticket(30, status=4))

    assert staged.columns("state") == [("new",), ("waiting_third_party",), ("resolved",)]
    assert staged.rejected == [
        (ticket(20)[0], "status: 11 is no known status; name it in states of the section"),
    ]


def test_an_open_ticket_waits_for_an_approval_while_its_field_says_so(stage: Any) -> None:
    asked, given = {"cf_approval": "requested"}, {"cf_approval": "approved"}
    staged = events(stage, ticket(10, custom_fields=asked), ticket(20, custom_fields=given))

    assert staged.columns("event_at", "state") == [
        (at(0), "new"),
        (at(10), "waiting_approval"),
        (at(20), "open"),
    ]
