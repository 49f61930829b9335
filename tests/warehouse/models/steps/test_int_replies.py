"""Whom a reply answers."""

from __future__ import annotations

import pytest

from tests.warehouse.conftest import Build, inbound, reply

pytestmark = pytest.mark.definition(3)


def test_the_author_of_the_message_it_answers_comes_before_whom_it_names(build: Build) -> None:
    built = build(
        [
            inbound("m1", "09:00", author_handle="h_anna"),
            inbound("m2", "09:10", author_id="bert", author_handle="h_bert"),
            reply("r", "09:30", in_reply_to_id="m1", mentions=["h_bert"]),
        ]
    )

    assert built.rows("steps.int_replies") == [
        {"message_id": "r", "addressee_id": "anna", "addressee_source": "parent"}
    ]


def test_in_a_private_conversation_a_reply_answers_its_one_customer(build: Build) -> None:
    private = {"visibility": "private", "customer_id": "anna"}
    built = build([inbound("m1", "09:00", **private), reply("r", "09:30", in_reply_to_id="gone", **private)])

    assert built.rows("steps.int_replies", "addressee_id", "addressee_source") == [
        {"addressee_id": "anna", "addressee_source": "private"}
    ]
