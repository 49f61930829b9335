"""staging.stg_rt_case_events: a ticket's state after each transaction, and what no transaction tells of."""

from typing import Any

from tests.warehouse.models.tracker import FIELDS, QUEUES, at, change, custom, person, ticket, txn, written

MODEL = "stg_rt_case_events"
STATE = ("event_order", "event_at", "source_state", "state", "group_name", "priority")
MERGED = "fsck.com-rt://rt.example/ticket/7"


def test_what_a_ticket_was_created_with_is_the_first_changes_old_value_or_todays(stage: Any) -> None:
    staged = stage(
        MODEL, order="event_order", rt_tickets=[ticket(Status="resolved", Queue={"id": "4"}, Priority="20")],
        rt_queues=QUEUES,
        rt_transactions=[
            written(10, 0, "Create", "kunde", interface="Email"), change(11, 1, "Queue", "3", "4"),
            change(12, 2, "Status", "open", "resolved"), change(13, 3, "Subject", "a", "b"),
        ],
    )  # fmt: skip

    assert staged.columns(*STATE) == [
        (10, at(0), "open", "open", "Complaints", "20"),
        (11, at(1), "open", "open", "Workshop", "20"),
        (12, at(2), "resolved", "resolved", "Workshop", "20"),
    ]
    assert {(row["channel"], row["opened_at"]) for row in staged.rows} == {("mail", at(0))}


def test_owners_are_named_by_number_in_the_history_and_by_name_today(stage: Any) -> None:
    staged = stage(
        MODEL, order="event_order", rt_tickets=[ticket(Owner={"id": "anna"})],
        rt_users=[person(27, "anna"), person(6, "Nobody", privileged=0)],
        rt_transactions=[
            txn(10, 0, "Create"), txn(11, 1, "Take", Field="Owner", OldValue="6", NewValue="27"),
            txn(12, 1, "SetWatcher", Field="Owner", OldValue="6", NewValue="27"),
            change(13, 2, "Owner", "27", "99"),
        ],
    )  # fmt: skip

    assert [row["agent_id"] for row in staged.rows] == [
        None, staged.pseudonym("rt", "anna"), staged.pseudonym("rt", "99"),
    ]  # fmt: skip


def test_a_ticket_older_than_what_was_fetched_was_there_since_it_was_created(stage: Any) -> None:
    staged = stage(
        MODEL, order="event_order", rt_tickets=[ticket()], rt_queues=QUEUES,
        rt_transactions=[change(20, 9, "Status", "stalled", "open")],
    )  # fmt: skip

    assert staged.columns("event_id", *STATE[:4]) == [
        ("rt:1:opened", 0, at(0), "stalled", "waiting_customer"),
        ("rt:20", 20, at(9), "open", "open"),
    ]


def test_a_merge_is_told_twice_and_counts_where_the_other_ticket_is_named(stage: Any) -> None:
    link = {"Type": "AddLink", "Field": "MergedInto", "NewValue": MERGED}
    staged = stage(
        MODEL, order="event_order", rt_tickets=[ticket(), ticket(7)],
        rt_transactions=[
            txn(10, 0, "Create"), txn(20, 1, "Create", ObjectId="7"), txn(21, 2, **{**link, "type": "AddLink"}),
            txn(22, 2, **{**link, "type": "AddLink"}, ObjectId="7"),
        ],
    )  # fmt: skip

    assert staged.columns("case_id", "state", "merged_into_case_id") == [
        ("rt:1", "open", None), ("rt:7", "open", None), ("rt:1", "merged", "rt:7"),
    ]  # fmt: skip


def test_an_open_ticket_waits_while_its_approval_is_requested(stage: Any) -> None:
    staged = stage(
        MODEL, order="event_order", rt_tickets=[ticket(Status="resolved")], rt_custom_fields=FIELDS,
        rt_transactions=[
            txn(10, 0, "Create"), custom(11, 1, "3", "", "requested"), change(12, 2, "Status", "open", "resolved"),
            custom(13, 3, "4", "", "Billing"),
        ],
    )  # fmt: skip

    assert staged.columns("event_order", "state") == [
        (10, "open"),
        (11, "waiting_approval"),
        (12, "resolved"),
    ]


def test_a_status_of_a_lifecycle_is_mapped_and_an_unknown_one_is_rejected_as_long_as_it_lasts(
    stage: Any,
) -> None:
    staged = stage(
        MODEL, order="event_order", rt_tickets=[ticket()],
        rt_transactions=[
            txn(10, 0, "Create"), change(11, 1, "Status", "new", "at_workshop"),
            change(12, 2, "Status", "at_workshop", "frozen"), change(13, 3, "Queue", "3", "4"),
            change(14, 4, "Status", "frozen", "open"),
        ],
    )  # fmt: skip

    assert staged.columns("event_order", "state") == [(10, "new"), (11, "waiting_third_party"), (14, "open")]
    reason = "status: 'frozen' is no known status; map it in states of the source"
    assert staged.rejected == [("12", reason), ("13", reason)]
