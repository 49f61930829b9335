"""staging.stg_zendesk_rating_requests: whom Zendesk asked."""

from typing import Any

from tests.warehouse.models.zendesk_survey import at, audit, became, ticket


def test_an_offer_is_a_request_and_an_answer_is_none(stage: Any) -> None:
    events = [audit(1, 10, became("offered", "unoffered")), audit(2, 20, became("good", "offered"))]
    staged = stage(
        "stg_zendesk_rating_requests",
        order="1",
        zendesk_tickets=[ticket(1, "good")],
        zendesk_ticket_events=events,
    )

    assert staged.columns("case_id", "asked_at") == [("zd:1", at(10))]


def test_who_answered_was_asked_at_the_latest_then(stage: Any) -> None:
    tickets = [ticket(1, "bad"), ticket(2, "offered"), ticket(3, "unoffered")]
    staged = stage(
        "stg_zendesk_rating_requests", "case_id", zendesk_tickets=tickets, zendesk_ticket_events=[]
    )

    assert staged.columns("case_id", "asked_at") == [("zd:1", at(30)), ("zd:2", at(30))]
