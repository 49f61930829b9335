"""From Zendesk's custom fields to what a case store says of a case beside its state."""

from datetime import UTC, datetime
from typing import Any

MODEL = "stg_zendesk_case_facts"
FACT = ("fact", "value", "event_at", "event_order")


def at(minute: int) -> datetime:
    return datetime(2026, 11, 18, 9, minute, tzinfo=UTC)


def z(minute: int) -> str:
    return at(minute).strftime("%Y-%m-%dT%H:%M:%SZ")


def ticket(**custom: Any) -> tuple[str, dict[str, Any]]:
    """A ticket as it is today; `f9001="x"` is its custom field 9001."""
    fields = [{"id": int(name[1:]), "value": value} for name, value in custom.items()]
    return "1", {
        "id": 1, "requester_id": 500, "via": {"channel": "email"}, "status": "open", "group_id": None,
        "assignee_id": None, "created_at": z(0), "updated_at": z(30), "custom_fields": fields,
    }  # fmt: skip


def audit(
    number: int, minute: int, *children: dict[str, Any], updater: int = 11
) -> tuple[str, dict[str, Any]]:
    listed = [{"id": number + 1 + place, **child} for place, child in enumerate(children)]
    return str(number), {
        "id": number, "ticket_id": 1, "created_at": z(minute), "updater_id": updater, "via": "Web form",
        "event_type": "Audit", "child_events": listed,
    }  # fmt: skip


def created(status: str = "new") -> dict[str, Any]:
    return {"status": status, "event_type": "Create"}


def changed(field: int, value: Any, previous: Any = None, event_type: str = "Change") -> dict[str, Any]:
    return {"custom_ticket_fields": {str(field): value}, "event_type": event_type, "previous_value": previous}


def comment(is_public: bool) -> dict[str, Any]:
    return {
        "event_type": "Comment",
        "author_id": 11,
        "public": is_public,
        "body": "Morgen.",
        "created_at": z(5),
    }


def test_each_change_of_a_mapped_field_is_a_fact_with_who_said_it_and_what_they_wrote(stage: Any) -> None:
    staged = stage(
        MODEL, order="event_order, fact", zendesk_tickets=[ticket()],
        zendesk_ticket_events=[
            audit(100, 0, created(), changed(9004, "Journalist", event_type="Create"), updater=500),
            audit(
                110, 5, comment(True), changed(9002, "discount"), changed(9003, "2026-11-20"), changed(7777, "other")
            ),
            audit(120, 6, comment(False), changed(9001, "requested")),
            audit(130, 9, changed(9001, None, "requested")),
        ],
    )  # fmt: skip

    assert staged.columns(*FACT, "message_id") == [
        ("stakeholder", "journalist", at(0), 1, None),
        ("promise", "discount", at(5), 2, "zd:111"),
        ("promise_due", "2026-11-20", at(5), 2, "zd:111"),
        ("approval", "requested", at(6), 3, None),
        ("approval", None, at(9), 4, None),
    ]
    assert {row["case_id"] for row in staged.rows} == {"zd:1"}
    assert staged.rows[1]["agent_id"] == staged.pseudonym("zd", "11")


def test_a_log_without_its_beginning_has_the_earlier_value_from_its_first_change_or_from_today(
    stage: Any,
) -> None:
    staged = stage(
        MODEL, order="event_order, fact", zendesk_tickets=[ticket(f9001="approved", f9004="supplier", f9002=None)],
        zendesk_ticket_events=[
            audit(110, 5, {"status": "open", "event_type": "Change", "previous_value": "new"}),
            audit(120, 8, changed(9001, "approved", "requested")),
        ],
    )  # fmt: skip

    assert staged.columns(*FACT) == [
        ("approval", "requested", at(5), 0),
        ("stakeholder", "supplier", at(5), 0),
        ("approval", "approved", at(8), 2),
    ]


def test_a_value_that_means_nothing_is_rejected_with_the_facts_name(stage: Any) -> None:
    staged = stage(
        MODEL, order="1", zendesk_tickets=[ticket()],
        zendesk_ticket_events=[
            audit(
                100, 0, created(), changed(9001, "maybe"), changed(9003, "9999-12-31"), changed(9004, "alien"),
                changed(9005, "-20"),
            ),
        ],
    )  # fmt: skip

    assert staged.rows == []
    assert staged.rejected == [
        ("100", "approval: 'maybe' is none of requested, approved, rejected"),
        ("100", "handle_seconds: '-20' is no span of time in seconds"),
        ("100", "promise_due: '9999-12-31' is no date of our time"),
        ("100", "stakeholder: 'alien' is none that is known; use other"),
    ]
