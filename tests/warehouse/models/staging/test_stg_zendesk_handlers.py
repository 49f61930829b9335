"""staging.stg_zendesk_handlers: who was assigned to a ticket, or wrote an internal note in it."""

from typing import Any

from tests.warehouse.models.staging.test_stg_zendesk_messages import TICKET, said

MODEL = "stg_zendesk_handlers"


def test_an_assignee_and_the_writer_of_a_note_handle_a_ticket_and_its_customer_does_not(stage: Any) -> None:
    staged = stage(
        MODEL, order="user_id", zendesk_tickets=[TICKET],
        zendesk_ticket_events=[said(12, public=False), said(500, number=101)],
    )  # fmt: skip

    assert staged.columns("case_id", "user_id") == [("zd:1", "12"), ("zd:1", "13")]


def test_an_earlier_assignee_counts_too(stage: Any) -> None:
    number, payload = said(500)
    payload["child_events"].append({"id": 3, "event_type": "Change", "assignee_id": 15})

    staged = stage(MODEL, order="user_id", zendesk_ticket_events=[(number, payload)])

    assert staged.columns("user_id") == [("15",)]
