"""From Zendesk's audits to a ticket's complete state after each."""

from datetime import UTC, datetime
from typing import Any

MODEL = "stg_zendesk_case_events"
GROUPS = [("70", {"id": 70, "name": "Kundenservice"}), ("71", {"id": 71, "name": "Vertrieb"})]


def at(minute: int) -> datetime:
    return datetime(2026, 11, 18, 9, minute, tzinfo=UTC)


def z(minute: int) -> str:
    return at(minute).strftime("%Y-%m-%dT%H:%M:%SZ")


def ticket(number: int = 1, **fields: Any) -> tuple[str, dict[str, Any]]:
    payload = {
        "id": number, "requester_id": 500, "via": {"channel": "email"}, "status": "open", "group_id": 70,
        "assignee_id": None, "priority": "normal", "created_at": z(0), "updated_at": z(30),
    }  # fmt: skip
    return str(number), payload | fields


def created(audit: int, minute: int, number: int = 1, **fields: Any) -> tuple[str, dict[str, Any]]:
    children = [{"id": audit + 1, name: value, "event_type": "Create"} for name, value in fields.items()]
    return _audit(audit, minute, number, children)


def changed(
    audit: int,
    minute: int,
    number: int = 1,
    via: str = "Web form",
    reference: int | None = None,
    **fields: Any,
) -> tuple[str, dict[str, Any]]:
    """Each field as (value, previous value)."""
    children = [
        {"id": audit + 1, name: value, "event_type": "Change", "previous_value": previous}
        for name, (value, previous) in fields.items()
    ]
    return _audit(audit, minute, number, children, via, reference)


def _audit(
    audit: int, minute: int, number: int, children: list[Any], via: str = "Mail", reference: int | None = None
) -> tuple[str, dict[str, Any]]:
    return str(audit), {
        "id": audit, "ticket_id": number, "created_at": z(minute), "timestamp": int(at(minute).timestamp()),
        "updater_id": 11, "via": via, "via_reference_id": reference, "event_type": "Audit", "child_events": children,
    }  # fmt: skip


def test_each_event_carries_the_complete_state_after_it(stage: Any) -> None:
    staged = stage(
        MODEL, order="event_at, event_order",
        zendesk_groups=GROUPS,
        zendesk_tickets=[ticket()],
        zendesk_ticket_events=[
            created(100, 0, status="new", group_id=70, priority="high"),
            changed(110, 5, status=("open", "new"), assignee_id=(11, None)),
            changed(120, 10, group_id=(71, 70), assignee_id=(None, 11)),
            changed(130, 15, status=("pending", "open")),
            changed(140, 20, status=("hold", "pending")),
            changed(150, 25, status=("solved", "hold")),
            changed(160, 30, status=("closed", "solved")),
        ],
    )  # fmt: skip

    agent = staged.pseudonym("zd", "11")
    assert staged.columns("event_at", "state", "group_name", "agent_id", "priority") == [
        (at(0), "new", "Kundenservice", None, "high"),
        (at(5), "open", "Kundenservice", agent, "high"),
        (at(10), "open", "Vertrieb", None, "high"),
        (at(15), "waiting_customer", "Vertrieb", None, "high"),
        (at(20), "waiting_third_party", "Vertrieb", None, "high"),
        (at(25), "resolved", "Vertrieb", None, "high"),
        (at(30), "closed", "Vertrieb", None, "high"),
    ]
    assert {row["case_id"] for row in staged.rows} == {"zd:1"}
    assert {row["event_id"] for row in staged.rows} == {f"zd:{audit}" for audit in range(100, 170, 10)}
    assert {(row["platform"], row["channel"], row["visibility"]) for row in staged.rows} == {
        ("ticket_system", "mail", "private")
    }
    assert {row["customer_id"] for row in staged.rows} == {staged.pseudonym("zd", "500")}


def test_events_of_one_instant_stand_in_the_order_of_their_ids(stage: Any) -> None:
    staged = stage(
        MODEL, order="event_order",
        zendesk_tickets=[ticket()],
        zendesk_ticket_events=[
            changed(1000, 0, status=("solved", "open")),
            created(90, 0, status="new"),
            changed(999, 0, status=("open", "new")),
        ],
    )  # fmt: skip

    assert staged.columns("event_id", "event_order", "state") == [
        ("zd:90", 1, "new"),
        ("zd:999", 2, "open"),
        ("zd:1000", 3, "resolved"),
    ]


def test_a_repeated_record_counts_once(stage: Any) -> None:
    staged = stage(
        MODEL, order="1", zendesk_tickets=[ticket()],
        zendesk_ticket_events=[created(100, 0, status="new"), created(100, 0, status="new")],
    )  # fmt: skip

    assert len(staged.rows) == 1


def test_a_merged_ticket_names_the_one_it_went_into(stage: Any) -> None:
    staged = stage(
        MODEL, order="event_at",
        zendesk_tickets=[ticket()],
        zendesk_ticket_events=[
            created(100, 0, status="new"),
            changed(110, 5, via="Merge", reference=2, status=("closed", "new")),
        ],
    )  # fmt: skip

    assert staged.columns("state", "source_state", "merged_into_case_id") == [
        ("new", "new", None),
        ("merged", "closed", "zd:2"),
    ]


def test_a_merge_is_also_known_by_its_tag_and_the_number_in_its_note(stage: Any) -> None:
    note = {"id": 111, "event_type": "Comment", "public": False, "body": "closed and merged into request #2"}
    tags = {"id": 112, "event_type": "Change", "tags": ["closed_by_merge"], "added_tags": ["closed_by_merge"]}
    status = {"id": 113, "event_type": "Change", "status": "closed", "previous_value": "new"}
    staged = stage(
        MODEL, order="event_at",
        zendesk_tickets=[ticket()],
        zendesk_ticket_events=[created(100, 0, status="new"), _audit(110, 5, 1, [note, tags, status], "Web form")],
    )  # fmt: skip

    assert staged.columns("state", "merged_into_case_id") == [("new", None), ("merged", "zd:2")]


def test_the_ticket_that_another_is_merged_into_stays_open(stage: Any) -> None:
    staged = stage(
        MODEL, order="event_at",
        zendesk_tickets=[ticket(2)],
        zendesk_ticket_events=[
            created(100, 0, 2, status="open"), changed(110, 5, 2, via="Merge", reference=1, tags=(["a"], []))
        ],
    )  # fmt: skip

    assert staged.columns("state", "merged_into_case_id") == [("open", None), ("open", None)]


def test_a_deletion_told_by_an_audit_is_not_told_twice(stage: Any) -> None:
    staged = stage(
        MODEL, order="event_at",
        zendesk_tickets=[ticket(status="deleted", updated_at=z(5))],
        zendesk_ticket_events=[created(100, 0, status="new"), changed(110, 5, status=("deleted", "new"))],
        zendesk_deleted_tickets=[("1", {"id": 1, "deleted_at": z(5)})],
    )  # fmt: skip

    assert staged.columns("event_at", "state") == [(at(0), "new"), (at(5), "deleted")]


def test_a_deletion_that_no_audit_tells_of_comes_from_the_list_of_deleted_tickets(stage: Any) -> None:
    staged = stage(
        MODEL, order="event_at",
        zendesk_groups=GROUPS,
        zendesk_tickets=[ticket(status="deleted", updated_at=z(9))],
        zendesk_ticket_events=[created(100, 0, status="new", group_id=70)],
        zendesk_deleted_tickets=[("1", {"id": 1, "deleted_at": z(5)})],
    )  # fmt: skip

    assert staged.columns("event_at", "event_id", "event_order", "state", "group_name") == [
        (at(0), "zd:100", 1, "new", "Kundenservice"),
        (at(5), "zd:1:deleted", 2, "deleted", "Kundenservice"),
    ]


def test_a_log_that_begins_in_its_middle_is_filled_backwards(stage: Any) -> None:
    staged = stage(
        MODEL, order="event_at",
        zendesk_groups=GROUPS,
        zendesk_tickets=[ticket(created_at=z(0), priority="low")],
        zendesk_ticket_events=[
            changed(110, 5, subject=("b", "a")),
            changed(120, 10, status=("solved", "pending"), group_id=(71, 70)),
        ],
    )  # fmt: skip

    assert staged.columns("event_at", "state", "group_name", "priority") == [
        (at(0), "new", "Kundenservice", "low"),
        (at(5), "waiting_customer", "Kundenservice", "low"),
        (at(10), "resolved", "Vertrieb", "low"),
    ]


def test_what_the_ticket_holds_today_says_nothing_of_a_log_that_is_whole(stage: Any) -> None:
    staged = stage(
        MODEL, order="event_at",
        zendesk_groups=GROUPS,
        zendesk_tickets=[ticket(group_id=71, assignee_id=11)],
        zendesk_ticket_events=[created(100, 0, status="new", subject="x")],
    )  # fmt: skip

    assert staged.columns("state", "group_name", "agent_id") == [("new", None, None)]


def test_a_group_that_nobody_names_keeps_its_number(stage: Any) -> None:
    staged = stage(
        MODEL, order="1", zendesk_tickets=[ticket()], zendesk_ticket_events=[created(100, 0, status="new", group_id=99)]
    )  # fmt: skip

    assert staged.columns("group_name") == [("99",)]


def test_an_open_ticket_waits_for_an_approval_while_one_is_requested(stage: Any) -> None:
    def approval(value: str | None, previous: str | None) -> dict[str, Any]:
        return {"custom_ticket_fields": {"9001": value}, "event_type": "Change", "previous_value": previous}

    def both(audit: int, minute: int, fields: dict[str, Any], **status: Any) -> tuple[str, dict[str, Any]]:
        number, event = changed(audit, minute, **status)
        return number, event | {"child_events": [*event["child_events"], fields]}

    staged = stage(
        MODEL, order="event_at",
        zendesk_tickets=[ticket()],
        zendesk_ticket_events=[
            created(100, 0, status="open"),
            both(110, 5, approval("requested", None)),
            changed(120, 10, status=("pending", "open")),
            both(130, 15, approval("rejected", "requested")),
            both(140, 20, approval("requested", "rejected"), status=("hold", "pending")),
            changed(150, 25, status=("solved", "hold")),
            changed(160, 26, status=("open", "solved")),
            both(170, 30, approval(None, "requested")),
        ],
    )  # fmt: skip

    assert staged.columns("event_at", "state") == [
        (at(0), "open"),
        (at(5), "waiting_approval"),
        (at(10), "waiting_approval"),
        (at(15), "waiting_customer"),
        (at(20), "waiting_approval"),
        (at(25), "resolved"),
        (at(26), "waiting_approval"),
        (at(30), "open"),
    ]


def test_an_approval_that_was_asked_for_before_the_log_begins_is_waited_for(stage: Any) -> None:
    decided = {
        "custom_ticket_fields": {"9001": "approved"},
        "event_type": "Change",
        "previous_value": "requested",
    }
    staged = stage(
        MODEL, order="case_id, event_at",
        zendesk_tickets=[ticket(), ticket(2, custom_fields=[{"id": 9001, "value": "requested"}])],
        zendesk_ticket_events=[
            changed(110, 5, subject=("b", "a")),
            _audit(120, 10, 1, [decided]),
            changed(130, 6, 2, subject=("b", "a")),
        ],
    )  # fmt: skip

    assert staged.columns("case_id", "event_at", "state") == [
        ("zd:1", at(0), "new"),
        ("zd:1", at(5), "waiting_approval"),
        ("zd:1", at(10), "open"),
        ("zd:2", at(0), "new"),
        ("zd:2", at(6), "waiting_approval"),
    ]


def test_an_instant_in_1970_or_9999_is_rejected_and_not_moved(stage: Any) -> None:
    never, always = created(200, 1, status="new")[1], created(210, 1, status="new")[1]
    staged = stage(
        MODEL, order="1",
        zendesk_tickets=[ticket()],
        zendesk_ticket_events=[
            created(100, 0, status="new"),
            ("200", never | {"created_at": "1970-01-01T00:00:00Z"}),
            ("210", always | {"created_at": "9999-12-31T23:59:59Z"}),
        ],
    )  # fmt: skip

    assert staged.columns("event_id") == [("zd:100",)]
    assert staged.rejected == [
        ("200", "created_at: '1970-01-01T00:00:00Z' is before 1990 or after 2099"),
        ("210", "created_at: '9999-12-31T23:59:59Z' is before 1990 or after 2099"),
    ]


def test_an_event_that_cannot_be_read_says_which_field_was_wrong(stage: Any) -> None:
    broken = created(200, 1, status="new")[1]
    staged = stage(
        MODEL, order="1",
        zendesk_tickets=[ticket()],
        zendesk_ticket_events=[
            created(100, 0, status="new"),
            ("200", broken | {"ticket_id": None}),
            ("210", broken | {"id": 210, "created_at": "yesterday", "timestamp": None}),
            ("220", broken | {"id": 220, "created_at": None, "timestamp": None}),
            changed(230, 3, status=("parked", "new")),
        ],
    )  # fmt: skip

    assert len(staged.rows) == 1
    assert staged.rejected == [
        ("200", "ticket_id: is empty"),
        ("210", "created_at: 'yesterday' is no instant"),
        ("220", "created_at: is empty"),
        ("230", "status: 'parked' is no known status"),
    ]
