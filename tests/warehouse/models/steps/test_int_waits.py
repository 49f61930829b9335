"""Waits before ownership and clocks; fct_waits tests the rules in full."""

from __future__ import annotations

import pytest

from tests.warehouse.conftest import Build, inbound, reply

pytestmark = pytest.mark.definition(3)


def test_each_end_takes_what_came_since_the_end_before(build: Build) -> None:
    built = build(
        [
            inbound("m1", "09:00"),
            reply("r1", "09:30"),
            reply("r2", "09:40"),
            inbound("m2", "10:00"),
            reply("r3", "11:00"),
        ]
    )

    assert built.rows("steps.int_waits", "wait_id", "answer_message_id") == [
        {"wait_id": "m1", "answer_message_id": "r1"},
        {"wait_id": "m2", "answer_message_id": "r3"},
    ]
