"""staging.stg_zammad_case_events: a ticket's state after each entry of its history, and what no entry tells of."""

from typing import Any

from tests.warehouse.models.zammad_tickets import GROUPS, STATES, at, change, entry, gone, ticket

MODEL = "stg_zammad_case_events"
STATE = ("event_order", "event_at", "source_state", "state", "group_name", "priority")


def test_what_a_ticket_was_created_with_is_the_first_changes_old_value_or_todays(stage: Any) -> None:
    staged = stage(
        MODEL, order="event_order", zammad_tickets=[ticket(state_id=4, group_id=2)], zammad_states=STATES,
        zammad_groups=GROUPS,
        zammad_histories=[
            entry(10, 0, "created"), change(11, 1, "group", 1, 2), change(12, 2, "state", 1, 4),
            entry(13, 3, attribute="title", value_from="a", value_to="b"),
            entry(14, 4, attribute="priority", id_from=2, id_to=3, value_from="2 normal", value_to="3 high"),
        ],
    )  # fmt: skip

    assert staged.columns(*STATE) == [
        (10, at(0), "new", "new", "Service", "2 normal"),
        (11, at(1), "new", "new", "Beschwerden", "2 normal"),
        (12, at(2), "closed", "closed", "Beschwerden", "2 normal"),
        (14, at(4), "closed", "closed", "Beschwerden", "3 high"),
    ]
    assert {(row["channel"], row["opened_at"]) for row in staged.rows} == {("mail", at(0))}


def test_what_nobody_owns_has_no_agent(stage: Any) -> None:
    staged = stage(
        MODEL, order="event_order", zammad_tickets=[ticket()], zammad_states=STATES,
        zammad_histories=[entry(10, 0, "created"), change(11, 1, "owner", 1, 3), change(12, 2, "owner", 3, 1)],
    )  # fmt: skip

    assert [row["agent_id"] for row in staged.rows] == [None, staged.pseudonym("zammad", "3"), None]


def test_a_ticket_that_was_merged_names_the_other_one_and_stays_merged(stage: Any) -> None:
    staged = stage(
        MODEL, order="case_id, event_order", zammad_tickets=[ticket(state_id=5), ticket(2)], zammad_states=STATES,
        zammad_histories=[
            entry(10, 0, "created"), entry(11, 1, "merged_into", id_from=1, id_to=2), change(12, 1, "state", 2, 5),
            entry(20, 0, "created", o_id=2), entry(21, 1, "received_merge", id_from=1, id_to=2, o_id=2),
        ],
    )  # fmt: skip

    assert staged.columns("case_id", "state", "merged_into_case_id") == [
        ("zammad:1", "open", None), ("zammad:1", "merged", "zammad:2"), ("zammad:1", "merged", "zammad:2"),
        ("zammad:2", "open", None),
    ]  # fmt: skip


def test_a_ticket_that_is_gone_was_deleted_when_that_was_noticed(stage: Any) -> None:
    staged = stage(
        MODEL, order="event_order", zammad_tickets=[ticket(), gone(1, 50)], zammad_states=STATES,
        zammad_histories=[entry(10, 0, "created")],
    )  # fmt: skip

    assert staged.columns("event_id", "event_at", "state") == [
        ("zammad:event:10", at(0), "open"), ("zammad:event:1:deleted", at(50), "deleted"),
    ]  # fmt: skip


def test_an_imported_ticket_was_there_since_it_was_created(stage: Any) -> None:
    staged = stage(
        MODEL, order="event_order", zammad_tickets=[ticket()], zammad_states=STATES,
        zammad_histories=[change(20, 9, "state", 3, 2)],
    )  # fmt: skip

    assert staged.columns("event_id", "event_order", "event_at", "state") == [
        ("zammad:event:1:opened", 0, at(0), "waiting_customer"), ("zammad:event:20", 20, at(9), "open"),
    ]  # fmt: skip


def test_a_state_means_what_its_type_says_unless_the_source_says_otherwise(stage: Any) -> None:
    histories = [
        entry(10, 0, "created"), change(11, 1, "state", 2, 7), change(12, 2, "state", 7, 8),
        change(13, 3, "state", 8, 2),
    ]  # fmt: skip
    given = {"zammad": {"states": {"Pending Action": "waiting_customer"}}}
    raw = {"zammad_tickets": [ticket()], "zammad_states": STATES, "zammad_histories": histories}
    plain = stage(MODEL, order="event_order", settings={"zammad": {}}, **raw)
    reason = "state: 'at the workshop' is of no known type; map it in states of the source"
    assert [row["state"] for row in plain.rows] == ["open", "waiting_third_party", "open"]
    assert plain.rejected == [("12", reason)]

    mapped = stage(MODEL, order="event_order", settings=given, **raw)
    assert [row["state"] for row in mapped.rows] == ["open", "waiting_customer", "open"]


def test_an_open_ticket_waits_while_its_approval_is_requested(stage: Any) -> None:
    staged = stage(
        MODEL, order="event_order", settings={"zammad": {"fields": {"approval": "freigabe"}}},
        zammad_tickets=[ticket(freigabe="approved")], zammad_states=STATES,
        zammad_histories=[
            entry(10, 0, "created"), entry(11, 1, attribute="freigabe", value_from="", value_to="requested"),
            entry(12, 2, attribute="freigabe", value_from="requested", value_to="approved"),
        ],
    )  # fmt: skip

    assert [row["state"] for row in staged.rows] == ["open", "waiting_approval", "open"]


def test_an_entry_that_can_not_be_read_is_rejected_and_the_others_go_on(stage: Any) -> None:
    staged = stage(
        MODEL, order="event_order", zammad_tickets=[ticket()], zammad_states=STATES,
        zammad_histories=[
            entry(10, 0, "created"), entry(11, 1, "created", created_at="bald"), entry(12, 1, "created", o_id=99),
        ],
    )  # fmt: skip

    assert [row["event_order"] for row in staged.rows] == [10]
    assert staged.rejected == [
        ("11", "created_at: 'bald' is no instant"), ("12", "o_id: ticket 99 is not among the tickets"),
    ]  # fmt: skip
