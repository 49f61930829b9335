"""staging.stg_chatwoot_ratings: how customers answered to the survey."""

from typing import Any

from tests.warehouse.models.chatwoot_desk import at, epoch

MODEL = "stg_chatwoot_ratings"


def given(number: int, rating: Any, **fields: Any) -> tuple[str, dict[str, Any]]:
    usual = {
        "id": number, "rating": rating, "feedback_message": " ", "conversation_id": 1, "contact": {"id": 77},
        "assigned_agent": {"id": 3}, "created_at": int(epoch(number)),
    }  # fmt: skip
    return str(number), usual | fields


def test_a_rating_is_of_a_conversation_and_its_agent(stage: Any) -> None:
    staged = stage(
        MODEL, order="rating_id", chatwoot_ratings=[given(1, 5), given(2, 2, feedback_message="Zu langsam")]
    )

    assert staged.columns("case_id", "said", "score", "has_comment", "rated_at") == [
        ("chatwoot:1", "5", 1.0, False, at(1)), ("chatwoot:1", "2", 0.25, True, at(2)),
    ]  # fmt: skip
    assert {row["agent_id"] for row in staged.rows} == {staged.pseudonym("chatwoot", "user:3")}


def test_what_is_no_rating_is_rejected(stage: Any) -> None:
    landed = [given(1, 9), given(2, None), given(3, 4, conversation_id=None), given(4, 4, created_at="heute")]
    staged = stage(MODEL, order="1", chatwoot_ratings=landed)

    assert staged.rows == []
    assert staged.rejected == [
        ("1", "rating: '9' is none of 1 to 5"), ("2", "rating: '' is none of 1 to 5"),
        ("3", "conversation_id: is empty"), ("4", "created_at: 'heute' is no instant"),
    ]  # fmt: skip
