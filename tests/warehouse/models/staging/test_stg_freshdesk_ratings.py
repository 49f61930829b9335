"""staging.stg_freshdesk_ratings: answers to Freshdesk's survey, on a scale from 0 to 1."""

from typing import Any

import pytest

from tests.warehouse.models.freshdesk_tickets import at, z

MODEL = "stg_freshdesk_ratings"


def given(number: int, said: Any, **fields: Any) -> tuple[str, dict[str, Any]]:
    usual = {
        "id": number, "ticket_id": 1, "agent_id": 71, "user_id": 500, "feedback": None, "created_at": z(number),
        "ratings": {"default_question": said, "question_7": -103},
    }  # fmt: skip
    return str(number), usual | fields


def test_the_middle_of_its_scale_is_a_half_and_its_ends_are_the_ends(stage: Any) -> None:
    landed = [given(1, 103), given(2, 100, feedback="Na ja"), given(3, -103), given(4, 101)]
    staged = stage(MODEL, order="rating_id", freshdesk_ratings=landed)

    assert staged.columns("case_id", "said", "has_comment", "rated_at")[:2] == [
        ("freshdesk:1", "103", False, at(1)), ("freshdesk:1", "100", True, at(2)),
    ]  # fmt: skip
    assert [row["score"] for row in staged.rows] == pytest.approx([1.0, 0.5, 0.0, 2 / 3])
    assert {row["agent_id"] for row in staged.rows} == {staged.pseudonym("freshdesk", "71")}


def test_what_is_no_rating_is_rejected(stage: Any) -> None:
    landed = [given(1, 5), given(2, None), given(3, 103, ticket_id=None), given(4, 103, created_at="heute")]
    staged = stage(MODEL, order="1", freshdesk_ratings=landed)

    reason = "ratings.default_question: '{}' is none of 103 to 100, -101 to -103"
    assert staged.rejected == [
        ("1", reason.format("5")), ("2", reason.format("")), ("3", "ticket_id: is empty"),
        ("4", "created_at: 'heute' is no instant"),
    ]  # fmt: skip
