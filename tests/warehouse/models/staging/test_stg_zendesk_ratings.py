"""staging.stg_zendesk_ratings: answers to the survey, on a scale from 0 to 1."""

from typing import Any

from tests.warehouse.models.zendesk_survey import at, ticket


def test_good_is_the_best_and_bad_the_worst_and_who_was_asked_has_said_nothing(stage: Any) -> None:
    tickets = [ticket(1, "good"), ticket(2, "bad"), ticket(3, "offered")]
    staged = stage("stg_zendesk_ratings", order="case_id", zendesk_tickets=tickets, zendesk_ticket_events=[])

    assert staged.columns("case_id", "said", "score", "rated_at") == [
        ("zd:1", "good", 1.0, at(30)), ("zd:2", "bad", 0.0, at(30)),
    ]  # fmt: skip
