"""staging.stg_chatwoot_rating_requests: whom Chatwoot asked how satisfied they were."""

from typing import Any

from tests.warehouse.models.chatwoot_desk import at, message


def test_only_the_survey_asks(stage: Any) -> None:
    landed = [
        message(1, 10, 0, ("contact", 77), content="Was heißt input_csat?", content_type="text"),
        message(2, 20, 3, content="Wie zufrieden waren Sie?", content_type="input_csat"),
        message(3, 30, 3, content_type="input_select"),
    ]
    staged = stage("stg_chatwoot_rating_requests", order="request_id", chatwoot_messages=landed)

    assert staged.columns("request_id", "case_id", "asked_at") == [("chatwoot:2", "chatwoot:1", at(20))]
