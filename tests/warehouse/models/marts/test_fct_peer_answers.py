"""Customers who answer other customers in public, and whether that was enough."""

import pytest

from tests.warehouse.conftest import Build, inbound, reply

pytestmark = pytest.mark.conflict(13)


def test_another_customers_reply_is_an_answer_unless_it_asks(build: Build) -> None:
    built = build(
        [
            inbound("q", "09:00", author_id="anna", text="Wie stelle ich das um?"),
            inbound(
                "p", "09:10", author_id="ben", in_reply_to_id="q", text="Unter Einstellungen, dann Netz."
            ),
            inbound("r", "09:20", author_id="carl", in_reply_to_id="q", text="Geht das bei dir auch nicht?"),
            inbound("s", "09:30", author_id="anna", in_reply_to_id="q", text="Danke dir, das war es."),
        ]
    )
    (row,) = built.rows("marts.fct_peer_answers")

    assert (row["message_id"], row["asked_by_id"], row["author_id"]) == ("p", "anna", "ben")
    assert (row["peer_seconds"], row["is_first"], row["is_alone"]) == (600.0, True, True)


@pytest.mark.parametrize(
    ("later", "escalated", "alone"),
    [
        ([], False, True),
        ([reply("x", "10:00", in_reply_to_id="q")], True, True),
        ([reply("x", "09:05", in_reply_to_id="q")], False, False),
    ],
    ids=["nobody else", "the company after it", "the company before it"],
)
def test_it_was_escalated_if_the_company_answered_after_it(build: Build, later, escalated, alone) -> None:
    built = build(
        [
            inbound("q", "09:00", author_id="anna"),
            inbound("p", "09:10", author_id="ben", in_reply_to_id="q", text="Unter Einstellungen."),
            *later,
        ]
    )
    (row,) = built.rows("marts.fct_peer_answers")

    assert (row["was_escalated"], row["is_alone"]) == (escalated, alone)


def test_a_reply_that_bears_a_time_before_its_question_answered_nobody(build: Build) -> None:
    built = build(
        [
            inbound("q", "09:00", author_id="anna"),
            inbound("p", "08:50", author_id="ben", in_reply_to_id="q", text="Unter Einstellungen."),
        ]
    )

    assert built.rows("marts.fct_peer_answers") == []
