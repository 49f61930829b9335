"""Messages: nothing lost, each with its wait, owner and day."""

from __future__ import annotations

from datetime import date

from tests.warehouse.conftest import DAY, Build, inbound, reply


def test_every_message_stands_there_once_with_its_wait(build: Build) -> None:
    built = build(
        [
            inbound("m1", "09:00"),
            inbound("m2", "09:05"),
            reply("bot", "09:06", is_human=False, author_kind="bot"),
            reply("r1", "10:00"),
            inbound("e", "10:05", text="👍"),
        ]
    )

    assert built.rows("marts.fct_messages", "message_id", "wait_id", "needs_answer", order="sent_at") == [
        {"message_id": "m1", "wait_id": "m1", "needs_answer": True},
        {"message_id": "m2", "wait_id": "m1", "needs_answer": True},
        {"message_id": "bot", "wait_id": None, "needs_answer": False},
        {"message_id": "r1", "wait_id": "m1", "needs_answer": False},
        {"message_id": "e", "wait_id": None, "needs_answer": False},
    ]


def test_a_reply_belongs_to_the_department_of_its_author(build: Build) -> None:
    built = build([inbound("m1", "09:00"), reply("r1", "10:00")])

    assert built.rows("marts.fct_messages", "message_id", "department_id", "department_source") == [
        {"message_id": "m1", "department_id": "marketing", "department_source": "rule"},
        {"message_id": "r1", "department_id": "marketing", "department_source": "rule"},
    ]


def test_the_day_is_that_of_the_company(build: Build) -> None:
    built = build([inbound("m1", DAY.replace(hour=23, minute=30))], now="+1 12:00")

    assert built.rows("marts.fct_messages", "sent_day") == [{"sent_day": date(2026, 11, 19)}]
