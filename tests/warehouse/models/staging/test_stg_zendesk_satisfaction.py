"""staging.stg_zendesk_satisfaction: who was asked, and who was satisfied, from events or else from the ticket."""

from typing import Any

from tests.warehouse.models.zendesk_survey import at, audit, became, ticket

MODEL = "stg_zendesk_satisfaction"
SHOWN = ("case_id", "said", "event_at", "has_comment")


def test_each_change_counts_once_and_the_ticket_adds_nothing_to_it(stage: Any) -> None:
    given = {"event_type": "SatisfactionRating", "score": "good", "assignee_id": 11, "body": "Danke"}
    staged = stage(
        MODEL, order="event_at",
        zendesk_tickets=[ticket(1, "good", comment="Danke")],
        zendesk_ticket_events=[
            audit(90, 1, {"event_type": "Create", "status": "new"}),
            audit(100, 10, became("offered", "unoffered")),
            audit(110, 12, became("good_with_comment", "offered")),
            audit(120, 15, became("good", "good"), given),
        ],
    )  # fmt: skip

    assert staged.columns(*SHOWN) == [
        ("zd:1", "offered", at(10), False), ("zd:1", "good", at(12), False), ("zd:1", "good", at(15), True),
    ]  # fmt: skip
    assert staged.rows[2]["agent_id"] == staged.pseudonym("zd", "11")


def test_without_an_event_the_ticket_says_it_as_of_its_last_change(stage: Any) -> None:
    tickets = [ticket(1, "bad", comment=""), ticket(2, "unoffered"), ticket(3, None), ticket(4, "offered")]
    staged = stage(MODEL, order="case_id", zendesk_tickets=tickets, zendesk_ticket_events=[])

    assert staged.columns(*SHOWN) == [("zd:1", "bad", at(30), False), ("zd:4", "offered", at(30), False)]


def test_a_word_that_nobody_knows_is_rejected(stage: Any) -> None:
    staged = stage(MODEL, order="1", zendesk_tickets=[ticket(7, "superb")], zendesk_ticket_events=[])

    assert staged.rows == []
    assert staged.rejected == [("7", "satisfaction_rating: 'superb' is none of offered, good, bad")]
