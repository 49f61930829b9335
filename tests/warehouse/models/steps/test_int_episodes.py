"""Which episode a message belongs to."""

from __future__ import annotations

import pytest

from tests.warehouse.conftest import Build, inbound, reply

pytestmark = pytest.mark.definition(1)


def test_a_bot_does_not_bridge_the_silence(build: Build) -> None:
    built = build(
        [
            inbound("m1", "09:00"),
            reply("r1", "10:00"),
            reply("bot", "+2 09:00", is_human=False),
            inbound("m2", "+3 10:00"),
        ],
        now="+4 09:00",
    )

    assert [row["episode_id"] for row in built.rows("steps.int_episodes", "message_id", "episode_id")] == [
        "m1",
        "m2",
        "m1",
    ]


def test_an_episode_that_only_the_company_wrote_in_is_none(build: Build) -> None:
    built = build([inbound("m1", "09:00"), reply("r1", "10:00"), reply("r2", "+5 10:00")], now="+9 09:00")

    assert [row["episode_id"] for row in built.rows("steps.int_episodes", "message_id", "episode_id")] == [
        "m1",
        "m1",
        None,
    ]
